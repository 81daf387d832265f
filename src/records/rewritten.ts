import { MOST_FIELDS } from './fields/classFields';
import { lenientJson } from './text/lenientJson';
import { upToDamage, type Utf8Source } from './source';
import { isYaml, yamlAsJson } from './text/yaml';

/** Longer texts are records that are read one by one, or none. */
const LONGEST = 32 << 20;
/** YAML takes ten times as long to read. */
const LONGEST_YAML = 8 << 20;
/** Bytes that tell whether a document may be a table of such a kind. */
const HEAD = 1 << 16;
const LEAST_ROWS = 2;
/** Lists by name are more: of a table with so many columns no more are classes. */
const MOST_COLUMNS = 2 * MOST_FIELDS;

/**
 * Documents that hold records another way, as the list of records that they stand for, one a line: YAML; tables in JSON as
 * pandas (`orient` columns, split and table) and trackers of runs write them. A record of such a file has a number and no line. Any other
 * source as it is.
 */
export async function asRecords(source: Utf8Source): Promise<Utf8Source & { rewritten?: true }> {
  const asYaml = isYaml(source.name);
  if (!asYaml && !/\.json(?:\.gz)?$/i.test(source.name)) return source;
  const text = asYaml
    ? await wholeText(source, LONGEST_YAML, () => true)
    : await wholeText(source, LONGEST, mayBeTable);
  if (text === undefined) return source;
  const json = asYaml ? yamlAsJson(text) : text;
  const value = json === undefined ? undefined : lenientJson(json);
  const records = recordsIn(value, asYaml);
  if (records === undefined) return source;
  const bytes = new TextEncoder().encode(records);
  return {
    name: source.name,
    size: source.size,
    encoding: source.encoding,
    rewritten: true,

    async *chunks(_signal, read) {
      read?.(source.size);
      yield bytes;
    },
    slice: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
  };
}

function recordsIn(value: unknown, asYaml: boolean): string | undefined {
  try {
    return recordsOf(value) ?? (asYaml ? spread(value) : undefined);
  } catch (error) {
    // Nested deeper than calls may be: no records.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The text, if its beginning is such and it is not too long. */
async function wholeText(
  source: Utf8Source,
  longest: number,
  isSuch: (head: string) => boolean,
): Promise<string | undefined> {
  if (source.size > longest) return undefined;
  const aborter = new AbortController();
  const decoder = new TextDecoder();
  let text = '';
  let isLooked = false;
  try {
    for await (const chunk of upToDamage(source.chunks(aborter.signal))) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > longest) return undefined;
      if (!isLooked && text.length >= HEAD) {
        if (!isSuch(text)) return undefined;
        isLooked = true;
      }
    }
    text += decoder.decode();
    return isLooked || isSuch(text) ? text : undefined;
  } finally {
    aborter.abort();
  }
}

/** `{"schema": {…`, `{"columns": […`, `{"index": […`, `{"data": […` or `{"logits": {"0": …` */
const mayBeTable = (head: string): boolean =>
  /^\s{0,100}\{\s{0,100}"(?:columns|index|data|name|schema)"\s{0,100}:/.test(head) ||
  /^\s{0,100}\{\s{0,100}"[^"\\]{1,200}"\s{0,100}:\s{0,100}\{\s{0,100}"[^"\\]{1,200}"\s{0,100}:\s{0,100}[^{\s]/.test(
    head,
  );

type Members = Record<string, unknown>;

/** The records of a table, as JSON; undefined of what is none. */
function recordsOf(value: unknown): string | undefined {
  if (!isMap(value)) return undefined;
  return ofTable(value) ?? ofSplit(value) ?? ofColumns(value);
}

/** `{"schema": {"fields": […]}, "data": [{"label": 1, …}, …]}`: what is said of the fields is no record. */
function ofTable({ schema, data }: Members): string | undefined {
  const isTable = isMap(schema) && Array.isArray(schema.fields) && Array.isArray(data) && data.every(isMap);
  return isTable ? onLines(data) : undefined;
}

/** A name of several levels, as pandas has it: `["prob", "cat"]` as in the header of a table. */
const levelsJoined = (levels: readonly unknown[]): unknown =>
  levels.every((level) => typeof level === 'string')
    ? levels.filter((level) => level !== '').join('_')
    : undefined;

/** `{"columns": ["label", …], "data": [[1, …], …]}` */
function ofSplit({ columns, data }: Members): string | undefined {
  if (!Array.isArray(columns) || !Array.isArray(data) || data.length < LEAST_ROWS) return undefined;
  const names = (columns as unknown[]).map((name) => (Array.isArray(name) ? levelsJoined(name) : name));
  if (!names.every((name) => typeof name === 'string') || new Set(names).size < names.length)
    return undefined;
  if (!data.every((row) => Array.isArray(row) && row.length === names.length)) return undefined;
  return listed((data as unknown[][]).map((row) => names.map((name, at) => [name, row[at]])));
}

/**
 * `{"logits": {"0": […], "1": […]}, "label": {"0": 1, "1": 0}}`: the same keys under each name, which number the rows or else have
 * lists under one name and none under another, as no record has.
 */
function ofColumns(value: Members): string | undefined {
  const names = Object.keys(value);
  const columns = Object.values(value);
  if (names.length < 2 || !columns.every(isMap)) return undefined;
  const rows = Object.keys(columns[0]);
  if (rows.length < LEAST_ROWS || names.every(isNumber)) return undefined;
  const areAlike = columns.every(
    (column) => Object.keys(column).length === rows.length && rows.every((row) => Object.hasOwn(column, row)),
  );
  if (!areAlike) return undefined;
  const holdLists = columns.map((column) => rows.filter((row) => Array.isArray(column[row])).length);
  const areWhole = holdLists.every((lists) => lists === 0 || lists === rows.length);
  const areColumns = areWhole && holdLists.includes(0) && holdLists.includes(rows.length);
  const areNumbered = rows.every(isNumber);
  if (!areNumbered && !areColumns) return undefined;
  const records = rows.map((row) => names.map((name, at): [string, unknown] => [name, columns[at][row]]));
  return areNumbered
    ? listed(records)
    : listed(records.map((record, at) => [[keyOf(names), rows[at]], ...record]));
}

/**
 * `{"prob": [0.9, …], "label": [1, …]}`: nothing but lists of single values, one for each record, as the records that they stand for;
 * undefined of anything else.
 */
export function listsAsRecords(text: string): string | undefined {
  const value = lenientJson(text);
  if (!isMap(value)) return undefined;
  const columns = Object.values(value);
  const mayBe = columns.length > 1 && columns.length <= MOST_COLUMNS;
  if (!mayBe || !columns.every((column) => Array.isArray(column))) return undefined;
  const [{ length }] = columns as unknown[][];
  const isSingle = (one: unknown) => typeof one !== 'object' || one === null;
  if (length < LEAST_ROWS || !columns.every((column) => column.length === length && column.every(isSingle)))
    return undefined;
  const names = Object.keys(value);
  return listed(Array.from({ length }, (_, row) => names.map((name, at) => [name, columns[at][row]])));
}

/** What the key of a row stands in, which no column is called. */
const keyOf = (names: readonly string[]): string => (names.includes('key') ? '_key' : 'key');

const isNumber = (text: string) => /^\d+$/.test(text);

function isMap(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const listed = (records: readonly (readonly (readonly [string, unknown])[])[]): string =>
  onLines(records.map((entries) => Object.fromEntries(entries)));

const onLines = (items: readonly unknown[]): string => `[${items.map(jsonOf).join(',\n')}]`;

/** A list of records, or an object with one: each of its records on a line of its own, the first on the first. */
function spread(value: unknown): string | undefined {
  if (Array.isArray(value)) return onLines(value);
  if (!isMap(value)) return undefined;
  const list = Object.keys(value).find((key) => Array.isArray(value[key]) && value[key].every(isMap));
  const entries = Object.entries(value).map(
    ([key, one]) => `${JSON.stringify(key)}: ${key === list ? onLines(one as unknown[]) : jsonOf(one)}`,
  );
  return `{${entries.join(', ')}}`;
}

/** NaN and Infinity as Python's JSON has them, where JSON.stringify would lose them. */
function jsonOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(', ')}]`;
  if (!isMap(value)) return JSON.stringify(value) ?? 'null';
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${jsonOf(one)}`)
    .join(', ')}}`;
}
