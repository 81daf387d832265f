import type { ReadingKind } from '../arrays/types';
import { ndarray, sizeOf, type NDArray } from '../arrays/ndarray';
import { labelsKind } from '../loss/labels';
import { lossTable, type LossTable } from '../loss/lossTable';
import { naiveReport } from '../loss/naiveReport';
import type { LabelledRows } from '../loss/rowColumns';
import { partsOf, shiftLabels } from '../loss/sequences';
import type { BatchSummary, NaiveReport } from '../loss/types';
import { softmax } from '../numerics/index';
import { batchOf } from '../loss/batchOf';
import { rowsPage } from './rowsPage';
import type {
  LabelRequest,
  OpenRequest,
  Opened,
  RowDetail,
  RowsPage,
  RowsRequest,
  ViewSettings,
} from '../worker/protocol';
import { rowDetail } from './rowDetail';
import { orderOf } from './rowOrder';

/** An opened array: its rows along the class axis, and what has been computed of them. */
interface Session {
  /** rows × classes, row-major, with class ids or a distribution per row. */
  labelled: LabelledRows;
  /** The same with labels shifted by one, once asked for. */
  shifted?: LabelledRows;
  /** The array's own shape and class axis. */
  shape: readonly number[];
  classAxis: number;
  rows: number;
  classes: number;
  decimals?: number;
  reading: ReadingKind;
  /** The last computed table: a sort, a filter, the batch and the audit share it. */
  table?: { key: string; all: LossTable };
}

const DEFAULT_IGNORE_INDEX = -100;

/** The arrays someone looks at. */
export class Sessions {
  private readonly opened = new Map<number, Session>();

  constructor(private readonly nextId: () => number) {}

  open({ array, axis = -1, labels, decimals, reading }: OpenRequest & { array: NDArray }): Opened {
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
      labelled: { logits: logits.data, classes, part: partsOf(rows, stepsOf(array.shape, classAxis)) },
      reading: reading ?? 'logits',
      shape: array.shape,
      classAxis,
      rows,
      classes,
      decimals: reading === 'probabilities' ? undefined : decimals,
    };
    if (labels) setLabels(session, labels);
    const id = this.nextId();
    this.opened.set(id, session);
    return { session: id, rows, classes };
  }

  label({ session: id, labels, ignoreIndex }: LabelRequest): void {
    const session = this.get(id);
    session.table = undefined;
    session.shifted = undefined;
    if (labels) setLabels(session, labels, ignoreIndex);
    else session.labelled = { ...session.labelled, label: undefined, soft: undefined };
  }

  close({ session }: { session: number }): void {
    this.opened.delete(session);
  }

  rows({ session: id, settings, sort, wrongOnly, from, count }: RowsRequest): RowsPage {
    const session = this.get(id);
    const inOrder = (!sort || (sort.key === 'row' && !sort.descending)) && !wrongOnly;
    const order = inOrder ? undefined : orderOf(this.tableOf(session, settings), sort, wrongOnly);
    const total = order?.length ?? session.rows;
    const first = Math.min(from, total);
    const shown = Math.min(count, total - first);
    // A page of a million rows costs the page, not the million.
    const row = order?.slice(first, first + shown) ?? Int32Array.from({ length: shown }, (_, i) => first + i);
    const labelled = labelledOf(session, settings);
    const page = order ? gather(labelled, row) : slice(labelled, first, first + shown);
    return rowsPage(total, row, page, settings);
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
    return rowDetail(this.oneRow({ session: id, settings, row }), row, settings, k, this.get(id).decimals);
  }

  /** A row alone, with its label. */
  oneRow({
    session: id,
    settings,
    row,
  }: {
    session: number;
    settings: ViewSettings;
    row: number;
  }): LabelledRows {
    const session = this.get(id);
    const { rows } = session;
    if (!Number.isInteger(row) || row < 0 || row >= rows)
      throw new Error(`row ${row} is out of range; rows are 0 to ${rows - 1}`);
    return slice(labelledOf(session, settings), row, row + 1);
  }

  batch({ session, settings }: { session: number; settings: ViewSettings }): BatchSummary {
    return batchOf(this.table(session, settings));
  }

  naive({ session: id, settings }: { session: number; settings: ViewSettings }): NaiveReport {
    const session = this.get(id);
    const { rows, classes } = session;
    const labelled = labelledOf(session, settings);
    const { ignoreIndex } = settings;
    const label = labelled.label?.map((id) => (id < 0 || id >= classes || id === ignoreIndex ? -1 : id));
    return naiveReport(ndarray(labelled.logits, [rows, classes]), label, settings.temperature);
  }

  probabilities({ session: id, settings }: { session: number; settings: ViewSettings }): NDArray {
    const { labelled, shape, classAxis, rows, classes } = this.get(id);
    const result = softmax(ndarray(labelled.logits, [rows, classes]), { temperature: settings.temperature });
    return ndarray(classAxisBack(result.data, shape, classAxis), shape);
  }

  has(id: number): boolean {
    return this.opened.has(id);
  }

  /** The columns of all rows. */
  table(id: number, settings: ViewSettings): LossTable {
    return this.tableOf(this.get(id), settings);
  }

  /** The rows themselves, with the labels that the settings mean and what they were taken for. */
  content(
    id: number,
    settings: Partial<ViewSettings> = {},
  ): { labelled: LabelledRows; reading: ReadingKind } {
    const session = this.get(id);
    return { labelled: labelledOf(session, settings), reading: session.reading };
  }

  private tableOf(session: Session, settings: ViewSettings): LossTable {
    const key = JSON.stringify(settings);
    if (session.table?.key !== key)
      session.table = { key, all: lossTable(labelledOf(session, settings), settings, session.decimals) };
    return session.table.all;
  }

  private get(id: number): Session {
    const session = this.opened.get(id);
    if (!session) throw new Error(`session ${id} is not open`);
    return session;
  }
}

/** The rows with the labels that the settings mean. */
function labelledOf(session: Session, { shifted }: Partial<ViewSettings>): LabelledRows {
  const { labelled } = session;
  const { label, soft, part } = labelled;
  if (!shifted || !label || soft || !part) return labelled;
  return (session.shifted ??= { ...labelled, label: shiftLabels(label, part) });
}

/** Rows of one sequence: the last axis beside the classes. */
export function stepsOf(shape: readonly number[], classAxis: number): number {
  return shape.filter((_, i) => i !== classAxis).at(-1) ?? 1;
}

/** Rows of a range; a view, nothing is copied. */
function slice({ logits, classes, label, soft }: LabelledRows, from: number, to: number): LabelledRows {
  return {
    logits: logits.subarray(from * classes, to * classes),
    classes,
    label: label?.subarray(from, to),
    soft: soft?.subarray(from * classes, to * classes),
  };
}

/** Rows in any order, copied. */
function gather({ logits, classes, label, soft }: LabelledRows, rows: Int32Array): LabelledRows {
  const pick = (data: Float64Array | Float32Array) => {
    const picked = new Float64Array(rows.length * classes);
    rows.forEach((row, i) => picked.set(data.subarray(row * classes, (row + 1) * classes), i * classes));
    return picked;
  };
  return {
    logits: pick(logits),
    classes,
    label: label && rows.map((row) => label[row]),
    soft: soft && pick(soft),
  };
}

function setLabels(session: Session, labels: NDArray, ignoreIndex?: number): void {
  const { labelled } = session;
  session.labelled = { ...labelled, soft: undefined, ...labelsOf(labels, session, ignoreIndex) };
}

/** Labels of all rows, checked: class ids, and the rows of numbers they come from where they are not ids. */
export function labelsOf(
  labels: NDArray,
  { rows, classes, shape, classAxis }: Pick<Session, 'rows' | 'classes' | 'shape' | 'classAxis'>,
  ignoreIndex = DEFAULT_IGNORE_INDEX,
): Required<Pick<LabelledRows, 'label'>> & Pick<LabelledRows, 'soft'> {
  if (labelsKind(labels, shape, classAxis) === 'class-ids') {
    labels.data.forEach((id, row) => {
      checkClassId(id, row, classes, ignoreIndex);
    });
    return { label: Int32Array.from(labels.data) };
  }
  const soft = classAxisLast(labels, classAxis);
  const label = Int32Array.from({ length: rows }, (_, row) => {
    let best = row * classes;
    for (let i = best + 1; i < (row + 1) * classes; i++) if (soft[i] > soft[best]) best = i;
    return best - row * classes;
  });
  return { label, soft };
}

/** Throws, naming the row, where a label is neither a class nor left out. */
export function checkClassId(id: number, row: number, classes: number, ignoreIndex?: number): void {
  if (id === DEFAULT_IGNORE_INDEX || id === ignoreIndex) return;
  if (Number.isInteger(id) && id >= 0 && id < classes) return;
  const wanted = `valid class ids are 0 to ${classes - 1}`;
  throw new Error(
    `labels[${row}] is ${id}; ${wanted}${id === -1 ? ', and −1 where the ignore index is −1' : ''}`,
  );
}

/** The data with the class axis moved last; not copied when it is last already. */
function classAxisLast({ data, shape }: NDArray, classAxis: number): Float32Array | Float64Array {
  const inner = sizeOf(shape.slice(classAxis + 1));
  return swapLastTwo(data, shape[classAxis], inner);
}

/** The inverse of classAxisLast. */
function classAxisBack(data: Float32Array | Float64Array, shape: readonly number[], classAxis: number) {
  const inner = sizeOf(shape.slice(classAxis + 1));
  return swapLastTwo(data, inner, shape[classAxis]);
}

/** […, a, b] as […, b, a]; not copied when that changes nothing. */
function swapLastTwo(data: Float32Array | Float64Array, a: number, b: number): Float32Array | Float64Array {
  if (a === 1 || b === 1) return data;
  const swapped = data.slice();
  for (let start = 0; start < data.length; start += a * b) {
    for (let i = 0; i < a; i++) {
      for (let j = 0; j < b; j++) swapped[start + j * a + i] = data[start + i * b + j];
    }
  }
  return swapped;
}

/** Probabilities are their own logits through the logarithm: softmax(log p) = p. */
function logOf({ data, shape }: NDArray): NDArray {
  return ndarray(Float64Array.from(data, Math.log), shape);
}
