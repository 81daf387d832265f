import * as l10n from '@vscode/l10n';
import { arrange, type Arrangement } from '../../arrays/arrange';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { largestOf, smallestOf } from '../../arrays/longLists';
import type { NDArray } from '../../arrays/ndarray';
import { printable } from '../../arrays/words/printable';
import type { FoundArray } from '../../arrays/types';
import type { RowTexts } from '../../loss/evaluation/sliceField';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import type { EvaluatedArrays, FileArray, FileRequest } from '../../worker/protocol';
import { arrayColumn, checkOnePerRow } from './arrayColumn';
import { arrangedUnder, asBinary } from '../arrays/arrangedUnder';
import { checkSeries, namesIn, placesOf } from './arrayPlaces';
import { axesOfSumOne } from '../arrays/axisSums';
import { areFlags, withoutPairs } from '../arrays/flagLabels';
import { checkNoBatches } from '../arrays/batchesOrClasses';
import type { CallContext } from '../callContext';
import { withoutLabelColumn } from '../arrays/labelColumn';
import { fittedLabels, WHITE, type FittedLabels, type ScoresBeside } from '../arrays/labelsFitted';
import { readAsEach, type AskedOptions, type OpenedSource, type Rooms } from './openedSource';
import { withoutMasked } from '../labels/maskedRows';
import { checkChoices, checkClasses, severalOfOne } from '../labels/predictedClasses';
import type { Sessions } from '../sessions';
import { checkOtherArrays } from './otherArrays';
import { otherSplits } from './splitsTaken';
import { TextColumn } from '../rows/textColumn';
import { underLoss } from './underLoss';

/** Whether labels stand in the file of the scores; else those of another file that fit scores of a shape, where there are such. */
export type LabelsWhere =
  boolean | ((scores: readonly number[]) => Promise<(NDArray & { name: string }) | undefined>);

export async function openArrayFile(
  { sessions, files }: Rooms,
  file: FileRequest,
  options: AskedOptions,
  labelled: LabelsWhere,
  context: CallContext,
): Promise<OpenedSource> {
  const opened = await files.open(file, context);
  const close = () => void files.close({ file: opened.file }, context);
  try {
    const { arrays } = opened;
    const read = (index: number) => files.read({ file: opened.file, index }, context);
    const places = placesOf(opened, file, options, labelled === true);
    const { logits, rivals } = places;
    const others = await checkOtherArrays(files, { ...opened, taken: logits, rivals }, options, context);
    const { labels, guess } = await labelsMeant(places, arrays, read);
    const columnOf = async (name: string | undefined) =>
      name === undefined ? undefined : arrayColumn(files, { ...opened, name: file.name }, name, context);
    const [group, ids] = [await columnOf(options.group), await columnOf(options.id)];
    const { found } = await files.peek({ file: opened.file, index: logits }, context);
    const { name } = arrays[logits];
    const isAlone = labelled === true && labels === undefined && namesIn(arrays).length === 1;
    const { scores, column, plain, note } = await scoresIn(found, {
      name,
      isAlone,
      read: () => read(logits),
    });
    const { beside, given, fitted, leftOut } = await labelsFor(
      { scores, labelled, column, arrays, place: labels, read },
      options,
    );
    // Labels that come later are one for each number.
    const isBinary = fitted?.isBinary ?? (labelled !== true && scores.shape.length === 1);
    const under = { fitted, isBinary, kind: found.reading.kind };
    const arranged = await arrangedUnder(plain, under, scores, options);
    const maybeChosen = options.logits === undefined && !/logit/i.test(name);
    if (isBinary) await checkOneScore(scores, fitted, { ...options, maybeChosen });
    const { session } = sessions.open({
      ...arranged,
      ...readAsEach(options),
    });
    const taken = {
      logits: arrays[logits].name,
      labels: labels === undefined ? undefined : arrays[labels].name,
    };
    const { size } = sessions.get(session);
    if (labels !== undefined && arrays[labels].areNames)
      sessions.get(session).nameLabels(arranged.classNames);
    try {
      const { classNames } = arranged;
      checkNoBatches({ logits: name, labels: given, classNames, fitted }, size, options);
      if (!isBinary && maybeChosen) await checkChoices(sessions.get(session), taken.logits, context);
      for (const column of [group, ids]) if (column) checkOnePerRow(column, size.rows);
    } catch (error) {
      sessions.close(session);
      throw error;
    }
    return {
      session: sessions.get(session),
      taken: { ...taken, group: options.group, id: options.id },
      classNames: arranged.classNames,
      multiHot: arranged.loss === 'sigmoid' || fitted?.several === true,
      ...(beside && { isLabelled: true as const }),
      isPaired: arranged.paired,
      group,
      ids,
      notes: [
        ...guess,
        ...others,
        ...[note, fitted?.note].filter((one) => one !== undefined),
        ...leftOut,
        ...otherSplits(taken, options, namesIn(arrays)),
      ],
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

/** Labels of the file or of another one, as they belong to scores. */
async function labelsFor(
  given: {
    scores: ScoresBeside;
    labelled: LabelsWhere;
    /** Those that the scores' own array holds. */
    column: (NDArray & { name: string }) | undefined;
    arrays: readonly FileArray[];
    place: number | undefined;
    read: (index: number) => Promise<NDArray>;
  },
  options: EvaluationOptions,
) {
  const { scores, labelled, column, arrays, place, read } = given;
  const beside = typeof labelled === 'function' ? await labelled(scores.shape) : column;
  const found = place === undefined ? beside : { ...(await read(place)), name: arrays[place].name };
  const labels = found && withoutPairs(found, scores.shape);
  if (!labels) return { leftOut: [] };
  const fitted = await fittedLabels(labels, scores, options);
  const masked = fitted.several ? undefined : await withoutMasked(fitted.labels, { arrays, place, read });
  return {
    beside,
    given: labels,
    fitted: masked ? { ...fitted, labels: masked.labels } : fitted,
    leftOut: masked?.notes ?? [],
  };
}

/** Scores as they stand in an array, or where it is all there is without the labels in its last column. */
async function scoresIn(
  found: FoundArray,
  { name, isAlone, read }: { name: string; isAlone: boolean; read: () => Promise<NDArray> },
): Promise<{
  scores: ScoresBeside;
  plain: Arrangement | undefined;
  column?: NDArray & { name: string };
  note?: string;
}> {
  const apart = isAlone ? withoutLabelColumn(await read()) : undefined;
  if (!apart)
    return { scores: { name, shape: found.shape, read }, plain: arrange(found, found.reading.kind) };
  const { scores: array, labels } = apart;
  const reading = axesOfSumOne(array, [1]).length > 0 ? 'probabilities' : 'logits';
  return {
    scores: { name, shape: array.shape, read: () => Promise.resolve(array) },
    plain: { array, reading },
    column: { ...labels, name },
    note: l10n.t('The last column of “{0}” is taken for the labels.', printable(name, 80)),
  };
}

/** The place of the labels, and what says that they are a guess. */
async function labelsMeant(
  { logits, labels, guessed }: ReturnType<typeof placesOf>,
  arrays: readonly FileArray[],
  read: (index: number) => Promise<NDArray>,
): Promise<{ labels?: number; guess: string[] }> {
  if (!guessed || labels === undefined) return { labels, guess: [] };
  // What nothing says to be labels, and is the top class of every row, is what the model said.
  if (guessed === 'ids' && areTopClasses(await read(logits), await read(labels))) return { guess: [] };
  const name = printable(arrays[labels].name, 80);
  if (guessed === 'flags') {
    // Of two that hold 0 and 1 nobody says which are the scores.
    const isTold = areFlags(await read(labels)) && !areFlags(await read(logits));
    const note = l10n.t('Labels are taken from “{0}”, which holds only 0 and 1.', name);
    if (!isTold) checkSeries(arrays, logits);
    return isTold ? { labels, guess: [note] } : { guess: [] };
  }
  return {
    labels,
    guess: [l10n.t('Labels are taken from “{0}”, the only whole numbers beside the scores.', name)],
  };
}

export async function openArrays(
  sessions: Sessions,
  { logits, labels: beside, groups, ids, classNames, reading = 'logits' }: EvaluatedArrays,
  options: EvaluationOptions,
): Promise<OpenedSource> {
  const { labels, axis, isBinary, several } = await fittedLabels(
    { ...beside, name: 'labels' },
    { name: 'logits', shape: logits.shape, read: () => Promise.resolve(logits) },
    options,
  );
  const { session } = sessions.open(
    isBinary
      ? asBinary(logits, labels, reading)
      : { array: logits, axis, reading: underLoss(reading, options), labels },
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
    multiHot: several === true,
    isPaired: isBinary,
    group: texts(options.group ?? 'groups', groups),
    ids: texts(options.id ?? 'ids', ids),
    close: () => sessions.close(session),
  };
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

/** Throws where scores of yes or no are classes that a model predicts, or their labels those of more than two classes. */
async function checkOneScore(
  { name, read }: ScoresBeside,
  fitted: FittedLabels | undefined,
  options: EvaluationOptions & { maybeChosen: boolean },
): Promise<void> {
  if (options.maybeChosen) checkClasses(name, (await read()).data);
  if (fitted && options.logits === undefined) checkYesOrNo(name, fitted.labels, options);
}

/** Throws where labels of one score of yes or no are those of more than two classes. */
function checkYesOrNo(
  name: string,
  { data }: NDArray,
  { labelOffset = 0, ignoreIndex = IGNORE_INDEX }: EvaluationOptions,
): void {
  const ids = [...new Set(data)].filter((id) => id !== IGNORE_INDEX && id !== ignoreIndex && id !== WHITE);
  const most = largestOf(ids) - labelOffset;
  if (smallestOf(ids) !== labelOffset || !(most > 1)) return;
  throw severalOfOne(name, most);
}
