import * as l10n from '@vscode/l10n';
import { sizeOf, type NDArray } from '../arrays/ndarray';
import { read } from '../readings/read';
import { statsOf } from '../readings/stats';
import type { Container, FoundArray, NearbyLabels } from '../arrays/types';
import type { CarriedArray } from './arrayMime';
import { type ElementKind } from './elements';

/** Elements that a reading is made from; the first rows stand for the rest. */
export const SAMPLE = 1 << 18;

/** What is known of an array whose values came as bytes, or stay where they are. */
export interface Described {
  container: Container;
  name?: string;
  dtype: string;
  kind: ElementKind;
  shape: readonly number[];
  /** torch: the node of autograd that computed it. */
  gradFn?: string;
  /** The first values in row-major order: whole rows along the last axis. */
  sample: Float32Array | Float64Array;
  /** The name of class ids that belong to it. */
  labels?: string;
}

/** An array that was never printed, read by the same rules as one that was. */
export function describeArray({
  container,
  name,
  dtype,
  kind,
  shape,
  gradFn,
  sample,
  labels,
}: Described): FoundArray {
  const classes = shape[shape.length - 1] ?? 0;
  const size = sampleSize(sample.length, classes);
  return {
    range: [0, 0],
    ...(name !== undefined && { name }),
    container,
    shape,
    dtype,
    elided: false,
    reading: read({
      container,
      name,
      shape,
      elided: false,
      floating: /float/.test(kind),
      boolean: kind === 'bool',
      gradFn,
      labels,
      stats: statsOf(sample, 0, size, classes),
    }),
  };
}

/** Whole rows, at least one, within SAMPLE. */
export function sampleSize(available: number, classes: number): number {
  if (classes === 0) return 0;
  const rows = Math.max(1, Math.floor(Math.min(available, SAMPLE) / classes));
  return Math.min(rows * classes, Math.floor(available / classes) * classes);
}

/** An array as its MIME type brought it. */
export function describeCarried(carried: CarriedArray): FoundArray {
  const { array, dtype, shape, name, library, gradFn, classNames, labels, summary } = carried;
  const sample = array?.data.subarray(0, sampleSize(array.data.length, shape[shape.length - 1] ?? 0));
  const found = describeArray({
    container: 'live',
    name,
    dtype: library ? `${library}.${dtype}` : dtype,
    kind: dtype,
    shape,
    gradFn,
    sample: sample ?? new Float32Array(0),
  });
  if (classNames) found.classNames = classNames;
  if (labels) found.labels = carriedLabels(labels, shape);
  if (array) found.array = array;
  if (summary) {
    found.absent = summary.reason;
    if (summary.ref !== undefined) found.ref = summary.ref;
  }
  return found;
}

function carriedLabels(values: NDArray, shape: readonly number[]): NearbyLabels {
  const soft = values.shape.length === shape.length && sizeOf(values.shape) === sizeOf(shape);
  return { kind: soft ? 'soft' : 'class-ids', values, source: l10n.t('sent with the logits') };
}
