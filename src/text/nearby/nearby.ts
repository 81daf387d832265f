import * as l10n from '@vscode/l10n';
import { smallestOf } from '../../arrays/longLists';
import { printable } from '../../arrays/words/printable';
import { isSingleScore } from '../../arrays/singleScore';
import { rowSumTolerance } from '../../arrays/tolerance';
import type {
  FindContext,
  FoundArray,
  NearbyHead,
  NearbyLabels,
  PrintedLoss,
  StatedOptions,
} from '../../arrays/types';
import { read } from '../../readings/read';
import { shownBy } from '../../readings/source/shown';
import type { Stated } from '../../readings/source/options';
import { statedInText } from '../../readings/source/written';
import type { Candidate } from '../candidate';
import { lossesOf } from './lossOf';
import type { Tree } from '../literals/tree';
import { NameSources } from '../classNames/nameChoices';
import { isLabelName } from '../names/labelNames';
import { NamedLabels } from './namedLabels';
import {
  labelsFromArrays,
  labelsFromScalars,
  labelsFromWords,
  possibleLabels,
  unfitLabels,
} from './nearbyLabels';
import { possibleWeights, weightsInWords, weightsOf } from './nearbyWeights';
import type { TextList } from '../classNames/classNames';
import { decimalsOf, printedLosses, type BareLoss, type LossInText } from './printedLosses';
import { lossOfRows, possibleRowLosses } from './nearbyRowLosses';
import { Columns } from '../scalarColumns';

const LOSS = /(?:^|[_.])(?:loss|nll|cross_?entropy)$/i;
const MOST = 400;
/** Heads whose losses are added, and the numbers in one. */
const MOST_HEADS = 4;
const LARGEST_HEAD = 1 << 16;

/** Gives arrays of scores the labels, weights, class names and loss printed with them, and what the code says of it. */
export function attachNearby(
  tree: Tree,
  candidates: readonly Candidate[],
  context: FindContext,
  shown: { losses: readonly BareLoss[]; lists: readonly TextList[] },
) {
  const { source } = context;
  const scores = candidates.filter(({ found }) => isScores(found)).slice(0, MOST);
  if (scores.length === 0) return;
  const possible = possibleLabels(candidates.slice(0, MOST * 4)).slice(0, MOST);
  const weights = [...possibleWeights(candidates.slice(0, MOST * 4)), ...weightsInWords(tree.text)].slice(
    0,
    MOST,
  );
  const labelColumns = new Columns(tree, isLabelName);
  const names = new NameSources(tree.text, context, shown.lists);
  const byName = new NamedLabels(tree, shown.lists);
  const statedBeside =
    (source === undefined ? undefined : shownBy(source, context.notebook).stated) ??
    statedInText(source ?? tree.text);
  for (const candidate of scores) {
    const { found, subject } = candidate;
    const labels =
      candidate.labels ??
      labelsFromScalars(labelColumns, candidate) ??
      labelsFromArrays(candidate, possible) ??
      labelsFromWords(tree, candidate);
    if (labels !== undefined) {
      found.labels = labels;
      readLabelled(candidate, labels);
    }
    names.attach(found, found.shape[labels?.axis ?? found.classAxis ?? found.shape.length - 1]);
    if (labels === undefined) labelByName(candidate, byName);
    const nearby = weightsOf(found, weights);
    if (nearby !== undefined) found.weights = nearby;
    const stated = statedOf(candidate, statedBeside, source);
    if (stated !== undefined) found.lossOptions = stated;
    if (subject.stats.mask !== undefined && found.reading.kind === 'logits')
      found.maskValue = subject.stats.mask;
  }
  const taken = new Set(scores.map(({ found }) => found.labels?.range));
  for (const candidate of scores) {
    const { labels, unfitLabels: told } = candidate.found;
    const unfit = (labels ?? told) ? undefined : unfitLabels(candidate, possible, taken);
    if (unfit !== undefined) candidate.found.unfitLabels = unfit;
  }
  attachLosses(printedLosses(tree.text, shown.losses), tree, scores, source, candidates);
}

/** What the code calls the array that begins at a place. */
function namesInCode(candidates: readonly Candidate[]): ReadonlyMap<number, string> {
  return new Map(
    candidates.flatMap(({ found, subject: { shown } }) =>
      shown?.name === undefined ? [] : [[found.range[0], shown.name] as const],
    ),
  );
}

/** Once the classes have names, labels can be told by them. */
function labelByName(candidate: Candidate, byName: NamedLabels) {
  const named = byName.of(candidate);
  if (named === undefined) return;
  if ('values' in named) {
    candidate.found.labels = named;
    readLabelled(candidate, named);
  } else candidate.found.unfitLabels = named;
}

/** What the labels say of the array. */
function readLabelled({ found, subject }: Candidate, { kind, name, values, axis }: NearbyLabels) {
  if (name === undefined) return;
  const { data } = values;
  if (found.reading.kind === 'other' && found.shape.length > 1) {
    const classes = found.shape[axis ?? found.shape.length - 1];
    if (areOfClasses(data, kind, classes)) found.reading = read({ ...subject, labels: name });
    return;
  }
  const { reading } = found;
  const isRow = found.shape.length === 1;
  if (kind === 'one-hot' && isRow && reading.kind === 'probabilities' && !areSummed(subject)) {
    const says = l10n.t('“{0}” says yes or no to each value', name);
    found.reading = { ...reading, kind: 'sigmoid-scores', evidence: [...reading.evidence, says] };
    found.labels!.kind = 'class-ids';
    return;
  }
  if (kind !== 'multi-hot') return;
  if (reading.kind === 'probabilities' && !areSummed(subject)) {
    const says = l10n.t('“{0}” says yes or no to each class, and rows don’t sum to 1', printable(name));
    found.reading = { ...reading, kind: 'sigmoid-scores', evidence: [...reading.evidence, says] };
    return;
  }
  if (found.shape.length > 1 || reading.kind !== 'logits') return;
  const says = l10n.t('“{0}” says yes or no to each value', printable(name));
  found.reading = { ...reading, kind: 'binary-logits', evidence: [...reading.evidence, says] };
  found.labels!.kind = 'class-ids';
}

/** Rows sum to 1 as nearly as their digits let them. */
function areSummed({ stats, decimals }: Candidate['subject']): boolean {
  return stats.sumError <= rowSumTolerance(stats.classes, decimals);
}

function areOfClasses(data: ArrayLike<number>, kind: NearbyLabels['kind'], classes: number): boolean {
  switch (kind) {
    case 'class-ids':
      return areClassIds(data, classes);
    case 'soft':
      return areDistributions(data, classes);
    default:
      return true;
  }
}

function areDistributions(data: ArrayLike<number>, classes: number): boolean {
  for (let from = 0; from < data.length; from += classes) {
    let sum = 0;
    for (let i = from; i < from + classes; i++) sum += data[i];
    if (Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}

/** Whole numbers that are classes, counted from 0 or 1, but for one that stands for no label. */
function areClassIds(data: ArrayLike<number>, classes: number): boolean {
  const ids = Array.from(data);
  const others = new Set(ids.filter((id) => id < 0 || id > classes));
  return ids.every(Number.isInteger) && others.size <= 1 && ids.some((id) => !others.has(id));
}

/** What the code says of a labelled array's loss, and of any array's temperature. */
function statedOf(
  { found, subject: { shown } }: Candidate,
  { options, binary }: Stated,
  source: string | undefined,
): StatedOptions | undefined {
  const { labels, shape } = found;
  const isOfClasses =
    labels?.kind === 'class-ids' && !isSingleScore(found) && labels.values.shape.length < shape.length;
  const ofLoss = labels === undefined ? undefined : isOfClasses ? options : (binary ?? options);
  const name = shown?.name ?? found.name;
  // What was divided before it was printed is not divided again.
  const isWhole = !shown?.expression.includes('/');
  const isDivided = source !== undefined && name !== undefined && isWhole && found.reading.kind === 'logits';
  const temperature = isDivided ? shownBy(source).temperatures?.get(name) : undefined;
  if (temperature === undefined || temperature === 1) return ofLoss;
  return { ...ofLoss, temperature };
}

function attachLosses(
  losses: readonly LossInText[],
  tree: Tree,
  scores: readonly Candidate[],
  source: string | undefined,
  candidates: readonly Candidate[],
) {
  const owned = lossesOf(
    losses,
    tree.text,
    scores.map(({ found }) => found),
    source,
    namesInCode(candidates),
  );
  const columns = new Columns(tree, (key) => LOSS.test(key));
  const ofRows = possibleRowLosses(candidates.slice(0, MOST * 4));
  for (const candidate of scores) {
    const tied =
      lossFromScalars(tree.text, columns, candidate) ??
      lossOfRecords(losses, candidate) ??
      owned.get(candidate.found);
    const ofEach = !tied || tied.untied ? lossOfRows(candidate, ofRows, source) : undefined;
    const loss = ofEach ?? tied;
    if (loss === undefined) continue;
    // The loss of all rows is none of the first ones.
    const { shown } = candidate.subject;
    const isOwn = shown !== undefined && (loss.name?.includes(shown.expression) ?? false);
    const untied = !isOwn && isPart(tree.text, candidate) && owned.get(candidate.found) === loss;
    candidate.found.printedLoss = untied ? { ...loss, untied } : loss;
    const heads = !loss.untied && !untied ? headsBeside(candidate, scores) : [];
    if (heads.length > 0) candidate.found.heads = heads;
  }
}

/** Some of the rows, or of the classes: `logits[:2]`, in the code or in the words before it. */
function isPart(text: string, { found: { range }, subject: { shown } }: Candidate): boolean {
  if (shown?.slice !== undefined || shown?.row) return true;
  return /\[(?:-?\d{0,6}:-?\d{1,6}|-?\d{1,6}:)\]["']?[ \t]{0,4}[:=]?\s{0,4}(?:\w{1,12}\()?$/.test(
    text.slice(Math.max(0, range[0] - 40), range[0]),
  );
}

/** Other heads of a model with as many rows, each with labels of its own; their losses may be added. */
function headsBeside({ found }: Candidate, scores: readonly Candidate[]): NearbyHead[] {
  if (!isHead(found)) return [];
  return scores
    .map((other) => other.found)
    .filter((other) => other !== found && isHead(other) && other.labels!.range !== found.labels!.range)
    .filter(({ shape, name }) => shape[0] === found.shape[0] && name !== found.name)
    .slice(0, MOST_HEADS)
    .map(({ name, array, labels, decimals }) => ({
      name: name!,
      values: array!,
      labels: labels!.values,
      ...(decimals === undefined ? {} : { decimals }),
    }));
}

function isHead({ name, shape, array, labels, reading }: FoundArray): boolean {
  return (
    name !== undefined &&
    array !== undefined &&
    array.data.length <= LARGEST_HEAD &&
    shape.length > 1 &&
    reading.kind === 'logits' &&
    labels?.kind === 'class-ids' &&
    labels.axis === undefined
  );
}

function isScores({ reading, shape }: FoundArray): boolean {
  return shape.length > 0 && reading.kind !== 'class-labels' && reading.kind !== 'one-hot';
}

/** The mean of the losses that every one of the records has, as each has as many rows. */
function lossOfRecords(
  losses: readonly LossInText[],
  { found: { range }, records }: Candidate,
): PrintedLoss | undefined {
  if (records === undefined) return undefined;
  const inside = losses.filter(({ start }) => range[0] <= start && start < range[1]).map(({ loss }) => loss);
  const [first] = inside;
  if (inside.length !== records.length || inside.some(({ name }) => name !== first.name)) return undefined;
  const decimals = inside.map((loss) => loss.decimals ?? 0);
  return {
    ...first,
    value: inside.reduce((sum, { value }) => sum + value, 0) / inside.length,
    decimals: smallestOf(decimals),
  };
}

function lossFromScalars(text: string, columns: Columns, { record }: Candidate): PrintedLoss | undefined {
  if (record === undefined) return undefined;
  const [loss] = columns.of(Int32Array.of(record));
  return loss && { value: loss.values[0], ...decimalsOf(text.slice(...loss.range)), name: loss.key };
}
