/** The part of the ZIP format that .npz files use, with 64-bit sizes: APPNOTE.TXT 6.3.10, sections 4.3 and 4.5. */
import * as l10n from '@vscode/l10n';
import { partOf, type ByteSource } from '../byteSource';

const END = 0x06054b50;
const END_64_LOCATOR = 0x07064b50;
const END_64 = 0x06064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const UNKNOWN_32 = 0xffffffff;
const MAX_DIRECTORY = 64 << 20;
const MAX_ENTRIES = 100_000;
/** Deflate cannot pack tighter. */
const MAX_RATIO = 1032;

export interface ZipEntry {
  name: string;
  method: number;
  encrypted: boolean;
  /** CRC-32 of the unpacked bytes. */
  crc: number;
  compressedSize: number;
  size: number;
  /** Where the member's own header stands. */
  offset: number;
  /** Of the name as it stands in the file, in bytes. */
  nameLength: number;
  /** Where the next member begins, or the directory. */
  end: number;
}

export const STORED = 0;

export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
}

/** The central directory, checked: members inside the file that do not overlap, and none packed tighter than possible. */
export async function readZipEntries(source: ByteSource, what: string): Promise<ZipEntry[]> {
  const { offset, size, count } = await findDirectory(source, what);
  if (count > MAX_ENTRIES) throw tooMany(what, count);
  if (size > MAX_DIRECTORY)
    throw new Error(
      l10n.t('{0}: the directory claims {1} bytes; the limit is {2}', what, size, MAX_DIRECTORY),
    );
  if (offset + size > source.size)
    throw new Error(
      l10n.t(
        '{0}: the directory ends at byte {1}, but the file ends at byte {2}',
        what,
        offset + size,
        source.size,
      ),
    );
  const view = viewOf(await source.read(offset, size));
  const entries: ZipEntry[] = [];
  // As in Python, its size says where it ends: of more than 65,535 entries some writers count only the rest.
  for (let at = 0; at < size;) {
    const i = entries.length;
    if (i === MAX_ENTRIES) throw tooMany(what, i + 1);
    if (at + ENTRY_SIZE > size || view.getUint32(at, true) !== ENTRY)
      throw new Error(l10n.t('{0}: entry {1} of the directory is damaged', what, i));
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) => view.getUint16(at + o, true));
    const end = at + ENTRY_SIZE + nameLength + extraLength + commentLength;
    if (end > size) throw new Error(l10n.t('{0}: entry {1} of the directory is truncated', what, i));
    const name = new TextDecoder().decode(
      new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_SIZE, nameLength),
    );
    const entry: ZipEntry = {
      name,
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      crc: view.getUint32(at + 16, true),
      compressedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
      nameLength,
      end: offset,
    };
    readExtra64(view, at + ENTRY_SIZE + nameLength, extraLength, entry);
    entries.push(entry);
    at = end;
  }
  if ((entries.length - count) % 0x10000 !== 0)
    throw new Error(l10n.t('{0}: entry {1} of the directory is damaged', what, entries.length));
  checkPlaces(entries, offset, what);
  // A member that was written again counts as it was written last, as in NumPy and unzip.
  return [...new Map(entries.map((entry) => [entry.name, entry])).values()];
}

function checkPlaces(entries: readonly ZipEntry[], end: number, what: string): void {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  sorted.forEach((entry, i) => {
    entry.end = sorted[i + 1]?.offset ?? end;
    const name = JSON.stringify(entry.name.slice(0, 60));
    if (entry.offset + LOCAL_SIZE + entry.nameLength + entry.compressedSize > entry.end)
      throw new Error(l10n.t('{0}: entry {1} overlaps the next one', what, name));
    const isOtherSize = entry.method === STORED && !entry.encrypted && entry.size !== entry.compressedSize;
    if (isOtherSize || entry.size > entry.compressedSize * MAX_RATIO + 64)
      throw new Error(
        l10n.t(
          '{0}: entry {1} claims to decompress from {2} to {3} bytes, which is impossible',
          what,
          name,
          entry.compressedSize,
          entry.size,
        ),
      );
  });
}

async function findDirectory(
  source: ByteSource,
  what: string,
): Promise<{ offset: number; size: number; count: number }> {
  const tailSize = Math.min(source.size, END_SIZE + MAX_COMMENT);
  const tailStart = source.size - tailSize;
  const tail = viewOf(await source.read(tailStart, tailSize));
  let at = tailSize - END_SIZE;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) throw new Error(l10n.t('{0}: incomplete zip file: the directory is missing', what));
  const end = {
    count: tail.getUint16(at + 10, true),
    size: tail.getUint32(at + 12, true),
    offset: tail.getUint32(at + 16, true),
  };
  if (end.count !== 0xffff && end.size !== UNKNOWN_32 && end.offset !== UNKNOWN_32) return end;

  const locatorAt = tailStart + at - 20;
  if (locatorAt < 0) return end;
  const locator = viewOf(await source.read(locatorAt, 20));
  if (locator.getUint32(0, true) !== END_64_LOCATOR) return end;
  const place = Number(locator.getBigUint64(8, true));
  if (place + 56 > source.size)
    throw new Error(l10n.t('{0}: the 64-bit directory is beyond the end of the file', what));
  const wide = viewOf(await source.read(place, 56));
  if (wide.getUint32(0, true) !== END_64)
    throw new Error(l10n.t('{0}: the 64-bit directory is damaged', what));
  return {
    count: Number(wide.getBigUint64(32, true)),
    size: Number(wide.getBigUint64(40, true)),
    offset: Number(wide.getBigUint64(48, true)),
  };
}

/** 64-bit sizes stand in an extra field, in this order, those only that the entry itself leaves open. */
function readExtra64(view: DataView, from: number, length: number, entry: ZipEntry): void {
  for (let at = from; at + 4 <= from + length;) {
    const id = view.getUint16(at, true);
    const end = at + 4 + view.getUint16(at + 2, true);
    if (id === 1 && end <= from + length) {
      let field = at + 4;
      for (const key of ['size', 'compressedSize', 'offset'] as const) {
        if (entry[key] !== UNKNOWN_32 || field + 8 > end) continue;
        entry[key] = Number(view.getBigUint64(field, true));
        field += 8;
      }
    }
    at = end;
  }
}

/** A member's bytes as they stand in the file, packed or not: those between its own header and the next member. */
export async function memberBytes(source: ByteSource, entry: ZipEntry, what: string): Promise<ByteSource> {
  const { offset, nameLength, compressedSize, end } = entry;
  const header = await source.read(offset, LOCAL_SIZE + nameLength);
  const local = viewOf(header);
  // A directory that names another member's place would have its numbers told under this one's name.
  const isOwn =
    local.getUint32(0, true) === LOCAL &&
    local.getUint16(26, true) === nameLength &&
    new TextDecoder().decode(header.subarray(LOCAL_SIZE)) === entry.name;
  if (!isOwn) throw new Error(l10n.t('{0}: the entry’s header is damaged', what));
  const start = offset + LOCAL_SIZE + nameLength + local.getUint16(28, true);
  if (start + compressedSize > end)
    throw new Error(
      l10n.t('{0}: entry {1} overlaps the next one', what, JSON.stringify(entry.name.slice(0, 60))),
    );
  return partOf(source, start, compressedSize);
}

function tooMany(what: string, count: number): Error {
  return new Error(l10n.t('{0}: {1} entries; the limit is {2}', what, count, MAX_ENTRIES));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
