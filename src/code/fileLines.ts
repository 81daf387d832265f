import type { DumpFields, DumpFormat, DumpReport, FieldPath, WrittenNumbers } from '../records/types';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { classIdLines, leavesOut, type LabelReading } from './classIds';
import { python } from './python';
import { isSeparated } from '../records/csv/separated';

/** A file of records, as far as code that reads it needs to know. */
export interface ReadFile {
  fields: DumpFields;
  report: DumpReport;
  name: string;
  /** The first line of delimited text, and what delimits it. */
  header?: { text: string; delimiter: string };
}

/** How libraries open a file of each kind, and how one gets at a field of a record `r`. */
interface Opened {
  imports: string[];
  records: string[];
  /** @param isOptional a record may be without it: it is None then, or an empty text */
  field(path: FieldPath, isOptional?: boolean): string;
  number(cell: string): string;
}

/** Whether a few lines read the file as it was read: not where records name their classes in an order of their own, or the text is unusual. */
export function isReadByLines({ fields, report }: ReadFile): boolean {
  const { scored, labelSets, scalar, rewritten, masks } = fields;
  if ((scored && !scored.within) || labelSets || scalar === 'label' || rewritten || masks) return false;
  return !report.counts.some(({ kind }) => kind === 'encoding');
}

/** Records hold several rows each. */
export function hasSequences({ report }: ReadFile): boolean {
  return report.rows > report.records - report.skipped;
}

/** One score a row beside what it is a score against. */
const PAIRS = {
  logits: '[0.0, x]',
  probabilities: '[1 - x, x]',
  'log-probabilities': '[math.log(-math.expm1(x)) if x < 0 else -math.inf, x]',
};

/** Lines that read LOGITS and, where they are wanted, LABELS. */
export function* fileLines(file: ReadFile, labels: LabelReading | undefined): Iterable<string> {
  const { fields, report } = file;
  const { scalar } = fields;
  const opened = open(file);
  const { field } = opened;
  yield `import ${[...opened.imports, ...(scalar === 'log-probabilities' || writtenIn(file) === 'nulls' ? ['math'] : [])].join(', ')}`;
  yield '';
  yield* opened.records;
  if (report.skipped > 0)
    yield '# some records of this file cannot be read: leave them out first, as listed above';
  const isShifted = labels?.settings.shifted;
  const isList = hasSequences(file);
  const isText = isSeparated(fields.format);
  const isColumns = isText || isColumnar(fields.format);
  yield logitsLine(file, opened, isShifted);
  if (!labels || !fields.labels) return;
  if (fields.hotLabels) {
    const object = isColumns ? 'r' : within('r', fields.hotLabels.within);
    const cell = isText ? 'r[c].lower() in ("1", "1.0", "true")' : `${object}[c]`;
    yield `LABELS = [[float(${cell}) for c in ${python(fields.labels)}] for r in records]`;
  } else if (labels.facts.softRows > 0) yield `LABELS = [${field(fields.labels)} for r in records]`;
  else if (isList) {
    const shift = isShifted ? '[1:]' : '';
    const note = isShifted ? '  # the logits at t belong to the label at t + 1' : '';
    yield `LABELS = [y for r in records for y in ${field(fields.labels)}${shift}]${note}`;
  } else {
    const inAnyCase = report.counts.some(({ kind }) => kind === 'label-case');
    yield* classIdLines(labels, field(fields.labels, true), inAnyCase);
  }
  if (fields.padded) yield* paddedLines(fields.padded, leavesOut(labels));
}

/** The numbers of all records. */
function logitsLine(file: ReadFile, { field, number }: Opened, isShifted?: boolean): string {
  const { logits, scored, scalar, format } = file.fields;
  const written = writtenIn(file);
  const isText = isSeparated(format);
  if (scalar)
    return `LOGITS = [${PAIRS[scalar as keyof typeof PAIRS]} for x in (float(${field(logits)}) for r in records)]`;
  if (scored?.within || ((isText || isColumnar(format)) && logits.length > 1)) {
    const cell = scored?.within ? `${within('r', scored.within)}[c]` : 'r[c]';
    return `LOGITS = [[${number(cell)} for c in ${python(logits)}] for r in records]`;
  }
  if (hasSequences(file))
    return `LOGITS = [${numbersIn('row', written)} for r in records for row in ${field(logits)}${isShifted ? '[:-1]' : ''}]`;
  return `LOGITS = [${numbersIn(field(logits), isText ? 'list-in-text' : written)} for r in records]`;
}

/** Lines that give rows with choices of their own those that they lack; a label of one of these is none. */
function* paddedLines({ to, by }: NonNullable<DumpFields['padded']>, haveOthers: boolean): Iterable<string> {
  if (haveOthers) yield `LABELS = [y if y < len(row) else ${IGNORE_INDEX} for y, row in zip(LABELS, LOGITS)]`;
  yield `LOGITS = [row + [${python(by)}] * (${to} - len(row)) for row in LOGITS]  # questions with fewer choices`;
}

/** As the probe says it; a null among numbers is none of them. */
const writtenIn = ({ fields, report }: ReadFile): WrittenNumbers | 'nulls' | undefined =>
  fields.written ?? (report.counts.some(({ kind }) => kind === 'null') ? 'nulls' : undefined);

/** The numbers of a list, as it holds them. */
function numbersIn(list: string, written: ReturnType<typeof writtenIn>): string {
  switch (written) {
    case 'nulls':
      return `[math.nan if x is None else x for x in ${list}]`;
    case 'pairs':
      return `[float(x) for x, _ in ${list}]`;
    case 'texts':
      return `[float(x) for x in ${list}]`;
    case 'list-in-text':
      return String.raw`[float(x) for x in re.findall(r"[^\s,;()\[\]]+", ${list})]`;
    case undefined:
      return list;
  }
}

/** `r["outputs"]["logits"]`. Digits may be a place in a list or a key, as a year is. */
const within = (value: string, path: FieldPath): string =>
  path.reduce((r, key) => (isDigits(key) ? `at(${r}, ${python(key)})` : `${r}[${python(key)}]`), value);
const isDigits = (key: string): boolean => /^\d+$/.test(key);
const pathsOf = ({ records, logits, labels, scored, hotLabels }: DumpFields): FieldPath[] =>
  [records, logits, labels, scored?.within, hotLabels?.within].flatMap((path) => (path ? [path] : []));
const AT = 'at = lambda r, key: r[int(key)] if isinstance(r, list) else r[key]';

/** How pyarrow opens each kind of file. */
const TABLES: Partial<Record<DumpFormat, (file: string) => [imported: string, table: string]>> = {
  parquet: (file) => ['pyarrow.parquet', `pyarrow.parquet.read_table(${file})`],
  'arrow-file': (file) => ['pyarrow', `pyarrow.ipc.open_file(${file}).read_all()`],
  'arrow-stream': (file) => ['pyarrow', `pyarrow.ipc.open_stream(${file}).read_all()`],
};

const isColumnar = (format: DumpFormat): boolean => Object.hasOwn(TABLES, format);

function open(file: ReadFile): Opened {
  const { fields, name, header } = file;
  const { format, logits, labels } = fields;
  const column = ([path]: FieldPath) => `r[${python(path)}]`;
  const table = TABLES[format]?.(python(name));
  if (table) {
    const [imported, read] = table;
    // Flattened, a column inside a struct has its whole name.
    const nested = Math.max(...[...logits, ...(labels ?? [])].map((one) => one.split('.').length - 1));
    return {
      imports: [imported],
      records: [`records = ${read}${'.flatten()'.repeat(nested)}.to_pylist()`],
      field: column,
      number: (cell) => cell,
    };
  }
  const gz = name.endsWith('.gz');
  const packed = gz ? ['gzip'] : [];
  const text = `${gz ? 'gzip.open' : 'open'}(${python(name)}, "rt", encoding="utf-8-sig"`;
  if (isSeparated(format)) {
    const { text: names = '', delimiter = format === 'tsv' ? '\t' : ',' } = header ?? {};
    const options = [
      ...(delimiter === ',' ? [] : [`, delimiter=${python(delimiter)}`]),
      ...(names.includes(`${delimiter} `) ? [', skipinitialspace=True'] : []),
    ].join('');
    const isList = logits.length === 1 && !fields.scalar;
    const read = `csv.DictReader(${text}, newline="")${options})`;
    // Names are read without the blanks around them.
    const given = names.replace(/\r?\n$/, '').split(delimiter);
    const hasBlanks = given.some((name, i) => name !== name.trimEnd() || (i === 0 && name !== name.trim()));
    const trimmed = `[{name.strip(): cell.strip() for name, cell in r.items()} for r in ${read}]`;
    return {
      imports: ['csv', ...packed, ...(isList ? ['re'] : [])],
      records: [`records = ${hasBlanks ? trimmed : `list(${read})`}`],
      field: column,
      number: (cell) => `float(${cell})`,
    };
  }
  const loaded = within(`json.load(${text}))`, fields.records);
  return {
    imports: ['json', ...packed, ...(fields.written === 'list-in-text' ? ['re'] : [])],
    records: [
      ...(pathsOf(fields).flat().some(isDigits) ? [AT] : []),
      format === 'jsonl'
        ? `records = [json.loads(line) for line in ${text}) if line.strip()]`
        : `records = ${fields.keyed ? `list(${loaded}.values())` : loaded}`,
    ],
    field: (path, isOptional) => {
      const last = path.at(-1)!;
      return isOptional && !isDigits(last)
        ? `${within('r', path.slice(0, -1))}.get(${python(last)})`
        : within('r', path);
    },
    number: (cell) => cell,
  };
}
