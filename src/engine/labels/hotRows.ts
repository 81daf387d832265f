import { isUnknownLabel } from '../../arrays/labelShape';
import { isMissingWord } from '../../arrays/words/missingWord';
import { ndarray, type NDArray } from '../../arrays/ndarray';
import { lenientJson } from '../../records/text/lenientJson';
import { plainNumber } from '../../records/text/numbers';

/** A yes or no as a number, NaN where there is none, or what stands for one that nobody knows; undefined of anything else. */
export function flagOf(text: string): number | undefined {
  const word = text.trim().toLowerCase();
  if (word === '' || isMissingWord(word)) return NaN;
  const number = word === 'true' ? 1 : word === 'false' ? 0 : plainNumber(word);
  return number === 0 || number === 1 || (number !== undefined && isUnknownLabel(number))
    ? number
    : undefined;
}

/** Texts that are lists of 0 and 1, one number for each class; undefined where one is none. A row without a text has NaN. */
export function hotRowsIn(texts: readonly string[], classes: number): NDArray | undefined {
  // `[1, 0]` of one class is a set of it.
  if (classes < 2) return undefined;
  const data = new Float32Array(texts.length * classes).fill(NaN);
  let [zeros, lists] = [0, 0];
  for (const [row, text] of texts.entries()) {
    if (text === '' || isMissingWord(text)) continue;
    const list = text.startsWith('[') ? lenientJson(text) : undefined;
    if (!Array.isArray(list) || list.length !== classes) return undefined;
    lists++;
    for (const [id, value] of list.entries()) {
      const flag = value === null ? NaN : typeof value === 'object' ? undefined : flagOf(String(value));
      if (flag === undefined) return undefined;
      zeros += Number(flag === 0);
      data[row * classes + id] = flag;
    }
  }
  return lists > 0 && zeros > 0 ? ndarray(data, [texts.length, classes]) : undefined;
}
