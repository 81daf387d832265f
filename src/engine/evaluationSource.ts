import * as l10n from '@vscode/l10n';
import { arrange, asPairs, type Arrangement } from '../arrays/arrange';
import { isLabelShape, isMultiHot } from '../arrays/labelShape';
import { plural } from '../arrays/plural';
import { printable } from '../arrays/printable';
import { areManyShares, areWrittenShares } from '../arrays/shares';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { ndarray, shapeText, sizeOf, type NDArray } from '../arrays/ndarray';
import type { ReadingKind } from '../arrays/types';
import type { RowTexts } from '../loss/evaluation/sliceField';
import type { EvaluationOptions } from '../loss/evaluation/types';
import { isOtherwise } from '../records/probe/logits';
import { rivalsOf } from '../records/probe/meant';
import { TELLING_SCALAR } from '../records/probe/scalars';
import { severalInTexts } from '../records/probe/severalLabels';
import type { DumpFields, DumpFormat, DumpProbe, FieldCandidate } from '../records/types';
import { isOfFirstClass } from '../records/columnGroups';
import { areOfDifferentSplits } from '../text/dataSplits';
import { isLabelName } from '../text/labelNames';
import { fieldsOf, likelyLabels, logitsField, takenFor, wordsBeside } from '../worker/foundInRecords';
import type {
  EvaluatedArrays,
  EvaluationSource,
  FileArray,
  FileRequest,
  OpenedFile,
} from '../worker/protocol';
import { arrayColumn, checkOnePerRow } from './arrayColumn';
import type { CallContext } from './callContext';
import { fieldNamed, notThere } from './explainFile';
import { NoLogits, openText } from './evaluationText';
import { fileKind } from './fileKind';
import { guessedLabels, isSqueezed } from './guessedLabels';
import { labelsElsewhere } from './labelsElsewhere';
import { noneOfWords, notSaid, ownNamesOf, unfitLabels } from './namedLabels';
import { checkChoices, checkClasses } from './predictedClasses';
import { isInputName, notTold, pathOf, type OpenedSource, type Rooms } from './openedSource';
import { isScoresName, rivalArrays } from './pairing';
import { probeRecords, type RecordRows } from './recordRows';
import type { Session } from './session';
import type { Sessions } from './sessions';
import { quotedNames } from './quotedNames';
import { checkRivals } from './rivalScores';
import { checkSplits, inSplits, otherSplits, splitOfRecords } from './splitsTaken';
import { TextColumn } from './textColumn';

export async function openSource(
  rooms: Rooms,
  source: EvaluationSource,
  options: EvaluationOptions,
  context: CallContext,
): Promise<OpenedSource> {
  if (!('file' in source)) return openArrays(rooms.sessions, source, options);
  const { file, labels } = source;
  if (!labels) return openFile(rooms, file, options, true, context);
  const { group, ...rest } = options;
  const inFile = await openFile(rooms, file, options, false, context).catch((error: unknown) => {
    // What rows are sliced by may stand beside their labels.
    if (group === undefined || context.signal.aborted) throw error;
    return undefined;
  });
  const opened = inFile ?? (await openFile(rooms, file, rest, false, context));
  try {
    const asked = inFile ? rest : options;
    opened.session.label({ labels: await labelsElsewhere(rooms, labels, opened, asked, context) });
    if (!inFile) opened.taken = { ...opened.taken, group };
    return opened;
  } catch (error) {
    opened.close();
    throw error;
  }
}

async function openFile(
  rooms: Rooms,
  file: FileRequest,
  options: EvaluationOptions,
  labelled: boolean,
  context: CallContext,
): Promise<OpenedSource> {
  if ((await fileKind(file)) === 'arrays') return openArrayFile(rooms, file, options, labelled, context);
  const isNotebook = file.name.toLowerCase().endsWith('.ipynb');
  const found = isNotebook ? undefined : await probeRecords(file, { scalars: true });
  const probe = found && !labelled ? withSharesFirst(found) : found;
  if (probe && (options.logits !== undefined || isTelling(probe.logits[0])))
    return openRecordFile(rooms, { file, probe, labelled }, options, context);
  // Nothing but fields of labels says that others are scores.
  const { unfit } = probe ?? {};
  if (labelled && (unfit?.isOneClass || unfit?.lacksLabel))
    throw unfitLabels(unfit, { file: file.name, classes: 2, names: undefined });
  try {
    return await openText(
      rooms.sessions,
      file,
      { options, labelled, areRecords: probe !== undefined },
      context,
    );
  } catch (error) {
    throw (error instanceof NoLogits && probe && whyNone(probe, file.name)) || error;
  }
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

/** The fields that are named, else those that a person would be shown first. */
async function openRecordFile(
  { sessions }: Rooms,
  { file, probe: whole, labelled }: { file: FileRequest; probe: DumpProbe; labelled: boolean },
  options: EvaluationOptions,
  context: CallContext,
): Promise<OpenedSource> {
  const probe = inSplits(whole, options, labelled);
  const logits = fieldOf(options.logits, probe.logits, probe.format);
  const labels = labelled ? labelsTaken(probe, options) : undefined;
  if (options.logits === undefined && (labels || !labelled)) checkMeant(probe, logits, labels);
  const id = options.id ?? probe.keyed;
  const besides = [options.group, id].filter((name) => name !== undefined);
  const { format } = probe;
  const fields: DumpFields = {
    ...fieldsOf(probe, logits, labels),
    // Whoever says where numbers begin takes them for numbers, and no names.
    ...(options.labelOffset !== undefined && { labelsByName: undefined }),
    loss: undefined,
    beside: besides.map((name) => pathOf(name, format)),
  };
  const reading = readingOf(logitsField(probe, fields), options, fields);
  const request = { file, fields, reading, isSoftmax: options.loss === 'softmax' };
  const { opened, laterTexts } = await openAsSets(sessions, request, labels, context);
  const session = sessions.get(opened.session);
  try {
    if (labelled) checkTaken({ probe, logits, labels, fields }, { file, classes: session.size.classes });
    if (options.logits === undefined && logits.isScalar) await checkBinary(session, logits.name, context);
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
      throw new Error(l10n.t('No record of {0} has a value in a field “{1}”.', file.name, name));
    }
    return { field: name, names, of };
  };
  return {
    session,
    taken: { logits: logits.name, labels: labels?.name, group: options.group, id },
    classNames: fields.classNames,
    ownNames: ownNamesOf(logits, probe),
    labelNames: session.records!.areNamed ? session.records!.fields.classNames : undefined,
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
  throw new Error(
    l10n.t(
      '“{0}” holds one score per row, but labels go from 0 to {1}. Name the scores in “logits”.',
      printable(name, 80),
      labels.max,
    ),
  );
}

/** Whoever takes each class as a yes or no of its own has probabilities that a sigmoid gave. */
const underLoss = <Kind extends ReadingKind>(
  kind: Kind,
  { loss }: EvaluationOptions,
  { scalar }: Pick<DumpFields, 'scalar'> = {},
) => (loss === 'sigmoid' && kind === 'probabilities' && scalar === undefined ? 'sigmoid-scores' : kind);

/** Whatever labels say, under a softmax a row has one class. */
const readingOf = (
  { reading = 'logits', isOfOne }: Pick<FieldCandidate, 'reading' | 'isOfOne'> = {},
  options: EvaluationOptions,
  fields: DumpFields,
) => (isOfOne && options.loss === 'softmax' ? 'probabilities' : underLoss(reading, options, fields));

/** From this score on a name says that columns are scores of classes. */
const TELLING = 4;

/** What an array's columns are called that has no names of its own. */
const NUMBERED_CLASS = /^(?:class|cls|c|label|out(?:put)?)?[ _.-]?\d+$/i;

/**
 * Throws where nobody says that what would be taken are the scores that are meant.
 *
 * @param labels those that are taken, where they are in the file
 */
function checkMeant(
  probe: DumpProbe,
  logits: ReturnType<typeof fieldOf>,
  labels: ReturnType<typeof fieldOf> | undefined,
): void {
  if (labels) checkOne(probe, wordsBeside(logits, labels) !== undefined);
  checkRivals(
    logits.name,
    rivalsOf(probe, labels?.name).map(({ name }) => name),
  );
}

/** Of single numbers that are named alike, as one for each model, nobody says which one is meant. */
function checkOne({ logits: [first], classNames = [] }: DumpProbe, areWords: boolean): void {
  // Columns that are alike may be features as well.
  const isTold =
    first.readingEvidence !== undefined ||
    first.score >= TELLING ||
    first.path.length === 1 ||
    first.path.every((name) => NUMBERED_CLASS.test(name)) ||
    // Words come from what labels hold.
    classNames.some((name) => !/^\d+$/.test(name));
  if (!isTold && !first.scored) throw notTold(first.name);
  if (first.isScalar && first.reading === 'log-probabilities')
    throw new Error(
      l10n.t(
        '“{0}” is the logarithm of one probability per row, and nothing says of which class. If it is that of the second class, name it in “logits”.',
        printable(first.name, 80),
      ),
    );
  if (first.isScalar && first.reading === 'logits' && SHARE.test(first.name))
    throw new Error(
      l10n.t(
        '“{0}” are called probabilities, but are not in [0, 1]. If they are logits, name them in “logits”.',
        printable(first.name, 80),
      ),
    );
  // Labels that are words say which class it is the score of.
  if (first.isScalar && !areWords && isOfFirstClass(first.name))
    throw new Error(
      l10n.t(
        '“{0}” is named as the score of the first class, but a single score per row is read as that of the second. Write the score of the second class; if it already is, name it in “logits”.',
        printable(first.name, 80),
      ),
    );
}

/** What no model's logit is called, and may be a percentage or a logarithm. */
const SHARE = /^(?!.*logit).*prob(?![el])|(?:^|\.)p$/i;

/** Whether each class is a yes or no of its own. */
const isEach = (several: boolean, { reading }: Pick<Arrangement, 'reading'>, { loss }: EvaluationOptions) =>
  loss !== 'softmax' && (several || (loss === 'sigmoid' && reading === 'probabilities'));

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
  | 'reading'
  | 'scored'
> {
  const known = candidates.find((one) => one.name === name);
  if (known !== undefined || name === undefined) return fieldNamed(name, candidates);
  return { path: pathOf(name, format), name, isScalar: true };
}

async function openArrayFile(
  { sessions, files }: Rooms,
  file: FileRequest,
  options: EvaluationOptions,
  labelled: boolean,
  context: CallContext,
): Promise<OpenedSource> {
  const opened = await files.open(file, context);
  const close = () => void files.close({ file: opened.file }, context);
  try {
    const { arrays } = opened;
    const read = (index: number) => files.read({ file: opened.file, index }, context);
    const places = placesOf(opened, file, options, labelled);
    const { logits } = places;
    const { labels, guess } = await labelsMeant(places, arrays, read);
    const columnOf = async (name: string | undefined) =>
      name === undefined ? undefined : arrayColumn(files, { ...opened, name: file.name }, name, context);
    const [group, ids] = [await columnOf(options.group), await columnOf(options.id)];
    const { found } = await files.peek({ file: opened.file, index: logits }, context);
    const given = labels !== undefined ? asLabels(await read(labels), arrays[logits]) : undefined;
    const arranged: Arrangement = arrange(found, found.reading.kind) ?? {
      array: await read(logits),
      reading: 'logits',
    };
    // Of a file that is read in runs each has all classes.
    if (given && isAlongSecond(given.shape, arrays[logits].shape))
      Object.assign(arranged, { axis: 1, array: await read(logits) });
    const isOne = given !== undefined && isScoreALabel(arrays[logits].shape, given.shape);
    const several = !isOne && given !== undefined && isMultiHot(given, arrays[logits].shape);
    const single = isOne ? await read(logits) : undefined;
    const maybeChosen = options.logits === undefined && !/logit/i.test(arrays[logits].name);
    if (single && maybeChosen) checkClasses(arrays[logits].name, single.data);
    const { session } = single
      ? sessions.open(asBinary(single, given!, kindOfScores(single, arrays[logits], found.reading.kind)))
      : sessions.open({
          ...arranged,
          ...(isEach(several, arranged, options) && (await asShares(read(logits)))),
          labels: given,
        });
    const taken = {
      logits: arrays[logits].name,
      labels: labels === undefined ? undefined : arrays[labels].name,
    };
    const { size } = sessions.get(session);
    try {
      if (!single && maybeChosen) await checkChoices(sessions.get(session), taken.logits, context);
      for (const column of [group, ids]) if (column) checkOnePerRow(column, size.rows);
    } catch (error) {
      sessions.close(session);
      throw error;
    }
    return {
      session: sessions.get(session),
      taken: { ...taken, group: options.group, id: options.id },
      classNames: arranged.classNames,
      labelNames: labels !== undefined && arrays[labels].areNames ? arranged.classNames : undefined,
      multiHot: arranged.loss === 'sigmoid' || several,
      isPaired: isOne || arranged.paired,
      group,
      ids,
      notes: [...guess, ...otherSplits(taken, options, namesIn(arrays))],
      close() {
        sessions.close(session);
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** How each class's own probabilities are read; what is none of those as logits are. */
async function asShares(scores: Promise<NDArray>): Promise<{ reading?: 'sigmoid-scores' }> {
  return areWrittenShares((await scores).data) ? { reading: 'sigmoid-scores' } : {};
}

/** The place of the labels, and what says that they are a guess. */
async function labelsMeant(
  { logits, labels, guessed }: ReturnType<typeof placesOf>,
  arrays: readonly FileArray[],
  read: (index: number) => Promise<NDArray>,
): Promise<{ labels?: number; guess: string[] }> {
  if (!guessed || labels === undefined) return { labels, guess: [] };
  // What nothing says to be labels, and is the top class of every row, is what the model said.
  if (areTopClasses(await read(logits), await read(labels))) return { guess: [] };
  const name = printable(arrays[labels].name, 80);
  return {
    labels,
    guess: [l10n.t('Labels are taken from “{0}”, the only whole numbers beside the scores.', name)],
  };
}

function openArrays(
  sessions: Sessions,
  { logits, labels, groups, ids, classNames, reading = 'logits' }: EvaluatedArrays,
  options: EvaluationOptions,
): OpenedSource {
  const isBinary = isScoreALabel(logits.shape, labels.shape);
  const { session } = sessions.open(
    isBinary
      ? asBinary(logits, labels, reading)
      : {
          array: logits,
          reading: underLoss(reading, options),
          labels: asLabels(labels, logits),
        },
  );
  const given = sessions.get(session);
  const texts = (field: string, values: readonly string[] | undefined): RowTexts | undefined => {
    if (!values) return undefined;
    if (values.length !== given.size.rows)
      throw new Error(
        l10n.t('{0}: expected one for each of the {1} rows, got {2}', field, given.size.rows, values.length),
      );
    const column = new TextColumn();
    column.append(values);
    return { field, names: column.names, of: column.of };
  };
  return {
    session: given,
    taken: {},
    classNames,
    multiHot: !isBinary && isMultiHot(labels, logits.shape),
    isPaired: isBinary,
    group: texts(options.group ?? 'groups', groups),
    ids: texts(options.id ?? 'ids', ids),
    close: () => sessions.close(session),
  };
}

/** Labels of N×H×W for scores of N×C×H×W, as segmentation has them. */
const isAlongSecond = (labels: readonly number[], scores: readonly number[]) =>
  scores.length > 2 &&
  !isLabelShape(labels, scores) &&
  scores.filter((_, axis) => axis !== 1).join() === labels.join();

/** Labels by their name, of another shape than those of rows of logits have. */
function labelsAlong(arrays: readonly FileArray[], logits: number): number | undefined {
  const { shape: scores } = arrays[logits];
  const place = arrays.findIndex(
    ({ name, shape, problem }, at) =>
      at !== logits &&
      !problem &&
      isLabelName(name) &&
      !areOfDifferentSplits(name, arrays[logits].name) &&
      (isAlongSecond(shape, scores) ||
        isColumnBeside(shape, scores) ||
        isScoreALabel(scores, shape) ||
        isSqueezed(shape, scores)),
  );
  return place < 0 ? undefined : place;
}

/** Where the scores to be evaluated stand, and their labels where these are in the same file. */
function placesOf(
  opened: OpenedFile,
  file: FileRequest,
  options: EvaluationOptions,
  labelled: boolean,
): { logits: number; labels?: number; guessed?: true } {
  const { arrays } = opened;
  const logits =
    options.logits === undefined
      ? besideLabels(opened, options.labels)
      : placeOf(arrays, options.logits, file);
  if (logits === undefined) throw new Error(l10n.t('{0}: no array in it can be shown', file.name));
  const { name } = arrays[logits];
  if (options.logits === undefined) {
    checkScores(arrays, logits);
    checkSeries(arrays, logits);
  }
  const checkOthers = (labels?: string) => {
    if (options.logits === undefined) checkRivals(name, rivalArrays(arrays, logits, labels));
  };
  if (!labelled) {
    checkOthers();
    return { logits };
  }
  const labels =
    options.labels === undefined
      ? (arrays[logits].labels ?? labelsAlong(arrays, logits))
      : placeOf(arrays, options.labels, file);
  if (labels === undefined) {
    checkLabels(arrays, logits);
    const guessed = options.labels === undefined ? guessedLabels(arrays, logits) : undefined;
    if (guessed !== undefined && !areOfDifferentSplits(arrays[guessed].name, name)) {
      checkOthers(arrays[guessed].name);
      return { logits, labels: guessed, guessed: true };
    }
  } else if (options.logits === undefined) checkSplits(name, [arrays[labels].name]);
  checkOthers(labels === undefined ? undefined : arrays[labels].name);
  return { logits, labels };
}

/** Throws where the array that would be taken is an input or the labels, and says why its scores can't be read. */
function checkScores(arrays: readonly FileArray[], taken: number): void {
  const { name } = arrays[taken];
  if (isInputName(name) || (isOtherwise(name) && !isScoresName(name))) throw notTold(name);
  const unread = arrays.find((array) => array.problem !== undefined && isScoresName(array.name));
  if (unread && !isScoresName(name))
    throw new Error(
      l10n.t('“{0}” can’t be read: {1}', printable(unread.name, 80), printable(unread.problem!)),
    );
}

function placeOf(arrays: readonly FileArray[], name: string, file: FileRequest): number {
  const place = arrays.findIndex((array) => array.name === name);
  if (place < 0) throw notThere(name, arrays, file.name);
  return place;
}

/** Throws where the scores are one of several arrays that are called alike but for a number: folds, parts, uneven batches. */
function checkSeries(arrays: readonly FileArray[], taken: number): void {
  const { name, shape, dtype } = arrays[taken];
  const called = (one: string) => one.replace(/\d+/g, '0');
  const alike = arrays.filter(
    (one) =>
      !one.isPart &&
      one.shape.length === shape.length &&
      one.dtype === dtype &&
      called(one.name) === called(name),
  );
  if (alike.length < 2) return;
  throw new Error(
    l10n.t(
      'Several arrays could be the scores: {0}. Name one in “logits”, or write all rows in one array.',
      quotedNames(alike.map((one) => one.name)),
    ),
  );
}

const namesIn = (arrays: readonly FileArray[]): string[] =>
  arrays.filter(({ problem, isPart }) => !problem && !isPart).map(({ name }) => name);

/** The scores to be evaluated: those of the part of a data set that named labels are of. */
function besideLabels({ arrays, first }: OpenedFile, labels: string | undefined): number | undefined {
  if (first === undefined || !areOfDifferentSplits(labels, arrays[first].name)) return first;
  const place = arrays.findIndex(
    (array) => array.labels !== undefined && arrays[array.labels].name === labels,
  );
  return place < 0 ? first : place;
}

/** Throws where an array is called labels, and fits none of the logits. */
function checkLabels(arrays: readonly FileArray[], logits: number): void {
  const { shape, name } = arrays[logits];
  checkSplits(name, namesIn(arrays));
  const rows = sizeOf(shape.length > 1 ? shape.slice(0, -1) : shape);
  const unfit = arrays.find(
    (array, at) =>
      at !== logits && !array.problem && isLabelName(array.name) && sizeOf(array.shape) % rows !== 0,
  );
  if (!unfit) return;
  throw new Error(
    l10n.t(
      '“{0}” has shape {1}, which fits no labels of {2}.',
      printable(unfit.name, 80),
      shapeText(unfit.shape),
      shapeText(shape),
    ),
  );
}

/** Class ids in the shape that they have elsewhere, where one that is NaN is none. */
function asLabels(given: NDArray, logits: Pick<FileArray, 'shape'>): NDArray {
  const shape = labelShapeOf(given, logits.shape);
  const isPerRow =
    shape.join() === logits.shape.slice(0, shape.length).join() && shape.length < logits.shape.length;
  if (!isPerRow || !given.data.some(Number.isNaN)) return { ...given, shape };
  return { ...given, shape, data: given.data.map((x) => (Number.isNaN(x) ? IGNORE_INDEX : x)) };
}

function labelShapeOf({ shape, data }: NDArray, scores: readonly number[]): readonly number[] {
  if (isColumnBeside(shape, scores)) return shape.slice(0, -1);
  if (!isSqueezed(shape, scores)) return shape;
  return data.length === sizeOf(scores) ? scores : scores.slice(0, -1);
}

/** Whether each of many rows has its largest score where its label says. */
function areTopClasses({ data, shape }: NDArray, { data: ids }: NDArray): boolean {
  const classes = shape.at(-1) ?? 1;
  if (ids.length < LEAST_ROWS || ids.length * classes !== data.length) return false;
  return ids.every((id, row) => {
    const scores = data.subarray(row * classes, (row + 1) * classes);
    return id < classes && scores.every((score) => score <= scores[id]);
  });
}

/** Rows from which on a model that is always right is none. */
const LEAST_ROWS = 10;

const isOnePerRow = (shape: readonly number[]) => shape.length === 1 || shape[shape.length - 1] === 1;

/** As many labels as scores of one number a row each, either of which may stand in a column. */
function isScoreALabel(logits: readonly number[], labels: readonly number[]): boolean {
  if (!isOnePerRow(logits) || sizeOf(labels) !== sizeOf(logits)) return false;
  return labels.length === 1 || logits.length === 1 || labels.join() === logits.join();
}

/** Class ids that stand in a column of one number each. */
function isColumnBeside(labels: readonly number[], logits: readonly number[]): boolean {
  return (
    labels.length === logits.length &&
    labels.at(-1) === 1 &&
    logits.at(-1) !== 1 &&
    labels.slice(0, -1).join() === logits.slice(0, -1).join()
  );
}

/** No logits lie in [0, 1] one after the other, unless they are called so. */
function kindOfScores({ data }: NDArray, { name }: FileArray, kind: ReadingKind): ReadingKind {
  return !/logit/i.test(name) && areManyShares(data) ? 'sigmoid-scores' : kind;
}

/** One score x a row is the sigmoid's: softmax([0, x]) is [1 − σ(x), σ(x)]; what is a share already stands beside its rest. */
function asBinary(scores: NDArray, labels: NDArray, kind: ReadingKind) {
  const rows = scores.data.length;
  const isShare = kind === 'sigmoid-scores' || kind === 'probabilities';
  const column = ndarray(Float64Array.from(scores.data), [rows, 1]);
  return {
    array: asPairs(column, isShare ? (p) => 1 - p : () => 0),
    reading: isShare ? ('probabilities' as const) : ('logits' as const),
    labels: ndarray(labels.data, [rows]),
  };
}
