import { UPPER } from './halves';

/** Of so few values sorting places by comparison is the fastest. */
const FEW = 512;
/** Places that are equal in what was sorted by, and so few that they are inserted one by one. */
const SHORT = 24;

/**
 * Places in the order of rising values; equal ones stay in their order, and −0 equals 0. No value may be NaN.
 *
 * By the bits of the doubles, which rise with the value once the sign is turned: passes without a comparison, each of
 * which keeps the order of the one before (LSD radix sort). The upper half tells most values apart; runs that it
 * leaves equal are then sorted by the lower half.
 */
export function orderBy(values: Float64Array, at: Int32Array): Int32Array {
  if (at.length <= FEW) return at.slice().sort((a, b) => values[a] - values[b]);
  const places = at.slice();
  const sorter = new Sorter(values, at.length);
  const keys = sorter.sort(places, UPPER).slice();
  for (let from = 0, to = 1; from < keys.length; from = to++) {
    while (to < keys.length && keys[to] === keys[from]) to++;
    if (to - from === 1) continue;
    if (to - from <= SHORT) insert(values, places, from, to);
    else if (!rises(values, places, from, to)) sorter.sort(places.subarray(from, to), 1 - UPPER);
  }
  return places;
}

interface KeysAndPlaces {
  keys: Uint32Array;
  places: Int32Array;
}

/** Sorts places by one half of their values. */
class Sorter {
  private readonly halves: Uint32Array;
  private readonly memory: readonly [KeysAndPlaces, KeysAndPlaces];

  constructor(values: Float64Array, n: number) {
    this.halves = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    const memory = () => ({ keys: new Uint32Array(n), places: new Int32Array(n) });
    this.memory = [memory(), memory()];
  }

  /** Returns the halves in their order; they are there until the next call. */
  sort(places: Int32Array, half: number): Uint32Array {
    const n = places.length;
    let [from, to] = this.memory;
    this.fill(from.keys, places, half);
    from.places.set(places);
    // The counts of a pass stay in the nearest cache; of few values they would take longer than the values.
    const bits = n < 1 << 12 ? 8 : 11;
    for (let shift = 0; shift < 32; shift += bits) {
      if (!scatter(from, to, n, { shift, mask: (1 << bits) - 1 })) continue;
      [from, to] = [to, from];
    }
    places.set(from.places.subarray(0, n));
    return from.keys.subarray(0, n);
  }

  private fill(keys: Uint32Array, places: Int32Array, half: number): void {
    const { halves } = this;
    for (let i = 0; i < places.length; i++) {
      const at = 2 * places[i];
      const upper = halves[at + UPPER];
      // −0 is 0.
      const isZero = upper === 0x80000000 && halves[at + 1 - UPPER] === 0;
      const turned = upper >>> 31 === 1 && !isZero ? -1 : 0;
      if (half === UPPER) keys[i] = (isZero ? 0 : upper) ^ (turned | 0x80000000);
      else keys[i] = halves[at + half] ^ turned;
    }
  }
}

/** Puts keys in the order of one digit. False where all have the same, so that there is nothing to do. */
function scatter(
  { keys, places }: KeysAndPlaces,
  { keys: nextKeys, places: nextPlaces }: KeysAndPlaces,
  n: number,
  { shift, mask }: { shift: number; mask: number },
): boolean {
  const starts = new Int32Array(mask + 1);
  for (let i = 0; i < n; i++) starts[(keys[i] >>> shift) & mask]++;
  if (starts[(keys[0] >>> shift) & mask] === n) return false;
  let sum = 0;
  for (let digit = 0; digit <= mask; digit++) {
    const count = starts[digit];
    starts[digit] = sum;
    sum += count;
  }
  for (let i = 0; i < n; i++) {
    const key = keys[i];
    const next = starts[(key >>> shift) & mask]++;
    nextKeys[next] = key;
    nextPlaces[next] = places[i];
  }
  return true;
}

function insert(values: Float64Array, order: Int32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const place = order[i];
    const value = values[place];
    let j = i;
    for (; j > from && values[order[j - 1]] > value; j--) order[j] = order[j - 1];
    order[j] = place;
  }
}

function rises(values: Float64Array, order: Int32Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (values[order[i - 1]] > values[order[i]]) return false;
  return true;
}
