/** What the kernel-side file answers, checked: a kernel runs anybody's code. */
import type { BatchSummary, RowFlag } from '../loss/types';
import type { RowDetail, RowsPage } from '../worker/protocol';

/** A variable that looks like an array. */
export interface Variable {
  name: string;
  type: string;
  library: string;
  dtype: string;
  shape?: readonly number[];
  bytes?: number;
}

/** The text of an answer: its result, or an Error with the kernel's sentence. */
export function readAnswer(text: string): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Error('the kernel sent an answer that is not JSON');
  }
  const { result, error } = record(answer, 'the answer');
  if (error !== undefined) throw new Error(typeof error === 'string' ? error : 'the kernel failed');
  return result;
}

export function readVariables(value: unknown): Variable[] {
  return list(value, 'variables').map((item) => {
    const { name, type, library, dtype, shape, bytes } = record(item, 'a variable');
    return {
      name: String(name),
      type: String(type),
      library: String(library),
      dtype: String(dtype),
      shape: Array.isArray(shape) ? shape.map(number) : undefined,
      bytes: typeof bytes === 'number' ? bytes : undefined,
    };
  });
}

/** `filed`: the bytes are in the file that was asked for. */
export function readHeader(value: unknown): {
  header: unknown;
  bytes: number;
  stats?: unknown;
  filed: boolean;
} {
  const { header, bytes, stats, filed } = record(value, 'the description');
  return { header, bytes: number(bytes), stats: stats ?? undefined, filed: filed === true };
}

export function readPage(value: unknown): RowsPage {
  const page = record(value, 'the page');
  const column = (name: string) => doubles(page[name], name);
  return {
    total: number(page.total),
    row: Int32Array.from(doubles(page.row, 'row')),
    top: Int32Array.from(doubles(page.top, 'top')),
    probability: column('probability'),
    margin: column('margin'),
    entropy: column('entropy'),
    label: page.label === undefined ? undefined : Int32Array.from(doubles(page.label, 'label')),
    loss: page.loss === undefined ? undefined : column('loss'),
    bars: { bins: number(page.bins), heights: Float32Array.from(doubles(page.heights, 'heights'), drawn) },
  };
}

/** A row without a distribution has no bars. */
const drawn = (height: number) => (Number.isNaN(height) ? 0 : height);

/** One row: its listed classes' probabilities follow from the row's largest logit and log-sum-exp. */
export function readRow(value: unknown, temperature: number, plain: boolean): RowDetail {
  const given = record(value, 'the row');
  const classes = Int32Array.from(doubles(given.classes, 'classes'));
  const logits = doubles(given.logits, 'logits');
  const largest = number(given.largest);
  const log1pTail = number(given.log1pTail);
  const logProbabilities = logits.map((x) => x / temperature - largest - log1pTail);
  const probabilities = logProbabilities.map(Math.exp);
  const listed = probabilities.reduce((a, b) => a + b, 0);
  const label = given.loss === undefined ? undefined : labelIn(given);
  return {
    row: number(given.row),
    classes,
    logits,
    probabilities,
    logProbabilities,
    // At the label p − 1 as expm1, which keeps the digits of a confident row.
    gradient:
      label !== undefined && plain
        ? logProbabilities.map((logP, i) => (classes[i] === label ? Math.expm1(logP) : probabilities[i]))
        : undefined,
    others: { count: number(given.total) - classes.length, mass: Math.max(0, 1 - listed) },
    logSumExp: number(given.logSumExp),
    entropy: number(given.entropy),
    margin: number(given.margin),
    label,
    loss: label === undefined ? undefined : number(given.loss),
    flag: flagOf(given.flag),
  };
}

function labelIn({ label }: Record<string, unknown>): number | undefined {
  return typeof label === 'number' && label >= 0 ? label : undefined;
}

export function readBatch(value: unknown): BatchSummary {
  const given = record(value, 'the batch');
  const optional = (name: string) => (given[name] === undefined ? undefined : number(given[name]));
  const histogram =
    given.lossHistogram === undefined ? undefined : record(given.lossHistogram, 'lossHistogram');
  return {
    rows: number(given.rows),
    counted: number(given.counted),
    ignored: number(given.ignored),
    reduced: optional('reduced'),
    perplexity: optional('perplexity'),
    accuracy: optional('accuracy'),
    topFive: optional('topFive'),
    calibrationError: optional('calibrationError'),
    lossHistogram: histogram
      ? {
          edges: doubles(histogram.edges, 'edges'),
          counts: Int32Array.from(doubles(histogram.counts, 'counts')),
        }
      : undefined,
    reliability: records(given.reliability, ['from', 'to', 'count', 'meanConfidence', 'accuracy']),
    confusion: records(given.confusion, ['label', 'predicted', 'count']),
    flags: list(given.flags, 'flags').flatMap((flag) => flagOf(flag) ?? []),
  };
}

function records<K extends string>(value: unknown, keys: readonly K[]): Record<K, number>[] | undefined {
  if (value === undefined) return undefined;
  return list(value, keys.join()).map((item) => {
    const given = record(item, keys.join());
    return Object.fromEntries(keys.map((key) => [key, number(given[key])])) as Record<K, number>;
  });
}

const REASONS: Partial<Record<string, RowFlag['reason']>> = {
  nan: 'nan',
  'positive-infinity': 'positive-infinity',
  'all-masked': 'all-masked',
};

function flagOf(value: unknown): RowFlag | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { row, reason, message } = value as Record<string, unknown>;
  return {
    row: number(row),
    reason: REASONS[String(reason)] ?? 'nan',
    message: String(message).slice(0, 200),
  };
}

export function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null)
    throw new Error(`the kernel sent ${what} as ${typeof value}`);
  return value as Record<string, unknown>;
}

function list(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`the kernel sent ${what} as ${typeof value}; expected a list`);
  return value;
}

/** JSON has no NaN and no infinities: they come as words. */
function number(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === 'nan') return NaN;
  if (value === 'inf') return Infinity;
  if (value === '-inf') return -Infinity;
  throw new Error(`the kernel sent ${typeof value} where a number was expected`);
}

function doubles(value: unknown, what: string): Float64Array {
  return Float64Array.from(list(value, what), number);
}
