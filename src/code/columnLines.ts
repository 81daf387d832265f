import type { ColumnarFormat, DumpFields, DumpFormat, FieldPath } from '../records/types';
import { python } from './python';

/** How pyarrow opens each kind of file. */
const TABLES: Readonly<Record<ColumnarFormat, (file: string) => [imported: string, table: string]>> = {
  parquet: (file) => ['pyarrow.parquet', `pyarrow.parquet.read_table(${file})`],
  'arrow-file': (file) => ['pyarrow', `pyarrow.ipc.open_file(${file}).read_all()`],
  'arrow-stream': (file) => ['pyarrow', `pyarrow.ipc.open_stream(${file}).read_all()`],
};

export function isColumnar(format: DumpFormat): format is ColumnarFormat {
  return Object.hasOwn(TABLES, format);
}

/** Lines that read logits and labels from a file of columns. */
export function* columnLines(
  {
    fields,
    file,
    sequences,
    skipped,
  }: { fields: DumpFields; file: string; sequences: boolean; skipped: boolean },
  labels: FieldPath | undefined,
  shifted: boolean | undefined,
): Iterable<string> {
  const { logits, classNames } = fields;
  const [imported, table] = TABLES[fields.format as ColumnarFormat](python(file));
  yield `import ${imported}`;
  yield '';
  // Flattened, a column inside a struct has its whole name.
  const nested = [...logits, ...(labels ?? [])].reduce(
    (most, name) => Math.max(most, name.split('.').length - 1),
    0,
  );
  yield `records = ${table}${'.flatten()'.repeat(nested)}.to_pylist()`;
  if (skipped) yield '# some records of this file cannot be read: leave them out first, as listed above';
  const [most, next] = shifted ? ['[:-1]', '[1:]'] : ['', ''];
  const column = (name: string) => `r[${python(name)}]`;
  if (logits.length > 1) yield `LOGITS = [[r[c] for c in ${python(logits)}] for r in records]`;
  else if (sequences) yield `LOGITS = [row for r in records for row in ${column(logits[0])}${most}]`;
  else yield `LOGITS = [${column(logits[0])} for r in records]`;
  if (!labels) return;
  if (fields.hotLabels) {
    yield `LABELS = [[float(r[c]) for c in ${python(labels)}] for r in records]`;
    return;
  }
  yield sequences
    ? `LABELS = [y for r in records for y in ${column(labels[0])}${next}]${shifted ? '  # the logits at t belong to the label at t + 1' : ''}`
    : `LABELS = [${column(labels[0])} for r in records]`;
  if (!classNames) return;
  yield `names = ${python(classNames)}`;
  yield fields.labelsByName
    ? 'LABELS = [names.index(str(int(float(y)))) for y in LABELS]'
    : 'LABELS = [names.index(y) if isinstance(y, str) else y for y in LABELS]';
}
