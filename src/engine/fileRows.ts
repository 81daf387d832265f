import type { ReadingKind } from '../arrays/types';
import { ndarray, type NDArray } from '../arrays/ndarray';
import { LossTableBuilder, type LossTable } from '../loss/lossTable';
import { naiveReport } from '../loss/naiveReport';
import { NO_LABEL } from '../arrays/noLabel';
import type { LabelledRows } from '../loss/rowColumns';
import { fitTemperatureOver, type TemperatureFit } from '../loss/temperature';
import type { BatchSummary, NaiveReport } from '../loss/types';
import { softmax } from '../numerics/index';
import type { CallContext } from './callContext';
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
import type { RowSource } from './rowSource';
import { labelsOf, stepsOf } from './memoryRows';
import { SharedWork } from './sharedWork';

interface Ranged {
  source: RowSource;
  reading: ReadingKind;
  label?: Int32Array;
  soft?: Float32Array | Float64Array;
  /** The last table over all rows, for what takes all of them. */
  table?: { key: string; all: LossTable };
  /** The pass over all rows that is under way. */
  running?: { key: string; work: SharedWork<LossTable> };
}

/** Numbers read at once. */
const BLOCK = 1 << 20;
/** Numbers of a page, which are held at once. */
const MAX_PAGE_ELEMENTS = 1 << 25;
/** At about 60 bytes a row. */
const MAX_TABLE_ROWS = 20_000_000;
/** Numbers of a softmax that may be copied as one array. */
const MAX_COPIED = 1 << 24;
/** As for arrays in memory. */
const NAIVE_ELEMENTS = 1 << 20;

/** Opened arrays whose rows are read from their file when they are looked at; they answer what an opened array answers. */
export class RangedSessions {
  private readonly opened = new Map<number, Ranged>();

  constructor(private readonly nextId: () => number) {}

  open(source: RowSource, { axis = -1, reading = 'logits', labels }: Omit<OpenRequest, 'array'>): Opened {
    const last = source.shape.length - 1;
    if (axis !== -1 && axis !== last)
      throw new Error(`classes along axis ${axis}: the rows of a file are read along its last axis, ${last}`);
    if (source.classes === 0) throw new Error(`axis ${axis} has no classes`);
    const session = this.nextId();
    const ranged: Ranged = { source, reading };
    if (labels) Object.assign(ranged, labelsOf(labels, { ...source, classAxis: last }));
    this.opened.set(session, ranged);
    return { session, ...this.sizeOf(session) };
  }

  has(session: number): boolean {
    return this.opened.has(session);
  }

  label({ session, labels, ignoreIndex }: LabelRequest): void {
    const ranged = this.get(session);
    const { source } = ranged;
    const given = labels && labelsOf(labels, { ...source, classAxis: source.shape.length - 1 }, ignoreIndex);
    ranged.label = given?.label;
    ranged.soft = given?.soft;
    ranged.table = undefined;
    ranged.running = undefined;
  }

  async rows(request: RowsRequest, context: CallContext): Promise<RowsPage> {
    const { session, settings, sort, wrongOnly, from, count } = request;
    const { rows, classes } = this.sizeOf(session);
    const inOrder = (!sort || (sort.key === 'row' && !sort.descending)) && !wrongOnly;
    const order = inOrder
      ? undefined
      : orderOf(await this.table(session, settings, context), sort, wrongOnly);
    const total = order?.length ?? rows;
    const first = Math.min(from, total);
    const shown = Math.min(count, total - first);
    if (shown * classes > MAX_PAGE_ELEMENTS) {
      const most = Math.floor(MAX_PAGE_ELEMENTS / classes);
      throw new Error(
        `${shown} rows at once are too many for an array in a file: at most ${most} can be taken together`,
      );
    }
    const row = order?.slice(first, first + shown) ?? Int32Array.from({ length: shown }, (_, i) => first + i);
    const page = order
      ? await this.gather(session, row, settings)
      : await this.rowsFrom(session, first, shown, settings);
    return rowsPage(total, row, page, settings);
  }

  async row(request: {
    session: number;
    settings: ViewSettings;
    row: number;
    k: number;
  }): Promise<RowDetail> {
    const { settings, row, k } = request;
    return rowDetail(await this.oneRow(request), row, settings, k);
  }

  /** A row alone, with its label. */
  async oneRow({
    session,
    settings,
    row,
  }: {
    session: number;
    settings: ViewSettings;
    row: number;
  }): Promise<LabelledRows> {
    const { rows } = this.sizeOf(session);
    if (!Number.isInteger(row) || row < 0 || row >= rows)
      throw new Error(`row ${row} is out of range; rows are 0 to ${rows - 1}`);
    return this.rowsFrom(session, row, 1, settings);
  }

  async batch(
    { session, settings }: { session: number; settings: ViewSettings },
    context: CallContext,
  ): Promise<BatchSummary> {
    // Without labels nothing is summed up: a file is not read from end to end for having been opened.
    const { label, source } = this.get(session);
    if (!label) return { rows: source.rows, counted: 0, ignored: source.rows, flags: [] };
    return batchOf(await this.table(session, settings, context));
  }

  async naive({ session, settings }: { session: number; settings: ViewSettings }): Promise<NaiveReport> {
    const { rows, classes } = this.sizeOf(session);
    const examined = Math.min(rows, Math.max(1, Math.floor(NAIVE_ELEMENTS / classes)));
    const { logits, label } = await this.rowsFrom(session, 0, examined, settings);
    const { ignoreIndex } = settings;
    const counted = label?.map((id) => (id < 0 || id >= classes || id === ignoreIndex ? -1 : id));
    return { ...naiveReport(ndarray(logits, [examined, classes]), counted, settings.temperature), rows };
  }

  async probabilities({ session, settings }: { session: number; settings: ViewSettings }): Promise<NDArray> {
    const { rows, classes } = this.sizeOf(session);
    if (rows * classes > MAX_COPIED)
      throw new Error(`${rows}×${classes} probabilities are too many to copy from a file`);
    const { logits } = await this.rowsFrom(session, 0, rows);
    const { data } = softmax(ndarray(logits, [rows, classes]), { temperature: settings.temperature });
    return ndarray(data, this.get(session).source.shape);
  }

  close({ session }: { session: number }): void {
    this.opened.delete(session);
  }

  sizeOf(session: number): { rows: number; classes: number } {
    const { rows, classes } = this.get(session).source;
    return { rows, classes };
  }

  readingOf(session: number): ReadingKind {
    return this.get(session).reading;
  }

  /** With the labels that the settings mean. */
  async rowsFrom(
    session: number,
    from: number,
    count: number,
    { shifted = false }: Partial<ViewSettings> = {},
  ): Promise<LabelledRows> {
    const { source, reading, label, soft } = this.get(session);
    const { classes, shape } = source;
    const steps = stepsOf(shape, shape.length - 1);
    const isShifted = shifted && label !== undefined && soft === undefined;
    const { data } = await source.read(from, count);
    return {
      logits: reading === 'probabilities' ? Float64Array.from(data, Math.log) : data,
      classes,
      label: isShifted
        ? Int32Array.from({ length: count }, (_, i) =>
            (from + i + 1) % steps === 0 ? NO_LABEL : label[from + i + 1],
          )
        : label?.subarray(from, from + count),
      soft: soft?.subarray(from * classes, (from + count) * classes),
      part: Int32Array.from({ length: count }, (_, i) => (from + i) % steps),
    };
  }

  /** The columns of all rows: one pass over the file, which calls for the same settings share. */
  async table(session: number, settings: ViewSettings, context: CallContext): Promise<LossTable> {
    const ranged = this.get(session);
    const key = JSON.stringify(settings);
    if (ranged.table?.key === key) return ranged.table.all;
    if (ranged.running?.key !== key || ranged.running.work.abandoned) {
      const work = new SharedWork((shared) => this.readTable(session, settings, shared));
      ranged.running = { key, work };
    }
    const { work } = ranged.running;
    try {
      const all = await work.wait(context);
      // Not of labels that were replaced in the meantime.
      if (ranged.running?.work === work) ranged.table = { key, all };
      return all;
    } finally {
      if (ranged.running?.work === work && work.abandoned) ranged.running = undefined;
    }
  }

  fit(session: number, counted: Int32Array, context: CallContext): Promise<TemperatureFit> {
    return fitTemperatureOver(counted, (add) => this.pass(session, {}, context, add));
  }

  private async readTable(session: number, settings: ViewSettings, context: CallContext): Promise<LossTable> {
    const { rows } = this.sizeOf(session);
    if (rows > MAX_TABLE_ROWS) {
      const [n, most] = [rows, MAX_TABLE_ROWS].map((x) => x.toLocaleString('en'));
      throw new Error(
        `${n} rows are too many to sort or sum up: the limit is ${most}. They can be looked at in order.`,
      );
    }
    const builder = new LossTableBuilder(settings);
    await this.pass(session, settings, context, (block) => builder.add(block));
    return builder.build();
  }

  /** Every row once, in blocks; between them other calls are answered. */
  private async pass(
    session: number,
    settings: Partial<ViewSettings>,
    { signal, progress }: CallContext,
    onBlock: (block: LabelledRows) => void,
  ): Promise<void> {
    const { rows, classes } = this.sizeOf(session);
    const step = Math.max(1, Math.floor(BLOCK / classes));
    for (let from = 0; from < rows; from += step) {
      signal.throwIfAborted();
      const count = Math.min(step, rows - from);
      onBlock(await this.rowsFrom(session, from, count, settings));
      progress({ done: from + count, total: rows, message: `${(from + count).toLocaleString('en')} rows` });
    }
  }

  private async gather(session: number, rows: Int32Array, settings: ViewSettings): Promise<LabelledRows> {
    const { classes } = this.sizeOf(session);
    const { label, soft } = this.get(session);
    const gathered: LabelledRows = {
      logits: new Float64Array(rows.length * classes),
      classes,
      label: label && new Int32Array(rows.length),
      soft: soft && new Float64Array(rows.length * classes),
    };
    for (const [at, row] of rows.entries()) {
      const one = await this.rowsFrom(session, row, 1, settings);
      if (one.label) gathered.label![at] = one.label[0];
      gathered.logits.set(one.logits, at * classes);
      if (one.soft) gathered.soft!.set(one.soft, at * classes);
    }
    return gathered;
  }

  private get(session: number): Ranged {
    const ranged = this.opened.get(session);
    if (!ranged) throw new Error(`session ${session} is not open`);
    return ranged;
  }
}
