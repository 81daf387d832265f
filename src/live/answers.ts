/** What the kernel-side file answers, checked: a kernel runs anybody's code. */
import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { printable } from '../arrays/printable';
import type { BatchSummary, RowFlag } from '../loss/types';
import type { RowDetail, RowsPage, ViewSettings } from '../worker/protocol';
import { gradientOfListed } from './gradient';

/** A variable that looks like an array. */
export interface Variable {
  name: string;
  type: string;
  library: string;
  dtype: string;
  shape?: readonly number[];
  bytes?: number;
}

/** A message of the kernel-side file: its answer, or that it has begun, or that the kernel does not have it. */
export function readReply(text: string): { value: unknown } | 'started' | 'undefined' {
  const reply = parsed(text);
  if (reply.started === true) return 'started';
  if (reply.undefined === true) return 'undefined';
  return { value: resultOf(reply) };
}

/** The text of an answer: its result, or an Error with the kernel's sentence. */
export function readAnswer(text: string): unknown {
  return resultOf(parsed(text));
}

function parsed(text: string): Record<string, unknown> {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw unreadable('JSON', text.slice(0, 40));
  }
  return record(answer, 'answer');
}

function resultOf({ result, error }: Record<string, unknown>): unknown {
  if (error !== undefined) throw new Error(sentenceOf(error));
  return result;
}

/** Of one value in a sentence of the kernel's. */
const MAX_VALUE = 200;

/**
 * What the kernel says of a failure: a sentence of src/kernel/ with its values, which `npm run l10n` gathers there, or an
 * exception of Python's.
 */
function sentenceOf(error: unknown): string {
  const { sentence, values, raised, message } = record(error, 'error');
  if (typeof sentence === 'string' && Array.isArray(values))
    return printable(l10n.t(sentence, ...values.map(valueOf)), 10 * MAX_VALUE);
  return l10n.t('The kernel raised {0}: {1}', valueOf(raised), valueOf(message));
}

function valueOf(value: unknown): string {
  return printable(String(value), MAX_VALUE);
}

/** An answer that is not what this extension's own code in the kernel gives. */
export function unreadable(expected: string, got: unknown): Error {
  const said = typeof got === 'string' ? JSON.stringify(got) : typeof got;
  return new Error(
    l10n.t('The kernel’s answer can’t be read: expected {0}, got {1}.', expected, printable(said, MAX_VALUE)),
  );
}

export function readVariables(value: unknown): Variable[] {
  return list(value, 'variables').map((item) => {
    const { name, type, library, dtype, shape, bytes } = record(item, 'variable');
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

/** What an array is. */
export interface Description {
  header: {
    library: string;
    dtype: string;
    shape: readonly number[];
    name?: string;
    classNames?: readonly string[];
  };
  /** The header as it came, for the worker, which checks more of it. */
  given: unknown;
  bytes: number;
  /** The bytes are in the file that was asked for. */
  filed: boolean;
  /** The path of labels that stand beside it in its container. */
  labels?: string;
  /** It is a table or a bag of records that have labels of their own. */
  labelled: boolean;
}

export function readDescription(value: unknown): Description {
  const { header: given, bytes, filed, labels, labelled } = record(value, 'description');
  const { library, dtype, shape, name, classNames } = record(given, 'header');
  return {
    header: {
      library: String(library),
      dtype: String(dtype),
      shape: list(shape, 'shape').map(number),
      name: typeof name === 'string' ? name.slice(0, 200) : undefined,
      classNames: Array.isArray(classNames) ? classNames.map(valueOf) : undefined,
    },
    given,
    bytes: number(bytes),
    filed: filed === true,
    labels: typeof labels === 'string' ? labels.slice(0, 200) : undefined,
    labelled: labelled === true,
  };
}

/** Class ids, one a row. */
export function readLabels(value: unknown): Float64Array {
  return doubles(value, 'labels');
}

export function readPage(value: unknown): RowsPage {
  const page = record(value, 'page');
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

/** One row as the kernel answers it, not yet checked. */
export type RowOfKernel = Readonly<Record<string, unknown>>;

/**
 * One row: its listed classes' probabilities follow from the row's largest logit and log-sum-exp.
 *
 * @param total all classes of the row
 * @param given its label, the ignore index and what is no class included; undefined where the array has no labels
 */
export function readRow(
  value: RowOfKernel,
  total: number,
  settings: ViewSettings,
  given?: number,
): RowDetail {
  const row = record(value, 'row');
  const classes = Int32Array.from(doubles(row.classes, 'classes'));
  const logits = doubles(row.logits, 'logits');
  const largest = number(row.largest);
  const log1pTail = number(row.log1pTail);
  const logProbabilities = logits.map((x) => x / settings.temperature - largest - log1pTail);
  const probabilities = logProbabilities.map(Math.exp);
  const listed = probabilities.reduce((a, b) => a + b, 0);
  const detail: RowDetail = {
    row: number(row.row),
    classes,
    logits,
    probabilities,
    logProbabilities,
    others: { count: total - classes.length, mass: Math.max(0, 1 - listed) },
    logSumExp: number(row.logSumExp),
    entropy: number(row.entropy),
    margin: number(row.margin),
    flag: flagOf(row.flag),
  };
  if (given === undefined) return detail;
  const { ignoreIndex = IGNORE_INDEX } = settings;
  // A row that is left out adds nothing to the loss.
  if (given === ignoreIndex) return { ...detail, loss: 0, gradient: new Float64Array(classes.length) };
  if (given < 0) return { ...detail, loss: 0 };
  const shown = { classes, probabilities, logProbabilities };
  const gradient = gradientOfListed(shown, given, settings, total);
  return { ...detail, label: given, loss: number(row.loss), gradient };
}

export function readBatch(value: unknown): BatchSummary {
  const given = record(value, 'batch');
  const optional = (name: string) => (given[name] === undefined ? undefined : number(given[name]));
  const histogram =
    given.lossHistogram === undefined ? undefined : record(given.lossHistogram, 'lossHistogram');
  return {
    rows: number(given.rows),
    counted: number(given.counted),
    ignored: number(given.ignored),
    meanConfidence: optional('meanConfidence'),
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

/** What is watched of an array from one run of its cell to the next. */
export interface RunFigures {
  /** Mean over the rows that have a distribution, in nats. */
  entropy?: number;
  /** Mean over the labelled rows. */
  loss?: number;
  accuracy?: number;
}

export function readRun(value: unknown): RunFigures {
  const { meanEntropy, reduced, accuracy } = record(value, 'batch');
  const optional = (figure: unknown) => (figure === undefined ? undefined : number(figure));
  return { entropy: optional(meanEntropy), loss: optional(reduced), accuracy: optional(accuracy) };
}

function records<K extends string>(value: unknown, keys: readonly K[]): Record<K, number>[] | undefined {
  if (value === undefined) return undefined;
  return list(value, keys.join()).map((item) => {
    const given = record(item, keys.join());
    return Object.fromEntries(keys.map((key) => [key, number(given[key])])) as Record<K, number>;
  });
}

/** Why a row has no distribution or no finite loss, in the words of our own kernels. */
const REASONS: Partial<Record<RowFlag['reason'], () => string>> = {
  nan: () => l10n.t('a logit is NaN, so the softmax is NaN'),
  'positive-infinity': () => l10n.t('a logit is +inf, so the softmax is NaN'),
  'all-masked': () => l10n.t('every logit is -inf, so the softmax is NaN'),
  'masked-label': () => l10n.t('the label puts weight on a class whose logit is -inf, so the loss is +inf'),
};

function flagOf(value: unknown): RowFlag | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { row, reason: given } = value as Record<string, unknown>;
  const reason = Object.hasOwn(REASONS, String(given)) ? (given as RowFlag['reason']) : 'nan';
  return { row: number(row), reason, message: REASONS[reason]!() };
}

export function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw unreadable(`${what}: {...}`, value);
  return value as Record<string, unknown>;
}

export function list(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw unreadable(`${what}: [...]`, value);
  return value;
}

/** JSON has no NaN and no infinities: they come as words. */
export function number(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === 'nan') return NaN;
  if (value === 'inf') return Infinity;
  if (value === '-inf') return -Infinity;
  throw unreadable('1.0', value);
}

export function doubles(value: unknown, what: string): Float64Array {
  return Float64Array.from(list(value, what), number);
}
