import { ndarray, sizeOf, type NDArray } from '../ndarray';
import { labelsKind } from '../loss/labels';
import { summarizeBatch } from '../loss/batch';
import { lossInterval } from '../loss/interval';
import { naiveReport } from '../loss/naiveReport';
import type { BatchSummary, NaiveReport, RowFlag } from '../loss/types';
import {
  rowSummary,
  rowsSummary,
  softmax,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
  type RowsSummary,
} from '../numerics';
import { rowBars } from './preview';
import type {
  OpenRequest,
  Opened,
  RowDetail,
  RowsPage,
  RowsRequest,
  SortKey,
  ViewSettings,
} from './protocol';

/** An opened array: its rows along the class axis, and what has been computed of them. */
interface Session {
  /** rows × classes, row-major. */
  logits: NDArray;
  /** The array's own shape and class axis. */
  shape: readonly number[];
  classAxis: number;
  rows: number;
  classes: number;
  /** Class ids, −1 where a row has none; for a distribution per row, its largest class. */
  label?: Int32Array;
  labels?: { kind: 'class-ids' | 'dense'; values: NDArray };
  decimals?: number;
  /** The last computed columns: a sort, a filter and the batch share them. */
  columns?: { key: string; all: Columns };
}

interface Columns extends Omit<RowsSummary, 'flags'> {
  loss?: Float64Array;
  flags: readonly RowFlag[];
  reduced?: number;
}

const DEFAULT_IGNORE_INDEX = -100;

/** The arrays someone looks at. */
export class Sessions {
  private readonly opened = new Map<number, Session>();
  private next = 1;

  open({ array, axis = -1, labels, decimals, reading }: OpenRequest): Opened {
    const rank = array.shape.length;
    if (rank === 0) throw new Error('a single number has no distribution; expected a row of logits');
    const classAxis = axis < 0 ? axis + rank : axis;
    if (!Number.isInteger(classAxis) || classAxis < 0 || classAxis >= rank) {
      throw new Error(`axis ${axis} is out of range for an array of rank ${rank}`);
    }
    const classes = array.shape[classAxis];
    if (classes === 0) throw new Error(`axis ${axis} has no classes`);
    const rows = sizeOf(array.shape) / classes;
    let logits = ndarray(classAxisLast(array, classAxis), [rows, classes]);
    if (reading === 'probabilities') logits = logOf(logits);
    const session: Session = {
      logits,
      shape: array.shape,
      classAxis,
      rows,
      classes,
      decimals: reading === 'probabilities' ? undefined : decimals,
    };
    if (labels) setLabels(session, labels);
    const id = this.next++;
    this.opened.set(id, session);
    return { session: id, rows, classes };
  }

  label({ session: id, labels }: { session: number; labels?: NDArray }): void {
    const session = this.get(id);
    session.columns = undefined;
    if (!labels) {
      session.label = undefined;
      session.labels = undefined;
      return;
    }
    setLabels(session, labels);
  }

  close({ session }: { session: number }): void {
    this.opened.delete(session);
  }

  rows({ session: id, settings, sort, wrongOnly, from, count }: RowsRequest): RowsPage {
    const session = this.get(id);
    const inOrder = (!sort || (sort.key === 'row' && !sort.descending)) && !wrongOnly;
    if (inOrder) {
      // A page of a million rows costs the page, not the million.
      const first = Math.min(from, session.rows);
      const rows = Int32Array.from({ length: Math.min(count, session.rows - first) }, (_, i) => first + i);
      return this.page(
        session,
        settings,
        rows,
        session.rows,
        computeColumns(session, settings, first, rows.length),
        first,
      );
    }
    const all = this.columns(session, settings);
    let order = Int32Array.from({ length: session.rows }, (_, i) => i);
    if (wrongOnly && session.label) {
      const { label } = session;
      order = order.filter((row) => label[row] >= 0 && all.top[row] !== label[row]);
    }
    if (sort) sortRows(order, sortColumn(session, all, sort.key), sort.descending);
    return this.page(session, settings, order.slice(from, from + count), order.length, all, 0);
  }

  private page(
    { logits, classes, label }: Session,
    { temperature }: ViewSettings,
    row: Int32Array,
    total: number,
    columns: Columns,
    offset: number,
  ): RowsPage {
    const pick = (column: Float64Array) => Float64Array.from(row, (r) => column[r - offset]);
    return {
      total,
      row,
      top: Int32Array.from(row, (r) => columns.top[r - offset]),
      probability: pick(columns.topProbability),
      margin: pick(columns.margin),
      entropy: pick(columns.entropy),
      label: label && Int32Array.from(row, (r) => label[r]),
      loss: columns.loss && pick(columns.loss),
      bars: rowBars(logits.data, classes, row, pick(columns.logSumExp), temperature),
    };
  }

  row({
    session: id,
    settings,
    row,
    k,
  }: {
    session: number;
    settings: ViewSettings;
    row: number;
    k: number;
  }): RowDetail {
    const session = this.get(id);
    const { logits, classes, rows } = session;
    if (!Number.isInteger(row) || row < 0 || row >= rows)
      throw new Error(`row ${row} is out of range; rows are 0 to ${rows - 1}`);
    const values = logits.data.subarray(row * classes, (row + 1) * classes);
    const { temperature } = settings;
    const summary = rowSummary(values, { temperature, k });
    const label = session.label && session.label[row] >= 0 ? session.label[row] : undefined;

    // The label is shown whatever its rank.
    const extra = label !== undefined && !summary.top.indices.includes(label) ? [label] : [];
    const classIds = Int32Array.from([...summary.top.indices, ...extra]);
    const logProbabilities = Float64Array.from(classIds, (c, i) =>
      i < summary.top.indices.length
        ? summary.top.logProbabilities[i]
        : values[c] / temperature - summary.logSumExp,
    );
    const probabilities = Float64Array.from(classIds, (_, i) =>
      i < summary.top.indices.length ? summary.top.probabilities[i] : Math.exp(logProbabilities[i]),
    );
    const extraMass = extra.length ? probabilities[probabilities.length - 1] : 0;
    const detail: RowDetail = {
      row,
      classes: classIds,
      logits: Float64Array.from(classIds, (c) => values[c]),
      probabilities,
      logProbabilities,
      others: { count: classes - classIds.length, mass: Math.max(0, summary.tailMass - extraMass) },
      logSumExp: summary.logSumExp,
      entropy: summary.entropy,
      margin: summary.margin,
    };
    const loss = session.labels && crossEntropy(session, settings, row, 1, true);
    if (!loss) return { ...detail, flag: computeColumns(session, settings, row, 1).flags[0] };
    const gradient = loss.gradient!.data;
    const value = loss.perExample.data[0];
    return {
      ...detail,
      gradient: Float64Array.from(classIds, (c) => gradient[c]),
      label,
      loss: value,
      lossInterval:
        isPlain(settings) && session.decimals !== undefined
          ? lossInterval(value, session.decimals, temperature)
          : undefined,
      flag: loss.flags[0] && { ...loss.flags[0], row },
    };
  }

  batch({ session: id, settings }: { session: number; settings: ViewSettings }): BatchSummary {
    const session = this.get(id);
    const columns = this.columns(session, settings);
    const { rows, classes, logits } = session;
    const label = new Int32Array(rows).fill(-1);
    const inTopFive = new Uint8Array(rows);
    if (session.label) {
      for (let row = 0; row < rows; row++) {
        label[row] = session.label[row];
        if (label[row] >= 0 && classes > 5)
          inTopFive[row] = Number(rankOf(logits.data, row * classes, classes, label[row]) < 5);
      }
    }
    return summarizeBatch({
      classes,
      label,
      top: columns.top,
      topProbability: columns.topProbability,
      loss: columns.loss ?? new Float64Array(rows),
      inTopFive,
      reduced: columns.reduced,
      flags: columns.flags,
      decimals: session.decimals,
      temperature: settings.temperature,
    });
  }

  naive({ session: id, settings }: { session: number; settings: ViewSettings }): NaiveReport {
    const { logits, label } = this.get(id);
    return naiveReport(logits, label, settings.temperature);
  }

  probabilities({ session: id, settings }: { session: number; settings: ViewSettings }): NDArray {
    const { logits, shape, classAxis } = this.get(id);
    const result = softmax(logits, { temperature: settings.temperature });
    return ndarray(classAxisBack(result.data, shape, classAxis), shape);
  }

  private columns(session: Session, settings: ViewSettings): Columns {
    const key = JSON.stringify(settings);
    if (session.columns?.key !== key)
      session.columns = { key, all: computeColumns(session, settings, 0, session.rows) };
    return session.columns.all;
  }

  private get(id: number): Session {
    const session = this.opened.get(id);
    if (!session) throw new Error(`session ${id} is not open`);
    return session;
  }
}

function computeColumns(session: Session, settings: ViewSettings, from: number, count: number): Columns {
  const { logits, classes } = session;
  const part = ndarray(logits.data.subarray(from * classes, (from + count) * classes), [count, classes]);
  const summary = rowsSummary(part, { temperature: settings.temperature });
  const result = session.labels && crossEntropy(session, settings, from, count, false);
  const flags = (result?.flags ?? summary.flags).map((flag) => ({ ...flag, row: flag.row + from }));
  return {
    ...summary,
    flags,
    loss: result && Float64Array.from(result.perExample.data),
    reduced: result?.reduced,
  };
}

function crossEntropy(
  session: Session,
  settings: ViewSettings,
  from: number,
  count: number,
  gradient: boolean,
) {
  const { logits, classes, labels } = session;
  const part = ndarray(logits.data.subarray(from * classes, (from + count) * classes), [count, classes]);
  // One row on its own is shown unreduced.
  const options = { ...settings, gradient, ...(gradient && { reduction: 'none' as const }) };
  const { kind, values } = labels!;
  return kind === 'class-ids'
    ? sparseSoftmaxCrossEntropy(part, ndarray(values.data.subarray(from, from + count), [count]), options)
    : softmaxCrossEntropy(
        part,
        ndarray(values.data.subarray(from * classes, (from + count) * classes), [count, classes]),
        options,
      );
}

/** No smoothing and no weights: the loss is the one the interval is made for. */
function isPlain(settings: ViewSettings): boolean {
  return !settings.labelSmoothing && !settings.classWeights;
}

function setLabels(session: Session, labels: NDArray): void {
  const { rows, classes, shape, classAxis } = session;
  const kind = labelsKind(labels, shape, classAxis);
  if (kind === 'class-ids') {
    session.labels = { kind, values: ndarray(labels.data, [rows]) };
    session.label = Int32Array.from(labels.data, (id, row) => {
      if (id === DEFAULT_IGNORE_INDEX) return -1;
      if (!Number.isInteger(id) || id < 0 || id >= classes) {
        throw new Error(`labels[${row}] is ${id}; valid class ids are 0 to ${classes - 1}`);
      }
      return id;
    });
    return;
  }
  const values = ndarray(classAxisLast(labels, classAxis), [rows, classes]);
  session.labels = { kind, values };
  session.label = Int32Array.from({ length: rows }, (_, row) => {
    let best = row * classes;
    for (let i = best + 1; i < (row + 1) * classes; i++) if (values.data[i] > values.data[best]) best = i;
    return best - row * classes;
  });
}

/** The data with the class axis moved last; not copied when it is last already. */
function classAxisLast({ data, shape }: NDArray, classAxis: number): Float32Array | Float64Array {
  const inner = sizeOf(shape.slice(classAxis + 1));
  if (inner === 1) return data;
  const classes = shape[classAxis];
  const moved = data.slice();
  const outer = sizeOf(shape.slice(0, classAxis));
  for (let o = 0; o < outer; o++) {
    for (let c = 0; c < classes; c++) {
      for (let i = 0; i < inner; i++)
        moved[(o * inner + i) * classes + c] = data[(o * classes + c) * inner + i];
    }
  }
  return moved;
}

/** The inverse of classAxisLast. */
function classAxisBack(data: Float32Array | Float64Array, shape: readonly number[], classAxis: number) {
  const inner = sizeOf(shape.slice(classAxis + 1));
  if (inner === 1) return data;
  const classes = shape[classAxis];
  const moved = data.slice();
  const outer = sizeOf(shape.slice(0, classAxis));
  for (let o = 0; o < outer; o++) {
    for (let c = 0; c < classes; c++) {
      for (let i = 0; i < inner; i++)
        moved[(o * classes + c) * inner + i] = data[(o * inner + i) * classes + c];
    }
  }
  return moved;
}

/** Probabilities are their own logits through the logarithm: softmax(log p) = p. */
function logOf({ data, shape }: NDArray): NDArray {
  return ndarray(Float64Array.from(data, Math.log), shape);
}

/** How many classes are more probable than the label. */
function rankOf(data: Float32Array | Float64Array, start: number, classes: number, label: number): number {
  const value = data[start + label];
  let rank = 0;
  for (let i = start; i < start + classes; i++) if (data[i] > value) rank++;
  return rank;
}

function sortColumn(session: Session, columns: Columns, key: SortKey): ArrayLike<number> {
  switch (key) {
    case 'row':
      return Int32Array.from({ length: session.rows }, (_, i) => i);
    case 'top':
      return columns.top;
    case 'probability':
      return columns.topProbability;
    case 'margin':
      return columns.margin;
    case 'entropy':
      return columns.entropy;
    case 'label':
      return session.label ?? columns.top;
    case 'loss':
      return columns.loss ?? columns.entropy;
  }
}

/** Sorts in place; rows without a value come last either way, ties keep their order. */
function sortRows(order: Int32Array, column: ArrayLike<number>, descending: boolean): void {
  const sign = descending ? -1 : 1;
  order.sort((a, b) => {
    const x = column[a];
    const y = column[b];
    if (x === y) return a - b;
    if (Number.isNaN(x)) return Number.isNaN(y) ? a - b : 1;
    if (Number.isNaN(y)) return -1;
    return sign * (x - y);
  });
}
