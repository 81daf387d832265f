/** Pickles by themselves: .pkl files, and what torch.save wrote before it wrote zips. */
import * as l10n from '@vscode/l10n';
import type { ByteSource } from '../byteSource';
import type { StoredArray } from '../storedArray';
import { byteData } from './byteData';
import { Cursor } from './cursor';
import { refuse } from './errors';
import { LEGACY_MAGIC, readLegacyTorch } from './legacyTorch';
import { readPickle } from './run';
import { stemOf, storedArrays, type Located } from './storedArrays';
import { Bytes, Storage } from './values';

/** Protocols 2 to 5 begin with their number; of 0 and 1 only the file's name tells. */
export function isPickle(head: Uint8Array, name: string): boolean {
  return (head[0] === 0x80 && head[1] <= 5) || /\.(pt|pth|bin|pkl|pickle)$/i.test(name);
}

export async function readPickleFile(source: ByteSource, what: string): Promise<StoredArray[]> {
  const cursor = new Cursor(source);
  const root = await readPickle(cursor, noPersistent);
  if (root === LEGACY_MAGIC) {
    const legacy = await readLegacyTorch(cursor, source);
    return storedArrays(legacy.root, stemOf(what), source, legacy.locate);
  }
  const known = new Map<Bytes, Promise<Located>>();
  return storedArrays(root, stemOf(what), source, async ({ from }) => {
    if (!(from instanceof Bytes)) throw new Error(l10n.t('its values are stored in an unknown location'));
    let located = known.get(from);
    if (!located) known.set(from, (located = locateInside(from, source)));
    return located;
  });
}

/** A plain pickle holds each storage as a file that torch.save once wrote. */
async function locateInside(bytes: Bytes, source: ByteSource): Promise<Located> {
  const inner = await byteData(bytes, source).open();
  const cursor = new Cursor(inner);
  if ((await readPickle(cursor, noPersistent)) !== LEGACY_MAGIC)
    throw new Error(l10n.t('its values are stored in an unknown format'));
  const { root, locate } = await readLegacyTorch(cursor, inner);
  if (!(root instanceof Storage)) throw new Error(l10n.t('its values are stored in an unknown format'));
  return locate(root);
}

function noPersistent(): never {
  return refuse(l10n.t('objects outside of the file'));
}
