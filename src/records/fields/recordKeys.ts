import { FieldValues } from './fieldValues';
import { BACKSLASH, COLON, QUOTE } from '../text/jsonBytes';
import { lenientJson } from '../text/lenientJson';
import type { RecordPlace } from '../text/splitter';
import type { FieldPath } from '../types';

/** The field in which the key of a record stands that is a member of an object. */
export const KEY = 'key';

/** Such a field's name that no record has for one of its own. */
export function keyFieldOf(records: readonly unknown[]): string {
  let name = KEY;
  while (
    records.some((record) => typeof record === 'object' && record !== null && Object.hasOwn(record, name))
  )
    name = `_${name}`;
  return name;
}

const decoder = new TextDecoder();

/** The keys of records that are members of an object: `"a.png": {"logits": […]}` is one, key and all. */
export class RecordKeys {
  private readonly values = new FieldValues();

  /** @param name the field in which it stands */
  constructor(private readonly name: string) {}

  /** The key as one more field of each record; undefined for any other. */
  want(path: FieldPath): FieldValues | undefined {
    return path.length === 1 && path[0] === this.name ? this.values : undefined;
  }

  /** Reads the key of a record; returns where its value begins. */
  read({ bytes, start, end }: Pick<RecordPlace, 'bytes' | 'start' | 'end'>): number {
    const { values } = this;
    values.reset();
    values.seen = 0;
    if (bytes[start] !== QUOTE) return start;
    let p = start + 1;
    while (p < end && bytes[p] !== QUOTE) p += bytes[p] === BACKSLASH ? 2 : 1;
    const key = lenientJson(decoder.decode(bytes.subarray(start, p + 1)));
    while (p < end && bytes[p] !== COLON) p++;
    if (p >= end || typeof key !== 'string') return start;
    values.text = key;
    values.seen = 1;
    do p++;
    while (p < end && bytes[p] <= 0x20);
    return p;
  }
}

/** Such a record by itself, and its key. */
export function keyedRecord(text: string): { key: string; value: unknown } | undefined {
  const record = lenientJson(`{${text}}`);
  if (typeof record !== 'object' || record === null) return undefined;
  const [entry] = Object.entries(record);
  return entry && { key: entry[0], value: entry[1] };
}
