import { NumpyArray, List, type Value } from './values';

/**
 * The strings of an array of objects that are all strings, or whole numbers as strings; undefined where any is something else.
 */
export function objectTexts(value: Value): readonly string[] | undefined {
  if (!(value instanceof NumpyArray) || value.type?.code.startsWith('O') !== true) return undefined;
  const items = value.data instanceof List ? value.data.items : [];
  if (items.length === 0) return undefined;
  if (items.every((one) => typeof one === 'string')) return items;
  return items.every((one) => Number.isInteger(one)) ? items.map(String) : undefined;
}
