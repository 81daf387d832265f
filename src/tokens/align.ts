/** Where two sequences have the same items, in order. */
export type Pair = readonly [first: number, second: number];

/** Insertions and deletions; of what differs more, nothing is matched. */
const MOST_EDITS = 1500;

/** By the shortest edit script: Myers, "An O(ND) difference algorithm" (1986). */
export function align(a: readonly string[], b: readonly string[]): Pair[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const pairs: Pair[] = [];
  for (let place = 0; place < start; place++) pairs.push([place, place]);
  for (const [one, other] of edited(a.slice(start, endA), b.slice(start, endB)))
    pairs.push([start + one, start + other]);
  for (let place = 0; endA + place < a.length; place++) pairs.push([endA + place, endB + place]);
  return pairs;
}

function edited(a: readonly string[], b: readonly string[]): Pair[] {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const middle = most + 1;
  const reach = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(reach.slice(middle - edits - 1, middle + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const isDown = goesDown(diagonal, edits, reach[middle + diagonal - 1], reach[middle + diagonal + 1]);
      let x = isDown ? reach[middle + diagonal + 1] : reach[middle + diagonal - 1] + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      reach[middle + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return walkedBack(trace, a.length, b.length);
    }
  }
  return [];
}

function goesDown(diagonal: number, edits: number, left: number, right: number): boolean {
  return diagonal === -edits || (diagonal !== edits && left < right);
}

function walkedBack(trace: readonly Int32Array[], endA: number, endB: number): Pair[] {
  const pairs: Pair[] = [];
  let [x, y] = [endA, endB];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    // Of the step before: its diagonals from −edits − 1 on.
    const reach = (diagonal: number) => trace[edits][diagonal + edits + 1];
    const diagonal = x - y;
    const isDown = goesDown(diagonal, edits, reach(diagonal - 1), reach(diagonal + 1));
    const before = isDown ? diagonal + 1 : diagonal - 1;
    const from = edits === 0 ? 0 : isDown ? reach(before) : reach(before) + 1;
    while (x > from) pairs.push([--x, --y]);
    if (edits > 0) {
      x = reach(before);
      y = x - before;
    }
  }
  return pairs.reverse();
}
