import * as l10n from '@vscode/l10n';

/** Where a dump's bytes come from. Implemented per runtime; decompression is the implementation's. */
export interface DumpSource {
  /** The file's name, for messages and for its extension. */
  name: string;
  /** Bytes on disk. */
  size: number;
  /**
   * The decompressed bytes from the start; a chunk is valid until the next is asked for. `read` counts bytes on disk, for
   * progress. Ends early where `signal` aborts.
   *
   * @param part where to begin in place of the start, only where there is `slice`; from `to` on chunks are small, since
   *   hardly any is wanted
   */
  chunks(
    signal: AbortSignal,
    read?: (bytes: number) => void,
    part?: { from: number; to: number },
  ): AsyncIterable<Uint8Array>;
  /**
   * Decompressed bytes of a range without reading what stands before; absent where that is impossible (gzip).
   *
   * @param into memory of that length that may take them
   */
  slice?(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array>;
  /** Throws where other bytes are there than were; whatever reads the whole does so by itself. */
  unchanged?(): Promise<void>;
}

/** Thrown by a source whose bytes end early, as a damaged gzip does: what came before is used. */
export class CutOff extends Error {}

/** The bytes of a source up to where they are damaged; throws where the damage stands before all of them. */
export async function* upToDamage(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let some = false;
  try {
    for await (const chunk of chunks) {
      some ||= chunk.length > 0;
      yield chunk;
    }
  } catch (error) {
    if (!(error instanceof CutOff && some)) throw error;
  }
}

/** The same source for as long as a call goes on: it is read no further once the call was cancelled, whoever reads it. */
export function readUntil(signal: AbortSignal, source: DumpSource): DumpSource {
  return {
    ...source,
    async *chunks(own, read, part) {
      for await (const chunk of source.chunks(own, read, part)) {
        signal.throwIfAborted();
        yield chunk;
      }
    },
    slice:
      source.slice &&
      (async (offset, length, into) => {
        signal.throwIfAborted();
        return source.slice!(offset, length, into);
      }),
  };
}

/** The encoding that a text's first bytes say, and how many bytes they are. */
function byteOrderMark(head: Uint8Array): {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  bytes: number;
} {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', bytes: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', bytes: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', bytes: 2 };
  // A JSON text starts with ASCII: a zero beside it can only be UTF-16 without a mark.
  if (a !== 0 && b === 0) return { encoding: 'utf-16le', bytes: 0 };
  if (a === 0 && b !== 0 && head.length > 1) return { encoding: 'utf-16be', bytes: 0 };
  return { encoding: 'utf-8', bytes: 0 };
}

/** What `utf8Source` found out about a file's encoding. */
export interface Utf8Source extends DumpSource {
  /** "UTF-16 (little-endian)", "UTF-8 with a byte order mark"; absent for plain UTF-8. */
  encoding?: string;
}

/** What tells how a text is encoded. */
const ENCODING_HEAD = 1 << 16;

/**
 * Whether each byte is a character, as in files of older spreadsheets: there are some beyond ASCII, and no two of them make a
 * character of UTF-8. Read as UTF-8 all of these would be one sign, and classes with different names one class.
 */
function isOfBytes(head: Uint8Array): boolean {
  let isAscii = true;
  // A character may be cut at the end of a head.
  const end = head.length < ENCODING_HEAD ? head.length : head.length - 4;
  for (let i = 0; i < end; i++) {
    if (head[i] < 0x80) continue;
    isAscii = false;
    if (head[i] >= 0xc2 && head[i] < 0xf5 && (head[i + 1] & 0xc0) === 0x80) return false;
  }
  return !isAscii;
}

/** The same text as UTF-8 without a byte order mark; all offsets are in those bytes. */
export async function utf8Source(source: DumpSource): Promise<Utf8Source> {
  const head = await headOf(source, ENCODING_HEAD);
  const { encoding, bytes } = byteOrderMark(head);
  if (encoding === 'utf-8' && bytes === 0 && isOfBytes(head)) {
    return {
      name: source.name,
      size: source.size,
      encoding: l10n.t('not UTF-8; its texts are read as Windows-1252'),
      chunks: (signal, read) => transcode(source.chunks(signal, read), 'windows-1252'),
    };
  }
  if (encoding !== 'utf-8') {
    return {
      name: source.name,
      size: source.size,
      encoding: encoding === 'utf-16le' ? l10n.t('UTF-16 (little-endian)') : l10n.t('UTF-16 (big-endian)'),
      chunks: (signal, read) => transcode(source.chunks(signal, read), encoding),
    };
  }
  if (bytes === 0) return source;
  return {
    name: source.name,
    size: source.size,
    encoding: l10n.t('UTF-8 with a byte order mark'),
    chunks: (signal, read, part) =>
      part
        ? source.chunks(signal, read, { from: part.from + bytes, to: part.to + bytes })
        : without(source.chunks(signal, read), bytes),
    slice: source.slice && ((offset, length) => source.slice!(offset + bytes, length)),
  };
}

/** The first bytes of a text, fewer where it is shorter. */
export async function headOf(source: DumpSource, length: number): Promise<Uint8Array> {
  for await (const head of growingHead(source, length, length)) return head;
  return new Uint8Array(0);
}

/** A text that begins with as many blanks has no beginning: packed, a gigabyte of them takes a megabyte. */
const MOST_BLANKS = 4 << 20;

/**
 * The first bytes of a text, then twice as many, and so on, until it ends, `most` are there or nothing but blanks; it is read
 * once. A head is valid until the next is asked for.
 */
export async function* growingHead(
  source: DumpSource,
  first: number,
  most: number,
): AsyncIterable<Uint8Array> {
  const aborter = new AbortController();
  // Of bytes as they are on disk no more are there; one more tells that they ended.
  const whole = source.slice ? source.size + 1 : most;
  let head = new Uint8Array(Math.min(first, most, whole));
  let at = 0;
  try {
    for await (const chunk of upToDamage(source.chunks(aborter.signal))) {
      for (let from = 0; from < chunk.length;) {
        const part = chunk.subarray(from, from + head.length - at);
        head.set(part, at);
        at += part.length;
        from += part.length;
        if (at < head.length) break;
        yield head;
        if (head.length === most || (head.length >= MOST_BLANKS && isBlank(head))) return;
        const larger = new Uint8Array(Math.min(most, 2 * head.length));
        larger.set(head);
        head = larger;
      }
    }
    yield head.subarray(0, at);
  } finally {
    aborter.abort();
  }
}

const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte <= 0x20);

/** Ranges of the text, given in ascending order; a source without `slice` is read from its start to the last of them. */
export async function readRanges(
  source: DumpSource,
  ranges: readonly { offset: number; length: number }[],
  signal: AbortSignal,
): Promise<Uint8Array[]> {
  if (source.slice) return readSlices(source.slice.bind(source), ranges, signal);
  const parts = ranges.map(({ length }) => new Uint8Array(length));
  const filled = ranges.map(() => 0);
  let start = 0;
  let first = 0;
  for await (const chunk of upToDamage(source.chunks(signal))) {
    const end = start + chunk.length;
    for (let i = first; i < ranges.length && ranges[i].offset < end; i++) {
      const from = ranges[i].offset + filled[i];
      const part = chunk.subarray(from - start, ranges[i].offset + ranges[i].length - start);
      parts[i].set(part, filled[i]);
      filled[i] += part.length;
    }
    while (first < ranges.length && filled[first] === ranges[first].length) first++;
    if (first === ranges.length) break;
    start = end;
  }
  signal.throwIfAborted();
  return parts;
}

/** Slices read at the same time. */
const AT_ONCE = 8;

async function readSlices(
  slice: (offset: number, length: number) => Promise<Uint8Array>,
  ranges: readonly { offset: number; length: number }[],
  signal: AbortSignal,
): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = new Array<Uint8Array>(ranges.length);
  let next = 0;
  const readOn = async () => {
    try {
      while (next < ranges.length) {
        signal.throwIfAborted();
        const at = next++;
        parts[at] = await slice(ranges[at].offset, ranges[at].length);
      }
    } catch (error) {
      next = ranges.length;
      throw error;
    }
  };
  // All of them: where one fails, none goes on behind the caller's back.
  for (const one of await Promise.allSettled(Array.from({ length: AT_ONCE }, readOn)))
    if (one.status === 'rejected') throw one.reason;
  return parts;
}

async function* without(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncIterable<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (left === 0) yield chunk;
    else {
      const cut = Math.min(left, chunk.length);
      left -= cut;
      if (cut < chunk.length) yield chunk.subarray(cut);
    }
  }
}

async function* transcode(
  chunks: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be' | 'windows-1252',
): AsyncIterable<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }));
  const rest = decoder.decode();
  if (rest) yield encoder.encode(rest);
}
