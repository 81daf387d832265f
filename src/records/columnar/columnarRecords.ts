import * as l10n from '@vscode/l10n';
import { sentenceOf } from '../../arrays/words/sentence';
import { FieldValues } from '../fields/fieldValues';
import type { Piece, PieceReader, PieceReport } from '../pieces';
import { Problems } from '../problems';
import type { ReadOptions, RecordSource, RecordSpan } from '../recordSource';
import { reportOf } from '../reportOf';
import type { RowBlock } from '../rowBlocks';
import { RowsOfRecords } from '../rowsOfRecords';
import type { RecordPlace } from '../text/splitter';
import type { DumpFields, DumpProbe, DumpReport, ProbeOptions } from '../types';
import type { ColumnarFile, GroupReader } from './columnarFile';
import { ofFile } from './ofFile';
import { probeColumns } from './probeColumns';
import { recordJson, recordsFrom } from './recordObjects';
import { WantedColumns } from './wantedColumns';

/** Values between two looks at what else is asked. */
const STEP_VALUES = 1 << 18;
/** Records read one by one before others are tried to be read at once. */
const FEW = 16;

/** A byte of columns holds about as much as so many bytes of text. */
const TEXT_BYTES = 4;
/** Memory for pages while they are read, by all threads: packed, unpacked and as numbers of eight bytes. */
const PAGES = 384 << 20;
const PAGE_COPIES = 3;

/** Records of a file of columns. A record's place is its number; the group that holds it is read from its start. */
export class ColumnarRecords implements RecordSource {
  readonly unit = 'record';

  constructor(
    readonly name: string,
    readonly size: number,
    private readonly file: ColumnarFile,
  ) {}

  probe(options?: ProbeOptions): Promise<DumpProbe | undefined> {
    return this.named(() => probeColumns(this.file, options));
  }

  read(fields: DumpFields, onBlock: (block: RowBlock) => void, options: ReadOptions): Promise<DumpReport> {
    return this.named(async () => {
      const { groups } = this.file;
      const walk = new Walk(this.file, fields, onBlock);
      let bytes = 0;
      for (const [group, { bytes: size, records }] of groups.entries()) {
        await walk.records(group, options, EVERY, (done) =>
          options.onProgress?.(bytes + size * (done / records), walk.rows.rows),
        );
        bytes += size;
      }
      walk.rows.flush();
      const { rows, classes } = walk.rows;
      const { problems, at: records } = walk;
      return reportOf(this.name, { records, rows, classes, blankLines: 0, problems }, this.size, 'record');
    });
  }

  readAgain(
    fields: DumpFields,
    spans: readonly RecordSpan[],
    onRow: (span: number, block: RowBlock, at: number) => void,
    options: ReadOptions,
  ): Promise<void> {
    return this.named(async () => {
      const wanted = new Map(spans.map(({ offset }, span) => [offset, span]));
      const walk = new Walk(this.file, fields, (block) => {
        for (let at = 0; at < block.rows; at++) onRow(wanted.get(block.offset[at])!, block, at);
      });
      let next = 0;
      for (const [group, { records }] of this.file.groups.entries()) {
        const end = walk.at + records;
        const first = next;
        while (next < spans.length && spans[next].offset < end) next++;
        if (first === next) walk.at = end;
        else {
          const last = spans[next - 1].offset;
          await walk.records(group, { ...options, until: last + 1 }, (record) => wanted.has(record));
          walk.at = end;
        }
      }
      walk.rows.flush();
    });
  }

  mostReaders(_fields: DumpFields, small: number): number {
    const sizes = this.file.groups.map(({ bytes }) => bytes);
    const isSmall = sizes.length < 2 || TEXT_BYTES * this.size < small;
    if (isSmall || sizes.reduce((sum, bytes) => sum + bytes, 0) > this.size) return 1;
    const largest = sizes.reduce((a, b) => Math.max(a, b));
    return Math.max(1, Math.floor(PAGES / (PAGE_COPIES * largest)));
  }

  pieceReader(fields: DumpFields): PieceReader {
    const memory = new Map<number, unknown>();
    return {
      read: (piece, classes, onBlock, signal) =>
        this.named(() =>
          this.readGroups(piece, new Walk(this.file, fields, onBlock, memory), classes, signal),
        ),
    };
  }

  textOf({ offset }: RecordSpan, turns: ReadOptions): Promise<string> {
    return this.named(async () => {
      const [record] = await recordsFrom(this.file, offset, 1, turns);
      if (!record) throw new Error(l10n.t('there is no record {0}', offset + 1));
      return recordJson(record, turns);
    });
  }

  /** Groups stand in a piece as if the file held nothing else and none of its bytes stood between them. */
  private async readGroups(
    { from, to }: Piece,
    walk: Walk,
    classes: number,
    signal: AbortSignal,
  ): Promise<PieceReport> {
    walk.rows.classes = classes;
    const { groups } = this.file;
    let group = 0;
    let start = 0;
    for (; group < groups.length && start < from; group++) {
      start += groups[group].bytes;
      walk.at += groups[group].records;
    }
    const first = walk.at;
    let end = start;
    for (; group < groups.length && end < to; group++) {
      await walk.records(group, { signal }, EVERY);
      end += groups[group].bytes;
    }
    walk.rows.flush();
    // What stands behind the last group is no record.
    if (group === groups.length) end = this.size;
    const { rows, problems, at } = walk;
    const counts = { records: at - first, rows: rows.rows, classes: rows.classes, blankLines: 0, lines: 0 };
    return { ...counts, bytes: end - start, start, end, problems: problems.ofPiece };
  }

  /** Says which file it is that cannot be read. */
  private async named<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error;
      // What its decoders say of bytes that they did not expect is no sentence.
      const reason = sentenceOf(error, l10n.t('the data in it is damaged'));
      throw new Error(ofFile(this.name, reason), { cause: error });
    }
  }
}

/** Goes through the records of a file, group by group, and makes rows of those that are wanted. */
class Walk {
  readonly problems = new Problems();
  readonly rows: RowsOfRecords;
  /** The number of the next record. */
  at = 0;

  private readonly wanted: WantedColumns;
  private readonly passed = new FieldValues();

  constructor(
    private readonly file: ColumnarFile,
    fields: DumpFields,
    onBlock: (block: RowBlock) => void,
    private readonly memory = new Map<number, unknown>(),
  ) {
    this.wanted = new WantedColumns(file, fields, this.problems);
    const name = fields.logits.length > 1 ? l10n.t('logits') : fields.logits[0];
    this.rows = new RowsOfRecords(this.wanted.values, fields, name, this.problems, onBlock);
  }

  /**
   * @param until the record to stop before, where it is not the group's end
   * @param onStep is told how many records of the group are done
   */
  async records(
    group: number,
    { signal, giveWay, until = Infinity }: ReadOptions & { until?: number },
    isWanted: (record: number) => boolean,
    onStep?: (done: number) => void,
  ): Promise<void> {
    const start = this.at;
    const end = Math.min(until, start + this.file.groups[group].records);
    const reader = this.file.open(group, this.wanted.columns, { signal, giveWay }, this.memory);
    const all = isWanted === EVERY;
    while (this.at < end) {
      signal.throwIfAborted();
      const ready = Math.min(await reader.ready(), end - this.at);
      if (ready === 0)
        throw new Error(
          l10n.t('expected {0} records in group {1}, got {2}', end - start, group, this.at - start),
        );
      for (let done = 0; done < ready;) {
        done += all ? this.run(reader, ready - done) : this.step(reader, ready - done, isWanted);
        await giveWay?.();
        signal.throwIfAborted();
        onStep?.(this.at - start);
      }
    }
  }

  /** Records that are alike, read at once, or a few one by one; returns how many. */
  private run(reader: GroupReader, most: number): number {
    const { rows, wanted } = this;
    if (!reader.uniform) return this.step(reader, most, EVERY);
    const records = !rows.takesRuns
      ? 0
      : rows.addRun(({ block, capacity }) => {
          const { rows: first } = block;
          const taken = wanted.takeRun(reader, block, Math.min(most, capacity - first));
          for (let at = first; at < first + taken; at++) {
            block.offset[at] = this.at;
            block.line[at] = ++this.at;
          }
          block.length.fill(0, first, first + taken);
          block.part.fill(0, first, first + taken);
          return taken;
        });
    return records > 0 ? records : this.step(reader, Math.min(most, FEW), EVERY);
  }

  /** Some of the records that are ready; returns how many. */
  private step(reader: GroupReader, most: number, isWanted: (record: number) => boolean): number {
    let values = 0;
    let done = 0;
    while (done < most && values < STEP_VALUES) {
      const record = this.at++;
      done++;
      if (!isWanted(record)) {
        for (const column of this.wanted.columns.keys()) reader.take(column, this.passed);
        values += this.passed.count + 1;
        continue;
      }
      const place = placeOf(record);
      if (this.wanted.take(reader, place)) this.rows.add(place);
      values += this.wanted.values.logits.count + 1;
    }
    return done;
  }
}

const EVERY = () => true;
const NOTHING = new Uint8Array(0);

function placeOf(record: number): RecordPlace {
  return { bytes: NOTHING, start: 0, end: 0, offset: record, line: record + 1, last: false };
}
