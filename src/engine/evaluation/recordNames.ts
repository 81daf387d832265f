import { printable } from '../../arrays/words/printable';
import type { RecordNames } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { namingField, recordsOf } from './recordFields';
import type { Session } from '../session';

/** Of a record's text. */
const SHOWN_CHARACTERS = 300;
/** Longer records are not read for their names alone, in bytes. */
const MAX_RECORD = 1 << 16;

/** What the records of some rows are called, where the rows are a file's. */
export async function recordNames(
  session: Session,
  rows: readonly number[],
  context: CallContext,
): Promise<RecordNames | undefined> {
  const { records } = session;
  if (!records) return undefined;
  for (const row of rows) session.checkRow(row);
  const field = await namingField(records, context);
  if (!field) return undefined;
  const short = rows.filter((row) => records.placeOf(row).length <= MAX_RECORD);
  const read = await recordsOf(records, short, context.signal);
  const named = new Map(short.map((row, at) => [row, textAt(read[at], field.path)]));
  return { field: printable(field.name, 40), texts: rows.map((row) => named.get(row) ?? '') };
}

function textAt(record: unknown, path: readonly (string | number)[]): string {
  let value = record;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return '';
    value = (value as Record<string | number, unknown>)[key];
  }
  return typeof value === 'string' || typeof value === 'number'
    ? printable(String(value), SHOWN_CHARACTERS)
    : '';
}
