import { PACKED_KINDS, type PackedValues } from '../kernel';

/** As assembly/packed.ts, step by step. */
export function pack(values: Float64Array): PackedValues {
  const rows = values.length;
  let slope = 0;
  let [least, most] = rangeOf(values, slope);
  // Class ids and lengths: a line would spare nothing.
  if (most - least >= 0x100) {
    slope = (values[rows - 1] - values[0]) / (rows - 1);
    [least, most] = rangeOf(values, slope);
  }
  if (least === most) return { first: least, slope };
  const rest = new PACKED_KINDS[bytesFor(most - least)](rows);
  for (let i = 0; i < rows; i++) rest[i] = values[i] - Math.floor(slope * i) - least;
  return { first: least, slope, rest };
}

function rangeOf(values: Float64Array, slope: number): [least: number, most: number] {
  let least = values[0];
  let most = least;
  for (let i = 1; i < values.length; i++) {
    const value = values[i] - Math.floor(slope * i);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

function bytesFor(most: number): keyof typeof PACKED_KINDS {
  if (most < 0x100) return 1;
  if (most < 0x10000) return 2;
  return most < 0x100000000 ? 4 : 8;
}
