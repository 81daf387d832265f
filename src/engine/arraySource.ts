import * as l10n from '@vscode/l10n';
import { arrange, asPairs, type Arrangement } from '../arrays/arrange';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { largestOf, smallestOf } from '../arrays/longLists';
import { ndarray, type NDArray } from '../arrays/ndarray';
import { printable } from '../arrays/printable';
import { areManyShares, areWrittenShares } from '../arrays/shares';
import type { FoundArray, ReadingKind } from '../arrays/types';
import type { RowTexts } from '../loss/evaluation/sliceField';
import type { EvaluationOptions } from '../loss/evaluation/types';
import type { EvaluatedArrays, FileArray, FileRequest, OpenRequest } from '../worker/protocol';
import { arrayColumn, checkOnePerRow } from './arrayColumn';
import { namesIn, placesOf } from './arrayPlaces';
import { axesOfSumOne } from './axisSums';
import type { CallContext } from './callContext';
import { fittedLabels, WHITE, type FittedLabels, type ScoresBeside } from './labelsFitted';
import type { OpenedSource, Rooms } from './openedSource';
import { checkChoices, checkClasses, severalOfOne } from './predictedClasses';
import type { Sessions } from './sessions';
import { otherSplits } from './splitsTaken';
import { TextColumn } from './textColumn';
import { underLoss } from './underLoss';

/** Whether labels stand in the file of the scores; else those of another file that fit scores of a shape, where there are such. */
export type LabelsWhere =
  boolean | ((scores: readonly number[]) => Promise<(NDArray & { name: string }) | undefined>);

export async function openArrayFile(
  { sessions, files }: Rooms,
  file: FileRequest,
  options: EvaluationOptions,
  labelled: LabelsWhere,
  context: CallContext,
): Promise<OpenedSource> {
  const opened = await files.open(file, context);
  const close = () => void files.close({ file: opened.file }, context);
  try {
    const { arrays } = opened;
    const read = (index: number) => files.read({ file: opened.file, index }, context);
    const places = placesOf(opened, file, options, labelled === true);
    const { logits } = places;
    const { labels, guess } = await labelsMeant(places, arrays, read);
    const columnOf = async (name: string | undefined) =>
      name === undefined ? undefined : arrayColumn(files, { ...opened, name: file.name }, name, context);
    const [group, ids] = [await columnOf(options.group), await columnOf(options.id)];
    const { found } = await files.peek({ file: opened.file, index: logits }, context);
    const { name, shape } = arrays[logits];
    const scores = { name, shape, read: () => read(logits) };
    const beside = typeof labelled === 'function' ? await labelled(shape) : undefined;
    const given = labels === undefined ? beside : { ...(await read(labels)), name: arrays[labels].name };
    const fitted = given && (await fittedLabels(given, scores, options));
    // Labels that come later are one for each number.
    const isBinary = fitted?.isBinary ?? (labelled !== true && shape.length === 1);
    const arranged = await arrangedFor(found, { fitted, isBinary }, scores, options);
    const maybeChosen = options.logits === undefined && !/logit/i.test(name);
    if (isBinary) await checkOneScore(scores, fitted, { ...options, maybeChosen });
    const { session } = sessions.open(arranged);
    const taken = {
      logits: arrays[logits].name,
      labels: labels === undefined ? undefined : arrays[labels].name,
    };
    const { size } = sessions.get(session);
    try {
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
      labelNames: labels !== undefined && arrays[labels].areNames ? arranged.classNames : undefined,
      multiHot: arranged.loss === 'sigmoid' || fitted?.several === true,
      ...(beside && { isLabelled: true as const }),
      isPaired: arranged.paired,
      group,
      ids,
      notes: [
        ...guess,
        ...(fitted?.note === undefined ? [] : [fitted.note]),
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

/** Scores of an array under their labels, in the form in which they are opened. */
async function arrangedFor(
  found: FoundArray,
  { fitted, isBinary }: { fitted?: FittedLabels; isBinary: boolean },
  { name, shape, read }: ScoresBeside,
  { loss }: EvaluationOptions,
): Promise<Arrangement & Pick<OpenRequest, 'labels'>> {
  const { kind } = found.reading;
  const arranged = arrange(found, kind) ?? { array: await read(), reading: 'logits' as const };
  if (isBinary) {
    const values = await read();
    return { ...asBinary(values, fitted?.labels, kindOfScores(values, name, kind)), paired: true };
  }
  if (!fitted) return arranged;
  const { labels, axis, several } = fitted;
  const isEach =
    loss !== 'softmax' && (several === true || (loss === 'sigmoid' && arranged.reading === 'probabilities'));
  if (axis === shape.length - 1) {
    const areShares = isEach && areWrittenShares((await read()).data);
    return { ...arranged, ...(areShares && { reading: 'sigmoid-scores' }), labels };
  }
  // Of a file that is read in runs each has all classes.
  const array = await read();
  return { array, axis, reading: readingAlong(axis, array, isEach), labels };
}

/** What scores are whose classes don't lie beside each other, by their values. */
function readingAlong(axis: number, array: NDArray, isEach: boolean): Arrangement['reading'] {
  const { data } = array;
  if (isEach) return areWrittenShares(data) ? 'sigmoid-scores' : 'logits';
  if (axesOfSumOne(array, [axis]).length > 0) return 'probabilities';
  return 'logits';
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

/** No logits lie in [0, 1] one after the other, unless they are called so. */
const kindOfScores = ({ data }: NDArray, name: string, kind: ReadingKind): ReadingKind =>
  !/logit/i.test(name) && areManyShares(data) ? 'sigmoid-scores' : kind;

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

/** One score x a row is the sigmoid's: softmax([0, x]) is [1 − σ(x), σ(x)]; what is a share already stands beside its rest. */
function asBinary(scores: NDArray, labels: NDArray | undefined, kind: ReadingKind) {
  const rows = scores.data.length;
  const isShare = kind === 'sigmoid-scores' || kind === 'probabilities';
  const column = ndarray(Float64Array.from(scores.data), [rows, 1]);
  return {
    array: asPairs(column, isShare ? (p) => 1 - p : () => 0),
    reading: isShare ? ('probabilities' as const) : ('logits' as const),
    labels: labels && ndarray(labels.data, [rows]),
  };
}
