import { sentenceOf } from '../../arrays/words/sentence';
import type { ByteSource } from '../byteSource';
import type { StoredArray } from '../storedArray';
import { byteData, type ByteData } from './byteData';
import { arraysIn, type Held } from './contents';
import type { Stack } from './records';
import { storedList, storedNumpy, storedStack, storedStorage, storedTensor, type StoredRow } from './stored';
import { List, NumpyArray, Storage, Tensor, type TorchType, type Value } from './values';

/** Where the bytes of a storage are, and at which of its elements it begins there. */
export interface Located {
  type: TorchType;
  data: ByteData;
  offset: number;
}

/**
 * The arrays in what a pickle holds. One that cannot be read is listed with the reason.
 *
 * @param file what the pickle's bytes stand in
 */
export async function storedArrays(
  root: Value,
  name: string,
  file: ByteSource,
  locate: (storage: Storage) => Promise<Located>,
): Promise<StoredArray[]> {
  const describe = async (held: Held): Promise<Omit<StoredArray, 'name'>> => {
    if ('items' in held && 'key' in held) return describeStack(held);
    if ('texts' in held) {
      const { texts } = held;
      return { dtype: 'str', shape: [texts.length], bytes: 0, texts: () => Promise.resolve(texts) };
    }
    if (held instanceof NumpyArray) return storedNumpy(held, (bytes) => byteData(bytes, file));
    if (!(held instanceof Tensor || held instanceof Storage)) return storedList(held.list, held.shape);
    const { type, data, offset } = await locate(held instanceof Tensor ? held.storage : held);
    return held instanceof Tensor
      ? storedTensor(held, type, data, offset)
      : storedStorage(type, data, offset);
  };
  const describeStack = async ({ key, items, shape }: Stack) => {
    const rows: StoredRow[] = [];
    // Many records may refer to one row.
    const known = new Map<Stack['items'][number], StoredRow>();
    for (const item of items) {
      const row =
        typeof item === 'number'
          ? item
          : (known.get(item) ?? (await describe(item instanceof List ? { list: item, shape } : item)));
      known.set(item, row);
      rows.push(row);
    }
    // Where no name says what numbers are, whole ones are no scores.
    return storedStack(rows, shape, key.startsWith('['));
  };
  const arrays: StoredArray[] = [];
  for (const { name: path, held } of arraysIn(root, name)) {
    try {
      arrays.push({ name: path, ...(await describe(held)) });
    } catch (error) {
      const problem = sentenceOf(error);
      arrays.push({ name: path, dtype: '?', shape: [], bytes: 0, problem });
    }
  }
  return arrays;
}

/** The name of an array that is all its file holds. */
export function stemOf(file: string): string {
  return file.replace(/\.(pt|pth|bin|ckpt|pkl|pickle)$/i, '');
}
