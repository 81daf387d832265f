import * as l10n from '@vscode/l10n';
import { rowsText } from '../../arrays/words/plural';
import type { IntegerColumn } from '../../arrays/integerColumn';
import type { PackedColumn } from '../../loss/packedColumn';
import type { TableHead } from '../../records/csv/csvHeader';
import type { RecordSource } from '../../records/recordSource';
import { isSeparated } from '../../records/csv/separated';
import { TELLING_SCALAR } from '../../records/probe/scalars';
import type { RowBlock } from '../../records/rowBlocks';
import { textFields } from '../../records/textFields';
import type { DumpFields, DumpProbe, DumpReport, FieldPath, ProbeOptions } from '../../records/types';
import type { DumpFile, RecordPlaceInFile } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { giveWay } from '../giveWay';
import { KEPT_BYTES, KeptBlocks, type KeptBlock } from './keptBlocks';
import { PlaceColumns, type Places, type RowsOfPiece } from './placeColumns';
import { openRecordSource } from './recordSource';
import type { Rows, RowValues } from './rows';
import { TextColumn } from './textColumn';

/** What could be logits and labels in a file of records; undefined where it holds none. */
export async function probeRecords(
  file: DumpFile,
  { signal }: Pick<CallContext, 'signal'>,
  options?: ProbeOptions,
): Promise<DumpProbe | undefined> {
  return (await openRecordSource(file, signal)).probe({
    ...options,
    signal,
    giveWay: () => giveWay(signal),
  });
}

/**
 * The same as a person is shown it: a single number a record is a score of yes or no where nothing else could be logits, its
 * name or its values tell, and labels stand beside it.
 */
export async function probeForPeople(
  file: DumpFile,
  context: Pick<CallContext, 'signal'>,
): Promise<DumpProbe | undefined> {
  const probe = await probeRecords(file, context, { scalars: true });
  if (!probe) return undefined;
  const lists = probe.logits.filter(({ isScalar }) => !isScalar);
  const scores = probe.logits.filter(({ score }) => score > TELLING_SCALAR);
  const logits = lists.length > 0 ? lists : probe.labels.length > 0 ? scores : [];
  const isSure = logits.length < 2 || logits[0].score > logits[1].score;
  return {
    ...probe,
    logits,
    ...(lists.length === 0 && { ambiguous: { ...probe.ambiguous, logits: !isSure } }),
  };
}

/** Rows that memory is made for before they are read: it is taken as it is filled. */
const MOST_EXPECTED = 1 << 25;

/** What is kept of a file's rows while it is read. */
export class RecordColumns {
  private readonly columns = new PlaceColumns();
  private readonly texts: readonly TextColumn[];
  private readonly kept: KeptBlocks;

  /** @param keptBytes memory for the file's numbers */
  constructor(
    private readonly file: DumpFile,
    private readonly source: RecordSource,
    private readonly fields: DumpFields,
    keptBytes = KEPT_BYTES,
  ) {
    this.texts = (textFields(fields) ?? []).map(() => new TextColumn());
    this.kept = new KeptBlocks(keptBytes, source.size);
  }

  /** How many rows there will be, as far as is known. */
  expect(rows: number): void {
    this.kept.expect(rows);
  }

  /** As given. */
  get label(): PackedColumn {
    return this.columns.label;
  }

  /** Whether the numbers of rows are kept so far. */
  get keeps(): boolean {
    return this.kept.blocks !== undefined;
  }

  add(block: RowBlock): void {
    this.columns.append(block, false);
    block.beside?.forEach((texts, at) => this.texts[at].append(texts));
    this.kept.add(block);
  }

  /**
   * Adds rows that stand alone.
   *
   * @param block their numbers, which are nobody else's
   * @param lines before theirs
   */
  join(rows: RowsOfPiece, block: KeptBlock & { rows: number }, lines: number): void {
    this.columns.join(rows, lines);
    rows.beside?.forEach((texts, at) => this.texts[at].append(texts));
    this.kept.add(block, true);
  }

  build(report: DumpReport): RecordRows {
    const { file, source, fields, kept, texts } = this;
    const { places, label } = this.columns;
    const labels = fields.labels && label;
    return new RecordRows(file, source, fields, report, places, kept, labels, texts);
  }
}

/** The rows of a file of records: in memory where they fit, else read again from their places in the file. */
export class RecordRows implements Rows {
  readonly rows: number;
  readonly classes: number;
  readonly shape: readonly [number, number];
  readonly classAxis = 1;
  readonly atOnce = 20_000;

  constructor(
    readonly file: DumpFile,
    private readonly source: RecordSource,
    readonly fields: DumpFields,
    readonly report: DumpReport,
    readonly places: Places,
    private readonly kept: KeptBlocks,
    readonly label: IntegerColumn | undefined,
    private readonly texts: readonly TextColumn[],
  ) {
    this.rows = report.rows;
    this.classes = report.classes;
    this.shape = [this.rows, this.classes];
  }

  /** The fields that were wanted beside the rows, in their order. */
  get beside(): readonly TextColumn[] {
    return this.texts.slice(0, this.fields.beside?.length ?? 0);
  }

  /** The fields that say by a 0 which rows don't count, in their order. */
  get masks(): readonly TextColumn[] {
    return this.texts.slice(this.fields.beside?.length ?? 0);
  }

  get labelNames(): readonly string[] | undefined {
    const { labelsByName, labelsAreNames, classNames } = this.fields;
    return (labelsByName ?? labelsAreNames) ? classNames : undefined;
  }

  get name(): string {
    return this.source.name;
  }

  /** On disk. */
  get bytes(): number {
    return this.source.size;
  }

  /** Reads one more field of all rows, as texts: the file once more. */
  async readBeside(
    path: FieldPath,
    context: CallContext,
    onTexts: (texts: readonly string[]) => void,
  ): Promise<void> {
    let rows = 0;
    await this.source.read(
      { ...this.fields, beside: [path], masks: undefined },
      (block) => {
        rows += block.rows;
        if (rows <= this.rows) onTexts(block.beside![0]);
      },
      progressing(this.source, context),
    );
    if (rows !== this.rows) throw this.changed();
  }

  position(row: number): number {
    return this.places.part.at(row)!;
  }

  read(from: number, count: number, signal: AbortSignal): Promise<RowValues> {
    return this.gather(
      Int32Array.from({ length: count }, (_, i) => from + i),
      signal,
    );
  }

  async gather(rows: Int32Array, signal: AbortSignal): Promise<RowValues> {
    const gathered = new Gathered(rows.length, this.classes);
    if (this.kept.blocks) {
      rows.forEach((row, to) => {
        const { block, at } = this.kept.find(row);
        gathered.take(to, block, at);
      });
    } else await this.readAgain(rows, gathered, signal);
    return gathered;
  }

  async pass(context: CallContext, onBlock: (block: RowValues) => void): Promise<void> {
    const { blocks } = this.kept;
    if (blocks) {
      for (const block of blocks) {
        await giveWay(context.signal);
        onBlock(block);
      }
      return;
    }
    let rows = 0;
    await this.source.read(
      this.fields,
      (block) => {
        rows += block.rows;
        if (rows <= this.rows) onBlock(block);
      },
      progressing(this.source, context),
    );
    if (rows !== this.rows) throw this.changed();
  }

  /** Where a row's record stands. */
  placeOf(row: number): Places<number> {
    const { offset, length, line, part } = this.places;
    return { offset: offset.at(row)!, length: length.at(row)!, line: line.at(row)!, part: part.at(row)! };
  }

  /** The same, for a jump to it, and its text. */
  async recordOf(row: number, signal: AbortSignal): Promise<RecordPlaceInFile> {
    const { line, part, ...span } = this.placeOf(row);
    return { line, part, text: await this.source.textOf(span, { signal, giveWay: () => giveWay(signal) }) };
  }

  /** The header of a table, as long as the file is the same; undefined of what is none. */
  async tableHead(signal: AbortSignal): Promise<TableHead | undefined> {
    return isSeparated(this.fields.format) ? this.source.tableHead?.(signal) : undefined;
  }

  /** Each record once, in the file's order, however the rows are sorted. */
  private async readAgain(rows: Int32Array, gathered: Gathered, signal: AbortSignal): Promise<void> {
    const places = Array.from(rows, (row) => this.placeOf(row));
    const byOffset = new Map<number, number[]>();
    places.forEach(({ offset }, at) => {
      const list = byOffset.get(offset);
      if (list) list.push(at);
      else byOffset.set(offset, [at]);
    });
    const spans = [...byOffset]
      .sort(([a], [b]) => a - b)
      .map(([offset, wanted]) => ({ offset, length: places[wanted[0]].length, wanted }));
    let filled = 0;
    await this.source.readAgain(
      this.fields,
      spans,
      (span, block, i) => {
        if (block.classes !== this.classes) throw this.changed();
        for (const at of spans[span].wanted) {
          if (places[at].part !== block.part[i]) continue;
          filled++;
          gathered.take(at, block, i);
        }
      },
      { signal, giveWay: () => giveWay(signal) },
    );
    if (filled !== rows.length) throw this.changed();
  }

  private changed(): Error {
    return new Error(l10n.t('{0} has changed since it was read. Open it again.', this.name));
  }
}

/** Rows picked from blocks, one by one. */
class Gathered implements RowValues {
  readonly logits: Float64Array;
  soft?: Float64Array;

  constructor(
    private readonly count: number,
    private readonly classes: number,
  ) {
    this.logits = new Float64Array(count * classes);
  }

  take(to: number, block: Pick<RowBlock, 'logits' | 'soft'>, at: number): void {
    const { classes, count } = this;
    const rowOf = (data: Float64Array) => data.subarray(at * classes, (at + 1) * classes);
    this.logits.set(rowOf(block.logits), to * classes);
    if (!block.soft) return;
    this.soft ??= new Float64Array(count * classes);
    this.soft.set(rowOf(block.soft), to * classes);
  }
}

/** @param expect is told how many rows the file seems to hold, better and better */
export function progressing(
  { size }: RecordSource,
  { signal, progress }: CallContext,
  expect?: (rows: number) => void,
) {
  let last = 0;
  return {
    signal,
    giveWay: () => giveWay(signal),
    onProgress(bytes: number, rows: number) {
      if (rows > 0) expect?.(Math.min(MOST_EXPECTED, Math.ceil((rows / bytes) * size * 1.02)));
      const now = Date.now();
      if (now - last < 100) return;
      last = now;
      progress({ done: bytes, total: size, message: rowsText(rows) });
    },
  };
}
