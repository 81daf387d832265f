import * as l10n from '@vscode/l10n';
import { rowsText } from '../arrays/plural';
import { float64Column, int32Column } from '../loss/growable';
import { DumpReader, type RowBlock } from '../records/dumpReader';
import { csvHeader } from '../records/csvHeader';
import { probeDump } from '../records/probe';
import { readDump } from '../records/readDump';
import { readRanges, utf8Source, type Utf8Source } from '../records/source';
import type { DumpFields, DumpProbe, DumpReport } from '../records/types';
import type { DumpFile, RecordPlaceInFile } from '../worker/protocol';
import type { CallContext } from './callContext';
import { openDumpFile } from './fileSource';
import { giveWay } from './giveWay';
import { KEPT_BYTES, KeptBlocks } from './keptBlocks';
import type { Rows, RowValues } from './rows';

/** What could be logits and labels in a file of records; undefined where it holds none. */
export async function probeRecords(file: DumpFile): Promise<DumpProbe | undefined> {
  return probeDump(await utf8Source(await openDumpFile(file)));
}

/** Where each row's record stands: one entry a row. */
interface Places {
  offset: Float64Array;
  length: Int32Array;
  line: Int32Array;
  /** Which of the record's rows it is. */
  part: Int32Array;
}

/**
 * Reads a file of records once, from end to end.
 *
 * @param onBlock is given the rows on the way
 * @param keptBytes memory for the file's numbers
 */
export async function readRecords(
  file: DumpFile,
  fields: DumpFields,
  context: CallContext,
  onBlock: (block: RowBlock) => void,
  keptBytes = KEPT_BYTES,
): Promise<RecordRows> {
  const source = await utf8Source(await openDumpFile(file));
  const offset = float64Column();
  const length = int32Column();
  const line = int32Column();
  const part = int32Column();
  const label = int32Column();
  const kept = new KeptBlocks(keptBytes, source.size);
  const report = await readDump(
    source,
    fields,
    (block) => {
      offset.append(block.offset);
      length.append(block.length);
      line.append(block.line);
      part.append(block.part);
      if (block.label) label.append(block.label);
      kept.add(block);
      onBlock(block);
    },
    progressing(source, context),
  );
  const places = {
    offset: offset.values.slice(),
    length: length.values.slice(),
    line: line.values.slice(),
    part: part.values.slice(),
  };
  return new RecordRows(source, fields, report, places, kept, fields.labels && label.values.slice());
}

/** The rows of a file of records: in memory where they fit, else read again from their places in the file. */
export class RecordRows implements Rows {
  readonly rows: number;
  readonly classes: number;
  readonly shape: readonly [number, number];
  readonly classAxis = 1;
  readonly atOnce = 20_000;

  constructor(
    private readonly source: Utf8Source,
    readonly fields: DumpFields,
    readonly report: DumpReport,
    readonly places: Places,
    private readonly kept: KeptBlocks,
    readonly label: Int32Array | undefined,
  ) {
    this.rows = report.rows;
    this.classes = report.classes;
    this.shape = [this.rows, this.classes];
  }

  get name(): string {
    return this.source.name;
  }

  position(row: number): number {
    return this.places.part[row];
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
    await readDump(
      this.source,
      this.fields,
      (block) => {
        rows += block.rows;
        if (rows <= this.rows) onBlock(block);
      },
      progressing(this.source, context),
    );
    if (rows !== this.rows) throw this.changed();
  }

  /** Where a row's record stands, for a jump to it, and its text. */
  async recordOf(row: number, signal: AbortSignal): Promise<RecordPlaceInFile> {
    const { offset, length, line, part } = this.places;
    const [bytes] = await readRanges(this.source, [{ offset: offset[row], length: length[row] }], signal);
    return { line: line[row], part: part[row], text: new TextDecoder().decode(bytes) };
  }

  /** Each record once, in the file's order, however the rows are sorted. */
  private async readAgain(rows: Int32Array, gathered: Gathered, signal: AbortSignal): Promise<void> {
    const { offset, length, part } = this.places;
    const byOffset = new Map<number, number[]>();
    rows.forEach((row, at) => {
      const list = byOffset.get(offset[row]);
      if (list) list.push(at);
      else byOffset.set(offset[row], [at]);
    });
    const offsets = [...byOffset.keys()].sort((a, b) => a - b);
    const ranges = offsets.map((start) => ({
      offset: start,
      length: length[rows[byOffset.get(start)![0]]],
    }));
    const texts = await readRanges(this.source, ranges, signal);
    const isCsv = this.fields.format === 'csv' || this.fields.format === 'tsv';
    // The records one after the other are a dump of their own; `wanted` says by their places there whose rows they hold.
    const wanted = new Map<number, number[]>();
    let filled = 0;
    const format = isCsv ? this.fields.format : 'jsonl';
    const reader = new DumpReader({ ...this.fields, format, records: [] }, (block) => {
      if (block.classes !== this.classes) throw this.changed();
      for (let i = 0; i < block.rows; i++) {
        for (const at of wanted.get(block.offset[i]) ?? []) {
          if (part[rows[at]] !== block.part[i]) continue;
          filled++;
          gathered.take(at, block, i);
        }
      }
    });
    let end = 0;
    const push = (bytes: Uint8Array) => {
      reader.push(bytes);
      end += bytes.length;
    };
    if (isCsv) push(await csvHeader(this.source));
    for (const [i, bytes] of texts.entries()) {
      await giveWay(signal);
      wanted.set(end, byOffset.get(offsets[i])!);
      // A record may hold line ends where the document is pretty-printed; as one line it reads the same.
      push(isCsv ? bytes : bytes.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)));
      push(Uint8Array.of(0x0a));
    }
    reader.end();
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

  take(to: number, block: RowBlock, at: number): void {
    const { classes, count } = this;
    const rowOf = (data: Float64Array) => data.subarray(at * classes, (at + 1) * classes);
    this.logits.set(rowOf(block.logits), to * classes);
    if (!block.soft) return;
    this.soft ??= new Float64Array(count * classes);
    this.soft.set(rowOf(block.soft), to * classes);
  }
}

function progressing({ size }: Utf8Source, { signal, progress }: CallContext) {
  let last = 0;
  return {
    signal,
    onProgress(bytes: number, rows: number) {
      const now = Date.now();
      if (now - last < 100) return;
      last = now;
      progress({ done: bytes, total: size, message: rowsText(rows) });
    },
  };
}
