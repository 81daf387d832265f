import type { CompressionCodec } from 'hyparquet/src/types.js';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { unpackPortable, whole } from './portableCodecs';

/** Unpacks a page to exactly `size` bytes, with what Node brings along. Browsers get `codecs.web.ts`. */
export function unpack(codec: CompressionCodec, packed: Uint8Array, size: number): Promise<Uint8Array> {
  const options = { maxOutputLength: Math.max(size, 1) };
  if (codec === 'GZIP') return whole(gunzipSync(packed, options), size);
  if (codec === 'BROTLI') return whole(brotliDecompressSync(packed, options), size);
  return unpackPortable(codec, packed, size);
}
