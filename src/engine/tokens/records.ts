import * as l10n from '@vscode/l10n';
import { NEWLINE } from '../../records/text/jsonBytes';
import { crc32 } from '../../bytes/zip/crc32';
import { upToDamage, utf8Source, type DumpSource } from '../../records/source';
import type { Answer } from '../../tokens/answer';
import { readTokens } from '../../tokens/find';
import { CompensatedSum } from '../../numerics/compensatedSum';
import type { TokenRecord, TokenRecords } from '../../tokens/model';
import { mayHoldTokens } from '../../tokens/probe';
import type { ByteRange, FileLine, FileRequest } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { openDumpFile } from '../files/fileSource';
import { giveWay } from '../giveWay';

/** A longer line is passed over: its text and what is read of it would fill the memory. */
const LONGEST_LINE = 128 << 20;
/** Records that are told of. */
const MOST_RECORDS = 10_000;
/** Bytes of the least that has a token with its log-probability. */
const SHORTEST_LINE = 10;
/** Bytes that are read before others are heard; a line counts as so many besides its own. */
const MOST_UNHEARD = 1 << 13;
const LINE = 64;
const BEGINNING = 120;

/**
 * The lines of a file of JSON Lines that have tokens, each with its figures, read as a stream: of a file of any size one line
 * is in memory at a time, and a bounded list.
 */
export async function tokenRecords(
  file: FileRequest,
  { signal, progress }: CallContext,
): Promise<TokenRecords> {
  const source = await utf8Source(await openDumpFile(file));
  const kept = new Kept();
  let [line, skipped, unheard] = [0, 0, 0];
  const report = (done: number) => progress({ done, total: source.size });
  for await (const { bytes, from, to } of linesOf(source.chunks(signal, report))) {
    line++;
    unheard += to - from + LINE;
    if (unheard > MOST_UNHEARD) {
      unheard = 0;
      await giveWay(signal);
    }
    // An empty line, or one of a few signs.
    if (to - from < SHORTEST_LINE) continue;
    if (!bytes) {
      skipped++;
      continue;
    }
    const text = new TextDecoder().decode(bytes);
    const answers = mayHoldTokens(text) ? readTokens(text) : [];
    if (answers.length > 0) kept.add({ line, from, to, crc: crc32(bytes), ...figuresOf(answers) });
  }
  signal.throwIfAborted();
  return { ...kept.all(), lines: line, skipped };
}

/** A line of a file's text by its place, where it still stands there. What was compressed is read up to there. */
export async function partOf(
  file: FileRequest,
  { from, to, crc }: FileLine,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!(from >= 0 && to >= from && to - from <= LONGEST_LINE)) return undefined;
  const source = await utf8Source(await openDumpFile(file));
  // With the line end in front of it.
  const before = Math.max(0, from - 1);
  const bytes = source.slice
    ? await source.slice(before, to - before)
    : await unpackedPart(source, { from: before, to }, signal);
  const line = bytes.subarray(from - before);
  if ((from > 0 && bytes[0] !== NEWLINE) || line.includes(NEWLINE) || crc32(line) !== crc)
    throw new Error(l10n.t('{0} has changed since it was read. Open it again.', source.name));
  return new TextDecoder().decode(line);
}

async function unpackedPart(
  source: DumpSource,
  { from, to }: ByteRange,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const part = new Uint8Array(to - from);
  let at = 0;
  for await (const chunk of upToDamage(source.chunks(signal))) {
    const [first, last] = [Math.max(from, at), Math.min(to, at + chunk.length)];
    if (first < last) part.set(chunk.subarray(first - at, last - at), first - from);
    at += chunk.length;
    if (at >= to) break;
  }
  signal.throwIfAborted();
  return part;
}

/** Each line with its place; without its bytes where it is too long. */
async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncIterable<{ bytes?: Uint8Array } & ByteRange> {
  /** What stands of a line that goes on in the next chunk: copies, for a chunk's memory is used again. */
  let parts: Uint8Array[] = [];
  let [at, from] = [0, 0];
  for await (const chunk of upToDamage(chunks)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const to = at + end;
      const isLong = to - from > LONGEST_LINE;
      yield { from, to, ...(!isLong && { bytes: joined(parts, chunk.subarray(start, end)) }) };
      parts = [];
      start = end + 1;
      from = to + 1;
    }
    at += chunk.length;
    if (at - from > LONGEST_LINE) parts = [];
    else if (start < chunk.length) parts.push(chunk.slice(start));
  }
  if (at > from)
    yield { from, to: at, ...(at - from <= LONGEST_LINE && { bytes: joined(parts, new Uint8Array(0)) }) };
}

function joined(parts: readonly Uint8Array[], last: Uint8Array): Uint8Array {
  if (parts.length === 0) return last;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, last.length));
  let at = 0;
  for (const part of [...parts, last]) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function figuresOf(answers: readonly Answer[]): Omit<TokenRecord, 'line' | 'from' | 'to' | 'crc'> {
  const own = answers.filter(({ part }) => part !== 'prompt');
  const counted = own.length > 0 ? own : answers;
  const sum = new CompensatedSum();
  let [count, valued, summed] = [0, 0, 0];
  for (const answer of counted) {
    const figures = answer.figures();
    count += figures.count;
    valued += figures.valued;
    if (figures.sumLogprob === undefined) continue;
    sum.add(figures.sumLogprob);
    summed += figures.valued;
  }
  // Scores among them have no sum.
  const isSum = summed > 0 && summed === valued;
  const perplexity = Math.exp(-sum.value / valued);
  const [first] = counted;
  return {
    sequences: answers.length,
    source: first.source,
    beginning: first.joined.text.slice(0, BEGINNING),
    count,
    valued,
    ...(isSum && { sumLogprob: sum.value }),
    ...(isSum && Number.isFinite(perplexity) && { perplexity }),
  };
}

/** The records with the highest perplexity, in a list that is bounded. */
class Kept {
  private records: TokenRecord[] = [];
  private total = 0;

  add(record: TokenRecord): void {
    this.total++;
    this.records.push(record);
    if (this.records.length >= 2 * MOST_RECORDS) this.cut();
  }

  all(): { records: TokenRecord[]; total: number } {
    if (this.records.length > MOST_RECORDS) this.cut();
    return { records: this.records.sort((a, b) => a.line - b.line), total: this.total };
  }

  private cut(): void {
    this.records.sort((a, b) => (b.perplexity ?? 0) - (a.perplexity ?? 0) || a.line - b.line);
    this.records.length = MOST_RECORDS;
  }
}
