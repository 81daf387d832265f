import { UPPER } from './halves';

/** Values are told apart by so many upper bits of their doubles at first. */
const UPPER_BITS = 16;
/** Where the uppermost 16 bits of a double are, in its quarters: last where its upper half is. */
const TOP = 3 * UPPER;

/** The value that n others are below or equal to, as sorting all of them would find it; none may be NaN. */
export function nthSmallest(values: Float64Array, n: number): number {
  const quarters = new Uint16Array(values.buffer, values.byteOffset, 4 * values.length);
  const count = new Int32Array(1 << UPPER_BITS);
  for (let at = TOP; at < quarters.length; at += 4) count[risingOf(quarters[at])]++;
  let below = 0;
  let cell = 0;
  while (below + count[cell] <= n) below += count[cell++];
  const some = new Float64Array(count[cell]);
  for (let i = 0, at = 0; i < values.length; i++)
    if (risingOf(quarters[4 * i + TOP]) === cell) some[at++] = values[i];
  return some.sort()[n - below];
}

/** Upper bits that rise with the value: those of negative numbers fall. */
const risingOf = (bits: number) => (bits >= 0x8000 ? 0xffff - bits : bits + 0x8000);
