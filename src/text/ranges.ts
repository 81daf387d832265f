/** Stretches of a text, to be asked whether another meets one of them. */
export class Ranges {
  private readonly starts: number[];
  /** By place in `starts`: where the stretches up to there end at the latest. */
  private readonly ends: number[] = [];

  constructor(ranges: readonly (readonly [start: number, end: number])[]) {
    const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
    this.starts = sorted.map(([start]) => start);
    let latest = -1;
    for (const [, end] of sorted) this.ends.push((latest = Math.max(latest, end)));
  }

  overlap([start, end]: readonly [start: number, end: number]): boolean {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] < end) low = middle + 1;
      else high = middle;
    }
    return low > 0 && this.ends[low - 1] > start;
  }
}
