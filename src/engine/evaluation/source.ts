import * as l10n from '@vscode/l10n';
import { isMultiHot } from '../../arrays/labelShape';
import { plural } from '../../arrays/words/plural';
import { printable } from '../../arrays/words/printable';
import type { RowTexts } from '../../loss/evaluation/sliceField';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import { TELLING_SCALAR } from '../../records/probe/scalars';
import { severalInTexts } from '../../records/probe/severalLabels';
import type { DumpFields, DumpFormat, DumpProbe, FieldCandidate } from '../../records/types';
import { isLabelName } from '../../text/names/labelNames';
import { fieldsOf, likelyLabels, logitsField, severalOrNone, takenFor } from '../../worker/foundInRecords';
import type { EvaluationSource, FileRequest } from '../../worker/protocol';
import { openArrayFile, openArrays, type LabelsWhere } from './arraySource';
import { notBatches } from '../arrays/batchesOrClasses';
import type { CallContext } from '../callContext';
import { columnsAsRecords } from './columnsAsRecords';
import { fieldNamed } from '../explainFile';
import { severalOfOne } from '../labels/predictedClasses';
import { NoLogits, openText } from './text';
import { fileKind } from '../files/fileKind';
import { keyedRows, type KeyedRows } from '../labels/keyedRows';
import { fittingLabels, flagsIn, groupElsewhere, labelsElsewhere } from '../labels/labelsElsewhere';
import { checkClassesOf, checkMeant } from './meantScores';
import { checkOthers } from './otherRecords';
import { setsBeside, setsTogether } from './setsTogether';
import { noneOfWords, notSaid, ownNamesOf, unfitLabels } from '../labels/namedLabels';
import { pathOf, readAsEach, type AskedOptions, type OpenedSource, type Rooms } from './openedSource';
import { probeRecords, type RecordRows } from '../rows/recordRows';
import type { Session } from '../session';
import type { Sessions } from '../sessions';
import { quotedNames } from './quotedNames';
import { checkModels } from './severalModels';
import { inSplits, otherSplits, splitOfRecords } from './splitsTaken';
import { TextColumn } from '../rows/textColumn';
import { underLoss } from './underLoss';

export async function openSource(
  rooms: Rooms,
  source: EvaluationSource,
  options: EvaluationOptions,
  context: CallContext,
): Promise<OpenedSource> {
  if (!('file' in source)) return openArrays(rooms.sessions, source, options);
  const { file, labels } = source;
  if (!labels) return openFile(rooms, file, options, true, context);
  const beside = { ...source, labels };
  const keyed = options.logits === undefined ? await keyedRows(file, options.id, context) : undefined;
  const byKey = keyed && (await openByKey(rooms, beside, keyed, options, context));
  if (byKey && !(byKey instanceof Error)) return byKey;
  return openBeside(rooms, beside, options, context).catch((error: unknown) => {
    throw keyed?.areMany && byKey ? byKey : error;
  });
}

/** Rows whose keys their labels have as well; else why they are none, which is no error where they are columns. */
async function openByKey(
  rooms: Rooms,
  { labels }: FileBeside,
  { file, id, areUntold }: KeyedRows,
  options: EvaluationOptions,
  context: CallContext,
): Promise<OpenedSource | Error> {
  try {
    const opened = await openBeside(rooms, { file, labels }, options, context, id);
    // The field of the scores is in no file.
    opened.taken = { ...opened.taken, logits: undefined };
    if (!areUntold || opened.session.hasNamedLabels) return opened;
    opened.close();
    return new NoLogits(l10n.t('{0}: no logits found', file.name));
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof Error) return error;
    throw error;
  }
}

type FileBeside = Required<Extract<EvaluationSource, { file: FileRequest }>>;

/**
 * A file whose labels stand in another one.
 *
 * @param key the field that has the rows' keys
 */
async function openBeside(
  rooms: Rooms,
  source: FileBeside,
  options: AskedOptions,
  context: CallContext,
  key = options.id,
): Promise<OpenedSource> {
  const { file, labels } = source;
  const { group, ...rest } = { ...options, flags: () => flagsIn(labels.file, context) };
  // Arrays fit each other as those of one file do, unless an ID says what belongs together.
  const where =
    options.id === undefined &&
    ((scores: readonly number[]) => fittingLabels(rooms, labels, scores, context));
  const inFile = await openFile(rooms, file, { ...rest, group, id: key }, where, context).catch(
    (error: unknown) => {
      // What rows are sliced by may stand beside their labels.
      if (group === undefined || context.signal.aborted) throw error;
      return undefined;
    },
  );
  const opened = inFile ?? (await openFile(rooms, file, { ...rest, id: key }, where, context));
  let areEach = false;
  try {
    const { session, isLabelled } = opened;
    if (isLabelled && !inFile)
      opened.group = await groupElsewhere(rooms, labels, { group: group!, rows: session.size.rows }, context);
    if (!isLabelled) {
      const asked = inFile ? rest : options;
      const { values, names } = await labelsElsewhere(
        rooms,
        { ...labels, byKey: key !== options.id },
        opened,
        asked,
        context,
      );
      session.label({ labels: values });
      session.nameLabels(names);
      const areSeveral =
        options.loss !== 'softmax' && !opened.isPaired && isMultiHot(values, session.rows.shape);
      areEach = areSeveral && options.areEach !== true && (await areAllShares(session, context));
      const isSaid = opened.multiHot && options.areEach !== true;
      if (areSeveral && options.loss === undefined && !isSaid)
        opened.notes = [...(opened.notes ?? []), severalOrNone()];
      if (areSeveral) opened.multiHot = true;
    }
    if (!inFile) opened.taken = { ...opened.taken, group };
  } catch (error) {
    opened.close();
    throw error;
  }
  if (!areEach) return opened;
  opened.close();
  return openBeside(rooms, source, { ...options, areEach }, context, key);
}

/** Whether scores that are not read as those of a sigmoid are shares, which no logits are. */
async function areAllShares({ reading, rows }: Session, context: CallContext): Promise<boolean> {
  if (reading !== 'logits') return reading === 'probabilities';
  let [areShares, areWhole] = [true, true];
  await rows.pass({ ...context, progress: () => undefined }, ({ logits }) => {
    for (const x of logits) {
      if (Number.isNaN(x)) continue;
      areShares &&= x >= 0 && x <= 1;
      areWhole &&= Number.isInteger(x);
    }
  });
  return areShares && !areWhole;
}

async function openFile(
  rooms: Rooms,
  file: FileRequest,
  options: AskedOptions,
  where: LabelsWhere,
  context: CallContext,
): Promise<OpenedSource> {
  if ((await fileKind(file)) === 'arrays') return openArrayFile(rooms, file, options, where, context);
  const labelled = where === true;
  const isNotebook = file.name.toLowerCase().endsWith('.ipynb');
  const found = isNotebook ? undefined : await probeRecords(file, context, { scalars: true });
  const probe = found && !labelled ? await withFlags(withSharesFirst(found), file, options, context) : found;
  if (probe && options.logits === undefined) checkClassesOf(probe, isTelling(probe.logits[0]));
  if (probe && mayOpen(probe, options))
    return openRecordsOrBatches(rooms, { file, probe, labelled }, options, context);
  // Nothing but fields of labels says that others are scores.
  const { unfit } = probe ?? {};
  if (labelled && (unfit?.isOneClass || unfit?.lacksLabel))
    throw unfitLabels(unfit, { file: file.name, classes: 2, names: undefined });
  return openTextOrColumns(rooms, { file, probe, isNotebook, labelled }, options, context);
}

/** An array of a text; where it lacks scores or labels, the columns that a document of lists is. */
async function openTextOrColumns(
  rooms: Rooms,
  {
    file,
    probe,
    isNotebook,
    labelled,
  }: { file: FileRequest; probe: DumpProbe | undefined; isNotebook: boolean; labelled: boolean },
  options: AskedOptions,
  context: CallContext,
): Promise<OpenedSource> {
  const columns = () => (probe || isNotebook ? undefined : probeColumns(file, context));
  try {
    const areRecords = probe !== undefined;
    const opened = await openText(rooms.sessions, file, { options, labelled, areRecords }, context);
    // Labels may be called after what they are of, which the columns of a table tell.
    const isWithout = labelled && opened.taken.labels === undefined && options.logits === undefined;
    const told = isWithout && !opened.session.isLabelled ? await columns() : undefined;
    if (!told || !likelyLabels(told.probe) || !mayOpen(told.probe, options)) return opened;
    opened.close();
    return await openRecordsOrBatches(rooms, { ...told, labelled }, options, context);
  } catch (error) {
    context.signal.throwIfAborted();
    const told = await columns();
    if (told && mayOpen(told.probe, options))
      return openRecordsOrBatches(rooms, { ...told, labelled }, options, context);
    const said = probe ?? told?.probe;
    throw (error instanceof NoLogits && said && whyNone(said, file.name)) || error;
  }
}

const mayOpen = ({ logits: [first] }: DumpProbe, options: EvaluationOptions): boolean =>
  options.logits !== undefined || isTelling(first);

/** A document that holds a list for each column, as the records that these stand for. */
async function probeColumns(
  given: FileRequest,
  context: CallContext,
): Promise<{ file: FileRequest; probe: DumpProbe } | undefined> {
  const file = await columnsAsRecords(given, context);
  const probe = file && (await probeRecords(file, context, { scalars: true }));
  return probe && { file, probe };
}

/** Shares that are called as labels are, `id,target`, are scores where the labels stand in another file. */
function withSharesFirst(probe: DumpProbe): DumpProbe {
  if (isTelling(probe.logits[0])) return probe;
  const shares = probe.logits.filter(
    ({ isScalar, reading, name }) => isScalar && reading === 'probabilities' && isLabelName(name),
  );
  if (shares.length !== 1) return probe;
  const [first] = shares;
  return {
    ...probe,
    logits: [{ ...first, score: TELLING_SCALAR + 1 }, ...probe.logits.filter((one) => one !== first)],
  };
}

/** Columns without a word for scores are those of classes where another file has labels of 0 and 1 under all their names. */
async function withFlags(
  probe: DumpProbe,
  file: FileRequest,
  { logits, flags }: AskedOptions,
  context: CallContext,
): Promise<DumpProbe> {
  if (isTelling(probe.logits[0]) || logits !== undefined || !flags) return probe;
  const known = new Set(await flags());
  const together = probe.logits.flatMap(({ name, path }) =>
    path.length === 1 && known.has(name) ? name : [],
  );
  if (together.length < 2) return probe;
  return (await probeRecords(file, context, { scalars: true, together })) ?? probe;
}

/** Why nothing of records is taken for scores; undefined where there is nothing to name. */
function whyNone({ logits, labels: [labels], percent }: DumpProbe, file: string): Error | undefined {
  if (percent)
    return new Error(
      l10n.t(
        '{0}: no logits found. “{1}” holds texts such as {2}: write numbers without a percent sign.',
        file,
        printable(percent.name, 80),
        printable(percent.preview, 20),
      ),
    );
  const names = logits
    .filter(({ isScalar, name, preview }) => isScalar && name !== labels?.name && !/^-?\d+$/.test(preview))
    .map(({ name }) => name);
  if (names.length === 0) return undefined;
  const told = quotedNames(names);
  return new Error(
    plural(
      names.length,
      l10n.t(
        '{0}: no logits found. If {1} is the score of the second class, name it in “logits”.',
        file,
        told,
      ),
      l10n.t(
        '{0}: no logits found. If one of {1} is the score of the second class, name it in “logits”.',
        file,
        told,
      ),
    ),
  );
}

/** Lists of numbers, or single ones whose name says what they are. */
const isTelling = (candidate: FieldCandidate | undefined) =>
  candidate !== undefined && !(candidate.isScalar && candidate.score <= TELLING_SCALAR);

/** Opens records, which may be batches of one score a row: then those of another length are no rows of several classes. */
async function openRecordsOrBatches(
  rooms: Rooms,
  read: { file: FileRequest; probe: DumpProbe; labelled: boolean },
  options: AskedOptions,
  context: CallContext,
): Promise<OpenedSource> {
  const opened = await openRecordFile(rooms, read, options, context);
  const { maybeBatches } = read.probe;
  if (!maybeBatches || !opened.multiHot || options.loss !== undefined || opened.classNames) return opened;
  const isUneven = ({ report }: OpenedSource) => report?.counts.some(({ kind }) => kind === 'width');
  try {
    const probe = isUneven(opened)
      ? await probeRecords(read.file, context, { scalars: true, batches: true })
      : undefined;
    const batches = probe && (await openRecordFile(rooms, { ...read, probe }, options, context));
    if (batches && !batches.report!.counts.some(({ kind }) => kind === 'label-shape')) {
      opened.close();
      return batches;
    }
    batches?.close();
    const { logits = '', labels = '' } = opened.taken;
    const notes = maybeBatches === 'likely' ? notBatches({ logits, labels }, opened.session.size) : [];
    return { ...opened, notes: [...(opened.notes ?? []), ...notes] };
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** The fields that are named, else those that a person would be shown first. */
async function openRecordFile(
  { sessions }: Rooms,
  { file, probe: whole, labelled }: { file: FileRequest; probe: DumpProbe; labelled: boolean },
  options: AskedOptions,
  context: CallContext,
): Promise<OpenedSource> {
  const probe = inSplits(whole, options, labelled);
  const logits = fieldOf(options.logits, probe.logits, probe.format);
  const labels = labelled ? labelsTaken(probe, options) : undefined;
  if (options.logits === undefined && (labels || !labelled)) checkMeant(probe, logits, labels, options);
  const id = options.id ?? probe.keyed;
  const besides = [options.group, id].filter((name) => name !== undefined);
  const { format } = probe;
  const sets = setsBeside(probe, [...besides, logits.name, labels?.name]);
  const columns = [...besides.map((name) => pathOf(name, format)), ...sets.map(({ path }) => path)];
  const fields: DumpFields = {
    ...fieldsOf(probe, logits, labels),
    // Whoever says where numbers begin takes them for numbers, and no names.
    ...(options.labelOffset !== undefined && { labelsByName: undefined }),
    loss: undefined,
    // Records of which nothing else is wanted are read in runs.
    ...(columns.length > 0 && { beside: columns }),
  };
  const reading = readingOf(logitsField(probe, fields), options, fields);
  const request = { file, fields, reading, isSoftmax: options.loss === 'softmax' };
  const { opened, laterTexts } = await openAsSets(sessions, request, labels, context);
  const session = sessions.get(opened.session);
  try {
    checkOthers(opened.report, file.name);
    if (labelled) checkTaken({ probe, logits, labels, fields }, { file, classes: session.size.classes });
    if (options.logits === undefined && logits.isScalar) await checkBinary(session, logits.name, context);
    if (options.logits === undefined && labels && options.loss === undefined)
      await checkModels(session, logits, labels, context);
  } catch (error) {
    sessions.drop(opened.session);
    throw error;
  }
  const { report, beside } = session.records!;
  const textsOf = async (name: string | undefined): Promise<RowTexts | undefined> => {
    if (name === undefined) return undefined;
    const column = beside[besides.indexOf(name)];
    // A key may hold dots itself.
    const isKey = column.names.length === 0 && name.includes('.');
    const { names, of } = isKey ? await keyedColumn(session.records!, name, context) : column;
    if (names.length === 0) {
      sessions.drop(opened.session);
      throw new Error(l10n.t('No record of {0} has a value in the field “{1}”.', file.name, name));
    }
    return { field: name, names, of };
  };
  return {
    session,
    taken: { logits: logits.name, labels: labels?.name, group: options.group, id },
    classNames: fields.classNames,
    ownNames: ownNamesOf(logits, probe),
    multiHot: (opened.labels?.multiHot ?? false) || (opened.reading === 'sigmoid-scores' && !logits.isScalar),
    isPaired: logits.isScalar,
    group: await textsOf(options.group),
    ids: await textsOf(id),
    report,
    notes: [
      ...takenFor(probe, fields, opened, options),
      ...laterTexts,
      ...(options.labels === undefined && labels?.doubt !== undefined ? [labels.doubt] : []),
      ...splitOfRecords(fields.records),
      ...setsTogether(sets, beside.slice(besides.length)),
      ...otherSplits(
        { logits: logits.name, labels: labels?.name },
        options,
        [...whole.logits, ...whole.labels].map(({ name }) => name),
      ),
    ],
    close: () => sessions.drop(opened.session),
  };
}

/**
 * Opens records whose labels may name one class in the first of them and several in later ones.
 *
 * @returns what is said of later texts that do so
 */
async function openAsSets(
  sessions: Sessions,
  request: Parameters<Sessions['openRecords']>[0],
  labels: Pick<FieldCandidate, 'name' | 'isListed'> | undefined,
  context: CallContext,
) {
  const opened = await sessions.openRecords(request, context);
  const counted = new Set(opened.report.counts.map(({ kind }) => kind));
  const areTexts = labels !== undefined && counted.has('label-several');
  if (!areTexts && !(labels?.isListed && counted.has('label-shape'))) return { opened, laterTexts: [] };
  sessions.drop(opened.session);
  request.fields.labelSets = true;
  return {
    opened: await sessions.openRecords(request, context),
    laterTexts: areTexts ? [severalInTexts(labels.name)] : [],
  };
}

async function keyedColumn(records: RecordRows, key: string, context: CallContext): Promise<TextColumn> {
  const column = new TextColumn();
  await records.readBeside([key], context, (texts) => column.append(texts));
  return column;
}

/** The field that is named, else the likeliest; throws where that is a guess. */
function labelsTaken(
  probe: DumpProbe,
  { labels }: EvaluationOptions,
): ReturnType<typeof fieldOf> | undefined {
  const named = labels === undefined ? likelyLabels(probe) : fieldOf(labels, probe.labels, probe.format);
  if (!named && probe.labels.length > 0) throw notSaid(probe.labels[0]);
  return named;
}

/** Throws where there are no labels, or they are words of which none is known to be that of a score. */
function checkTaken(
  {
    probe,
    logits,
    labels,
    fields,
  }: {
    probe: DumpProbe;
    logits: Pick<FieldCandidate, 'scored' | 'isScalar' | 'name'>;
    labels?: Pick<FieldCandidate, 'name' | 'words'>;
    fields: DumpFields;
  },
  read: { file: FileRequest; classes: number },
): void {
  if (!labels) checkUnfit(probe, logits, read);
  else if (logits.isScalar && !fields.classNames && labels.words?.length === 2)
    throw noneOfWords(labels.name, labels.words, logits.name);
}

/** Throws where a field of a file without labels was meant for them. */
function checkUnfit(
  { unfit, classNames }: DumpProbe,
  { scored, isScalar, name }: Pick<FieldCandidate, 'scored' | 'isScalar' | 'name'>,
  { file, classes }: { file: FileRequest; classes: number },
): void {
  if (!unfit) return;
  if (unfit.words) {
    if (isScalar) throw noneOfWords(unfit.name, unfit.words, name);
    return;
  }
  const names = scored?.classes ?? classNames;
  throw unfitLabels(unfit, { file: file.name, classes: Math.max(2, classes), names });
}

/** Throws where labels of one score a row are those of more than two classes. */
async function checkBinary(session: Session, name: string, context: CallContext): Promise<void> {
  const { labels } = await session.table({ temperature: 1 }, context);
  if (labels.min !== 0 || !(labels.max > 1)) return;
  throw severalOfOne(name, labels.max);
}

/** Whatever labels say, under a softmax a row has one class. */
const readingOf = (
  { reading = 'logits', isOfOne }: Pick<FieldCandidate, 'reading' | 'isOfOne'> = {},
  options: AskedOptions,
  fields: DumpFields,
) =>
  readAsEach(options).reading ??
  (isOfOne && options.loss === 'softmax' ? 'probabilities' : underLoss(reading, options, fields));

/** The field of that name, whether or not the first records suggest it; without a name the likeliest. */
function fieldOf(
  name: string | undefined,
  candidates: readonly FieldCandidate[],
  format: DumpFormat,
): Pick<
  FieldCandidate,
  | 'path'
  | 'name'
  | 'isScalar'
  | 'isSet'
  | 'isListed'
  | 'isHot'
  | 'byName'
  | 'words'
  | 'areNames'
  | 'doubt'
  | 'places'
  | 'reading'
  | 'note'
  | 'areShares'
  | 'scored'
> {
  const known = candidates.find((one) => one.name === name);
  if (known !== undefined || name === undefined) return fieldNamed(name, candidates);
  return { path: pathOf(name, format), name, isScalar: true };
}
