// What one writes in JavaScript without thinking about digits: subtract the maximum, Math.exp, sum.
type Data = Float32Array | Float64Array;

export function softmax(x: Data, rows: number, n: number): Data {
  const out = x instanceof Float32Array ? new Float32Array(x.length) : new Float64Array(x.length);
  for (let row = 0, start = 0; row < rows; row++, start += n) {
    const max = largest(x, start, n);
    let sum = 0;
    for (let i = start; i < start + n; i++) sum += out[i] = Math.exp(x[i] - max);
    for (let i = start; i < start + n; i++) out[i] /= sum;
  }
  return out;
}

export function logSumExp(x: Data, rows: number, n: number): Data {
  const out = x instanceof Float32Array ? new Float32Array(rows) : new Float64Array(rows);
  for (let row = 0, start = 0; row < rows; row++, start += n) {
    const max = largest(x, start, n);
    let sum = 0;
    for (let i = start; i < start + n; i++) sum += Math.exp(x[i] - max);
    out[row] = max + Math.log(sum);
  }
  return out;
}

export function crossEntropy(x: Data, labels: Data, rows: number, n: number): number {
  const lse = logSumExp(x, rows, n);
  let total = 0;
  for (let row = 0; row < rows; row++) total += lse[row] - x[row * n + labels[row]];
  return total / rows;
}

function largest(x: Data, start: number, n: number): number {
  let max = -Infinity;
  for (let i = start; i < start + n; i++) if (x[i] > max) max = x[i];
  return max;
}
