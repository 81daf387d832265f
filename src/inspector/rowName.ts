/** `[2, 0]` for a row of an array with several leading axes, `5` where there is one. */
export function rowName(row: number, shape: readonly number[], axis: number): string {
  const leading = shape.filter((_, i) => i !== axis);
  if (leading.length < 2) return String(row);
  return `[${unravel(row, leading).join(', ')}]`;
}

/** Index along each axis of a row-major position. */
export function unravel(position: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (let i = shape.length - 1; i >= 0; i--) {
    index.unshift(position % shape[i]);
    position = Math.floor(position / shape[i]);
  }
  return index;
}

/** Row-major position of an index. */
export function ravel(index: readonly number[], shape: readonly number[]): number {
  return index.reduce((position, i, axis) => position * shape[axis] + i, 0);
}
