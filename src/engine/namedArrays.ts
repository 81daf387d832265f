import type { StoredArray } from '../bytes/storedArray';
import { bufferSource } from '../bytes/byteSource';
import { isClassListName } from '../text/classNames';
import { isSurelyLabelName } from '../text/labelNames';

/** The arrays of a file, and the lists of class names in it. */
export interface NamedArrays {
  arrays: StoredArray[];
  classNames: readonly (readonly string[])[];
}

/**
 * What a file's lists of strings say of its arrays: `class_names` names classes, and labels that are all among them are
 * arrays of their ids. Other strings are left out.
 */
export function namedArrays(stored: readonly StoredArray[]): NamedArrays {
  const classNames = stored.flatMap(({ name, texts }) =>
    texts && isClassListName(name) && !isSurelyLabelName(name) && new Set(texts).size === texts.length
      ? [texts]
      : [],
  );
  const arrays = stored.flatMap((array) => {
    if (!array.texts) return [array];
    const labels = isSurelyLabelName(array.name) ? idsOf(array, classNames) : undefined;
    return labels ? [labels] : [];
  });
  return { arrays, classNames };
}

function idsOf(
  { name, texts = [] }: StoredArray,
  classNames: NamedArrays['classNames'],
): StoredArray | undefined {
  for (const names of classNames) {
    const known = new Map(names.map((one, id) => [one, id] as const));
    const ids = texts.map((text) => known.get(text));
    if (!ids.every((id) => id !== undefined)) continue;
    const bytes = new Uint8Array(Int32Array.from(ids).buffer);
    const open = () => Promise.resolve(bufferSource(bytes));
    return {
      name,
      dtype: 'int32',
      shape: [ids.length],
      bytes: bytes.length,
      values: { kind: 'int32', bigEndian: false, fortran: false, open },
    };
  }
  return undefined;
}
