import { lenientJson } from '../../records/text/lenientJson';
import { int32Column } from '../../loss/growable';
import type { RowTexts } from '../../loss/evaluation/sliceField';
import type { EvaluationFields } from '../../loss/evaluation/types';
import { keyedRecord } from '../../records/fields/recordKeys';
import { CsvSplitter } from '../../records/csv/splitCsv';
import type { FieldPath } from '../../records/types';
import type { CallContext } from '../callContext';
import type { RecordRows } from '../rows/recordRows';
import { sharedWork, type SharedWork } from '../sharedWork';
import { TextColumn } from '../rows/textColumn';

/** Rows whose records are looked at for their fields. */
const LOOKED_AT = 40;
const MAX_FIELDS = 200;
/** Nested objects deeper than this are not looked into. */
const MAX_DEPTH = 6;
/** A file that is read once more without having been asked to, in bytes. */
const SMALL = 32 << 20;
/** Fields by which records of two files are looked for: the files are read for each. */
const MOST_TELLING = 8;
/** Values of a field that says what rows are of, among the first records. */
const FEW = 12;

/** What the first records hold besides logits and label. */
interface Fields extends EvaluationFields {
  /** Of the field that says in words what a record is. */
  text?: string;
  /** Those that are different in every record and no fractions, the ones that are called IDs first. */
  telling: readonly string[];
  paths: ReadonlyMap<string, FieldPath>;
}

const fieldsOfFiles = new WeakMap<RecordRows, SharedWork<Fields>>();
/** The column that was read last is most likely wanted again. */
const columnsOfFiles = new WeakMap<RecordRows, Map<string, SharedWork<RowTexts>>>();
const KEPT_COLUMNS = 4;

export async function recordFields(records: RecordRows, context: CallContext): Promise<EvaluationFields> {
  const { names, suggested, id } = await fieldsOf(records, context);
  return { names, suggested, id };
}

function fieldsOf(records: RecordRows, context: CallContext): Promise<Fields> {
  const found = sharedWork(fieldsOfFiles.get(records), ({ signal }) => findFields(records, signal));
  fieldsOfFiles.set(records, found);
  return found.wait(context);
}

/** The field by which a person knows a record: a text, else an id. */
export async function namingField(
  records: RecordRows,
  context: CallContext,
): Promise<{ name: string; path: FieldPath } | undefined> {
  const { text, id, paths } = await fieldsOf(records, context);
  const name = text ?? id;
  return name === undefined ? undefined : { name, path: paths.get(name)! };
}

/** Fields that may tell records apart, the likeliest first. */
export async function tellingFields(records: RecordRows, context: CallContext): Promise<readonly string[]> {
  return (await fieldsOf(records, context)).telling;
}

/** Where a field stands in each record. */
export async function pathOf(records: RecordRows, name: string, context: CallContext): Promise<FieldPath> {
  return (await fieldsOf(records, context)).paths.get(name) ?? [name];
}

async function findFields(records: RecordRows, signal: AbortSignal): Promise<Fields> {
  const { fields, bytes } = records;
  const isText = fields.format === 'json' || fields.format === 'jsonl';
  const taken = new Set(
    isText
      ? [fields.logits, fields.labels ?? [], fields.loss ?? []].map((path) => path.join('.'))
      : [...fields.logits, ...(fields.labels ?? []), ...(fields.loss ?? [])],
  );
  const seen = new Map<string, { path: FieldPath; values: string[] }>();
  for (const record of await firstRecords(records, signal)) {
    for (const { path, value } of scalarsOf(record, [])) {
      const name = path.join('.');
      if (taken.has(name) || (seen.size >= MAX_FIELDS && !seen.has(name))) continue;
      const field = seen.get(name) ?? { path: isText ? path : [name], values: [] };
      field.values.push(value);
      seen.set(name, field);
    }
  }
  const told = [...seen].map(([name, { values }]) => ({ name, values, different: new Set(values).size }));
  const groups = told.filter(
    ({ values, different }) => different > 1 && different <= Math.min(FEW, values.length / 2),
  );
  const suggested = groups.find(({ values }) => values.some((value) => Number.isNaN(Number(value))));
  const ids = told.filter(({ values, different }) => values.length > 1 && different === values.length);
  const telling = ids.filter(({ values }) => !values.some((value) => /^[-+]?\d*\.\d*[1-9]/.test(value)));
  return {
    names: [...seen.keys()],
    telling: [
      ...telling.filter(({ name }) => isNameOfIds(name)),
      ...telling.filter(({ name }) => !isNameOfIds(name)),
    ]
      .slice(0, MOST_TELLING)
      .map(({ name }) => name),
    suggested: bytes <= SMALL ? suggested?.name : undefined,
    // What is different in every record may be a score or an answer, which no other run has.
    id: ids.find(({ name }) => isNameOfIds(name))?.name,
    text: told.find(isOfTexts)?.name,
    paths: new Map([...seen].map(([name, { path }]) => [name, path])),
  };
}

/** Sentences, nearly all of them different. */
function isOfTexts({ values, different }: { values: readonly string[]; different: number }): boolean {
  const inWords = values.filter((value) => value.trim().includes(' ')).length;
  return values.length > 1 && different > 0.8 * values.length && inWords > 0.8 * values.length;
}

const ID_NAMES: ReadonlySet<string> = new Set([
  'id',
  'idx',
  'index',
  'uid',
  'uuid',
  'guid',
  'key',
  'name',
  'file',
  'filename',
  'path',
  'image',
  'hash',
]);

/** `id`, `image_id`, `meta.fileName` */
export function isNameOfIds(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  const word = last.slice(last.lastIndexOf('_') + 1);
  return ID_NAMES.has(last.toLowerCase()) || ID_NAMES.has(word.toLowerCase());
}

async function firstRecords(records: RecordRows, signal: AbortSignal): Promise<unknown[]> {
  const rows: number[] = [];
  for (let row = 0; row < records.rows && rows.length < LOOKED_AT; row++)
    if (records.position(row) === 0) rows.push(row);
  return recordsOf(records, rows, signal);
}

/** The records of some rows, each as an object, whatever the file is written in; undefined where one can't be read so. */
export async function recordsOf(
  records: RecordRows,
  rows: readonly number[],
  signal: AbortSignal,
): Promise<unknown[]> {
  const { keyed } = records.fields;
  const texts: string[] = [];
  for (const row of rows) texts.push((await records.recordOf(row, signal)).text);
  const head = await records.tableHead(signal);
  if (!head)
    return texts
      .map(withDigits)
      .map((text) => (keyed === undefined ? lenientJson(text) : keyedFields(text, keyed)));
  const header = new TextDecoder().decode(head.header);
  const [names, ...lines] = fieldsOfCsv(`${header}${texts.join('\n')}\n`);
  return lines.map((fields) => Object.fromEntries(names.map((name, at) => [name, fields[at]])));
}

/** Whole numbers of more digits than doubles hold, outside strings. */
const LONG = /"(?:[^"\\]|\\[^])*"?|(?<![\d.])-?\d{16,}(?:\.0+)?(?![\d.eE])/g;

/** JSON in which such numbers are texts: IDs that differ in their last digits stay different. */
const withDigits = (text: string): string =>
  /\d{16}/.test(text) ? text.replace(LONG, (token) => (token.startsWith('"') ? token : `"${token}"`)) : text;

function keyedFields(text: string, name: string): unknown {
  const record = keyedRecord(text);
  return record && { ...(record.value as object), [name]: record.key };
}

function fieldsOfCsv(text: string): string[][] {
  const records: string[][] = [];
  const splitter = new CsvSplitter({
    record(_place, { count, text: field }) {
      records.push(Array.from({ length: count }, (_, at) => field(at)));
    },
    blank: () => undefined,
    tooLong: () => undefined,
  });
  splitter.push(new TextEncoder().encode(text));
  splitter.end();
  return records;
}

/** Texts, numbers and truth values of a record, with their places. */
function* scalarsOf(value: unknown, path: FieldPath): Generator<{ path: FieldPath; value: string }> {
  if (['string', 'number', 'boolean'].includes(typeof value)) {
    if (path.length > 0) yield { path, value: String(value) };
    return;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || path.length >= MAX_DEPTH) return;
  for (const [key, inner] of Object.entries(value).slice(0, MAX_FIELDS))
    yield* scalarsOf(inner, [...path, key]);
}

/** Characters of a text that are kept: as much as a slice is told by. */
const KEPT_CHARACTERS = 200;

/** The values of a field for all rows. The file is read for them, once. */
export function recordColumn(records: RecordRows, name: string, context: CallContext): Promise<RowTexts> {
  const columns = columnsOfFiles.get(records) ?? new Map<string, SharedWork<RowTexts>>();
  columnsOfFiles.set(records, columns);
  const found = sharedWork(columns.get(name), (shared) => readColumn(records, name, shared));
  columns.set(name, found);
  for (const older of [...columns.keys()].slice(0, -KEPT_COLUMNS)) columns.delete(older);
  return found.wait(context);
}

async function readColumn(records: RecordRows, name: string, context: CallContext): Promise<RowTexts> {
  const path = await pathOf(records, name, context);
  const column = new TextColumn();
  const length = int32Column();
  await records.readBeside(path, context, (texts) => {
    const first = column.names.length;
    column.append(
      texts.map((text) => (text.length > KEPT_CHARACTERS ? text.slice(0, KEPT_CHARACTERS) : text)),
    );
    if (column.names.length > first) {
      // Of a text that was cut, the length of the first that began so.
      const lengths = new Map(texts.map((text) => [text.slice(0, KEPT_CHARACTERS), text.length]));
      for (const one of column.names.slice(first)) length.push(lengths.get(one) ?? one.length);
    }
  });
  return { field: name, names: column.names, of: column.of, lengths: length.values };
}
