import { isSurelyLabelName } from '../../text/names/labelNames';
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
  if (items.length < 2 || items.length > MAX_ARRAYS) return undefined;
  const records = items.every(isRecord) ? items : tuplesIn(items);
  if (!records) return undefined;
  const keys = records[0].keys.filter((key) => typeof key === 'string').slice(0, MOST_KEYS);
  if (records.some((record) => record.keys.length > MOST_KEYS) || records.every(isBatch)) return undefined;
  const stacks = keys.map((key) => stackOf(key, records, shapes)).filter((one) => one !== undefined);
  const rows = stacks.filter(({ shape }) => shape.length === 1);
  // Tuples of two rows may be batches of one score a row.
  if (rows.length === 0 || (records !== items && rows.length === stacks.length)) return undefined;
  return [...rows, ...stacks.filter(({ shape }) => shape.length === 0)];
}

/** Tuples `(row, label)`, as data sets have them: records whose keys are places. */
function tuplesIn(items: readonly Value[]): Dict[] | undefined {
  const [first] = items;
  const length = first instanceof List ? first.items.length : 0;
  if (length < 2 || length > MOST_KEYS) return undefined;
  const records: Dict[] = [];
  for (const item of items) {
    if (!(item instanceof List) || item.kind === 'set' || item.items.length !== length) return undefined;
    const record = new Dict();
    item.items.forEach((value, place) => record.set(`[${place}]`, value));
    records.push(record);
  }
  return records;
}

/**
 * The same of a dictionary of columns, `{"logits": [row, …], "labels": [2, …]}`, or of such by the keys of their rows, `{"logits": {"a.png":
 * row, …}, "labels": {"a.png": 2, …}}`: rows that are arrays of their own, with a number for each. Undefined where none are found.
 */
export function columnStacksIn(
  { keys, values }: Dict,
  shapes: Shapes,
): { stacks: Stack[]; columns: Value[]; names?: readonly string[] } | undefined {
  const named = values
    .map((value, at) => ({ value, key: keys[at] }))
    .filter(
      (one): one is { value: List | Dict; key: string } => isColumn(one.value) && typeof one.key === 'string',
    )
    .slice(0, MOST_KEYS);
  const first =
    named.find(({ value }) => value instanceof Dict) ?? named.find(({ value }) => areArrays(itemsOf(value)));
  if (!first) return undefined;
  const rows = first.value instanceof Dict ? first.value.keys : undefined;
  const { length } = itemsOf(first.value);
  if (length < 2 || length > MAX_ARRAYS) return undefined;
  const stacks: Stack[] = [];
  const columns: Value[] = [];
  for (const { value, key } of named) {
    const items = itemsOf(value).length === length ? itemsInOrder(value, rows) : undefined;
    const stack = items && stackOfItems(key, items, shapes);
    if (!stack) continue;
    stacks.push(stack);
    columns.push(value);
  }
  const found = stacks.filter(({ shape }) => shape.length === 1);
  if (found.length === 0 || found.length === stacks.length) return undefined;
  return {
    stacks: [...found, ...stacks.filter(({ shape }) => shape.length === 0)],
    columns,
    ...(rows && areTexts(rows) && { names: rows }),
  };
}

const isColumn = (value: Value): value is List | Dict =>
  value instanceof Dict || (value instanceof List && value.kind !== 'set');
const itemsOf = (column: List | Dict) => (column instanceof Dict ? column.values : column.items);
const areArrays = (items: readonly Value[]) => items.length > 0 && items.every(isArray);

/** The items of a column, those of a dictionary in the order of these keys; undefined where one is missing. */
function itemsInOrder(column: List | Dict, rows: readonly Value[] | undefined): readonly Value[] | undefined {
  if (!(column instanceof Dict)) return rows ? undefined : column.items;
  if (!rows) return undefined;
  const places = new Map(column.keys.map((key, at) => [key, at] as const));
  const items = rows.map((key) => column.values[places.get(key) ?? -1]);
  return items.some((item) => item === undefined) ? undefined : items;
}

/** The strings of records that stacks were found in, under each key where all have one. */
export function textColumns({ items }: List): [key: string, texts: readonly string[]][] {
  const records = items.filter(isRecord);
  if (records.length === 0) return [];
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
  return stackOfItems(
    key,
    records.map(({ keys, values }) => values[keys.indexOf(key)]),
    shapes,
  );
}

function stackOfItems(key: string, items: readonly (Value | undefined)[], shapes: Shapes): Stack | undefined {
  let shape: readonly number[] | undefined;
  for (const item of items) {
    const own = rowShape(item, shapes);
    if (own === undefined || (shape && (own.length !== shape.length || own[0] !== shape[0])))
      return undefined;
    shape = own;
  }
  return shape && { key, items: items as Stack['items'], shape };
}

/** The shape of one number or of one row of them: of a list that many records refer to it is worked out once. */
function rowShape(value: Value | undefined, shapes: Shapes): readonly number[] | undefined {
  if (typeof value === 'number') return [];
  if (value instanceof List) {
    const shape = value.kind === 'list' ? numberShape(value, shapes) : undefined;
    return shape?.length === 1 ? shape : undefined;
  }
  if (!(value instanceof Tensor || value instanceof NumpyArray)) return undefined;
  const all = value.shape?.items ?? [];
  // A batch of one.
  const sizes = all.length === 2 && all[0] === 1 ? all.slice(1) : all;
  if (sizes.length > 1 || !sizes.every((n): n is number => typeof n === 'number' && n > 0)) return undefined;
  return sizes;
}
