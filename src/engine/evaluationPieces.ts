import * as l10n from '@vscode/l10n';
import { asPairs } from '../arrays/arrange';
import { ndarray, type NDArray } from '../arrays/ndarray';
import { decodeBase64 } from '../bytes/base64';
import type { Resampling } from '../loss/evaluation/bootstrap';
import { eceByChanceOf } from '../loss/evaluation/byChance';
import type { EvaluatedRows } from '../loss/evaluation/evaluatedRows';
import { figuresOfSample, reliabilityOfSums } from '../loss/evaluation/figures';
import { labelErrors, UNLIKELY } from '../loss/evaluation/labelErrors';
import { BINS, rankRows } from '../loss/evaluation/rankedRows';
import { slicesOfSums } from '../loss/evaluation/slices';
import { confusionOfCounts, lossAxis, riskOfSums } from '../loss/evaluation/summary';
import { topFiguresOf, type TopSums } from '../loss/evaluation/topFigures';
import type { EvaluationSummary, Slice } from '../loss/evaluation/types';
import { softmax } from '../numerics';
import type { DumpReading, PiecesEvaluation, RowsPage } from '../worker/protocol';
import type { CallContext } from './callContext';
import { inTurns } from './evaluate';
import { rowsPage } from './rowsPage';

/** Classes of an answer, and numbers of one list in it: it comes from a program of anybody's. */
const MAX_CLASSES = 1 << 20;
const MAX_NUMBERS = 1 << 24;

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
    { n, count: sums.count, variance: read.list('variance', BINS), drawn: drawnOf(read) },
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
  const summary: EvaluationSummary = {
    figures,
    eceLimit: chance.limit,
    rows: {
      all: read.number('all'),
      counted: n,
      unlabelled: read.number('unlabelled'),
      undefined: read.number('undefined'),
    },
    classes,
    reliability,
    risk: riskOfSums({
      n,
      wrong: n - right,
      points: read.rows('points', 2).map(([rows, errors]) => [rows, errors]),
      answerable: read.number('answerable'),
    }),
    losses: {
      ...lossAxis(read.number('maxLoss')),
      right: [...read.list('lossesRight')],
      wrong: [...read.list('lossesWrong')],
      heaviest: read.number('heaviest') / sums.loss,
    },
    confusion: confusionOfCounts({
      classes,
      counts: new Map(read.rows('pairs', 2).map(([pair, rows]) => [pair, rows])),
      support: sums.support,
      errors: n - right,
    }),
    slices: slicesOf(read, sums, classNames),
    listed: listed.total,
  };
  const suspects = suspectsOf(read, sums, listed);
  return { summary, listed, ...(suspects && { suspects }) };
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
  if (!(classes >= 1 && classes <= MAX_CLASSES) || logits.length !== labels.length * classes)
    throw unreadable('logits');
  // One score a row is the sigmoid's.
  const counterpart = reading === 'probabilities' ? (p: number) => 1 - p : () => 0;
  const array = ndarray(logits, [labels.length, classes]);
  return {
    array: classes === 1 ? asPairs(array, counterpart) : array,
    labels: ndarray(labels, [labels.length]),
  };
}

function topSums(read: Answer): TopSums {
  const classes = read.number('classes');
  if (!Number.isInteger(classes) || classes < 2 || classes > MAX_CLASSES)
    throw new Error(l10n.t('The kernel answered with {0} classes.', classes));
  const bins = (name: string) => read.list(name, BINS);
  const ofClass = (name: string) => read.list(name, classes);
  return {
    classes,
    n: read.number('n'),
    right: read.number('right'),
    five: read.number('five'),
    loss: read.number('loss'),
    brier: read.number('brier'),
    confidence: read.number('confidence'),
    count: bins('count'),
    hits: bins('hits'),
    sum: bins('sum'),
    support: ofClass('support'),
    predicted: ofClass('predicted'),
    both: ofClass('both'),
  };
}

function drawnOf(read: Answer): Float64Array[] {
  return Array.from({ length: BINS }, (_, bin) => read.column(bin, 'drawn'));
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
  const { row, label, top, confidence } = columns;
  const isClass = (id: number) => id >= 0 && id < classes;
  if (Object.values(columns).some(({ length }) => length !== row.length)) throw unreadable('sample');
  if (!label.every(isClass) || !top.every(isClass) || !confidence.every((p) => p >= 0 && p <= 1))
    throw unreadable('sample');
  return { classes, ...columns, all: 0, unlabelled: 0, undefined: 0 };
}

/** By label, and by the field that was asked for. */
function slicesOf(read: Answer, sums: TopSums, classNames?: readonly string[]): Slice[] {
  const total = { rows: sums.n, right: sums.right, loss: sums.loss };
  const groups = read.named('groups', 3 + BINS);
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
  const row = read.integers('row');
  const label = read.integers('label');
  if (!label.every((id) => id >= 0 && id < classes)) throw unreadable('worst');
  if (read.has('logits')) {
    const logits = read.doubles('logits');
    if (logits.length === row.length * classes)
      return rowsPage(row.length, row, { logits, classes, label }, { temperature: 1 });
  }
  const unknown = row.length === 0 ? new Float64Array(0) : new Float64Array(row.length).fill(NaN);
  return {
    total: row.length,
    row,
    top: read.integers('top'),
    probability: read.doubles('confidence'),
    margin: unknown,
    entropy: unknown,
    label,
    loss: read.doubles('loss'),
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

  list(name: string, length?: number): Float64Array {
    return numbersOf(this.fields[name], name, length);
  }

  rows(name: string, length: number): number[][] {
    return this.all(name).map((one) => [...numbersOf(one, name, length)]);
  }

  named(name: string, length: number): [string, number[]][] {
    return this.all(name).map((one) => {
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

  private all(name: string): unknown[] {
    const values = this.fields[name];
    if (!Array.isArray(values) || values.length > MAX_NUMBERS) throw unreadable(name);
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
  return decodeBase64(value, name);
}

function unreadable(what: string): Error {
  return new Error(l10n.t('The kernel’s answer couldn’t be read: {0}', what));
}
