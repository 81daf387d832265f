import * as l10n from '@vscode/l10n';
import type { CompressionCodec } from 'hyparquet/src/types.js';
import { unpackLz4Block } from '../columnar/lz4';
import type { Turns } from '../types';
import type { PageMemory } from './pageMemory';
import { unpackSnappy } from './snappy';
import { unpackZstd } from '../columnar/zstd';

/** The codecs that no runtime brings along. */
export async function unpackPortable(
  codec: CompressionCodec,
  packed: Uint8Array,
  size: number,
  memory?: PageMemory,
  turns?: Turns,
): Promise<Uint8Array> {
  if (codec === 'UNCOMPRESSED') return whole(packed, size);
  const into = memory?.take(size) ?? new Uint8Array(size);
  if (codec === 'SNAPPY') await unpackSnappy(packed, into, turns);
  else if (codec === 'ZSTD') return whole(unpackZstd(packed, into), size);
  else if (codec === 'LZ4_RAW') return whole(into.subarray(0, unpackLz4Block(packed, into, 0)), size);
  else if (typeof codec !== 'string') throw new Error(l10n.t('the footer of the Parquet file is damaged'));
  else throw new Error(l10n.t('the compression {0} is not supported', codec));
  return into;
}

/** Throws where a page unpacks to something else than it promises. */
export function whole(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  if (bytes.length === size) return Promise.resolve(bytes);
  return Promise.reject(
    new Error(l10n.t('a page unpacks to {0} bytes, not the {1} it promises', bytes.length, size)),
  );
}
