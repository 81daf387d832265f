import * as l10n from '@vscode/l10n';
import type { ByteSource } from '../byteSource';
import { crc32 } from './crc32';

/** A source read front to back, at whatever pace, is held against its checksum at its end; single looks are not. */
export function checkedSource(source: ByteSource, crc: number, what: string): ByteSource {
  let sum = 0;
  /** Up to where it was read without a gap. */
  let reached = 0;
  return {
    size: source.size,
    async read(offset, length, signal) {
      const bytes = await source.read(offset, length, signal);
      if (offset > reached || offset + length <= reached) return bytes;
      sum = crc32(bytes.subarray(reached - offset), sum);
      reached = offset + length;
      if (reached < source.size || sum === crc) return bytes;
      sum = reached = 0;
      throw new Error(damaged(what));
    },
  };
}

export function damaged(what: string): string {
  return l10n.t('{0}: its bytes don’t match their checksum in the file: it is damaged', what);
}
