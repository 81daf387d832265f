import { append } from '../../arrays/longLists';
import { columnGroups } from '../columnGroups';
import { isSamePath, type Field } from '../probe/field';
import { groupCandidate } from '../probe/groups';
import { labelCandidate } from '../probe/labels';
import { isOtherwise, logitsCandidate } from '../probe/logits';
import { lossCandidate } from '../probe/losses';
import { byScore, isAmbiguous, rank } from '../probe/rank';
import { besideSeveral } from '../probe/reading';
import { scalarCandidate, labelsOrGuess } from '../probe/scalars';
import { isNumbers, widthOf } from '../probe/values';
import type { DumpProbe, FieldCandidate, ProbeOptions } from '../types';
import { columnName, type Column, type ColumnarFile } from './columnarFile';
import { recordsFrom, type ColumnValues } from './recordObjects';
import { classNamesOf } from './featureNames';

const PROBE_RECORDS = 50;
/** Columns whose first values are looked at; a file may have thousands. */
const MAX_COLUMNS = 4096;

/** What could be logits, labels and losses among the columns; undefined where there are no records. */
export async function probeColumns(
  file: ColumnarFile,
  { scalars = false }: ProbeOptions = {},
): Promise<DumpProbe | undefined> {
  const columns = file.columns.slice(0, MAX_COLUMNS);
  const records = await recordsFrom(file, 0, PROBE_RECORDS, new AbortController().signal, columns);
  if (records.length === 0) return undefined;
  const groups = groupsOf(columns);
  const grouped = new Set(groups.flatMap((group) => group.columns));
  const valuesIn = (name: string) => {
    const column = columns.find((one) => columnName(one) === name)!;
    return records.map((record) => Number(record.get(column) ?? NaN));
  };
  const fields = columns
    .filter((column) => !grouped.has(columnName(column)))
    .map((one) => fieldOf(one, records));
  const logits = byScore([
    ...groups.map((group) => groupCandidate(group, valuesIn)),
    ...rank(fields, logitsCandidate).map(asColumn),
  ]);
  const best = fields.find(({ path }) => logits[0] && isSamePath([path.join('.')], logits[0].path));
  const classes = best ? widthOf(best.values.find(isNumbers)) : (logits[0]?.path.length ?? 0);
  const rest = fields.filter((field) => field !== best);
  const called = rank(rest, (field) => labelCandidate(field, classes, best));
  const scores = scalars ? rank(fields, scalarCandidate) : [];
  const areLogitsAmbiguous = isAmbiguous(logits);
  append(logits, scores.map(asColumn));
  const labels = labelsOrGuess(called, fields, logits[0]?.isScalar && scores[0]).map(asColumn);
  const own = rest.find(({ path }) => labels[0] && isSamePath([path.join('.')], labels[0].path));
  if (best && own) logits[0] = besideSeveral(logits[0], best, own);
  return {
    format: file.format,
    records: [],
    logits,
    labels,
    losses: rank(fields, lossCandidate).map(asColumn),
    classNames:
      groups.find((group) => logits[0] && isSamePath(group.columns, logits[0].path))?.classNames ??
      classNamesOf(file.metadata, labels[0]?.path[0], classes),
    ambiguous: { logits: areLogitsAmbiguous, labels: isAmbiguous(labels) },
  };
}

function groupsOf(columns: readonly Column[]) {
  const numbers = new Set(
    columns.filter(({ kind, depth }) => kind === 'number' && depth === 0).map(columnName),
  );
  // Names that stand twice say nothing about which one is meant.
  return columnGroups([...new Set(columns.map(columnName))]).filter(
    (group) => !isOtherwise(group.name) && group.columns.every((name) => numbers.has(name)),
  );
}

function fieldOf(column: Column, records: readonly ColumnValues[]): Field {
  return { path: column.path, values: records.map((record) => record.get(column)) };
}

/** A column is asked for by its whole name. */
function asColumn(candidate: FieldCandidate): FieldCandidate {
  return { ...candidate, path: [candidate.path.join('.')] };
}
