import * as l10n from '@vscode/l10n';
import { printable } from '../arrays/printable';
import { sizeOf } from '../arrays/ndarray';
import { bufferSource } from '../bytes/byteSource';
import type { StoredArray } from '../bytes/storedArray';
import { withBatchesJoined, type Batched } from './batches';
import { isClassListName } from '../text/classNames';
import { isSurelyLabelName } from '../text/labelNames';

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
    if (texts) read.set(array, { ...array, read: texts });
  }
  signal?.throwIfAborted();
  const lists = [...read.values()].filter((one) => isClassList(one, stored));
  const arrays = stored.flatMap((array) => {
    const texts = read.get(array);
    if (texts && isSurelyLabelName(array.name) && !lists.includes(texts)) return [idsOf(texts, lists)];
    return array.texts && array.problem === undefined ? [] : [array];
  });
  return { arrays: await withBatchesJoined(arrays, signal), classNames: lists.map((one) => one.read) };
}

/** Different names under a name of classes; where it could be that of labels, as many as classes and not as rows. */
function isClassList({ name, read }: Texts, stored: readonly StoredArray[]): boolean {
  if (!isClassListName(name) || new Set(read).size !== read.length) return false;
  if (!isSurelyLabelName(name)) return true;
  const scores = stored.filter(({ values, shape }) => values && shape.length > 1);
  const isOfRows = scores.some(({ shape }) => sizeOf(shape.slice(0, -1)) === read.length);
  return !isOfRows && scores.some(({ shape }) => shape[shape.length - 1] === read.length);
}

/** Labels as the ids of the first list of classes that knows them all; with the reason where none does. */
function idsOf({ read, ...array }: Texts, lists: readonly Texts[]): StoredArray {
  const { name, shape } = array;
  for (const list of lists) {
    const known = new Map(list.read.map((one, id) => [one, id] as const));
    const ids = read.map((text) => known.get(text));
    if (!ids.every((id) => id !== undefined)) continue;
    const bytes = new Uint8Array(Int32Array.from(ids).buffer);
    const open = () => Promise.resolve(bufferSource(bytes));
    return {
      name,
      dtype: 'int32',
      shape,
      bytes: bytes.length,
      values: { kind: 'int32', bigEndian: false, fortran: false, open },
    };
  }
  return { ...array, values: undefined, problem: whyNot(read, lists) };
}

function whyNot(labels: readonly string[], [list]: readonly Texts[]): string {
  if (!list) return l10n.t('its labels are names, and no list of class names in the file says their IDs');
  const known = new Set(list.read);
  const unknown = labels.find((text) => !known.has(text))!;
  return l10n.t('its label “{0}” isn’t among the class names in “{1}”', printable(unknown), list.name);
}
