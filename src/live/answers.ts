/** What the kernel-side file answers, checked: a kernel runs anybody's code. */
import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { describe } from '../arrays/ndarray';
import { printable } from '../arrays/words/printable';
import type { BatchSummary, ConfusionCell, ReliabilityBin, RowFlag } from '../loss/types';
import { MAX_BINS, type RowDetail, type RowsPage, type ViewSettings } from '../worker/protocol';
import {
  bytesOf,
  doubles,
  integer,
  integers,
  known,
  list,
  number,
  record,
  shapeOf,
  sizesOf,
  text,
  unreadable,
} from './fields';
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

function parsed(json: string): Record<string, unknown> {
  let answer: unknown;
  try {
    answer = JSON.parse(json);
  } catch {
    throw unreadable(l10n.t('{0}: expected {1}, got {2}', 'answer', 'JSON', describe(json)));
  }
  return record(answer, 'answer');
}

function resultOf({ result, error }: Record<string, unknown>): unknown {
  if (error !== undefined) throw new Error(sentenceOf(error));
  return result;
}

/** Of one value in a sentence of the kernel's, of the sentence, and of how many stand in it. */
const [MAX_VALUE, MAX_SENTENCE, MAX_VALUES] = [200, 2000, 20];

/**
 * What the kernel says of a failure: a sentence of src/kernel/ with its values, which `npm run l10n` gathers there, or an
 * exception of Python's.
 */
function sentenceOf(error: unknown): string {
  const { sentence, values, raised, message } = record(error, 'error');
  if (sentence === undefined) return raisedText(raised, message);
  const said = list(values, 'values', MAX_VALUES).map(valueOf);
  return printable(l10n.t(text(sentence, 'sentence', MAX_SENTENCE), ...said), MAX_SENTENCE);
}

/** An exception of Python's, in a sentence. */
export function raisedText(name: unknown, message: unknown): string {
  return l10n.t('The kernel raised {0}: {1}', valueOf(name), valueOf(message));
}

function valueOf(value: unknown): string {
  return typeof value === 'string' ? printable(value, MAX_VALUE) : describe(value);
}

/** Of a list that a person chooses from; the kernel lists fewer. */
const MAX_VARIABLES = 1000;
/** A longer path is none that the kernel takes. */
const MAX_PATH = 2000;

export function readVariables(value: unknown): Variable[] {
  return list(value, 'variables', MAX_VARIABLES).flatMap((item) => {
    const { name, type, library, dtype, shape, bytes } = record(item, 'variable');
    const variable = {
      name: text(name, 'name', Infinity),
      type: text(type, 'type'),
      library: text(library, 'library'),
      dtype: text(dtype, 'dtype'),
      // A cluster may not know how many rows it has.
      shape: known(shape, (sizes) => sizesOf(sizes, 'shape', -1)),
      bytes: known(bytes, (size) => bytesOf(size, 'bytes')),
    };
    // Keys of a person's own may be as long as they like.
    return variable.name.length > MAX_PATH ? [] : [variable];
  });
}

/** What an array is. */
export interface Description {
  header: Header;
  bytes: number;
  /** The bytes are in the file that was asked for. */
  filed: boolean;
  /** The path of labels that stand beside it in its container. */
  labels?: string;
  /** It is a table or a bag of records that have labels of their own. */
  labelled: boolean;
}

/** The array's MIME type without data, for the worker, which checks it against what it reads. */
export interface Header {
  version: number;
  library: string;
  dtype: string;
  shape: readonly number[];
  name?: string;
  gradFn?: string;
  classNames?: readonly string[];
}

/** Names of classes are as many as the classes: for more of these than this they aren't taken. */
const MAX_CLASS_NAMES = 1 << 20;

export function readDescription(value: unknown): Description {
  const { header: given, bytes, filed, labels, labelled } = record(value, 'description');
  const { version, library, dtype, shape: sizes, name, gradFn, classNames } = record(given, 'header');
  const shape = shapeOf(sizes, 'shape');
  return {
    header: {
      version: integer(version, 'version', 1, 1),
      library: cut(library, 'library'),
      dtype: cut(dtype, 'dtype'),
      shape,
      name: known(name, (of) => cut(of, 'name')),
      gradFn: known(gradFn, (of) => cut(of, 'gradFn')),
      classNames: known(classNames, (names) =>
        list(names, 'classNames', Math.min(MAX_CLASS_NAMES, shape.at(-1) ?? 0)).map((of) =>
          cut(of, 'classNames'),
        ),
      ),
    },
    bytes: bytesOf(bytes, 'bytes'),
    filed: filed === true,
    labels: known(labels, (path) => text(path, 'labels')),
    labelled: labelled === true,
  };
}

/** A name to be shown: Python counts characters beyond the BMP as one. */
function cut(value: unknown, what: string): string {
  return text(value, what).slice(0, MAX_VALUE);
}

/** Class ids, one a row. */
export function readLabels(value: unknown): Float64Array {
  return Float64Array.from(list(value, 'labels'), (id, row) => {
    if (Number.isInteger(id)) return id as number;
    throw unreadable(l10n.t('{0}: expected an integer, got {1}', `labels[${row}]`, describe(id)));
  });
}

/** What a page was asked of. */
export interface Listed {
  rows: number;
  classes: number;
  /** Rows that were asked for, at most. */
  count: number;
}

/** Each row of a page is one of the array's, once; its top class is one of its classes, or −1 without a distribution. */
export function readPage(value: unknown, { rows, classes, count }: Listed): RowsPage {
  const page = record(value, 'page');
  const total = integer(page.total, 'total', 0, rows);
  const row = integers(list(page.row, 'row', count), 'row', [0, rows - 1]);
  if (row.length > total || new Set(row).size < row.length)
    throw unreadable(l10n.t('{0}: expected a list of at most {1}, got {2}', 'row', total, row.length));
  const column = (name: string) => doubles(page[name], name, row.length);
  const ids = (name: string) => Int32Array.from(integers(page[name], name, [-1, classes - 1], row.length));
  const bins = integer(page.bins, 'bins', 1, MAX_BINS);
  return {
    total,
    row: Int32Array.from(row),
    top: ids('top'),
    probability: column('probability'),
    margin: column('margin'),
    entropy: column('entropy'),
    label: known(page.label, () => ids('label')),
    loss: known(page.loss, () => column('loss')),
    bars: {
      bins,
      heights: Float32Array.from(doubles(page.heights, 'heights', row.length * bins), drawn),
    },
  };
}

/** A row without a distribution has no bars. */
const drawn = (height: number) => (Number.isNaN(height) ? 0 : Math.min(1, Math.max(0, height)));

/** Which row was asked for, of how many classes, and how many of them. */
interface AskedRow {
  row: number;
  classes: number;
  k: number;
}

/**
 * One row: its listed classes' probabilities follow from the row's largest logit and log-sum-exp.
 *
 * @param given its label, the ignore index and what is no class included; undefined where the array has no labels
 */
export function readRow(value: unknown, asked: AskedRow, settings: ViewSettings, given?: number): RowDetail {
  const row = record(value, 'row');
  integer(row.row, 'row', asked.row, asked.row);
  // The label is listed behind the others where it is none of them.
  const most = Math.min(asked.k, asked.classes) + 1;
  const classes = Int32Array.from(
    integers(list(row.classes, 'classes', most), 'classes', [0, asked.classes - 1]),
  );
  if (classes.length < most - 1 || new Set(classes).size < classes.length)
    throw unreadable(l10n.t('{0}: expected a list of {1}, got {2}', 'classes', most - 1, classes.length));
  const logits = doubles(row.logits, 'logits', classes.length);
  const largest = number(row.largest, 'largest');
  const log1pTail = number(row.log1pTail, 'log1pTail');
  const logProbabilities = logits.map((x) => x / settings.temperature - largest - log1pTail);
  const probabilities = logProbabilities.map(Math.exp);
  const listed = probabilities.reduce((a, b) => a + b, 0);
  const detail: RowDetail = {
    row: asked.row,
    classes,
    logits,
    probabilities,
    logProbabilities,
    others: { count: asked.classes - classes.length, mass: Math.max(0, 1 - listed) },
    logSumExp: number(row.logSumExp, 'logSumExp'),
    entropy: number(row.entropy, 'entropy'),
    margin: number(row.margin, 'margin'),
    flag: known(row.flag, (flag) => flagOf(flag, asked.row, asked.row)),
  };
  if (given === undefined) return detail;
  const { ignoreIndex = IGNORE_INDEX } = settings;
  // As in the list, a row that is left out has no loss.
  if (given === ignoreIndex || given < 0) return detail;
  const shown = { classes, probabilities, logProbabilities };
  const gradient = gradientOfListed(shown, given, settings, asked.classes);
  return { ...detail, label: given, loss: number(row.loss, 'loss'), gradient };
}

/** Of lists in the figures of a batch: the kernel gives at most 1,000 flags. */
const MAX_LISTED = 1000;

/** @param of how many rows and classes were asked about */
export function readBatch(value: unknown, of: { rows: number; classes: number }): BatchSummary {
  const given = record(value, 'batch');
  const rows = (of: unknown, what: string) => integer(of, what, 0, all);
  const { rows: all, classes } = of;
  const optional = (name: string) => known(given[name], (figure) => number(figure, name));
  return {
    rows: rows(given.rows, 'rows'),
    counted: rows(given.counted, 'counted'),
    ignored: rows(given.ignored, 'ignored'),
    meanConfidence: optional('meanConfidence'),
    reduced: optional('reduced'),
    perplexity: optional('perplexity'),
    accuracy: optional('accuracy'),
    topFive: optional('topFive'),
    calibrationError: optional('calibrationError'),
    lossHistogram: known(given.lossHistogram, (histogram) => {
      const { edges, counts } = record(histogram, 'lossHistogram');
      const bins = integers(list(counts, 'counts', MAX_LISTED), 'counts', [0, all]);
      return { edges: doubles(edges, 'edges', bins.length + 1), counts: Int32Array.from(bins) };
    }),
    reliability: known(given.reliability, (bins) =>
      list(bins, 'reliability', MAX_LISTED).map((bin): ReliabilityBin => {
        const { from, to, count, meanConfidence, accuracy } = record(bin, 'reliability');
        return {
          from: number(from, 'from'),
          to: number(to, 'to'),
          count: rows(count, 'count'),
          meanConfidence: number(meanConfidence, 'meanConfidence'),
          accuracy: number(accuracy, 'accuracy'),
        };
      }),
    ),
    confusion: known(given.confusion, (cells) =>
      list(cells, 'confusion', MAX_LISTED).map((cell): ConfusionCell => {
        const { label, predicted, count } = record(cell, 'confusion');
        return {
          label: integer(label, 'label', 0, classes - 1),
          predicted: integer(predicted, 'predicted', 0, classes - 1),
          count: rows(count, 'count'),
        };
      }),
    ),
    flags: list(given.flags, 'flags', MAX_LISTED).map((flag) => flagOf(flag, 0, all - 1)),
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
  const optional = (figure: unknown, what: string) => known(figure, (of) => number(of, what));
  return {
    entropy: optional(meanEntropy, 'meanEntropy'),
    loss: optional(reduced, 'reduced'),
    accuracy: optional(accuracy, 'accuracy'),
  };
}

/** Why a row has no distribution or no finite loss, in the words of our own kernels. */
const REASONS: Partial<Record<RowFlag['reason'], () => string>> = {
  nan: () => l10n.t('a logit is NaN, so the softmax is NaN'),
  'positive-infinity': () => l10n.t('a logit is +inf, so the softmax is NaN'),
  'all-masked': () => l10n.t('every logit is -inf, so the softmax is NaN'),
  'masked-label': () => l10n.t('the label puts weight on a class whose logit is -inf, so the loss is +inf'),
};

/** @param from the least row it may be of, `to` the last */
function flagOf(value: unknown, from: number, to: number): RowFlag {
  const { row, reason } = record(value, 'flag');
  const why = text(reason, 'reason');
  const said = Object.hasOwn(REASONS, why) ? (why as RowFlag['reason']) : 'nan';
  return { row: integer(row, 'row', from, to), reason: said, message: REASONS[said]!() };
}
