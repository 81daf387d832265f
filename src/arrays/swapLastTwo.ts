/** […, a, b] as […, b, a]; not copied when that changes nothing. */
export function swapLastTwo(
  data: Float32Array | Float64Array,
  a: number,
  b: number,
): Float32Array | Float64Array {
  if (a === 1 || b === 1) return data;
  const swapped = data.slice();
  for (let start = 0; start < data.length; start += a * b) {
    for (let i = 0; i < a; i++) {
      for (let j = 0; j < b; j++) swapped[start + j * a + i] = data[start + i * b + j];
    }
  }
  return swapped;
}
