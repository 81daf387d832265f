import * as l10n from '@vscode/l10n';
import { asPairs } from '../../arrays/arrange';
import { ndarray, type NDArray } from '../../arrays/ndarray';
import { decodeBase64 } from '../../bytes/base64';
import type { Resampling } from '../../loss/evaluation/bootstrap';
import { DRAWN_ROWS, eceByChanceOf } from '../../loss/evaluation/byChance';
import type { EvaluatedRows } from '../../loss/evaluation/evaluatedRows';
import { figuresOfSample, reliabilityOfSums } from '../../loss/evaluation/figures';
import { labelErrors, UNLIKELY } from '../../loss/evaluation/labelErrors';
import { BINS, rankRows } from '../../loss/evaluation/rankedRows';
import { slicesOfSums } from '../../loss/evaluation/slices';
import { confusionOfCounts, LOSS_BINS, lossAxis, riskOfSums } from '../../loss/evaluation/summary';
import { topFiguresOf, type TopSums } from '../../loss/evaluation/topFigures';
import type { EvaluationSummary, Slice } from '../../loss/evaluation/types';
import { softmax } from '../../numerics';
import type { DumpReading, PiecesEvaluation, RowsPage } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { EVALUATED_CLASSES } from '../limits';
import { inTurns } from './evaluate';
import { rowsPage } from '../views/rowsPage';

/** Numbers of one list in an answer: it comes from a program of anybody's. */
const MAX_NUMBERS = 1 << 24;
/** Rows that sums are of: more are in no file, and exact tests take as long as the square root of them. */
const MAX_ROWS = 2 ** 36;
/** Rows that are resampled and that are listed, groups, and points of a curve: the kernel gives fewer of each. */
const [MAX_SAMPLED, MAX_LISTED, MAX_GROUPS, MAX_POINTS] = [1 << 16, 1000, 1000, 1000];

/**
 * An evaluation from what was summed up elsewhere (src/kernel/evaluation.py): figures of the sums, intervals of the
 * sample, as a file's are computed.
 */
export async function evaluationOfPieces(
  answer: unknown,
  classNames: readonly string[] | undefined,
  resampling: Resampling,
  context: CallContext,
): Promise<PiecesEvaluation> {
  const read = new Answer(answer);
  const sums = topSums(read);
  const { n, right, classes } = sums;
  if (n === 0) throw new Error(l10n.t('No row has both a label and a distribution.'));
  const chance = eceByChanceOf(
    { n, count: sums.count, variance: read.list('variance', BINS), drawn: drawnOf(read, sums) },
    resampling.seed,
  );
  const values = topFiguresOf(sums, {
    eceEqualMass: read.list('massGaps', BINS).reduce((sum, gap) => sum + Math.abs(gap), 0) / n,
    auroc: read.number('area') / (right * (n - right)),
    aurc: read.number('riskArea') / n,
  });
  const sample = rankRows(sampledRows(read.part('sample'), classes));
  const reliability = reliabilityOfSums(sums);
  const figures = await inTurns(
    figuresOfSample({ n, values, sample, chance, bins: reliability }, resampling),
    context,
  );
  const listed = listedPage(read.part('worst'), classes);
  const outside = read.count('outside', MAX_ROWS);
  const summary: EvaluationSummary = {
    figures,
    eceLimit: chance.limit,
    rows: {
      all: read.count('all', MAX_ROWS),
      counted: n,
      unlabelled: read.count('unlabelled', MAX_ROWS),
      undefined: read.count('undefined', MAX_ROWS),
    },
    ...(outside > 0 && { misfit: { outside, id: read.list('outsideId', 1)[0], zeros: 0 } }),
    classes,
    reliability,
    risk: riskOfSums({
      n,
      wrong: n - right,
      points: pointsOf(read, n),
      answerable: read.count('answerable', n),
    }),
    losses: {
      ...lossAxis(read.number('maxLoss')),
      right: [...read.counts('lossesRight', LOSS_BINS, n)],
      wrong: [...read.counts('lossesWrong', LOSS_BINS, n)],
      heaviest: read.number('heaviest') / sums.loss,
    },
    confusion: confusionOfCounts({
      classes,
      counts: pairsOf(read, sums),
      support: sums.support,
      errors: n - right,
    }),
    slices: slicesOf(read, sums, classNames),
    listed: listed.total,
  };
  const suspects = suspectsOf(read, sums, listed);
  return { summary, listed, ...(suspects && { suspects }) };
}

/** How many rows are answered at a time, and how many of them are wrong. */
function pointsOf(read: Answer, n: number): [number, number][] {
  const points = read.rows('points', 2, MAX_POINTS);
  return points.map(([rows, errors]) => {
    if (!isCount(rows, n) || rows === 0 || !isCount(errors, rows)) throw unreadable('points');
    return [rows, errors];
  });
}

/** Rows by label × classes + prediction, each no more than the label has. */
function pairsOf(read: Answer, { classes, support }: TopSums): Map<number, number> {
  return new Map(
    read.rows('pairs', 2).map(([pair, rows]) => {
      if (!isCount(pair, classes * classes - 1) || !isCount(rows, support[Math.floor(pair / classes)]))
        throw unreadable('pairs');
      return [pair, rows];
    }),
  );
}

/** Among the rows of the highest loss those whose label looks wrong, by what is usual of all rows. */
function suspectsOf(read: Answer, { classes, support }: TopSums, listed: RowsPage): Int32Array | undefined {
  const worst = read.part('worst');
  if (!worst.has('logits')) return undefined;
  const own = read.list('classOwn', classes);
  const usual = own.map((sum, c) => (support[c] > 0 ? sum / support[c] : Infinity));
  const logits = worst.doubles('logits');
  if (logits.length !== listed.row.length * classes) throw unreadable('worst');
  const probabilities = softmax(ndarray(logits, [listed.row.length, classes])).data as Float64Array;
  const found = labelErrors({ classes, label: listed.label!, probabilities }, usual);
  return Int32Array.from(
    found.filter(({ selfConfidence }) => selfConfidence < UNLIKELY),
    ({ at }) => listed.row[at],
  );
}

/** Whole rows that a kernel drew, with their labels. */
export function sampleOf(answer: unknown, reading: DumpReading): { array: NDArray; labels: NDArray } {
  const read = new Answer(answer);
  const classes = read.number('classes');
  const [logits, labels] = [read.doubles('logits'), read.doubles('labels')];
  if (!(classes >= 1 && classes <= EVALUATED_CLASSES) || logits.length !== labels.length * classes)
    throw unreadable('logits');
  // One score a row is the sigmoid's.
  const counterpart = reading === 'probabilities' ? (p: number) => 1 - p : () => 0;
  // What is no class counts as no label.
  if (!labels.every((id) => Number.isSafeInteger(id))) throw unreadable('labels');
  const array = ndarray(logits, [labels.length, classes]);
  return {
    array: classes === 1 ? asPairs(array, counterpart) : array,
    labels: ndarray(labels, [labels.length]),
  };
}

function topSums(read: Answer): TopSums {
  const classes = read.number('classes');
  if (!Number.isInteger(classes) || classes < 2 || classes > EVALUATED_CLASSES)
    throw new Error(l10n.t('The kernel answered with {0} classes.', classes));
  const n = read.count('n', MAX_ROWS);
  const bins = (name: string, most: number | Float64Array) => read.counts(name, BINS, most);
  const ofClass = (name: string, most: number | Float64Array) => read.counts(name, classes, most);
  const count = bins('count', n);
  const [support, predicted] = [ofClass('support', n), ofClass('predicted', n)];
  if ([count, support, predicted].some((counts) => counts.reduce((sum, rows) => sum + rows, 0) !== n))
    throw unreadable('n');
  return {
    classes,
    n,
    right: read.count('right', n),
    five: read.count('five', n),
    loss: read.number('loss'),
    brier: read.number('brier'),
    confidence: read.number('confidence'),
    count,
    hits: bins('hits', count),
    sum: read.list('sum', BINS),
    support,
    predicted,
    both: ofClass('both', support),
  };
}

/** Confidences of bins whose labels are drawn one by one. */
function drawnOf(read: Answer, { count }: TopSums): Float64Array[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const drawn = read.column(bin, 'drawn');
    if (drawn.length > Math.min(count[bin], DRAWN_ROWS) || !drawn.every(isProbability))
      throw unreadable('drawn');
    return drawn;
  });
}

const isProbability = (p: number) => p >= 0 && p <= 1;

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

type RowColumns = Record<'row' | 'label' | 'top', Int32Array>;

/** Whether columns are of as many rows, no more than are asked for, labelled and predicted as one of the classes. */
function areRows(columns: RowColumns, most: number, classes: number): boolean {
  const { row, label, top } = columns;
  const isClass = (id: number) => id >= 0 && id < classes;
  return (
    row.length <= most &&
    Object.values(columns).every(({ length }) => length === row.length) &&
    label.every(isClass) &&
    top.every(isClass)
  );
}

/** Columns that a sample's figures are made of; nothing else is asked of it. */
function sampledRows(sample: Answer, classes: number): EvaluatedRows {
  const columns = {
    row: sample.integers('row'),
    label: sample.integers('label'),
    top: sample.integers('top'),
    confidence: sample.doubles('confidence'),
    loss: sample.doubles('loss'),
    brier: sample.doubles('brier'),
    inTopFive: sample.bytes('five'),
  };
  if (!areRows(columns, MAX_SAMPLED, classes) || !columns.confidence.every(isProbability))
    throw unreadable('sample');
  return { classes, ...columns, all: 0, unlabelled: 0, undefined: 0 };
}

/** By label, and by the field that was asked for. */
function slicesOf(read: Answer, sums: TopSums, classNames?: readonly string[]): Slice[] {
  const total = { rows: sums.n, right: sums.right, loss: sums.loss };
  const groups = read.named('groups', 3 + BINS, MAX_GROUPS);
  if (
    !groups.every(([, [rows, right]]) => isCount(rows, sums.n) && isCount(right, Math.min(rows, sums.right)))
  )
    throw unreadable('groups');
  if (groups.length > 0)
    return slicesOfSums({
      field: 'group',
      names: groups.map(([name]) => name),
      sums: groups.map(([, [rows, right, loss, ...gaps]]) => ({
        rows,
        right,
        loss,
        gaps: Float64Array.from(gaps),
      })),
      total,
    });
  const loss = read.list('classLoss', sums.classes);
  const gaps = read.rows('classGaps', BINS);
  if (gaps.length !== sums.classes) throw unreadable('classGaps');
  return slicesOfSums({
    field: 'label',
    names: Array.from(loss, (_, id) => classNames?.[id] ?? String(id)),
    sums: Array.from(loss, (its, id) => ({
      rows: sums.support[id],
      right: sums.both[id],
      loss: its,
      gaps: Float64Array.from(gaps[id]),
    })),
    total,
  });
}

/** The rows of the highest loss, with their bars where their logits came along. */
function listedPage(read: Answer, classes: number): RowsPage {
  const columns = {
    row: read.integers('row'),
    label: read.integers('label'),
    top: read.integers('top'),
    probability: read.doubles('confidence'),
    loss: read.doubles('loss'),
  };
  const { row, label } = columns;
  if (!areRows(columns, MAX_LISTED, classes) || !row.every((id) => id >= 0)) throw unreadable('worst');
  if (read.has('logits')) {
    const logits = read.doubles('logits');
    if (logits.length === row.length * classes)
      return rowsPage(row.length, row, { logits, classes, label }, { temperature: 1 });
  }
  const unknown = row.length === 0 ? new Float64Array(0) : new Float64Array(row.length).fill(NaN);
  return {
    total: row.length,
    ...columns,
    margin: unknown,
    entropy: unknown,
    bars: { bins: 1, heights: new Float32Array(row.length) },
  };
}

/** What a kernel answered, taken at nobody's word: each field is of the kind and the size that it is read as. */
class Answer {
  private readonly fields: Readonly<Record<string, unknown>>;

  constructor(answer: unknown) {
    if (typeof answer !== 'object' || answer === null) throw unreadable('{...}');
    this.fields = answer as Record<string, unknown>;
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  part(name: string): Answer {
    return new Answer(this.fields[name]);
  }

  number(name: string): number {
    return numberOf(this.fields[name], name);
  }

  count(name: string, most: number): number {
    const value = this.number(name);
    if (!isCount(value, most)) throw unreadable(name);
    return value;
  }

  list(name: string, length?: number): Float64Array {
    return numbersOf(this.fields[name], name, length);
  }

  /** @param most of all of them, or of each */
  counts(name: string, length: number, most: number | Float64Array): Float64Array {
    const values = this.list(name, length);
    if (!values.every((value, at) => isCount(value, typeof most === 'number' ? most : most[at])))
      throw unreadable(name);
    return values;
  }

  rows(name: string, length: number, most = MAX_NUMBERS): number[][] {
    return this.all(name, most).map((one) => [...numbersOf(one, name, length)]);
  }

  named(name: string, length: number, most: number): [string, number[]][] {
    return this.all(name, most).map((one) => {
      if (!Array.isArray(one) || typeof one[0] !== 'string') throw unreadable(name);
      return [one[0].slice(0, 300), [...numbersOf(one[1], name, length)]];
    });
  }

  column(at: number, name: string): Float64Array {
    return doublesOf(this.all(name)[at], name);
  }

  doubles(name: string): Float64Array {
    return doublesOf(this.fields[name], name);
  }

  integers(name: string): Int32Array {
    const bytes = bytesOf(this.fields[name], name);
    return new Int32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
  }

  bytes(name: string): Uint8Array {
    return bytesOf(this.fields[name], name);
  }

  private all(name: string, most = MAX_NUMBERS): unknown[] {
    const values = this.fields[name];
    if (!Array.isArray(values) || values.length > most) throw unreadable(name);
    return values;
  }
}

function numbersOf(values: unknown, name: string, length?: number): Float64Array {
  if (!Array.isArray(values) || values.length > MAX_NUMBERS) throw unreadable(name);
  if (length !== undefined && values.length !== length) throw unreadable(name);
  return Float64Array.from(values, (value) => numberOf(value, name));
}

/** JSON has no infinity: it comes as a word. */
function numberOf(value: unknown, name: string): number {
  if (typeof value === 'number') return value;
  if (value === 'inf') return Infinity;
  if (value === 'nan') return NaN;
  throw unreadable(name);
}

function doublesOf(value: unknown, name: string): Float64Array {
  const bytes = bytesOf(value, name);
  return new Float64Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 8));
}

function bytesOf(value: unknown, name: string): Uint8Array {
  if (typeof value !== 'string') throw unreadable(name);
  try {
    return decodeBase64(value, name);
  } catch (error) {
    throw unreadable((error as Error).message);
  }
}

function unreadable(what: string): Error {
  return new Error(l10n.t('The kernel’s answer couldn’t be read: {0}', what));
}
