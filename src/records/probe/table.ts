import * as l10n from '@vscode/l10n';
import { classFields, labelsOf, saysOfRow } from '../fields/classFields';
import {
  areOrdered,
  behindSeparators,
  columnGroups,
  lastWord,
  sharedName,
  type ColumnGroup,
} from '../fields/columnGroups';
import { areWrittenShares } from '../../arrays/shares';
import { listInText } from '../text/listInText';
import { plainNumber } from '../text/numbers';
import type { DumpProbe, FieldCandidate, FieldPath, ProbeOptions } from '../types';
import { indexOf } from '../fields/nameIndex';
import { classPairs, unfitPairs } from './classPairs';
import { isSamePath, type Field } from './field';
import { letteredClasses } from './classNames';
import { groupCandidate, groupScore, nameScore } from './groups';
import { isPredictedName } from '../../text/names/labelNames';
import { isCalledLabel, labelCandidates, unfitLabel } from './labels';
import { isOtherwise, logitsCandidate } from './logits';
import { lossCandidate } from './losses';
import { comparedByValue, meantFirst } from './meant';
import { isOfOthers } from '../../text/names/scoreNames';
import { namedClasses, summingColumns } from '../../text/tables/namedClasses';
import { endsInOtherCount } from '../../text/tables/otherCounts';
import type { Column } from '../../text/tables/table';
import { namedCells, namedInCells } from './named';
import { NamedCells } from './namedCells';
import { ownClassesIn } from './ownClasses';
import { byScore, isAmbiguous, rank } from './rank';
import { largestOf } from '../../arrays/longLists';
import { areFlags, hotColumns, hotNames, hotPair, someOfFlags } from './hotColumns';
import { asTwo, withoutPredictions } from './predictions';
import { besideSeveral, readingOf } from './reading';
import { withSeveral } from './severalLabels';
import { labelsOrGuess, labelsOrUnfit, scalarCandidates } from './scalars';
import { ofSameClasses } from './sameClasses';
import { fieldsOfSets } from './sets';
import { TableColumn } from './tableColumn';
import { isNumbers, previewOf, shapeOf, widthOf } from './values';

/** Columns that a column of names names are as surely scores as columns called so. */
const NAMED_BY_LABELS = 4;

/**
 * What could be logits, labels and losses among the columns of a table, by their names and the cells of its first records; undefined
 * where nothing could be logits.
 */
export function probeTable(
  given: readonly Column[],
  { scalars = false, together = [] }: ProbeOptions = {},
): Omit<DumpProbe, 'format'> {
  const byName = columnsByName(given);
  const columns = [...byName.values()];
  const cells = new NamedCells(columns);
  const all = columnGroups(
    columns.map(({ name }) => name),
    (group, names) =>
      // `prob_1.0` is called after a number, which its point does not part.
      names.some((name) => plainNumber(name) === undefined) &&
      (sumToOne(group, byName) || (cells.areNamed(names) && !cells.areNamedByLast(group))),
  ).map((group) => withoutStated(group, cells));
  const areAllFlags = ({ columns: names }: ColumnGroup) =>
    names.every((name) => areFlags(byName.get(name)!.numbers));
  const ofFlags = new Set(all.filter(areAllFlags));
  const alike = all.filter((group) => !ofFlags.has(group) && mayBeScores(group, byName));
  const numeric = numbersOrFlags(columns);
  const told = ofShares(together, byName);
  const { groups, named, byLabels } = told
    ? { groups: [told], named: [told], byLabels: undefined }
    : classesIn(columns, { alike, numeric, cells });
  const read = namedCells(columns);
  const byNames = namedInCells(read);
  const ownClasses = ownClassesIn(read.filter(({ isListed }) => isListed));
  const areByNames = new Set(byNames.map(({ path }) => path[0]));
  const likeliest = byScore([
    ...groups.map((group) => {
      const score = scoreOf(group, { named, byLabels });
      const numbersOf = (name: string) => byName.get(name)!.numbers;
      return {
        score,
        read: () => ({
          ...groupCandidate(group, numbersOf, { areNamed: byLabels === group, areShares: told === group }),
          score,
        }),
      };
    }),
    ...rank(byNames, logitsCandidate).map((one) => ({ score: one.score, read: () => one })),
    ...columns.flatMap((column) => (areByNames.has(column.name) ? [] : asList(column))),
  ]).map((one) => one.read());
  const logits = meantFirst(likeliest);
  if (scalars) logits.push(...scalarCandidates(columns));
  const path = logits[0]?.path ?? [];
  // One of several that are 0 and 1 is no label of all classes.
  const used = usedColumns([...groups, ...ofFlags], logits);
  const byCell = byNames.find((field) => isSamePath(field.path, path));
  const rest = columns.filter(({ name }) => !used.has(name) && name !== byCell?.scored?.beside?.[0]);
  const names =
    byCell?.scored?.classes ?? groups.find((group) => isSamePath(group.columns, path))?.classNames;
  const order = byCell ? { areOrdered: byCell.scored!.isOwn } : orderOf(names);
  const rows = path.length > 1 ? rowsOf(path, byName) : [];
  const { hot, areOfSeveral } = flagsBeside(columns, logits[0], names);
  const listed = byCell ?? (path.length === 1 ? byName.get(path[0]) : undefined);
  const count = path.length > 1 ? path.length : listed ? widthOf(listed.values.find(isNumbers)) : 0;
  const single = rest
    .filter(({ name }) => !areOfSeveral.has(name))
    .map((column) => asLabels(column, { count, names }));
  const numbers = listed?.values ?? rows;
  const scores = scoresIn(logits[0], byName, numbers);
  const { labels, unfit } = labelsOrUnfit(
    labelsAmong(single, logits[0], { namedBy: byLabels?.namedBy, names, order, listed, scores }),
    () => unfitPairs(numeric) ?? unfitLabel(single, { count, names, ...order }),
  );
  if (hot) readBesideFlags(logits, labels, rows, hot);
  const own = single.find((field) => labels[0] && isSamePath(field.path, labels[0].path));
  readBesideLists(logits, own, numbers);
  const lettered = letteredClasses(own, path.length, { columns: path });
  return {
    records: [],
    logits,
    labels,
    ...comparedByValue(logits, (one) => valuesOf(one, byName, byNames)),
    ...(unfit && { unfit }),
    ...percentIn(columns),
    ...(ownClasses && { ownClasses }),
    losses: rank(rest, lossCandidate),
    sets: fieldsOfSets(rest),
    classNames: lettered ?? names,
    ambiguous: { logits: isAmbiguous(logits), labels: isAmbiguous(labels) },
  };
}

/** Columns that are the classes of one row, without such as number the rows; undefined where they hold no shares, or nothing but labels. */
function ofShares(
  together: readonly string[],
  byName: ReadonlyMap<string, TableColumn>,
): ColumnGroup | undefined {
  const numbersOf = (name: string) => byName.get(name)!.numbers.filter((x) => !Number.isNaN(x));
  const isCount = (x: number) => Number.isInteger(x) && x !== 0 && x !== 1;
  const names = together.filter((name) => byName.get(name)?.isNumeric && !numbersOf(name).some(isCount));
  return names.length > 1 && areWrittenShares(names.flatMap(numbersOf))
    ? groupNamed(names, [...names])
    : undefined;
}

/** What a name that stands twice means nobody knows; that it does is told where it is read. */
function columnsByName(columns: readonly Column[]): Map<string, TableColumn> {
  const byName = new Map<string, TableColumn>();
  for (const column of columns)
    if (!byName.has(column.name)) byName.set(column.name, new TableColumn(column));
  return byName;
}

/** Columns that are the classes of one row, and what tells those that no word for scores tells. */
interface Groups {
  groups: readonly ColumnGroup[];
  /** Those that are called by their classes alone, or sum to 1. */
  named: readonly ColumnGroup[];
  /** The same, where labels name them. */
  byLabels?: ReturnType<typeof namedClasses>;
}

/**
 * Columns that are the classes of one row: those that have labels of their own, or that labels name, or that are alike. Beside
 * scores that are called another model's, this one's may be called by their classes alone.
 */
function classesIn(
  columns: readonly TableColumn[],
  {
    alike,
    numeric,
    cells,
  }: {
    alike: readonly ColumnGroup[];
    numeric: ReturnType<typeof numbersOrFlags>;
    cells: NamedCells;
  },
): Groups {
  const pairs = classPairs(numeric);
  if (pairs.length > 0)
    return {
      groups: pairs.map(({ scores, classes }) =>
        groupNamed(
          scores.map(({ name }) => name),
          classes,
        ),
      ),
      named: [],
    };
  const areOfOthers = alike.every((group) => isOfOthers(sharedName(group.columns)));
  const others = new Set(areOfOthers ? alike.flatMap((group) => group.columns) : []);
  const own = areOfOthers ? [] : alike;
  const rest = others.size === 0 ? columns : columns.filter(({ name }) => !others.has(name));
  const byLabels = classesByLabels(rest, own);
  const named = byLabels ? [byLabels] : namedByPieces(rest, own, cells);
  const told = (named.length > 0 && !areOfOthers ? [] : [...alike, ...ofSameClasses(alike, columns)]).map(
    (group) => ({ ...group, ...namesInCells(group.columns, cells) }),
  );
  return { groups: [...named, ...told], named, byLabels };
}

/** The same where nothing is alike side by side, or all that is has the same names, `cat_lower, cat_upper, dog_lower, …`. */
function namedByPieces(
  columns: readonly TableColumn[],
  own: readonly ColumnGroup[],
  cells: NamedCells,
): ColumnGroup[] {
  if (own.length === 0) {
    const found = byPieces(columns);
    const summing = found.length === 0 ? summingColumns(columns, isNumeric) : undefined;
    return summing ? [summing] : found;
  }
  const names = own.map(({ classNames = [] }) => classNames.join('\0'));
  const areSame = names.length > 1 && names.every((one) => one !== '' && one === names[0]);
  return areSame && !cells.areNamed(own[0].classNames!) ? byPieces(columns) : [];
}

function scoreOf(group: ColumnGroup, { named, byLabels }: Omit<Groups, 'groups'>): number {
  if (named.length > 0 && !named.includes(group)) return 0;
  return groupScore(group) + (byLabels === group ? NAMED_BY_LABELS : 0);
}

/** Columns that labels name, where none are called scores, or all that are so and others: `1, 2, unknown`. */
function classesByLabels(
  columns: readonly TableColumn[],
  alike: readonly ColumnGroup[],
): ReturnType<typeof namedClasses> {
  if (alike.length > 1) return undefined;
  const found = namedClasses(columns, isNumeric, (column, isName) => column.namesIn(isName));
  if (!found || alike.length === 0) return found;
  const isMore = found.columns.length > alike[0].columns.length;
  return isMore && alike[0].columns.every((name) => found.columns.includes(name)) ? found : undefined;
}

/** What a column is as labels of such classes. */
function asLabels(column: TableColumn, classes: { count: number; names?: readonly string[] }): Field {
  const field = asNames(column, classes.names);
  return column.isPlain ? field : withSeveral(field, column.cells, classes);
}

/** Labels that are all names of classes as these: of classes called 1, 2 and unknown, 1 is no class ID. */
function asNames(column: TableColumn, names: readonly string[] | undefined): Field {
  if (!names || !indexOf(names).hasWords) return column;
  const { cells, path } = column;
  const { places } = indexOf(names);
  const areNames =
    cells.some((text) => text !== '') && cells.every((text) => text === '' || places.has(text));
  return areNames ? { path, values: cells.map((text) => (text === '' ? null : text)) } : column;
}

/** The scores of each record, where they are one number a record those of two classes. */
function scoresIn(
  first: FieldCandidate | undefined,
  byName: ReadonlyMap<string, TableColumn>,
  rows: readonly unknown[],
): readonly unknown[] {
  const single = first?.isScalar && byName.get(first.path[0]);
  return single ? single.values.map((score) => asTwo(score, first.reading)) : rows;
}

/** What stands in the columns of scores: rows of several, or the values of one. */
function valuesOf(
  { path, isScalar }: FieldCandidate,
  byName: ReadonlyMap<string, TableColumn>,
  byNames: readonly Field[],
): readonly unknown[] {
  if (path.length > 1) return rowsOf(path, byName);
  if (isScalar) return byName.get(path[0])!.numbers;
  return (byNames.find((field) => isSamePath(field.path, path)) ?? byName.get(path[0])!).values;
}

/** Columns that are scores of classes, and those of which one alone is no label. */
function usedColumns(groups: readonly ColumnGroup[], logits: readonly FieldCandidate[]): Set<string> {
  return new Set([
    ...groups.flatMap((group) => group.columns),
    ...logits.filter((one) => one.path.length === 1 && !one.isScalar).map((one) => one.path[0]),
  ]);
}

/** Whether columns that are alike may be scores of classes, by their names and as far as their cells are numbers. */
function mayBeScores(
  { columns, classNames }: ColumnGroup,
  byName: ReadonlyMap<string, TableColumn>,
): boolean {
  const members = columns.map((name) => byName.get(name)!);
  return (
    members.every(isNumeric) &&
    !isOtherwise(sharedName(columns)) &&
    !columns.every(endsInOtherCount) &&
    !isPredictionAmong(members) &&
    !(classNames && areRatings(members))
  );
}

/** Whether one is the class that a model chose, and others are its scores: `Scored Labels, Scored Probabilities`. */
function isPredictionAmong(members: readonly TableColumn[]): boolean {
  const isWhole = ({ numbers }: TableColumn) => numbers.every((x) => Number.isInteger(x) || Number.isNaN(x));
  const isChosen = (column: TableColumn) => isPredictedName(column.name) && isWhole(column);
  return members.some(isChosen) && !members.every(isWhole);
}

/** Columns of 0 and 1 among the labels, of which several may be 1 in a row. */
function readBesideFlags(
  logits: FieldCandidate[],
  labels: FieldCandidate[],
  rows: readonly unknown[],
  hot: NonNullable<ReturnType<typeof hotColumns>>,
): void {
  labels.push(hot.candidate);
  labels.sort((a, b) => b.score - a.score);
  if (labels[0] === hot.candidate && !logits[0].isScalar) logits[0] = besideSeveral(logits[0], rows, hot);
}

/** Lists of labels may be several classes of a row. */
function readBesideLists(
  logits: FieldCandidate[],
  labels: Field | undefined,
  rows: readonly unknown[],
): void {
  if (logits.length > 0 && labels?.values.some(Array.isArray))
    logits[0] = besideSeveral(logits[0], rows, { rows: labels.values });
}

/** Columns of 0 and 1, true and false, that are one label together, and all of which one alone is none. */
function flagsBeside(
  columns: readonly TableColumn[],
  { path, isScalar }: Pick<FieldCandidate, 'path' | 'isScalar'> = { path: [] },
  names: readonly string[] | undefined,
): { hot: ReturnType<typeof hotColumns>; areOfSeveral: ReadonlySet<string> } {
  // Of a row in one column no column is a class.
  if (path.length < 2 && !isScalar) return { hot: undefined, areOfSeveral: new Set() };
  const scores = new Set(path);
  const flags = columns
    .filter((column) => areFlags(column.flags) && !scores.has(column.name))
    .map((column) => ({ name: column.name, values: column.flags }));
  const classes = names ?? path.map((_, id) => String(id));
  const hot = isScalar ? hotPair(flags) : hotColumns(flags, classes);
  return { hot, areOfSeveral: new Set([...(hot?.candidate.path ?? []), ...someOfFlags(flags, classes)]) };
}

/** Without what is said of a row beside its scores, unless labels have it for a class: `logit_max` of `logit_cat, logit_dog`. */
function withoutStated(group: ColumnGroup, cells: NamedCells): ColumnGroup {
  const { classNames = [] } = group;
  const places = [...classNames.keys()].filter((at) => !saysOfRow(classNames[at]));
  if (places.length < 2 || places.length === classNames.length || cells.areNamed(classNames)) return group;
  const kept = places.map((at) => group.columns[at]);
  return {
    name: `${kept[0]} … ${kept[kept.length - 1]}`,
    columns: kept,
    classNames: places.map((at) => classNames[at]),
  };
}

/**
 * What columns are called behind one of the separators that they share, where a column of texts has that for cells: `stage1` of
 * `prob_stage1`, `Iris-setosa` of `prob_Iris-setosa`, or all of `Class_1`.
 */
function namesInCells(group: FieldPath, cells: NamedCells): { classNames?: string[] } {
  const called = [group.map(lastWord), ...behindSeparators(group), [...group]];
  const quoted = called.map((names) => names.map(unquoted)).filter((names, at) => names[0] !== called[at][0]);
  const classNames = [...called, ...quoted].find((names) => cells.areNamed(names));
  return { ...(classNames && { classNames }) };
}

const unquoted = (name: string): string => /^(["'])(.+)\1$/.exec(name)?.[2] ?? name;

/** Rows of shares sum to 1 as near as that, however they are rounded. */
const NEAR = 0.02;

/**
 * Whether the rows of columns are shares that sum to 1, or their logarithms, and as nearly as those do that are called as the first one is but
 * for the last word: `prob_std_cat, prob_std_dog` beside `prob_cat, prob_dog` may be so small that they hardly count.
 */
function sumToOne(group: readonly string[], byName: ReadonlyMap<string, TableColumn>): boolean {
  const off = offOne(group, byName);
  if (off > NEAR) return false;
  const before = (name: string) => name.slice(0, name.length - lastWord(name).length);
  const start = before(group[0]);
  const first = group.filter((name) => before(name) === start);
  return first.length < 2 || first.length === group.length || off <= offOne(first, byName) + ROUNDED;
}

/** How far the rows of columns are from shares that sum to 1, or from their logarithms; infinite where they are none. */
function offOne(group: readonly string[], byName: ReadonlyMap<string, TableColumn>): number {
  if (!group.every((name) => isNumeric(byName.get(name)!))) return Infinity;
  const rows = rowsOf(group, byName).filter((row) => !row.some(Number.isNaN));
  if (rows.length === 0) return Infinity;
  const [own, exponentials] = [(x: number) => x, Math.exp].map((share) => {
    const shares = rows.map((row) => row.map(share));
    const areShares = shares.every((row) => row.every((x) => x >= 0 && x <= 1));
    return areShares
      ? largestOf(shares.map((row) => Math.abs(row.reduce((a, b) => a + b, 0) - 1)))
      : Infinity;
  });
  return Math.min(own, exponentials);
}

/** Sums of doubles are off by less. */
const ROUNDED = 1e-9;

function rowsOf(path: FieldPath, byName: ReadonlyMap<string, TableColumn>): number[][] {
  const columns = path.map((name) => byName.get(name)!.numbers);
  return columns[0].map((_, row) => columns.map((column) => column[row]));
}

const orderOf = (names: readonly string[] | undefined) => ({ areOrdered: !names || areOrdered(names) });

/**
 * @param namedBy the column whose texts are the names of the logits' columns; of those the classes have theirs
 * @param listed the logits, where each row is a list in one column
 * @param scores of each record
 */
function labelsAmong(
  rest: readonly Field[],
  logits: FieldCandidate | undefined,
  {
    namedBy,
    names,
    order,
    listed,
    scores,
  }: {
    namedBy?: string;
    names?: readonly string[];
    order: ReturnType<typeof orderOf>;
    listed?: Field;
    scores: readonly unknown[];
  },
): FieldCandidate[] {
  const { length } = logits?.path ?? [];
  const width = listed ? widthOf(listed.values.find(isNumbers)) : 0;
  const count = length > 1 ? length : logits?.isScalar ? 0 : width;
  const classes = { count, names, ...order };
  const labels = labelCandidates(rest, classes, undefined);
  const named = rest.find(({ path }) => path[0] === namedBy);
  if (named && !isPredictedName(namedBy!) && !labels.some(({ path }) => isSamePath(path, named.path)))
    labels.unshift({
      path: named.path,
      name: named.path[0],
      shape: l10n.t('a class name'),
      preview: previewOf(named.values[0]),
      score: NAMED_BY_LABELS,
    });
  return labelsOrGuess(withoutPredictions(labels, rest, scores, names), rest, logits);
}

/** Whole numbers of several sizes under names of their own: what people or other programs gave, and no model's scores. */
function areRatings(columns: readonly TableColumn[]): boolean {
  if (columns.some(({ name }) => /logit/i.test(name))) return false;
  return (
    columns.every(({ cells }) => cells.every((text) => text === '' || /^\d+$/.test(text))) &&
    columns.some(({ cells }) => cells.some((text) => Number(text) > 1))
  );
}

/** Of more columns those of one row stand side by side. */
const MOST_COLUMNS = 400;

/** Columns of numbers, or of true and false. */
const numbersOrFlags = (columns: readonly TableColumn[]) =>
  columns
    .filter(({ isNumeric, flags }) => isNumeric || areFlags(flags))
    .map(({ name, flags }) => ({ name, values: flags }));

const groupNamed = (columns: readonly string[], classNames: string[]): ColumnGroup => ({
  name: `${columns[0]} … ${columns[columns.length - 1]}`,
  columns,
  classNames,
});

/** Columns whose names are equal but for one piece, `choiceA_probs, choiceB_probs`, where something says that it is the class. */
function byPieces(columns: readonly TableColumn[]): ColumnGroup[] {
  if (columns.length > MOST_COLUMNS) return [];
  const numbers = columns.filter(isNumeric).map(({ name, numbers: values }) => ({ name, values }));
  const flags = columns.filter(({ flags }) => areFlags(flags)).map(({ name }) => name);
  const found = classFields(numbers, labelsOf(columns.filter(isCalledLabel).map(({ values }) => values)), {
    hot: hotNames(flags, []),
  });
  return found ? [found, ...(found.again ?? [])].map((one) => groupNamed(one.fields, one.classes)) : [];
}

function percentIn(columns: readonly TableColumn[]): Pick<DumpProbe, 'percent'> {
  const isPercent = (text: string) => text.endsWith('%') && plainNumber(text.slice(0, -1)) !== undefined;
  const found = columns.find(({ cells }) => cells.length > 0 && cells.every(isPercent));
  return found ? { percent: { name: found.name, preview: found.cells[0] } } : {};
}

/** Whole rows in one field: `[0.1, 0.2]`. What people read of them is made of the likeliest alone. */
function asList(column: TableColumn): { score: number; read: () => FieldCandidate } | [] {
  const { name, cells, isNumeric, isPlain } = column;
  if (isPlain) return [];
  const first = isNumeric ? listInText(cells[0]) : column.values[0];
  if (!isNumbers(first) || first.length < 2) return [];
  if (isCalledLabel({ path: [name], values: [] }) || isOtherwise(name)) return [];
  const { lists } = column;
  // Class IDs, as of a model's first guesses.
  const areWhole = lists.every((one) => one.every(Number.isInteger));
  const areIds = areWhole && readingOf(lists, name).reading === 'logits';
  const score = nameScore(name) - (areIds ? WHOLE : 0);
  const read = () => ({
    path: [name],
    name,
    shape: shapeOf(first),
    preview: previewOf(first),
    ...readingOf(lists, name),
    score,
  });
  return { score, read };
}

/** Scores are seldom whole numbers. */
const WHOLE = 4;

const isNumeric = (column: TableColumn): boolean => column.isNumeric;
