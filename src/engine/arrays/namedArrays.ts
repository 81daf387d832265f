import * as l10n from '@vscode/l10n';
import { largestOf } from '../../arrays/longLists';
import { outOfRange } from '../../arrays/outOfRange';
import { printable } from '../../arrays/words/printable';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { isLabelShape } from '../../arrays/labelShape';
import { sizeOf } from '../../arrays/ndarray';
import { bufferSource } from '../../bytes/byteSource';
import type { StoredArray } from '../../bytes/storedArray';
import { withBatchesJoined, type Batched } from './batches';
import { plainNumber } from '../../records/text/numbers';
import { isClassListName } from '../../text/classNames/classNames';
import { isSurelyLabelName } from '../../text/names/labelNames';

/** The arrays of a file, and the lists of class names in it. */
export interface NamedArrays {
  arrays: Batched[];
  classNames: readonly (readonly string[])[];
}

/** An array of strings, read. */
interface Texts extends StoredArray {
  read: readonly string[];
}

/**
 * What a file's arrays of strings say of the others: `class_names` names classes, and labels that are all among them are
 * arrays of their ids. Labels that are not are listed with the reason; other strings as they are, those of no array not at all.
 */
export async function namedArrays(
  stored: readonly StoredArray[],
  signal?: AbortSignal,
): Promise<NamedArrays> {
  const read = new Map<StoredArray, Texts>();
  for (const array of stored) {
    const mayName = isClassListName(array.name) || isSurelyLabelName(array.name);
    const texts = mayName ? await array.texts?.(signal).catch(() => undefined) : undefined;
    if (texts?.length === sizeOf(array.shape)) read.set(array, { ...array, read: texts });
  }
  signal?.throwIfAborted();
  const lists = [...read.values()].filter((one) => isClassList(one, stored));
  const repeated = [...read.values()].filter(isRepeating);
  const arrays = stored.flatMap((array) => {
    const texts = read.get(array);
    if (texts && isSurelyLabelName(array.name) && !lists.includes(texts))
      return [idsOf(texts, { lists, repeated }, stored)];
    return array.texts && array.problem === undefined ? [] : [array];
  });
  return { arrays: await withBatchesJoined(arrays, signal), classNames: lists.map((one) => one.read) };
}

/** Lists of class names, and those that are none because a name stands in them twice. */
interface ClassLists {
  lists: readonly Texts[];
  repeated: readonly Texts[];
}

function isRepeating({ name, read }: Texts): boolean {
  return isClassListName(name) && !isSurelyLabelName(name) && new Set(read).size !== read.length;
}

/** Different names under a name of classes; where it could be that of labels, as many as classes and not as rows. */
function isClassList({ name, read }: Texts, stored: readonly StoredArray[]): boolean {
  if (!isClassListName(name) || new Set(read).size !== read.length) return false;
  if (!isSurelyLabelName(name)) return true;
  const scores = stored.filter(({ values, shape }) => values && shape.length > 1);
  const isOfRows = scores.some(({ shape }) => sizeOf(shape.slice(0, -1)) === read.length);
  return !isOfRows && scores.some(({ shape }) => shape[shape.length - 1] === read.length);
}

/**
 * Labels as the ids of the list of classes that knows them all, or as the numbers that they are; with the reason where neither
 * is so. A list of another length than the rows have classes numbers other classes; of two in different orders nobody says which.
 */
function idsOf(
  { read, ...array }: Texts,
  { lists, repeated }: ClassLists,
  stored: readonly StoredArray[],
): StoredArray {
  const scores = stored.filter(({ values, shape }) => values && isLabelShape(array.shape, shape));
  const widths = new Set(scores.map(({ shape }) => shape[shape.length - 1]));
  const fitting = widths.size === 0 ? lists : lists.filter((list) => widths.has(list.read.length));
  const found = fitting.flatMap((list) => idsIn(list.read, read) ?? []);
  const ids = found.length > 0 ? found[0] : numbersOf(read, widths);
  if (found.some((others) => !areSame(others, found[0])))
    return {
      ...array,
      values: undefined,
      problem: l10n.t('lists of class names in the file are in different orders'),
    };
  if (!ids) return { ...array, values: undefined, problem: whyNot(read, fitting, { repeated, widths }) };
  const { name, shape } = array;
  const bytes = new Uint8Array(Int32Array.from(ids).buffer);
  const open = () => Promise.resolve(bufferSource(bytes));
  const values = { kind: 'int32' as const, bigEndian: false, fortran: false, open };
  const isNamed = found.length > 0 && { areNames: true as const };
  return { name, dtype: 'int32', shape, bytes: bytes.length, ...isNamed, values };
}

function idsIn(names: readonly string[], labels: readonly string[]): [number[]] | undefined {
  const known = new Map(names.map((one, id) => [one, id] as const));
  const ids = labels.map((text) => known.get(text));
  return ids.every((id) => id !== undefined) ? [ids] : undefined;
}

const areSame = (a: readonly number[], b: readonly number[]) => a.every((id, at) => id === b[at]);

/** Ids that were stored as texts: below the number of classes, whatever is ignored aside. */
function numbersOf(labels: readonly string[], widths: ReadonlySet<number>): number[] | undefined {
  const most = largestOf([...widths]);
  const ids = labels.map((text) => plainNumber(text) ?? NaN);
  const areIds = ids.every((id) => Number.isInteger(id) && ((id >= 0 && id < most) || id === IGNORE_INDEX));
  return areIds ? ids : undefined;
}

function whyNot(
  labels: readonly string[],
  [list]: readonly Texts[],
  { repeated, widths }: { repeated: readonly Texts[]; widths: ReadonlySet<number> },
): string {
  if (list) {
    const known = new Set(list.read);
    const unknown = labels.find((text) => !known.has(text))!;
    return l10n.t('its label “{0}” isn’t among the class names in “{1}”', printable(unknown), list.name);
  }
  const ids = labels.map((text) => plainNumber(text) ?? NaN);
  const most = largestOf([...widths]);
  if (Number.isFinite(most) && ids.every(Number.isInteger)) {
    const out = ids.findIndex((id) => id !== IGNORE_INDEX && !(id >= 0 && id < most));
    if (out >= 0) return outOfRange(labels[out], most);
  }
  const [other] = repeated;
  if (!other) return l10n.t('its labels are names, and no list of class names in the file gives their IDs');
  const twice = other.read.find((name, at) => other.read.indexOf(name) !== at)!;
  return l10n.t('its labels are names, and “{1}” names two classes “{0}”', printable(twice), other.name);
}
