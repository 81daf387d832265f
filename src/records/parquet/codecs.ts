import type { CompressionCodec } from 'hyparquet/src/types.js';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import type { Turns } from '../types';
import type { PageMemory } from './pageMemory';
import { unpackPortable, whole } from './portableCodecs';

/** Node has it from 22.15 on. */
const { zstdDecompress, zstdDecompressSync } = zlib as {
  zstdDecompress?: typeof zlib.gunzip;
  zstdDecompressSync?: typeof zlib.gunzipSync;
};

type Unpack = (packed: Uint8Array, options: zlib.ZlibOptions) => Buffer;

/** Pages of so many bytes are unpacked beside this thread, which is worth the detour. */
const LARGE = 4 << 20;

/** Unpacks a page to exactly `size` bytes, with what Node brings along. Browsers get `codecs.web.ts`. */
export async function unpack(
  codec: CompressionCodec,
  packed: Uint8Array,
  size: number,
  memory?: PageMemory,
  turns?: Turns,
): Promise<Uint8Array> {
  // In one go: chunks of 16 KB would be put together once more.
  const options = { maxOutputLength: Math.max(size, 1), chunkSize: Math.max(size, 1 << 12) };
  const by = (aside: typeof zlib.gunzip, here: Unpack) =>
    size < LARGE ? here(packed, options) : promisify(aside as Aside)(packed, options);
  if (codec === 'GZIP') return whole(await by(zlib.gunzip, zlib.gunzipSync), size);
  if (codec === 'BROTLI') return whole(await by(zlib.brotliDecompress, zlib.brotliDecompressSync), size);
  if (codec === 'ZSTD' && zstdDecompress && zstdDecompressSync)
    return whole(await by(zstdDecompress, zstdDecompressSync), size);
  return unpackPortable(codec, packed, size, memory, turns);
}

type Aside = (
  packed: Uint8Array,
  options: zlib.ZlibOptions,
  done: (error: Error | null, bytes: Buffer) => void,
) => void;
