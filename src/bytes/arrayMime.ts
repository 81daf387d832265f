import * as l10n from '@vscode/l10n';
import {
  MAX_RANK,
  MAX_ELEMENTS,
  describe,
  ndarray,
  shapeText,
  sizeOf,
  type NDArray,
} from '../arrays/ndarray';
import { ARRAY_MIME } from './mime';
import { base64Size, decodeBase64 } from './base64';
import { ELEMENT_KINDS, bytesOf, isElementKind, widenOwn, type ElementKind } from './elements';

const LIMITS = {
  name: 200,
  note: 500,
  classNames: 1 << 20,
  /** One class name. */
  className: 200,
  /** Bytes of base64 decoded. */
  bytes: 2 ** 31,
};

/** An array as the MIME type carries it, checked. */
export interface CarriedArray {
  dtype: ElementKind;
  shape: readonly number[];
  name?: string;
  /** The library it comes from: "torch". */
  library?: string;
  /** torch: the node of autograd that computed it, `AddmmBackward0`. */
  gradFn?: string;
  classNames?: readonly string[];
  labels?: NDArray;
  /** Absent when the data is withheld. */
  array?: NDArray;
  /** Where the data is withheld: what is known of it all the same. */
  summary?: ArraySummary;
}

/** What a kernel computed of an array that it did not hand over. */
interface ArraySummary {
  /** Why the data is not there, for a person. */
  reason: string;
  /** Bytes that the data would take. */
  bytes?: number;
  min?: number;
  max?: number;
  /** Elements that are NaN. */
  nan?: number;
  /** A name by which the kernel finds the array again. */
  ref?: string;
}

/**
 * Reads the JSON of the MIME type. Throws one Error that names the field; nothing is allocated for data before every
 * other field was checked against it.
 */
export function readArrayMime(text: string): CarriedArray {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(l10n.t('{0}: not valid JSON', ARRAY_MIME), { cause: error });
  }
  return checkArrayMime(value);
}

export function checkArrayMime(value: unknown): CarriedArray {
  const fields = record(value, ARRAY_MIME);
  const version = fields.version ?? 1;
  if (version !== 1) throw new Error(l10n.t('version: expected 1, got {0}', describe(version)));
  const dtype = element(fields.dtype, 'dtype');
  const shape = sizes(fields.shape, 'shape');
  const carried: CarriedArray = {
    dtype,
    shape,
    name: text(fields.name, 'name', LIMITS.name),
    library: text(fields.library, 'library', LIMITS.name),
    gradFn: text(fields.gradFn, 'gradFn', LIMITS.name),
    classNames: names(fields.classNames, shape),
  };
  if (fields.labels !== undefined && fields.labels !== null) {
    const labels = record(fields.labels, 'labels');
    carried.labels = values(
      labels.data,
      element(labels.dtype, 'labels.dtype'),
      sizes(labels.shape, 'labels.shape'),
      'labels.',
    );
  }
  if (fields.data === undefined || fields.data === null) {
    carried.summary = summary(fields.summary);
  } else {
    carried.array = values(fields.data, dtype, shape, '');
  }
  return carried;
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(l10n.t('{0}: expected an object, got {1}', what, describe(value)));
  return value as Record<string, unknown>;
}

function element(value: unknown, what: string): ElementKind {
  if (isElementKind(value)) return value;
  throw new Error(
    l10n.t('{0}: expected one of {1}, got {2}', what, ELEMENT_KINDS.join(', '), describe(value)),
  );
}

/** Sizes whose product stays a safe integer; how much of it may be held is the data's business. */
function sizes(value: unknown, what: string): readonly number[] {
  if (!Array.isArray(value))
    throw new Error(l10n.t('{0}: expected a list of sizes, got {1}', what, describe(value)));
  if (value.length > MAX_RANK)
    throw new Error(l10n.t('{0}: rank {1} exceeds the limit of {2}', what, value.length, MAX_RANK));
  // By index: forEach passes over holes.
  for (let axis = 0; axis < value.length; axis++) {
    const size: unknown = value[axis];
    if (!Number.isSafeInteger(size) || (size as number) < 0)
      throw new Error(
        l10n.t('{0}: expected a non-negative integer, got {1}', `${what}[${axis}]`, describe(size)),
      );
  }
  const shape = value as number[];
  if (!shape.includes(0) && !Number.isSafeInteger(sizeOf(shape)))
    throw new Error(l10n.t('{0}: the product of {1} exceeds 2^53', what, `[${shape.join(', ')}]`));
  return shape;
}

function text(value: unknown, what: string, limit: number): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string')
    throw new Error(l10n.t('{0}: expected a string, got {1}', what, describe(value)));
  if (value.length > limit)
    throw new Error(l10n.t('{0}: expected at most {1} characters, got {2}', what, limit, value.length));
  return value;
}

function names(value: unknown, shape: readonly number[]): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value))
    throw new Error(l10n.t('classNames: expected a list of strings, got {0}', describe(value)));
  const classes = shape[shape.length - 1];
  if (value.length !== classes || value.length > LIMITS.classNames) {
    throw new Error(
      l10n.t(
        'classNames: expected one name for each of the {0} classes, at most {1}, got {2}',
        classes ?? 0,
        LIMITS.classNames,
        value.length,
      ),
    );
  }
  for (let i = 0; i < value.length; i++) {
    const name: unknown = value[i];
    if (typeof name !== 'string' || name.length > LIMITS.className)
      throw new Error(
        l10n.t(
          'classNames[{0}]: expected a string of at most {1} characters, got {2}',
          i,
          LIMITS.className,
          describe(name),
        ),
      );
  }
  return value as string[];
}

function values(data: unknown, dtype: ElementKind, shape: readonly number[], prefix: string): NDArray {
  const what = `${prefix}data`;
  if (typeof data !== 'string')
    throw new Error(l10n.t('{0}: expected base64, got {1}', what, describe(data)));
  const count = sizeOf(shape);
  const expected = count * bytesOf(dtype);
  if (count > MAX_ELEMENTS || expected > LIMITS.bytes) {
    throw new Error(
      l10n.t(
        '{0}: {1} has {2} elements; the limit is {3}',
        `${prefix}shape`,
        `[${shape.join(', ')}]`,
        count,
        MAX_ELEMENTS,
      ),
    );
  }
  const bytes = base64Size(data, what);
  if (bytes !== expected) {
    throw new Error(
      l10n.t('{0}: {1} {2} takes {3} bytes, got {4}', what, shapeText(shape), dtype, expected, bytes),
    );
  }
  return ndarray(widenOwn(decodeBase64(data, what), dtype), shape);
}

function summary(value: unknown): ArraySummary {
  if (value === undefined || value === null) return { reason: l10n.t('the values were not sent') };
  const fields = record(value, 'summary');
  const number = (name: string) => {
    const given = fields[name];
    if (given === undefined || given === null) return undefined;
    // JSON has no infinity and no NaN; Python writes them as strings there.
    const read = given === 'inf' ? Infinity : given === '-inf' ? -Infinity : given;
    if (typeof read !== 'number')
      throw new Error(
        l10n.t('{0}: expected a number, "inf", or "-inf", got {1}', `summary.${name}`, describe(given)),
      );
    return read;
  };
  return {
    reason: text(fields.reason, 'summary.reason', LIMITS.note) ?? l10n.t('the values were not sent'),
    bytes: number('bytes'),
    min: number('min'),
    max: number('max'),
    nan: number('nan'),
    ref: text(fields.ref, 'summary.ref', LIMITS.name),
  };
}
