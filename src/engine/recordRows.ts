import type { ReadingKind } from '../arrays/types';
import { ndarray, type NDArray } from '../arrays/ndarray';
import { csvHeader } from '../records/csvHeader';
import { DumpReader, type RowBlock } from '../records/dumpReader';
import { float64Column, int32Column } from '../loss/growable';
import { probeDump } from '../records/probe';
import { readDump } from '../records/readDump';
import { readRanges, utf8Source, type Utf8Source } from '../records/source';
import type { DumpFields, DumpProbe, DumpProblem, DumpReport } from '../records/types';
import { LossTableBuilder, type LossTable } from '../loss/lossTable';
import { reweighted } from '../loss/reweighted';
import { NO_LABEL } from '../arrays/noLabel';
import { rowColumns, type LabelledRows } from '../loss/rowColumns';
import { fitTemperatureOver, type TemperatureFit } from '../loss/temperature';
import { isFollowed, shiftLabels } from '../loss/sequences';
import type { BatchSummary, NaiveReport } from '../loss/types';
import { naiveReport } from '../loss/naiveReport';
import type { CallContext } from './callContext';
import { openDumpFile } from './fileSource';
import { batchOf } from '../loss/batchOf';
import { rowsPage } from './rowsPage';
import type {
  DumpFile,
  DumpReading,
  LabelRequest,
  Opened,
  OpenedDump,
  RecordPlaceInFile,
  RowDetail,
  RowsPage,
  RowsRequest,
  ViewSettings,
} from '../worker/protocol';
import { rowDetail } from './rowDetail';
import { orderOf } from './rowOrder';
import { KEPT_BYTES, KeptBlocks } from './keptBlocks';
import { SharedWork } from './sharedWork';
import { checkClassId } from './memoryRows';

/** Rows that one page may ask for: their logits are read from the file again. */
const MAX_PAGE = 20_000;
/** Logits of a page that are held at once. */
const MAX_PAGE_ELEMENTS = 1 << 25;
/** Logits of a dump that may be copied as one array. */
const MAX_COPIED = 1 << 24;
const NAIVE_ROWS = 1000;

/** Rows kept in memory that are computed at once: between them other calls are answered. */
const ROWS_AT_ONCE = 1 << 21;

/** An opened dump: what is known of each row, and where its record stands. Logits stay in the file where they are many. */
interface Dump {
  source: Utf8Source;
  fields: DumpFields;
  reading: DumpReading;
  report: DumpReport;
  offset: Float64Array;
  length: Int32Array;
  line: Int32Array;
  part: Int32Array;
  /** Labels typed in place of the file's; null where they were removed. */
  typed?: Int32Array | null;
  kept: KeptBlocks;
  /** Passes over all rows that are under way, by settings. */
  running: Map<string, SharedWork<LossTable>>;
  /** What it was opened with. */
  plain: ViewSettings;
  /** Tables by settings: the one the dump was opened with, and the last other one. */
  tables: Map<string, LossTable>;
}

/** The dumps someone looks at; they answer the calls that an opened array answers. */
export class Dumps {
  private readonly opened = new Map<number, Dump>();

  /** @param keptBytes memory for the numbers of one dump */
  constructor(
    private readonly nextId: () => number,
    private readonly keptBytes = KEPT_BYTES,
  ) {}

  has(session: number): boolean {
    return this.opened.has(session);
  }

  async probe(file: DumpFile): Promise<DumpProbe | undefined> {
    return probeDump(await utf8Source(await openDumpFile(file)));
  }

  async open(
    { file, fields, reading = 'logits' }: { file: DumpFile; fields: DumpFields; reading?: DumpReading },
    context: CallContext,
  ): Promise<OpenedDump> {
    const source = await utf8Source(await openDumpFile(file));
    const offset = float64Column();
    const length = int32Column();
    const line = int32Column();
    const part = int32Column();
    const kept = new KeptBlocks(this.keptBytes, source.size);
    const plain: ViewSettings = { temperature: 1, ...(fields.shifted && { shifted: true }) };
    const builder = new LossTableBuilder(plain);
    const report = await readDump(
      source,
      fields,
      (block) => {
        offset.append(block.offset);
        length.append(block.length);
        line.append(block.line);
        part.append(block.part);
        kept.add(block);
        builder.add(withShift(asRead(block, reading), plain));
      },
      progressing(source, context),
    );
    const dump: Dump = {
      source,
      fields,
      reading,
      report,
      offset: offset.values.slice(),
      length: length.values.slice(),
      line: line.values.slice(),
      part: part.values.slice(),
      kept,
      running: new Map(),
      plain,
      tables: new Map(),
    };
    dump.tables.set(keyOf(plain), builder.build());
    const session = this.nextId();
    this.opened.set(session, dump);
    const { label, labels } = dump.tables.get(keyOf(plain))!;
    return {
      session,
      rows: report.rows,
      classes: report.classes,
      report,
      labels: label && {
        given: labels.given,
        multiHot: labels.multiHotRows > 0 && labels.softRows === labels.multiHotRows + labels.oneHotRows,
      },
    };
  }

  /** Takes the values for something else, as an opened array is opened anew. */
  read({ session, reading, axis = -1 }: { session: number; reading?: ReadingKind; axis?: number }): Opened {
    const dump = this.get(session);
    if (axis !== -1 && axis !== 1)
      throw new Error(
        `classes along axis ${axis}: the rows of a file of records are its records, axis 1 its classes`,
      );
    const known = reading === 'probabilities' || reading === 'log-probabilities' ? reading : 'logits';
    if (dump.reading !== known) {
      dump.reading = known;
      forget(dump);
    }
    return { session, rows: dump.report.rows, classes: dump.report.classes };
  }

  label({ session, labels, ignoreIndex }: LabelRequest): void {
    const dump = this.get(session);
    const { rows, classes } = dump.report;
    // No values: the labels that the records hold, which nobody sends to and fro.
    if (labels?.data.length === 0) {
      if (dump.typed !== undefined) forget(dump);
      dump.typed = undefined;
      return;
    }
    forget(dump);
    if (labels && labels.data.length !== rows)
      throw new Error(
        `labels: expected one class id for each of the ${rows} rows, got ${labels.data.length}`,
      );
    labels?.data.forEach((id, row) => {
      checkClassId(id, row, classes, ignoreIndex);
    });
    dump.typed = labels ? Int32Array.from(labels.data) : null;
  }

  async rows(
    { session, settings, sort, wrongOnly, from, count }: RowsRequest,
    context: CallContext,
  ): Promise<RowsPage> {
    const dump = this.get(session);
    const { rows, classes } = dump.report;
    const inOrder = (!sort || (sort.key === 'row' && !sort.descending)) && !wrongOnly;
    const table = inOrder ? undefined : await this.table(session, settings, context);
    const order = table && orderOf(table, sort, wrongOnly);
    const total = order?.length ?? rows;
    const first = Math.min(from, total);
    const shown = Math.min(count, total - first);
    if (shown > MAX_PAGE || shown * classes > MAX_PAGE_ELEMENTS) {
      throw new Error(
        `${shown.toLocaleString('en')} rows at once are too many for a file of this size: at most ${Math.min(MAX_PAGE, Math.floor(MAX_PAGE_ELEMENTS / classes)).toLocaleString('en')} can be taken together`,
      );
    }
    const row = order
      ? order.slice(first, first + shown)
      : Int32Array.from({ length: shown }, (_, i) => first + i);
    const block = await this.readRows(dump, row, settings, context.signal);
    return rowsPage(total, row, block, settings);
  }

  async row(
    request: { session: number; settings: ViewSettings; row: number; k: number },
    context: CallContext,
  ): Promise<RowDetail> {
    const { settings, row, k } = request;
    return rowDetail(await this.oneRow(request, context), row, settings, k);
  }

  /** A row alone, with its label. */
  async oneRow(
    { session, settings, row }: { session: number; settings: ViewSettings; row: number },
    context: CallContext,
  ): Promise<LabelledRows> {
    const dump = this.get(session);
    const { rows } = dump.report;
    if (!Number.isInteger(row) || row < 0 || row >= rows)
      throw new Error(`row ${row} is out of range; rows are 0 to ${rows - 1}`);
    return this.readRows(dump, Int32Array.of(row), settings, context.signal);
  }

  async batch(
    { session, settings }: { session: number; settings: ViewSettings },
    context: CallContext,
  ): Promise<BatchSummary> {
    return batchOf(await this.table(session, settings, context));
  }

  async naive(
    { session, settings }: { session: number; settings: ViewSettings },
    context: CallContext,
  ): Promise<NaiveReport> {
    const dump = this.get(session);
    const { rows, classes } = dump.report;
    const examined = Math.min(rows, NAIVE_ROWS, Math.max(1, Math.floor((1 << 20) / classes)));
    const block = await this.readRows(
      dump,
      Int32Array.from({ length: examined }, (_, i) => i),
      settings,
      context.signal,
    );
    const report = naiveReport(
      ndarray(block.logits, [examined, classes]),
      block.label && shownLabels(block, settings),
      settings.temperature,
    );
    return { ...report, rows };
  }

  async probabilities(
    { session, settings }: { session: number; settings: ViewSettings },
    context: CallContext,
  ): Promise<NDArray> {
    const dump = this.get(session);
    const { rows, classes } = dump.report;
    if (rows * classes > MAX_COPIED || rows > MAX_PAGE)
      throw new Error(
        `${rows.toLocaleString('en')}×${classes} probabilities are too many to copy from a file`,
      );
    const block = await this.readRows(
      dump,
      Int32Array.from({ length: rows }, (_, i) => i),
      settings,
      context.signal,
    );
    const { logSumExp } = rowColumns({ logits: block.logits, classes }, settings);
    const { temperature } = settings;
    return ndarray(
      block.logits.map((x, i) => Math.exp(x / temperature - logSumExp[Math.floor(i / classes)])),
      [rows, classes],
    );
  }

  close({ session }: { session: number }): void {
    this.opened.delete(session);
  }

  /** Where a row's record stands, for a jump to it, and its text. */
  async place(
    { session, row }: { session: number; row: number },
    context: CallContext,
  ): Promise<RecordPlaceInFile> {
    const dump = this.get(session);
    if (!Number.isInteger(row) || row < 0 || row >= dump.report.rows)
      throw new Error(`row ${row} is out of range; rows are 0 to ${dump.report.rows - 1}`);
    const range = { offset: dump.offset[row], length: dump.length[row] };
    const [bytes] = await readRanges(dump.source, [range], context.signal);
    return { line: dump.line[row], part: dump.part[row], text: new TextDecoder().decode(bytes) };
  }

  /** What was skipped or noted while reading, and the rows that have no distribution, in the file's order. */
  async problems({ session }: { session: number }, context: CallContext): Promise<DumpProblem[]> {
    const { report, line, offset, length, plain } = this.get(session);
    const { flags } = await this.table(session, plain, context);
    const flagged = flags.map(({ row, message }) => ({
      skipped: false,
      kind: 'nan' as const,
      line: line[row],
      offset: offset[row],
      length: length[row],
      message: `row ${row}: ${message}`,
    }));
    return [...report.problems, ...flagged].sort((a, b) => a.line - b.line);
  }

  async rowsFrom(
    session: number,
    from: number,
    count: number,
    { signal }: CallContext,
  ): Promise<LabelledRows> {
    const rows = Int32Array.from({ length: count }, (_, i) => from + i);
    const dump = this.get(session);
    return this.readRows(dump, rows, dump.plain, signal);
  }

  report({ session }: { session: number }): DumpReport {
    return this.get(session).report;
  }

  fields(session: number): { fields: DumpFields; reading: DumpReading; name: string } {
    const { fields, reading, source } = this.get(session);
    return { fields, reading, name: source.name };
  }

  fit(session: number, counted: Int32Array, context: CallContext): Promise<TemperatureFit> {
    return fitTemperatureOver(counted, (add) => this.pass(this.get(session), {}, context, add));
  }

  /**
   * The columns of all rows: at hand for the settings it was opened with, computed from the rows' losses for another
   * reduction or weights, else by another pass over the rows, which calls for the same settings share.
   */
  async table(session: number, settings: ViewSettings, context: CallContext): Promise<LossTable> {
    const dump = this.get(session);
    const key = keyOf(settings);
    const known = dump.tables.get(key);
    if (known) return known;
    for (const table of dump.tables.values()) {
      const other = reweighted(table, settings);
      if (other) return keep(dump, key, other);
    }
    let work = dump.running.get(key);
    if (!work || work.abandoned) {
      work = new SharedWork((shared) => this.compute(dump, settings, shared));
      dump.running.set(key, work);
    }
    try {
      return await work.wait(context);
    } finally {
      if (dump.running.get(key) === work && (work.abandoned || dump.tables.has(key)))
        dump.running.delete(key);
    }
  }

  private async compute(dump: Dump, settings: ViewSettings, context: CallContext): Promise<LossTable> {
    const builder = new LossTableBuilder(settings);
    const { typed, reading } = dump;
    await this.pass(dump, settings, context, (block) => builder.add(block));
    const table = builder.build();
    return dump.typed === typed && dump.reading === reading ? keep(dump, keyOf(settings), table) : table;
  }

  /** All rows once more, in the same order: those in memory, or the file's. */
  private async pass(
    dump: Dump,
    settings: Partial<ViewSettings>,
    context: CallContext,
    onBlock: (block: RowBlock) => void,
  ): Promise<void> {
    let first = 0;
    const add = (block: RowBlock) => {
      const rows = Int32Array.from({ length: block.rows }, (_, i) => first + i);
      first += block.rows;
      onBlock(withShift(withTyped(asRead(block, dump.reading), dump, rows), settings));
    };
    const { blocks } = dump.kept;
    if (blocks) {
      let elements = 0;
      for (const block of blocks) {
        context.signal.throwIfAborted();
        add(block);
        elements += block.logits.length;
        if (elements < ROWS_AT_ONCE) continue;
        elements = 0;
        await new Promise((resolve) => setTimeout(resolve));
      }
      return;
    }
    await readDump(dump.source, dump.fields, add, progressing(dump.source, context));
    if (first !== dump.report.rows)
      throw new Error(
        `${dump.source.name} has changed since it was read: ${first} rows now, ${dump.report.rows} before`,
      );
  }

  /** Single rows: those in memory, or read from their places in the file. */
  private async readRows(
    dump: Dump,
    rows: Int32Array,
    settings: Partial<ViewSettings>,
    signal: AbortSignal,
  ): Promise<RowBlock> {
    const { classes } = dump.report;
    const logits = new Float64Array(rows.length * classes);
    const label = dump.fields.labels && new Int32Array(rows.length).fill(NO_LABEL);
    let soft: Float64Array | undefined;
    const fill = (at: number, block: RowBlock, i: number) => {
      logits.set(block.logits.subarray(i * classes, (i + 1) * classes), at * classes);
      if (label && block.label) label[at] = labelOf(block.label, block.part, i, settings);
      if (!block.soft) return;
      soft ??= new Float64Array(rows.length * classes);
      soft.set(block.soft.subarray(i * classes, (i + 1) * classes), at * classes);
    };
    const filledBlock = (): RowBlock => {
      const block = { rows: rows.length, classes, logits, label, soft, ...NO_PLACES };
      return withTyped(asRead(block, dump.reading), dump, rows, settings);
    };
    if (dump.kept.blocks) {
      rows.forEach((row, to) => {
        const { block, at } = dump.kept.find(row);
        fill(to, block, at);
      });
      return filledBlock();
    }
    // Each record once, in the file's order, however the rows are sorted.
    const byOffset = new Map<number, number[]>();
    rows.forEach((row, at) => {
      const list = byOffset.get(dump.offset[row]);
      if (list) list.push(at);
      else byOffset.set(dump.offset[row], [at]);
    });
    const offsets = [...byOffset.keys()].sort((a, b) => a - b);
    const ranges = offsets.map((offset) => ({
      offset,
      length: dump.length[rows[byOffset.get(offset)![0]]],
    }));
    const parts = await readRanges(dump.source, ranges, signal);
    const isCsv = dump.fields.format === 'csv' || dump.fields.format === 'tsv';
    // The records one after the other are a dump of their own; `wanted` says by their places there whose rows they hold.
    const wanted = new Map<number, number[]>();
    let filled = 0;
    const format = isCsv ? dump.fields.format : 'jsonl';
    const reader = new DumpReader({ ...dump.fields, format, records: [] }, (block) => {
      if (block.classes !== classes) throw changed(dump);
      for (let i = 0; i < block.rows; i++) {
        for (const at of wanted.get(block.offset[i]) ?? []) {
          if (dump.part[rows[at]] !== block.part[i]) continue;
          filled++;
          fill(at, block, i);
        }
      }
    });
    let end = 0;
    const push = (bytes: Uint8Array) => {
      reader.push(bytes);
      end += bytes.length;
    };
    if (isCsv) push(await csvHeader(dump.source));
    parts.forEach((bytes, i) => {
      wanted.set(end, byOffset.get(offsets[i])!);
      // A record may hold line ends where the document is pretty-printed; as one line it reads the same.
      push(isCsv ? bytes : bytes.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)));
      push(Uint8Array.of(0x0a));
    });
    reader.end();
    if (filled !== rows.length) throw changed(dump);
    return filledBlock();
  }

  private get(id: number): Dump {
    const dump = this.opened.get(id);
    if (!dump) throw new Error(`session ${id} is not open`);
    return dump;
  }
}

const keyOf = ({
  temperature,
  reduction = 'mean',
  labelSmoothing = 0,
  classWeights,
  ignoreIndex = -100,
  loss,
  shifted = false,
}: ViewSettings) =>
  JSON.stringify([
    temperature,
    reduction,
    labelSmoothing,
    classWeights ?? null,
    ignoreIndex,
    loss ?? 'softmax',
    shifted,
  ]);

/** Rows picked from anywhere are told by their numbers. */
const NO_PLACES = {
  offset: new Float64Array(0),
  length: new Int32Array(0),
  line: new Int32Array(0),
  part: new Int32Array(0),
};

/** Labels or reading are others: what was computed is no longer true. */
function forget(dump: Dump): void {
  dump.tables.clear();
  dump.running.clear();
}

/** Keeps the table it was opened with and the last two others: a change and its undoing. */
function keep(dump: Dump, key: string, table: LossTable): LossTable {
  const others = [...dump.tables.keys()].filter((old) => old !== keyOf(dump.plain));
  for (const old of others.slice(0, -1)) dump.tables.delete(old);
  dump.tables.set(key, table);
  return table;
}

function changed({ source: { name } }: Dump): Error {
  return new Error(`${name} has changed since it was read; open it again`);
}

/** Probabilities are their own logits through the logarithm: softmax(log p) = p. */
function asRead(block: RowBlock, reading: DumpReading): RowBlock {
  return reading === 'probabilities' ? { ...block, logits: block.logits.map(Math.log) } : block;
}

/** Labels that were typed, in place of the file's; shifted where the settings say so. */
function withTyped(
  block: RowBlock,
  { typed, part }: Dump,
  rows: Int32Array,
  { shifted }: Partial<ViewSettings> = {},
): RowBlock {
  if (typed === undefined) return block;
  if (typed === null) return { ...block, label: undefined, soft: undefined };
  return {
    ...block,
    label: Int32Array.from(rows, (row) => labelOf(typed, part, row, { shifted })),
    soft: undefined,
  };
}

/** One row's label: its own, or its successor's. */
function labelOf(
  label: Int32Array,
  part: Int32Array,
  row: number,
  { shifted }: Partial<ViewSettings>,
): number {
  if (!shifted) return label[row];
  return isFollowed(part, row) ? label[row + 1] : NO_LABEL;
}

/** A record's rows are one sequence, and never in two blocks. */
function withShift(block: RowBlock, { shifted }: Partial<ViewSettings>): RowBlock {
  if (!shifted || !block.label || block.soft) return block;
  return { ...block, label: shiftLabels(block.label, block.part) };
}

/** −1 where a row has no label that counts. */
function shownLabels({ label, classes }: RowBlock, { ignoreIndex = -100 }: ViewSettings): Int32Array {
  return label!.map((id) => (id < 0 || id >= classes || id === ignoreIndex ? -1 : id));
}

function progressing({ size }: Utf8Source, { signal, progress }: CallContext) {
  let last = 0;
  return {
    signal,
    onProgress(bytes: number, rows: number) {
      const now = Date.now();
      if (now - last < 100) return;
      last = now;
      progress({ done: bytes, total: size, message: `${rows.toLocaleString('en')} rows` });
    },
  };
}
