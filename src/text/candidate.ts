import type { FoundArray, NearbyLabels, Reading } from '../arrays/types';
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
  const reading: Reading = { kind: 'other', confidence: 0, evidence: [] };
  const found: FoundArray = { range, container, shape, elided, reading };
  // One by one: spread, the parts cost more than all else of an array, of which a text has thousands.
  if (name !== undefined) found.name = name;
  if (dtype !== undefined) found.dtype = dtype;
  if (decimals !== undefined) found.decimals = decimals;
  if (numbers !== undefined) found.printed = numbers;
  if (!elided) found.array = { dtype: 'float64', shape, data };
  if (classNames !== undefined) found.classNames = classNames;
  if (entryNames !== undefined) found.entryNames = entryNames;
  if (partial !== undefined) found.partial = partial;
  const {
    floating,
    boolean = false,
    gradFn,
    parameter,
    requiresGrad,
    shown,
    labels,
    labelledByName,
    scored,
  } = about;
  return {
    found,
    subject: {
      container,
      name,
      shape,
      elided,
      floating,
      boolean,
      decimals,
      gradFn,
      parameter,
      requiresGrad,
      shown,
      labels,
      labelledByName,
      scored,
      stats: statsOf(data, 0, data.length, width),
    },
  };
}
