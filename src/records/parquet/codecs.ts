import type { CompressionCodec } from 'hyparquet/src/types.js';
import * as zlib from 'node:zlib';
import type { PageMemory } from './pageMemory';
import { unpackPortable, whole } from './portableCodecs';

/** Node has it from 22.15 on. */
const { zstdDecompressSync } = zlib as { zstdDecompressSync?: typeof zlib.gunzipSync };

/** Unpacks a page to exactly `size` bytes, with what Node brings along. Browsers get `codecs.web.ts`. */
export function unpack(
  codec: CompressionCodec,
  packed: Uint8Array,
  size: number,
  memory?: PageMemory,
): Promise<Uint8Array> {
  // In one go: chunks of 16 KB would be put together once more.
  const options = { maxOutputLength: Math.max(size, 1), chunkSize: Math.max(size, 1 << 12) };
  if (codec === 'GZIP') return whole(zlib.gunzipSync(packed, options), size);
  if (codec === 'BROTLI') return whole(zlib.brotliDecompressSync(packed, options), size);
  if (codec === 'ZSTD' && zstdDecompressSync) return whole(zstdDecompressSync(packed, options), size);
  return unpackPortable(codec, packed, size, memory);
}
