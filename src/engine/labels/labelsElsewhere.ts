import * as l10n from '@vscode/l10n';
import { ndarray, type NDArray } from '../../arrays/ndarray';
import { NO_LABEL } from '../../arrays/noLabel';
import { printable } from '../../arrays/words/printable';
import type { RowTexts } from '../../loss/evaluation/sliceField';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import { splitRank } from '../../text/names/dataSplits';
import { isLabelName } from '../../text/names/labelNames';
import { KEY } from '../../records/fields/recordKeys';
import { excerpt } from '../../records/text/excerpt';
import { lenientJson } from '../../records/text/lenientJson';
import { plainNumber } from '../../records/text/numbers';
import { twoWords, wordsIn } from '../../arrays/words/twoWords';
import type { DumpFields, DumpProbe, FieldPath } from '../../records/types';
import type { EvaluatedFile, FileRequest, OpenedFile } from '../../worker/protocol';
import { arrayColumn } from '../evaluation/arrayColumn';
import type { CallContext } from '../callContext';
import { isInputName } from '../arrays/inputNames';
import { pathOf, type OpenedSource, type Rooms } from '../evaluation/openedSource';
import { fieldNamed, notThere } from '../explainFile';
import { fieldOfClasses } from '../evaluation/fieldOfClasses';
import { isNameOfIds, recordColumn, recordFields } from '../evaluation/recordFields';
import { fileKind } from '../files/fileKind';
import { fileText } from '../files/fileText';
import { isMultiHot } from '../../arrays/labelShape';
import { fitByShape } from '../../arrays/labelFit';
import { flagOf, hotRowsIn } from './hotRows';
import { haveSameKeys, joinByFields, joinById, joinByNumber, type Join } from './joinedLabels';
import { classesOf, noneOfWords, unsure } from './namedLabels';
import { unreadLabels } from './unreadLabels';
import { probeRecords, type RecordRows } from '../rows/recordRows';
import { TextColumn } from '../rows/textColumn';

/** What stands in another file: numbers, as many a row as it has, or texts, one a row. */
type LabelColumn = ({ values: NDArray } | { texts: readonly string[] }) & {
  ids?: RowTexts;
  /** What rows are sliced by, where that stands beside their labels. */
  group?: RowTexts;
  /** By what both files say of their records. */
  join?: Join;
  /** Its records have more fields, by none of which they could be joined. */
  hasFields?: boolean;
  /** The one of these that is called an ID. */
  idField?: string;
  /** There is a number for each class, whatever else there are as many of. */
  areRows?: boolean;
};

/**
 * The labels of another file for the rows of this one: by an ID or a column that both files have, else row by row.
 *
 * @param source of the labels; `byKey` where nothing but the same keys says that the rows are such
 * @param options whose `group` is that of the labels, where the rows' own file has none of that name
 */
export async function labelsElsewhere(
  rooms: Rooms,
  { file, labels: named, byKey = false }: EvaluatedFile & { byKey?: boolean },
  opened: OpenedSource,
  { group, ...options }: EvaluationOptions,
  context: CallContext,
): Promise<GivenLabels> {
  const { rows, classes } = opened.session.size;
  const { records } = opened.session;
  // Of records that hold nothing but scores the number is all there is.
  const isBare = records !== undefined && (await recordFields(records, context)).names.length === 0;
  const joined = opened.ids || isBare ? undefined : records;
  const keys = options.id === undefined ? opened.ids : undefined;
  const { id } = options;
  const wanted = {
    named,
    id,
    group,
    keys,
    rows: joined,
    count: rows,
    scores: [rows, classes],
    classNames: opened.classNames,
  };
  const column = asRows(await labelColumn(rooms, file, wanted, context), classes);
  const { values, names } = valuesOf(column, opened, { file: file.name, labelOffset: options.labelOffset });
  const places = await placesOf(column, { opened, joined, file: file.name }, context);
  note(opened, unreadLabels(column, values, places, { file: file.name, names: opened.classNames }));
  if (column.group) opened.group = inPlaces(column.group, places, { rows, file: file.name });
  if (byKey && !places) throw noKeys(file.name);
  if (byKey)
    note(
      opened,
      l10n.t(
        'Labels are joined by “{0}”, which has the keys of the rows.',
        printable(column.ids?.field ?? KEY, MAX_NAME),
      ),
    );
  if (places) return { values: placed(values, places, classes), names };
  const isRows = values.shape.length > 1 && values.data.length === rows * classes;
  const count = column.areRows ? values.shape[0] : values.data.length;
  if (count !== rows && !isRows)
    throw new Error(l10n.t('{0}: expected {1} labels, one for each row, got {2}', file.name, rows, count));
  const haveIds = opened.ids ?? (records && (await recordFields(records, context)).id);
  const { hasFields, idField } = column;
  if (haveIds === undefined && idField !== undefined)
    note(
      opened,
      l10n.t(
        'Labels are taken row by row, since the rows have nothing to match “{0}” with.',
        printable(idField, MAX_NAME),
      ),
    );
  else if (hasFields || haveIds !== undefined) note(opened, l10n.t('Labels are taken row by row.'));
  return { values: ndarray(values.data, isRows ? [rows, classes] : [rows]), names };
}

/** Where the label of each row stands; -1 where it has none. Undefined where they follow each other as the rows do. */
async function placesOf(
  { ids, join: known }: LabelColumn,
  { opened, joined, file }: { opened: OpenedSource; joined: RecordRows | undefined; file: string },
  context: CallContext,
): Promise<Int32Array | undefined> {
  if (ids && opened.ids) {
    const { of, note: said } = joinById(opened.ids, ids, file);
    note(opened, said);
    return of;
  }
  const join = known ?? (ids && joined && (await joinByFields(joined, ids, file, context)));
  if (join) note(opened, join.note);
  return join?.of ?? (ids && byNumber(ids, opened.session.size.rows, file));
}

/** The text of each row by the place of its label. */
function inPlaces(
  { field, names, of }: RowTexts,
  places: Int32Array | undefined,
  { rows, file }: { rows: number; file: string },
): RowTexts {
  if (places) return { field, names, of: places.map((place) => (place < 0 ? -1 : of[place])) };
  if (of.length !== rows)
    throw new Error(l10n.t('{0}: expected one for each of the {1} rows, got {2}', file, rows, of.length));
  return { field, names, of };
}

function note(opened: OpenedSource, sentence: string | undefined): void {
  if (sentence !== undefined) opened.notes = [...(opened.notes ?? []), sentence];
}

/** Labels as class IDs, and the names of classes that these were, if they were. */
interface GivenLabels {
  values: NDArray;
  names?: readonly string[];
}

function valuesOf(
  column: LabelColumn,
  opened: OpenedSource,
  asked: { file: string; labelOffset?: number },
): GivenLabels {
  if ('values' in column) {
    const { values } = column;
    const { classNames = [] } = opened;
    if (column.areRows) return { values };
    const areIds = classNames.length > 0 && values.data.length === opened.session.size.rows;
    if (!areIds || values.data.some((id) => !Number.isInteger(id) && !Number.isNaN(id))) return { values };
    const { ids, names } = idsOf(Array.from(values.data, String), opened, asked);
    return { values: ndarray(ids, values.shape), names };
  }
  const { ids, names } = idsOf(column.texts, opened, asked);
  return { values: ndarray(ids, [column.texts.length]), names };
}

function idsOf(
  labels: readonly string[],
  opened: OpenedSource,
  asked: { file: string; labelOffset?: number },
): { ids: Float64Array; names?: readonly string[] } {
  nameByWords(labels, opened, asked.file);
  const { ids, areNames, note: said } = classesOf(labels, opened, asked);
  note(opened, said);
  return { ids, names: areNames ? opened.classNames : undefined };
}

/** The classes of one score a row by the two words that its labels are. Throws where nothing says which of them it is the score of. */
function nameByWords(labels: readonly string[], opened: OpenedSource, file: string): void {
  const { isPaired, classNames, taken } = opened;
  const words = isPaired && !classNames && taken.logits !== undefined ? wordsIn(labels) : undefined;
  if (!words || words.some((word) => plainNumber(word) !== undefined)) return;
  const score = taken.logits!.slice(taken.logits!.lastIndexOf('.') + 1);
  opened.classNames = twoWords(score, words);
  if (!opened.classNames && words.length === 2) throw noneOfWords(file, words, score);
}

/** The label of each row by its place, or its number for each class. */
function placed({ data, shape }: NDArray, places: Int32Array, classes: number): NDArray {
  if (shape.length < 2 || shape[shape.length - 1] !== classes)
    return ndarray(
      Float64Array.from(places, (place) => (place < 0 ? NO_LABEL : data[place])),
      [places.length],
    );
  const rows = new Float64Array(places.length * classes).fill(NaN);
  places.forEach((place, row) => {
    if (place >= 0) rows.set(data.subarray(place * classes, (place + 1) * classes), row * classes);
  });
  return ndarray(rows, [places.length, classes]);
}

/** Lists of 0 and 1 as what they are, and everything else as it is. */
function asRows(column: LabelColumn, classes: number): LabelColumn {
  if ('values' in column) return column;
  const { texts, ...rest } = column;
  const values = hotRowsIn(texts, classes);
  return values ? { ...rest, values, areRows: true } : column;
}

/** Labels with keys for rows without: the keys are the rows' numbers, from 0 or from 1 on, or tell nothing. */
function byNumber(theirs: RowTexts, rows: number, file: string): Int32Array {
  const join = joinByNumber(theirs, rows);
  if (join) return join.of;
  throw new Error(
    l10n.t('{0}: the labels have keys, but the rows have no field to match them by. Name one in “id”.', file),
  );
}

interface Wanted {
  named: string | undefined;
  id: string | undefined;
  group: string | undefined;
  /** Those of the rows, where they are members of an object. */
  keys: RowTexts | undefined;
  /** The rows, where nobody says by what labels are joined to them. */
  rows: RecordRows | undefined;
  /** How many rows there are. */
  count: number;
  /** The shape of the scores, as rows. */
  scores: readonly number[];
  /** As the rows' own file says them. */
  classNames: readonly string[] | undefined;
}

/** A column of labels, from a file of arrays, of records, or of one a line. */
async function labelColumn(
  rooms: Rooms,
  file: FileRequest,
  wanted: Wanted,
  context: CallContext,
): Promise<LabelColumn> {
  if ((await fileKind(file)) === 'arrays') return labelArray(rooms, file, wanted, context);
  const probe = await probeRecords(file, context, { scalars: true, tables: true });
  if (probe) return labelField(rooms, { file, probe }, wanted, context);
  if (wanted.group !== undefined) throw noneIn(file, wanted.group);
  return labelLines(file, [wanted.count, wanted.scores[1]], context);
}

/**
 * The labels of another file of arrays that fit scores of a shape; undefined where the file is none of arrays, or its labels have another
 * shape.
 */
export async function fittingLabels(
  rooms: Rooms,
  { file, labels: named }: EvaluatedFile,
  scores: readonly number[],
  context: CallContext,
): Promise<(NDArray & { name: string }) | undefined> {
  if ((await fileKind(file)) !== 'arrays') return undefined;
  const wanted = { named, id: undefined, group: undefined, scores };
  const { values, name } = await labelArray(rooms, file, wanted, context);
  return fitByShape(values.shape, scores) === undefined ? undefined : { ...values, name };
}

/** The fields of a file of records that may be a yes or no each, as the first record has them. */
export async function flagsIn(file: FileRequest, context: CallContext): Promise<readonly string[]> {
  if ((await fileKind(file)) === 'arrays') return [];
  const probe = await probeRecords(file, context, { scalars: true, tables: true });
  return (probe?.logits ?? []).flatMap(({ isScalar, name, preview }) =>
    isScalar && flagOf(preview) !== undefined ? name : [],
  );
}

/** What rows are sliced by, in another file of arrays. */
export async function groupElsewhere(
  rooms: Rooms,
  { file, labels: named }: EvaluatedFile,
  { group, rows }: { group: string; rows: number },
  context: CallContext,
): Promise<RowTexts | undefined> {
  const wanted = { named, id: undefined, group, scores: [rows] };
  const column = await labelArray(rooms, file, wanted, context);
  return column.group && inPlaces(column.group, undefined, { rows, file: file.name });
}

async function labelArray(
  { files }: Rooms,
  file: FileRequest,
  { named, id, group, scores }: Pick<Wanted, 'named' | 'id' | 'group' | 'scores'>,
  context: CallContext,
): Promise<{ values: NDArray; name: string; ids?: RowTexts; group?: RowTexts }> {
  const opened = await files.open(file, context);
  try {
    const { arrays } = opened;
    const place =
      named === undefined ? likelyPlace(opened, scores) : arrays.findIndex((array) => array.name === named);
    if (place === undefined || place < 0) throw notThere(named ?? l10n.t('labels'), arrays, file.name);
    const values = await files.read({ file: opened.file, index: place }, context);
    const columnOf = (name: string) => arrayColumn(files, { ...opened, name: file.name }, name, context);
    // Of one array alone its order is all there is.
    const ids = id === undefined || arrays.length === 1 ? undefined : await columnOf(id);
    const { name } = arrays[place];
    return { values, name, ids, group: group === undefined ? undefined : await columnOf(group) };
  } finally {
    await files.close({ file: opened.file }, context);
  }
}

/** The only array; else what is called labels, and belongs to what is shown first or fits the scores; else that itself. */
function likelyPlace({ arrays, first }: OpenedFile, scores: readonly number[]): number | undefined {
  if (arrays.length === 1) return 0;
  if (first === undefined || isLabelName(arrays[first].name)) return first;
  // Beside scores those are meant that belong to them.
  const { labels, name } = arrays[first];
  if (labels !== undefined && fitByShape(arrays[labels].shape, scores) !== undefined) return labels;
  const called = [...arrays.keys()].filter((at) => !arrays[at].problem && isLabelName(arrays[at].name));
  const fitting = called.filter((at) => fitByShape(arrays[at].shape, scores) !== undefined);
  const likeliest = fitting.reduce<number | undefined>(
    (best, at) =>
      best === undefined || splitRank(arrays[at].name) > splitRank(arrays[best].name) ? at : best,
    undefined,
  );
  return likeliest ?? labels ?? called[0] ?? (isInputName(name) ? undefined : first);
}

/** The text of each record. */
const textsIn = ({ names, of }: Pick<RowTexts, 'names' | 'of'>): string[] =>
  Array.from(of, (name) => (name < 0 ? '' : names[name]));

const noneLike = ({ name }: FileRequest): Error =>
  new Error(l10n.t('{0}: no field looks like labels. Name one in “labels”.', name));

interface Meant {
  path: FieldPath;
  /** It is the one field that is called so, or may be; else nothing speaks for it. */
  isOne: boolean;
  /** A field of 0 and 1 for each class has the class for its name. */
  isHot: boolean;
  isCalled: boolean;
}

/** The field of the labels, by its name alone. */
function meantIn(
  { file, probe }: { file: FileRequest; probe: DumpProbe },
  { named, classNames = [] }: Pick<Wanted, 'named' | 'classNames'>,
): Meant {
  const called = probe.labels.filter(({ isGuess }) => !isGuess);
  const isCalled = called.length > 0;
  const isHot = named === undefined && !isCalled && areScalars(probe, classNames);
  const scalars = isHot ? probe.logits.filter(({ name }) => classNames.includes(name)) : probe.logits;
  const likely = isCalled ? called : scalars.length > 0 ? scalars : probe.labels;
  // Of several that nothing speaks for, one is as good as another.
  const isOne = isCalled || isHot || likely.filter(({ isScalar }) => isScalar).length === 1;
  if (named !== undefined) return { path: pathOf(named, probe.format), isOne, isHot, isCalled };
  // Without scores beside it nothing says what a list in each record is, but its name.
  const { unfit } = probe;
  if (!isCalled && !isHot && unfit?.preview.startsWith('[') && isLabelName(unfit.name))
    return { path: pathOf(unfit.name, probe.format), isOne: true, isHot, isCalled: true };
  if (likely.length === 0 || (!isOne && classNames.length === 0)) throw noneLike(file);
  return { path: fieldNamed(undefined, likely).path, isOne, isHot, isCalled };
}

async function labelField(
  { sessions }: Pick<Rooms, 'sessions'>,
  { file, probe }: { file: FileRequest; probe: DumpProbe },
  wanted: Wanted,
  context: CallContext,
): Promise<LabelColumn> {
  const { named, id, group, keys, rows, count, classNames = [] } = wanted;
  const { path, isOne, isHot, isCalled } = meantIn({ file, probe }, wanted);
  // Records with keys have those for ids, unless the field that is named stands in them.
  const ids = [id, probe.keyed].filter((name) => name !== undefined);
  const slicedBy = group === undefined ? [] : [group];
  const fields: DumpFields = {
    format: probe.format,
    records: probe.records,
    ...(probe.keyed !== undefined && { keyed: probe.keyed }),
    logits: path,
    scalar: 'label',
    beside: [path, ...[...ids, ...slicedBy].map((name) => pathOf(name, probe.format))],
  };
  const { session } = await sessions.openRecords({ file, fields, reading: 'logits' }, context);
  try {
    const records = sessions.get(session).records!;
    const [labels, ...others] = records.beside;
    const columns = others.slice(0, ids.length);
    const slices = group === undefined ? undefined : slicesOf(others[ids.length], group, file);
    const found = isHot ? await hotLabelsOf(records, classNames, context) : { texts: textsIn(labels) };
    const known = await recordFields(records, context);
    const hasFields = known.names.length > 0;
    const isUntold = named === undefined && !isCalled && !isHot && hasFields;
    const meant = isUntold ? await fieldOfClasses(records, known.names, classNames, context) : undefined;
    if (meant !== undefined)
      return await labelField({ sessions }, { file, probe }, { ...wanted, named: meant }, context);
    if (isUntold && (!isOne || isNameOfIds(path.join('.')))) throw noneLike(file);
    if (isUntold && 'texts' in found && areYesOrNo(found.texts)) throw unsure(path.join('.'));
    const at = columns.findIndex(({ names }) => names.length > 0);
    if (at >= 0) return { ...found, ids: { ...textsOf(columns[at]), field: ids[at] }, group: slices };
    if (id !== undefined) throw noneIn(file, id);
    if (keys) return { ...found, ids: await columnOf(keys, file, records, context), group: slices };
    const join = rows
      ? await joinByFields(rows, records, file.name, context)
      : await numbering(records, count, context);
    return { ...found, join, group: slices, hasFields, idField: known.id };
  } finally {
    sessions.drop(session);
  }
}

/** By the first of their fields that is called an ID, if that numbers the rows. */
async function numbering(
  records: RecordRows,
  count: number,
  context: CallContext,
): Promise<Join | undefined> {
  const { id } = await recordFields(records, context);
  return id === undefined ? undefined : joinByNumber(await recordColumn(records, id, context), count);
}

function slicesOf(column: Pick<RowTexts, 'names' | 'of'>, field: string, file: FileRequest): RowTexts {
  if (column.names.length === 0) throw noneIn(file, field);
  return { ...textsOf(column), field };
}

const noneIn = (file: FileRequest, field: string): Error =>
  new Error(
    l10n.t('No record of {0} has a value in the field “{1}”.', file.name, printable(field, MAX_NAME)),
  );

/** Whether values may be those of any field that says yes or no. */
function areYesOrNo(texts: readonly string[]): boolean {
  const known = new Set(texts.filter((text) => text !== '').map((text) => plainNumber(text)));
  return known.size > 0 && known.size <= 2 && [...known].every((value) => value === 0 || value === 1);
}

/** Whether there is a single number for each class. */
const areScalars = ({ logits }: DumpProbe, classNames: readonly string[]): boolean =>
  classNames.length > 1 &&
  classNames.every((name) => logits.some((one) => one.isScalar && one.name === name));

/** What stands in a field for each class: the class whose field is 1, where each row has one, else all of them. */
async function hotLabelsOf(
  records: RecordRows,
  classNames: readonly string[],
  context: CallContext,
): Promise<{ texts: readonly string[] } | { values: NDArray; areRows: true }> {
  const classes = classNames.length;
  const data = new Float32Array(records.rows * classes);
  for (const [id, name] of classNames.entries()) {
    const { names, of } = await recordColumn(records, name, context);
    const flags = names.map(flagOf);
    const at = flags.indexOf(undefined);
    if (at >= 0) throw noFlag(records.name, name, names[at]);
    of.forEach((text, row) => (data[row * classes + id] = text < 0 ? NaN : flags[text]!));
  }
  // -1 may be a no as well as what nobody knows.
  if (data.includes(-1) && !data.includes(0)) throw noFlag(records.name, classNames[0], '-1');
  const values = ndarray(data, [records.rows, classes]);
  if (isMultiHot(values, values.shape)) return { values, areRows: true };
  const texts = Array.from({ length: records.rows }, (_, row) => {
    const id = data.subarray(row * classes, (row + 1) * classes).indexOf(1);
    return id < 0 ? '' : classNames[id];
  });
  return { texts };
}

const noFlag = (file: string, field: string, text: string): Error =>
  new Error(
    l10n.t(
      '{0}: “{1}” holds {2}; expected 0 or 1 for each class.',
      file,
      printable(field, MAX_NAME),
      excerpt(text),
    ),
  );

/** The field that has the keys of the rows. */
async function columnOf(
  keys: RowTexts,
  file: FileRequest,
  records: RecordRows,
  context: CallContext,
): Promise<RowTexts> {
  const { names, id } = await recordFields(records, context);
  for (const name of new Set([KEY, id, ...names.slice(0, MOST_FIELDS)])) {
    if (name === undefined || !names.includes(name)) continue;
    const column = await recordColumn(records, name, context);
    if (haveSameKeys(keys, column)) return { ...textsOf(column), field: name };
  }
  throw noKeys(file.name);
}

const noKeys = (file: string): Error =>
  new Error(
    l10n.t(
      '{0}: the rows have keys, but no field has these values. Name a field that both files have in “id”.',
      file,
    ),
  );

/** Fields that are looked at for the keys of rows. */
const MOST_FIELDS = 20;
/** Characters of a name that a sentence shows. */
const MAX_NAME = 60;

const textsOf = ({ names, of }: Pick<RowTexts, 'names' | 'of'>) => ({ names, of });

/** A label on each line, or a list of them in JSON, or an object: `{"a.png": 3, …}`. */
async function labelLines(
  file: FileRequest,
  [rows, classes]: readonly number[],
  context: CallContext,
): Promise<LabelColumn> {
  const { text } = await fileText(file, context);
  const list = lenientJson(text);
  if (typeof list === 'object' && list !== null) {
    const own = listOf(list, rows);
    if (own) return { texts: own };
    const values = Object.values(list);
    const texts = values.map(textOf);
    if (!values.every(isScalar) && !hotRowsIn(texts, classes))
      throw new Error(l10n.t('{0}: no records found', file.name));
    return Array.isArray(list) ? { texts } : { texts, ids: keysOf(list) };
  }
  const lines = text.split('\n').map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  // A table of one column has a header, whatever it says.
  const isTable = /\.[ct]sv(\.gz)?$/i.test(file.name);
  if (isTable && lines.length > 0 && (isLabelName(lines[0]) || isHeaderOver(lines, rows))) lines.shift();
  if (
    list !== undefined ||
    lines.length === 0 ||
    lines.some((line) => line === '' || (line.length > LONGEST_LABEL && !line.startsWith('[')))
  )
    throw new Error(l10n.t('{0}: no records found', file.name));
  return { texts: lines };
}

/** What a document holds for each row, `{"labels": [0, 2, 1]}`, in the only list or the one that is called labels. */
function listOf(document: object, rows: number): readonly string[] | undefined {
  if (Array.isArray(document)) return undefined;
  const lists = Object.entries(document).filter(
    (entry): entry is [string, unknown[]] =>
      Array.isArray(entry[1]) &&
      entry[1].length === rows &&
      (entry[1].every(isScalar) || entry[1].every(isListOrNone)),
  );
  const called = lists.filter(([name]) => isLabelName(name));
  const [first, other] = called.length > 0 ? called : lists;
  return first && !other ? first[1].map(textOf) : undefined;
}

/** A row of 0 and 1, or none. */
const isListOrNone = (value: unknown): boolean => value === null || Array.isArray(value);
const textOf = (value: unknown): string =>
  isScalar(value) ? String(value) : value === null ? '' : JSON.stringify(value);
const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** One line more than there are rows, and nothing like it among the others. */
function isHeaderOver(lines: readonly string[], rows: number): boolean {
  return (
    lines.length === rows + 1 && plainNumber(lines[0]) === undefined && !lines.slice(1).includes(lines[0])
  );
}

function keysOf(labels: object): RowTexts {
  const column = new TextColumn();
  column.append(Object.keys(labels));
  return { field: KEY, names: column.names, of: column.of };
}

/** Characters of a label by itself on its line. */
const LONGEST_LABEL = 80;
