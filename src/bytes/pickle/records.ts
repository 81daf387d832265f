import { isSurelyLabelName } from '../../text/labelNames';
import { MAX_ARRAYS } from './limits';
import { numberShape, type Shapes } from './numberLists';
import { Dict, List, NumpyArray, Tensor, type Value } from './values';

/** Records with more keys are none: each is looked for in each. */
const MOST_KEYS = 100;

/** What stands under one key of every record of a list: a number in each, or an array of one shape. */
export interface Stack {
  key: string;
  items: readonly (Tensor | NumpyArray | List | number)[];
  /** Of one record's; empty for numbers. */
  shape: readonly number[];
}

/**
 * A list of dictionaries as records, `[{"logits": […], "label": 2}, …]`: a row of each under one key, where all have one,
 * with the numbers that stand beside it. What holds more than rows, or rows of different lengths, is left to be listed by
 * itself. Undefined where no rows are found.
 */
export function stacksIn({ items }: List, shapes: Shapes): Stack[] | undefined {
  if (items.length < 2 || items.length > MAX_ARRAYS || !items.every(isRecord)) return undefined;
  const keys = items[0].keys.filter((key) => typeof key === 'string').slice(0, MOST_KEYS);
  if (items.some((record) => record.keys.length > MOST_KEYS) || items.every(isBatch)) return undefined;
  const stacks = keys.map((key) => stackOf(key, items, shapes)).filter((one) => one !== undefined);
  const rows = stacks.filter(({ shape }) => shape.length === 1);
  return rows.length > 0 ? [...rows, ...stacks.filter(({ shape }) => shape.length === 0)] : undefined;
}

/** The strings of records that stacks were found in, under each key where all have one. */
export function textColumns({ items }: List): [key: string, texts: readonly string[]][] {
  const records = items.filter(isRecord);
  const keys = records[0].keys.filter((key) => typeof key === 'string').slice(0, MOST_KEYS);
  return keys.flatMap((key): [string, readonly string[]][] => {
    const texts = records.map(({ keys, values }) => values[keys.indexOf(key)] ?? null);
    return areTexts(texts) ? [[key, texts]] : [];
  });
}

/** Characters of a string that may be a name. */
const LONGEST_NAME = 80;

export function areTexts(items: readonly Value[]): items is string[] {
  return items.length > 1 && items.every((one) => typeof one === 'string' && one.length <= LONGEST_NAME);
}

/**
 * Whether several rows stand in a record, with as many labels beside them. Numbers with fractions are a row of their own,
 * unless they are called labels: those of a sigmoid's loss are floating.
 */
function isBatch({ keys, values }: Dict): boolean {
  const arrays = values.flatMap((value, at) => (isArray(value) ? [{ value, key: keys[at] }] : []));
  const counts = arrays.map(({ value }) => sizesOf(value)).filter(({ length }) => length > 1);
  return arrays.some(({ value, key }) => {
    const [count, ...others] = sizesOf(value);
    if (others.length > 0 || !counts.some(([rows]) => rows === count)) return false;
    return !isFloating(value) || (typeof key === 'string' && isSurelyLabelName(key));
  });
}

const isArray = (value: Value) => value instanceof Tensor || value instanceof NumpyArray;
const sizesOf = ({ shape }: Tensor | NumpyArray) => shape?.items ?? [];

function isFloating(value: Tensor | NumpyArray): boolean {
  if (value instanceof NumpyArray) return value.type?.code.startsWith('f') ?? false;
  const { from } = value.storage;
  const { kind = '' } = value.type ?? ('type' in from ? from.type : {});
  return kind.includes('float');
}

function isRecord(value: Value): value is Dict {
  return value instanceof Dict;
}

function stackOf(key: string, records: readonly Dict[], shapes: Shapes): Stack | undefined {
  const items: Stack['items'][number][] = [];
  let shape: readonly number[] | undefined;
  for (const { keys, values } of records) {
    const value = values[keys.indexOf(key)];
    const own = rowShape(value, shapes);
    if (own === undefined || (shape && (own.length !== shape.length || own[0] !== shape[0])))
      return undefined;
    shape = own;
    items.push(value as Stack['items'][number]);
  }
  return shape && { key, items, shape };
}

/** The shape of one number or of one row of them: of a list that many records refer to it is worked out once. */
function rowShape(value: Value | undefined, shapes: Shapes): readonly number[] | undefined {
  if (typeof value === 'number') return [];
  if (value instanceof List) {
    const shape = value.kind === 'list' ? numberShape(value, shapes) : undefined;
    return shape?.length === 1 ? shape : undefined;
  }
  if (!(value instanceof Tensor || value instanceof NumpyArray)) return undefined;
  const sizes = value.shape?.items ?? [];
  if (sizes.length > 1 || !sizes.every((n): n is number => typeof n === 'number' && n > 0)) return undefined;
  return sizes;
}
