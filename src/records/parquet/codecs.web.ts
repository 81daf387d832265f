import * as l10n from '@vscode/l10n';
import type { CompressionCodec } from 'hyparquet/src/types.js';
import type { Turns } from '../types';
import type { PageMemory } from './pageMemory';
import { unpackPortable, whole } from './portableCodecs';

/** Unpacks a page to exactly `size` bytes, with what browsers bring along: no Brotli. */
export async function unpack(
  codec: CompressionCodec,
  packed: Uint8Array,
  size: number,
  memory?: PageMemory,
  turns?: Turns,
): Promise<Uint8Array> {
  if (codec === 'GZIP') return whole(await gunzip(packed, size), size);
  return unpackPortable(codec, packed, size, memory, turns);
}

async function gunzip(packed: Uint8Array, size: number): Promise<Uint8Array> {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream();
  const reader = stream.pipeThrough(new DecompressionStream('gzip')).getReader();
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (at + part.value.length > size) {
      await reader.cancel();
      throw new Error(l10n.t('a page unpacks to more than the {0} bytes it promises', size));
    }
    bytes.set(part.value, at);
    at += part.value.length;
  }
  return bytes.subarray(0, at);
}
