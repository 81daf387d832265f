import type { FoundArray, NearbyLabels } from '../arrays/types';
import type { Subject } from '../readings/rule';
import { statsOf } from '../readings/stats';

/** A found array on its way to being described in full. */
export interface Candidate {
  found: FoundArray;
  subject: Subject;
  /** The records it was gathered from, as numbers of brackets. */
  records?: Int32Array;
  /** The record it stands in alone. */
  record?: number;
  labels?: NearbyLabels;
  /** Not something the code printed. */
  unprinted?: boolean;
}

/** What the text itself says of an array. */
type Printed = Pick<
  FoundArray,
  | 'range'
  | 'name'
  | 'container'
  | 'shape'
  | 'dtype'
  | 'elided'
  | 'decimals'
  | 'printed'
  | 'classNames'
  | 'entryNames'
  | 'partial'
> & { data: Float64Array };

/**
 * A candidate that is not read yet. `width`: numbers in one printed row.
 */
export function candidateOf(
  printed: Printed,
  about: Pick<Subject, 'floating'> & Partial<Subject>,
  width = printed.shape[printed.shape.length - 1],
): Candidate {
  const { range, name, container, shape, dtype, elided, decimals, data } = printed;
  const { classNames, entryNames, partial, printed: numbers } = printed;
  return {
    found: {
      range,
      ...(name === undefined ? {} : { name }),
      container,
      shape,
      ...(dtype === undefined ? {} : { dtype }),
      elided,
      ...(decimals === undefined ? {} : { decimals }),
      ...(numbers === undefined ? {} : { printed: numbers }),
      ...(elided ? {} : { array: { dtype: 'float64', shape, data } }),
      ...(classNames === undefined ? {} : { classNames }),
      ...(entryNames === undefined ? {} : { entryNames }),
      ...(partial === undefined ? {} : { partial }),
      reading: { kind: 'other', confidence: 0, evidence: [] },
    },
    subject: {
      container,
      name,
      shape,
      elided,
      boolean: false,
      decimals,
      ...about,
      stats: statsOf(data, 0, data.length, width),
    },
  };
}
