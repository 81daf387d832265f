import type { FieldValues } from '../fields/fieldValues';

/**
 * Adds a decoded value to a field's values: numbers as they are, booleans as 0 and 1, null as NaN, all else as text.
 * An integer that no double holds is a text, so that none is shown that the file does not hold.
 *
 * @param inList whether it is an element of a list
 */
export function putValue(into: FieldValues, value: unknown, inList: boolean): void {
  if (typeof value === 'number') into.push(value);
  else if (value === null || value === undefined) putNull(into);
  else if (typeof value === 'boolean') into.push(value ? 1 : 0);
  else if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) into.push(Number(value));
  else if (inList) into.texts.push(textOf(value));
  else into.text = textOf(value);
}

/** What JSON's null is: NaN, counted. */
export function putNull(into: FieldValues): void {
  into.nulls++;
  into.push(NaN);
}

/** Bytes of a text that no type says to be one, without what fills up a fixed width; cut where nobody would call it a text. */
export function textOfBytes(bytes: Uint8Array | null | undefined): string | null {
  if (!bytes) return null;
  const cut = bytes.subarray(0, MAX_TEXT);
  let { length } = cut;
  while (length > 0 && (cut[length - 1] === 0 || cut[length - 1] === SPACE)) length--;
  return UTF8.decode(cut.subarray(0, length));
}

const MAX_TEXT = 1000;
const SPACE = 0x20;
const UTF8 = new TextDecoder();

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return textOfBytes(value) ?? '';
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  return String(value);
}
