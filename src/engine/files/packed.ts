import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';

/** Bytes by which a packed file is known. */
export const PACKED_HEAD = 10;

/**
 * How else files are packed. Read as they are, they would be text without a record. Zstandard of Parquet's pages has a size
 * that is known before; for whole files neither Node 20 nor browsers bring a decoder along, and the portable one moves its
 * window of up to 8 MB for each block: 4 KB of blocks of one byte take 0.4 s.
 */
const OTHERS: readonly { name: string; isOne(head: Uint8Array): boolean }[] = [
  {
    name: 'Zstandard',
    // Or a frame to be skipped, as programs that pack in parallel begin with.
    isOne: (head) =>
      startsWith(head, [0x28, 0xb5, 0x2f, 0xfd]) ||
      (head[0] >> 4 === 5 && startsWith(head.subarray(1), [0x2a, 0x4d, 0x18])),
  },
  // BZh alone may be how a text begins.
  { name: 'bzip2', isOne: (head) => startsWith(head.subarray(4), [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) },
  { name: 'xz', isOne: (head) => startsWith(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) },
  { name: 'LZ4', isOne: (head) => startsWith(head, [0x04, 0x22, 0x4d, 0x18]) },
  { name: '7z', isOne: (head) => startsWith(head, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]) },
];

/** Throws where a file is packed in a way that is not read. */
export function refuseOtherPacking(name: string, head: Uint8Array): void {
  const packing = OTHERS.find(({ isOne }) => isOne(head));
  if (packing !== undefined)
    throw new Error(
      l10n.t(
        '{0} is compressed with {1}, which isn’t supported. Decompress it first, or compress it with gzip.',
        printable(name, 80),
        packing.name,
      ),
    );
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
