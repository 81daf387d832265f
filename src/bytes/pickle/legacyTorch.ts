/**
 * What torch.save wrote before version 1.6, and what plain pickles hold of a storage: five pickles one after another (a
 * number, a version, the machine, the object, the keys of its storages), then for each key a count and the elements.
 */
import * as l10n from '@vscode/l10n';
import { partOf, type ByteSource } from '../byteSource';
import type { Cursor } from './cursor';
import { nestedFile, PickleError } from './errors';
import { readPickle } from './run';
import type { Located } from './storedArrays';
import { torchStorage } from './torchStorage';
import { List, Storage, type TorchType, type Value } from './values';

/** The first pickle of a file, to the nearest float64. */
export const LEGACY_MAGIC = Number(0x1950a86a20f9469cfc6cn);
const VERSION = 1001;
const COUNT_BYTES = 8;

interface LegacyFile {
  root: Value;
  locate(storage: Storage): Promise<Located>;
}

/** @param cursor behind the first pickle */
export async function readLegacyTorch(cursor: Cursor, source: ByteSource): Promise<LegacyFile> {
  const version = await readPickle(cursor, noStorage);
  if (version !== VERSION) throw new PickleError(l10n.t('the torch protocol version is not {0}', VERSION));
  await readPickle(cursor, noStorage);

  const types = new Map<string, TorchType>();
  const root = await readPickle(cursor, (id) => {
    const storage = torchStorage(id);
    const { key, type } = storage.from as { key: string; type: TorchType };
    // Counts are in elements of the type that is named first.
    if (!types.has(key)) types.set(key, type);
    return storage;
  });
  const keys = await readPickle(cursor, noStorage);
  if (!(keys instanceof List)) throw new PickleError(l10n.t('the list of storages is missing'));
  const places = await storagePlaces(keys.items, types, source, cursor.position);

  return {
    root,
    async locate({ from }) {
      if (!('key' in from)) throw nestedFile();
      const data = places.get(from.key);
      if (!data) throw new Error(l10n.t('its values are missing: the file is truncated'));
      const open = () => Promise.resolve(data);
      return {
        type: from.type,
        offset: from.offset,
        data: { size: data.size, bigEndian: false, packed: false, open },
      };
    },
  };
}

/** Up to where the file ends: storages behind are not there. */
async function storagePlaces(
  keys: readonly Value[],
  types: ReadonlyMap<string, TorchType>,
  source: ByteSource,
  start: number,
): Promise<Map<string, ByteSource>> {
  const places = new Map<string, ByteSource>();
  let at = start;
  for (const key of keys) {
    const type = typeof key === 'string' ? types.get(key) : undefined;
    if (!type) throw new PickleError(l10n.t('a storage doesn’t belong to any tensor'));
    if (at + COUNT_BYTES > source.size) break;
    const lead = await source.read(at, COUNT_BYTES);
    const count = new DataView(lead.buffer, lead.byteOffset, COUNT_BYTES).getBigUint64(0, true);
    at += COUNT_BYTES;
    const bytes = Number(count) * type.bytes;
    places.set(key as string, partOf(source, at, Math.min(bytes, source.size - at)));
    at += bytes;
  }
  return places;
}

function noStorage(): never {
  throw new PickleError(l10n.t('there is a storage where none is allowed'));
}
