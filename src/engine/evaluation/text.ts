import * as l10n from '@vscode/l10n';
import { arrange, type Arrangement } from '../../arrays/arrange';
import { isLabelShape, isMultiHot } from '../../arrays/labelShape';
import type { NDArray } from '../../arrays/ndarray';
import { isOffered } from '../../arrays/offer';
import { areManyShares, areWrittenShares } from '../../arrays/shares';
import { rowSumTolerance } from '../../arrays/tolerance';
import type { FoundArray, ReadingKind } from '../../arrays/types';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import { areOrdered, sharedName } from '../../records/fields/columnGroups';
import { lenientJson } from '../../records/text/lenientJson';
import { isOtherwise } from '../../records/probe/logits';
import { isCalledProbability, readingOf } from '../../records/probe/reading';
import { areOfDifferentSplits } from '../../text/names/dataSplits';
import { isSurelyLabelName } from '../../text/names/labelNames';
import { findArrays } from '../../text/find';
import { areSameScores, areWhole } from '../../records/probe/sameScores';
import {
  areCalledAlike,
  areOfOneModel,
  areSetsAlike,
  isRival,
  meantByName,
} from '../../text/names/scoreNames';
import { otherScores } from '../../worker/foundInRecords';
import type { FileRequest } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { arrangedUnder } from '../arrays/arrangedUnder';
import { checkNoBatches } from '../arrays/batchesOrClasses';
import { notThere } from '../explainFile';
import { fileText } from '../files/fileText';
import { fittedLabels } from '../arrays/labelsFitted';
import { listBeside } from './listsBeside';
import { noOrder } from '../labels/namedLabels';
import { isInputName } from '../arrays/inputNames';
import { notTold, readAsEach, type AskedOptions, type OpenedSource } from './openedSource';
import { checkRivals } from './rivalScores';
import type { Sessions } from '../sessions';
import { checkModelsIn } from './severalModels';
import { checkSplits, likeliestSplit, otherSplits } from './splitsTaken';

/** Nothing in a text could be logits. */
export class NoLogits extends Error {}

/** An array of a text that holds no records, or of the outputs of a notebook. */
export async function openText(
  sessions: Sessions,
  file: FileRequest,
  {
    options,
    labelled,
    areRecords,
  }: {
    options: AskedOptions;
    labelled: boolean;
    /** The text holds records, of which nothing tells the fields that are scores. */
    areRecords: boolean;
  },
  context: CallContext,
): Promise<OpenedSource> {
  const texts = await textsOf(file, context);
  const all = texts.flatMap((one) => findArrays(one.text, one));
  const ofLabels = all.filter(({ name }) => !areOfDifferentSplits(name, options.labels));
  const found = meantOf(ofLabels, options, labelled) ?? meantOf(all, options, labelled);
  const areSame = comparedWith(found);
  if (options.logits !== undefined && !found) throw notThere(options.logits, all.filter(hasName), file.name);
  if (options.logits === undefined && found)
    checkMeant(found, { file, all, texts: texts.length, areNamed: options.labels !== undefined, areSame });
  const { reading, note } = found ? asInRecords(found) : {};
  const kind = found && reading && underLabels(reading, found, options, labelled);
  const arranged = found && kind && arrange(found, kind);
  if (!arranged) throw new NoLogits(l10n.t('{0}: no logits found', file.name));
  const names = all.map(({ name }) => name);
  const { name: labelsName, values: labels } = (labelled && labelsOf(found, all, options)) || {};
  if (labels || labelled) checkOrder(file, arranged, { areRecords, hasLabels: labels !== undefined });
  checkModelsIn(found, { values: labels, name: labelsName }, kind, options);
  const given = labels && { ...labels, name: labelsName ?? 'labels' };
  const fitted = given && (await fittedIn(found, given, options));
  const under = fitted ? await fitted.under(arranged, kind) : { ...arranged, labels };
  const { session } = sessions.open({
    ...under,
    ...readAsEach(options),
    decimals: found.decimals,
  });
  const opened = sessions.get(session);
  const close = () => sessions.close(session);
  const beside = (field: string | undefined) =>
    listBeside(field, {
      file: file.name,
      text: texts.length === 1 ? texts[0].text : '',
      rows: opened.size.rows,
    });
  let lists;
  try {
    const { classNames } = arranged;
    checkNoBatches({ logits: found.name, labels: given, classNames, fitted }, opened.size, options);
    lists = { group: beside(options.group), ids: beside(options.id) };
  } catch (error) {
    close();
    throw error;
  }
  return {
    ...lists,
    session: opened,
    taken: { logits: found.name, labels: labels && labelsName, group: options.group, id: options.id },
    classNames: arranged.classNames,
    multiHot: under.loss === 'sigmoid' || fitted?.several === true,
    isPaired: under.paired,
    notes: [
      ...[note, fitted?.note].filter((one) => one !== undefined),
      ...otherForms(found, all, { options, areSame }),
      ...otherSplits({ logits: found.name, labels: labelsName }, options, names),
    ],
    close,
  };
}

/** Labels as they belong to scores whose values are in the text. */
async function fittedIn(
  { array, shape, name = 'logits' }: FoundArray,
  labels: NDArray & { name: string },
  options: EvaluationOptions,
) {
  if (!array) return undefined;
  const scores = { name, shape, read: () => Promise.resolve(array) };
  const fitted = await fittedLabels(labels, scores, options);
  return {
    ...fitted,
    under: (arranged: Arrangement, kind: ReadingKind) =>
      arrangedUnder(arranged, { fitted, isBinary: fitted.isBinary === true, kind }, scores, options),
  };
}

/** The labels that are named, else those beside the scores, never of another part of a data set unless both are named. */
function labelsOf(
  found: FoundArray,
  all: readonly FoundArray[],
  options: EvaluationOptions,
): { name?: string; values: NDArray } | undefined {
  const labels = labelsNamed(found, all, options);
  if (options.logits === undefined || options.labels === undefined)
    checkSplits(found.name, labels ? [labels.name] : all.map(({ name }) => name));
  return labels;
}

function labelsNamed(
  { labels, shape }: FoundArray,
  all: readonly FoundArray[],
  { labels: named }: EvaluationOptions,
): { name?: string; values: NDArray } | undefined {
  if (named === undefined) return labels ?? knownInPart(shape, all);
  if (labels?.name === named) return labels;
  const found = all.find(({ name, array }) => array && name === named);
  if (found?.array && isLabelShape(found.shape, shape)) return { name: named, values: found.array };
  const others = all.filter(({ name, shape: one }) => name !== undefined && isLabelShape(one, shape));
  throw notThere(named, others.filter(hasName));
}

/** Rows of 0 and 1 in the one array that is called labels, some of which nobody knows: -1, -100 or NaN. */
function knownInPart(
  shape: readonly number[],
  all: readonly FoundArray[],
): { name: string; values: NDArray } | undefined {
  const [one, other] = all.flatMap(({ name, array }) =>
    name !== undefined && array && isSurelyLabelName(name) && isMultiHot(array, shape)
      ? [{ name, values: array }]
      : [],
  );
  return other ? undefined : one;
}

/** Throws where nobody says that this array, of all of a file's texts, is what was meant. */
function checkMeant(
  found: FoundArray,
  {
    file,
    all,
    texts,
    areNamed,
    areSame,
  }: {
    file: FileRequest;
    all: readonly FoundArray[];
    texts: number;
    /** A person named the labels. */
    areNamed: boolean;
    areSame: Comparison;
  },
): void {
  if (texts === 1 && isOneOfSeveral(found, all))
    throw new Error(
      l10n.t(
        '{0}: several arrays have one row each. Write them as a list of records to evaluate them.',
        file.name,
      ),
    );
  // Columns that nothing speaks for are scores of classes only where their names say that they belong together.
  const { classNames, reading, name = '' } = found;
  if (texts === 1 && isInputName(name) && !DISTRIBUTIONS.has(reading.kind)) throw notTold(name);
  const labels = found.labels?.name;
  const others = alternatives(found, all).filter((one) => isRival(name, nameIn(one), { labels }));
  const rivals = others.every(areSame) ? [] : others;
  const sets = texts === 1 && !areNamed ? setsBeside(found, all) : [];
  checkRivals(name, [...new Set([...rivals, ...sets].map(nameIn))]);
  if (classNames && reading.kind === 'other' && sharedName(classNames) === '')
    throw notTold(`${classNames[0]} … ${classNames[classNames.length - 1]}`);
}

function checkOrder(
  { name }: FileRequest,
  { classNames = [] }: Arrangement,
  { areRecords, hasLabels }: { areRecords: boolean; hasLabels: boolean },
): void {
  // Records lack labels here where nothing says which class each number is.
  const isTable = areRecords || (hasLabels && TABLE.test(name));
  if (isTable && classNames.length === 2 && !areOrdered(classNames)) throw noOrder(name, classNames);
}

/** What no label names has the order of columns or fields, and of two words that is none. */
const TABLE = /\.(?:csv|tsv|jsonl|ndjson)(?:\.gz)?$/i;

/** Probabilities of rows that may have several classes are a sigmoid's, as they are in records. */
function underLabels(
  kind: ReadingKind,
  { array, labels, shape }: FoundArray,
  { loss }: EvaluationOptions,
  labelled: boolean,
): ReadingKind {
  const several =
    loss === 'sigmoid' || (labelled && labels !== undefined && isMultiHot(labels.values, shape));
  const areShares = array !== undefined && shape.length > 1 && areWrittenShares(array.data);
  return several && kind === 'probabilities' && areShares ? 'sigmoid-scores' : kind;
}

/**
 * The array that is named; else the first of those that are surely logits, with labels beside it if any has; else one with labels
 * beside it, or where those are elsewhere the first that has rows. Of several parts of a data set those to be tested are meant.
 */
function meantOf(
  all: readonly FoundArray[],
  { logits }: EvaluationOptions,
  labelled: boolean,
): FoundArray | undefined {
  if (logits !== undefined) return all.find(({ name }) => name === logits);
  const offered = all.filter((found) => isOffered(found, 'likely'));
  const rest = all.filter(
    ({ array, reading, name = '' }) => array && reading.kind === 'other' && !isOtherwise(name),
  );
  const told = all.filter(({ array, reading }) => array && DISTRIBUTIONS.has(reading.kind));
  const meant =
    offered.find(({ labels }) => labels) ??
    told.find(({ labels }) => labels) ??
    offered[0] ??
    told[0] ??
    (labelled ? rest.find(({ labels }) => labels) : rest.find(({ shape }) => shape.length > 1));
  return (
    meant &&
    likeliestSplit(
      meantByName([meant, ...alternatives(meant, all)], nameIn),
      all.filter(
        ({ array, labels, shape }) =>
          array && (labels || !meant.labels) && shape.length === meant.shape.length,
      ),
    )
  );
}

const nameIn = ({ name = '' }: FoundArray): string => name;

/** Scores that have labels of their own, and are called as these are. */
function setsBeside(found: FoundArray, all: readonly FoundArray[]): FoundArray[] {
  const { name = '', labels } = found;
  if (!labels) return [];
  return all.filter(
    (one) =>
      one !== found &&
      one.array &&
      one.labels &&
      (one.labels.name !== labels.name || areCalledAlike(name, nameIn(one))) &&
      areSetsAlike(name, nameIn(one)),
  );
}

/** What is called this model's scores as well, and holds others. */
const otherForms = (
  found: FoundArray,
  all: readonly FoundArray[],
  { options, areSame }: { options: EvaluationOptions; areSame: Comparison },
): string[] =>
  (options.logits === undefined ? alternatives(found, all) : [])
    .filter((one) => areOfOneModel(nameIn(found), nameIn(one)) && areSame(one) === false)
    .map((one) => otherScores(nameIn(found), nameIn(one)));

/** Whether an array holds the same scores; undefined where that isn't known. */
type Comparison = (other: FoundArray) => boolean | undefined;

/** Compares others with an array, each once. */
function comparedWith(found: FoundArray | undefined): Comparison {
  const known = new Map<FoundArray, boolean | undefined>();
  return (other) => {
    if (!known.has(other)) known.set(other, found && areSame(found, other));
    return known.get(other);
  };
}

function areSame(one: FoundArray, other: FoundArray): boolean | undefined {
  if (!one.array || !other.array) return undefined;
  const [own, others] = [one, other].map((found) =>
    found.shape.length > 1 ? rowsOf(found) : Array.from(found.array!.data.subarray(0, MOST_ROWS)),
  );
  return areWhole(others) ? undefined : areSameScores(own, others);
}

const isScores = (one: FoundArray): boolean =>
  one.array !== undefined && (DISTRIBUTIONS.has(one.reading.kind) || isOffered(one, 'likely'));

/** Scores of as many rows, that have labels as well where these have some. */
function alternatives(meant: FoundArray, all: readonly FoundArray[]): FoundArray[] {
  const { shape, labels } = meant;
  return all.filter(
    (one) =>
      one !== meant &&
      isScores(one) &&
      one.shape.length === shape.length &&
      one.shape[0] === shape[0] &&
      (one.labels || !labels),
  );
}

/** Readings that are offered to nobody who doesn't ask: there is no loss to compute wrong. */
const DISTRIBUTIONS: ReadonlySet<ReadingKind> = new Set([
  'probabilities',
  'log-probabilities',
  'sigmoid-scores',
  'binary-logits',
]);

/** Rows that are looked at. */
const MOST_ROWS = 1000;

/**
 * What nothing speaks for is read as in records: as shares where all are, else as the logits that were asked for. So are
 * probabilities whose rows don't sum to 1.
 */
function asInRecords(found: FoundArray): { reading?: ReadingKind; note?: string } {
  const { array, reading, shape, name = '' } = found;
  if (reading.kind !== 'other')
    return areUnlikeOne(found)
      ? readingOf(rowsOf(found), probabilitiesName(name))
      : { reading: reading.kind };
  const { data } = array!;
  if (shape.length < 2 || shape[shape.length - 1] === 1)
    return { reading: areManyShares(data) ? 'sigmoid-scores' : 'logits' };
  return readingOf(rowsOf(found), name);
}

/** Whether these are called probabilities, and a whole row of them does not sum to 1. */
function areUnlikeOne(found: FoundArray): boolean {
  const { array, elided, partial, reading, shape, classAxis, decimals } = found;
  const classes = shape[shape.length - 1];
  if (reading.kind !== 'probabilities' || !array || elided || partial || !(classes > 1)) return false;
  if (classAxis !== undefined && classAxis !== shape.length - 1) return false;
  const tolerance = rowSumTolerance(classes, decimals);
  return rowsOf(found).some((row) => Math.abs(row.reduce((sum, p) => sum + p, 0) - 1) > tolerance);
}

/** A name that says so of what the code or another word calls probabilities. */
const probabilitiesName = (name: string): string => (isCalledProbability(name) ? name : 'probs');

function rowsOf({ array, shape }: FoundArray): number[][] {
  const { data } = array!;
  const classes = shape[shape.length - 1];
  return Array.from({ length: Math.min(MOST_ROWS, data.length / classes) }, (_, row) =>
    Array.from(data.subarray(row * classes, (row + 1) * classes)),
  );
}

/** Rows that stand by themselves, one of which would be evaluated for all. */
function isOneOfSeveral({ shape, labels }: FoundArray, all: readonly FoundArray[]): boolean {
  if (shape.length !== 1 || !labels) return false;
  return all.filter((one) => one.labels && one.shape.length === 1 && one.shape[0] === shape[0]).length > 1;
}

const hasName = (found: FoundArray): found is FoundArray & { name: string } => found.name !== undefined;

interface Text {
  text: string;
  mime?: string;
  source?: string;
}

async function textsOf(file: FileRequest, context: CallContext): Promise<Text[]> {
  const whole = await fileText(file, context);
  return file.name.toLowerCase().endsWith('.ipynb') ? outputsOf(lenientJson(whole.text)) : [whole];
}

/** What the cells of a notebook printed, each output with the code of its cell. */
function outputsOf(notebook: unknown): Text[] {
  return listOf(fieldOf(notebook, 'cells')).flatMap((cell) =>
    listOf(fieldOf(cell, 'outputs')).flatMap((output): Text[] => {
      const plain = fieldOf(fieldOf(output, 'data'), 'text/plain') ?? fieldOf(output, 'text');
      const text = joined(plain);
      return text === '' ? [] : [{ text, mime: 'text/plain', source: joined(fieldOf(cell, 'source')) }];
    }),
  );
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A text, which notebooks keep as a list of lines. */
function joined(text: unknown): string {
  const parts = typeof text === 'string' ? [text] : listOf(text);
  return parts.filter((part) => typeof part === 'string').join('');
}
