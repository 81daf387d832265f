import { append } from '../../arrays/longLists';
import { isSamePath, type Field } from '../probe/field';
import { someOfFlags } from '../probe/hotColumns';
import { labelCandidates, unfitLabel } from '../probe/labels';
import { logitsCandidate } from '../probe/logits';
import { lossCandidate } from '../probe/losses';
import { inOrder, scoresAt } from '../probe/named';
import { isAmbiguous, rank } from '../probe/rank';
import { withoutPredictions } from '../probe/predictions';
import { besideSeveral } from '../probe/reading';
import { scalarCandidates } from '../probe/scalars';
import { comparedByValue, meantFirst } from '../probe/meant';
import { fieldsOfMasks, fieldsOfSets } from '../probe/sets';
import { withSeveral } from '../probe/severalLabels';
import { probeTable } from '../probe/table';
import { isNumbers, widthOf } from '../probe/values';
import type { DumpProbe, FieldCandidate, ProbeOptions } from '../types';
import { columnName, type Column, type ColumnarFile } from './columnarFile';
import { recordsFrom, type ColumnValues } from './recordObjects';
import { isOfScores } from './namedColumns';
import { classNamesOf } from './featureNames';

const PROBE_RECORDS = 50;
/** Numbers that are looked at. */
const PROBE_VALUES = 1 << 21;
/** Columns whose first values are looked at; a file may have thousands. */
const MAX_COLUMNS = 4096;

/** What could be logits, labels and losses among the columns; undefined where there are no records. */
export async function probeColumns(
  file: ColumnarFile,
  { scalars = false, signal, giveWay }: ProbeOptions = {},
): Promise<DumpProbe | undefined> {
  const columns = file.columns.slice(0, MAX_COLUMNS);
  const records = await recordsFrom(file, 0, PROBE_RECORDS, { signal, giveWay }, columns, PROBE_VALUES);
  if (records.length === 0) return undefined;
  const fields = inOrder(
    columns.map((one) => fieldOf(one, records)),
    () => undefined,
  );
  const lists = meantFirst(rank(fields, logitsCandidate)).map(asColumn);
  return lists.length > 0
    ? probeLists(file, fields, { lists, scalars })
    : probeSingles(file, columns, { records, scalars });
}

/** A row in one column. */
function probeLists(
  file: ColumnarFile,
  fields: readonly Field[],
  { lists: logits, scalars }: { lists: FieldCandidate[]; scalars: boolean },
): DumpProbe {
  const best = fields.find(({ path }) => isSamePath([path.join('.')], logits[0].path));
  const classes = best ? widthOf(best.values.find(isNumbers)) : 0;
  const { classes: names, isOwn, beside } = best?.scored ?? {};
  // Of so many not each has a column of its own.
  const ids = classes > MAX_COLUMNS ? [] : Array.from({ length: classes }, (_, id) => String(id));
  const singles = fields.map(({ path, values }) => ({
    name: path.join('.'),
    values: values.map(single),
  }));
  const some = someOfFlags(singles, ids);
  const isNamesBeside = ({ path }: Field) => beside !== undefined && isSamePath(path, beside);
  const known = { count: classes, names, areOrdered: isOwn };
  const rest = fields
    .filter((field) => field !== best && !isNamesBeside(field) && !some.has(field.path.join('.')))
    .map((field) => withSeveral(field, field.values, known));
  const ranked = labelCandidates(rest, known, best);
  const labels = withoutPredictions(ranked, rest, best?.values ?? [], names).map(asColumn);
  const own = rest.find(({ path }) => labels[0] && isSamePath([path.join('.')], labels[0].path));
  const areLogitsAmbiguous = isAmbiguous(logits);
  if (scalars) append(logits, scalarCandidates(fields).map(asColumn));
  if (best && own) logits[0] = besideSeveral(logits[0], best.values, { rows: own.values });
  return {
    format: file.format,
    records: [],
    logits,
    labels,
    ...comparedByValue(logits, (one) => valuesOf(one, fields)),
    ...(labels.length === 0 && { unfit: unfitLabel(rest, known, best) }),
    losses: rank(fields, lossCandidate).map(asColumn),
    sets: fieldsOfSets(rest).map(({ path, name }) => ({ path: [path.join('.')], name })),
    masks: fieldsOfMasks(rest).map(({ path, name }) => ({ path: [path.join('.')], name })),
    classNames: names ?? classNamesOf(file.metadata, labels[0]?.path[0], classes),
    ambiguous: { logits: areLogitsAmbiguous, labels: isAmbiguous(labels) },
  };
}

/** NaN of what is none; a list of millions would be written out to be read. */
const single = (value: unknown): number =>
  value === undefined || typeof value === 'object' ? NaN : Number(value);

const valuesOf = (one: FieldCandidate, fields: readonly Field[]): readonly unknown[] =>
  fields.find(({ path }) => isSamePath([path.join('.')], one.path))?.values ?? [];

/** Columns of one value a record, as those of a table in text. */
function probeSingles(
  file: ColumnarFile,
  columns: readonly Column[],
  { records, scalars }: { records: readonly ColumnValues[]; scalars: boolean },
): DumpProbe {
  // Names that stand twice say nothing about which one is meant.
  const counts = new Map<string, number>();
  for (const name of columns.map(columnName)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const cells = columns
    .filter((column) => column.depth === 0 && counts.get(columnName(column)) === 1)
    .map((column) => ({
      name: columnName(column),
      cells: records.map((record) => cellOf(record.get(column))),
    }));
  const probe = probeTable(cells, { scalars });
  const names = classNamesOf(file.metadata, probe.labels[0]?.path[0], probe.logits[0]?.path.length ?? 0);
  return { ...probe, format: file.format, classNames: probe.classNames ?? names };
}

const cellOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

function fieldOf(column: Column, records: readonly ColumnValues[]): Field {
  const values = records.map((record) => record.get(column));
  // What is no scores by name is nothing.
  if (isOfScores(column))
    return { path: column.path, values: values.map((value) => scoresAt(value, column.path) ?? null) };
  const areFlags = column.kind === 'boolean' && column.depth > 0;
  return { path: column.path, values: areFlags ? values.map(asNumbers) : values };
}

/** True and false in a list are 1 and 0, as they are read. */
function asNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asNumbers);
  return typeof value === 'boolean' ? Number(value) : value;
}

/** A column is asked for by its whole name. */
function asColumn(candidate: FieldCandidate): FieldCandidate {
  const { path, scored } = candidate;
  const beside = scored?.beside && [scored.beside.join('.')];
  return { ...candidate, path: [path.join('.')], ...(scored && { scored: { ...scored, beside } }) };
}
