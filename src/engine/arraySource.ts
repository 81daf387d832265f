import * as l10n from '@vscode/l10n';
import { arrange, asPairs, type Arrangement } from '../arrays/arrange';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { isMultiHot } from '../arrays/labelShape';
import { ndarray, type NDArray } from '../arrays/ndarray';
import { printable } from '../arrays/printable';
import { areManyShares, areWrittenShares } from '../arrays/shares';
import type { ReadingKind } from '../arrays/types';
import type { RowTexts } from '../loss/evaluation/sliceField';
import type { EvaluationOptions } from '../loss/evaluation/types';
import type { EvaluatedArrays, FileArray, FileRequest } from '../worker/protocol';
import { arrayColumn, checkOnePerRow } from './arrayColumn';
import { namesIn, placesOf } from './arrayPlaces';
import type { CallContext } from './callContext';
import { isAlongSecond, isScoreALabel, labelShapeOf } from './labelFit';
import type { OpenedSource, Rooms } from './openedSource';
import { checkChoices, checkClasses } from './predictedClasses';
import type { Sessions } from './sessions';
import { otherSplits } from './splitsTaken';
import { TextColumn } from './textColumn';
import { underLoss } from './underLoss';

export async function openArrayFile(
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

export function openArrays(
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

/** Class ids in the shape that they have elsewhere, where one that is NaN is none. */
function asLabels(given: NDArray, logits: Pick<FileArray, 'shape'>): NDArray {
  const shape = labelShapeOf(given, logits.shape);
  const isPerRow =
    shape.join() === logits.shape.slice(0, shape.length).join() && shape.length < logits.shape.length;
  if (!isPerRow || !given.data.some(Number.isNaN)) return { ...given, shape };
  return { ...given, shape, data: given.data.map((x) => (Number.isNaN(x) ? IGNORE_INDEX : x)) };
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

/** Whether each class is a yes or no of its own. */
const isEach = (several: boolean, { reading }: Pick<Arrangement, 'reading'>, { loss }: EvaluationOptions) =>
  loss !== 'softmax' && (several || (loss === 'sigmoid' && reading === 'probabilities'));
