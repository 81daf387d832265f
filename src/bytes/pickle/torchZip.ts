/** What torch.save writes since version 1.6: a zip with one pickle, `data.pkl`, and a record for each storage. */
import * as l10n from '@vscode/l10n';
import type { ByteSource } from '../byteSource';
import type { StoredArray } from '../storedArray';
import type { ZipEntry } from '../zip';
import { readMember } from '../zipMember';
import { Cursor } from './cursor';
import { nestedFile, PickleError } from './errors';
import { readPickle } from './run';
import { stemOf, storedArrays } from './storedArrays';
import { torchStorage } from './torchStorage';
import { Storage } from './values';

const PROGRAM = 'data.pkl';

/** The member that holds the pickle; its folder holds the others. */
export function torchProgram(entries: readonly ZipEntry[]): ZipEntry | undefined {
  return entries.find(({ name }) => name === PROGRAM || name.endsWith(`/${PROGRAM}`));
}

export async function readTorchZip(
  source: ByteSource,
  entries: readonly ZipEntry[],
  program: ZipEntry,
  what: string,
  signal?: AbortSignal,
): Promise<StoredArray[]> {
  const folder = program.name.slice(0, -PROGRAM.length);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  if (byName.has(`${folder}constants.pkl`))
    throw new PickleError(
      l10n.t('it is a TorchScript program, which is not loaded; save its state_dict() instead'),
    );

  const pickle = await (await readMember(source, program, PROGRAM)).open(signal);
  const root = await readPickle(new Cursor(pickle), torchStorage);
  const bigEndian = await isBigEndian(source, byName.get(`${folder}byteorder`));
  return storedArrays(root, stemOf(what), pickle, async ({ from }: Storage) => {
    if (!('key' in from)) throw nestedFile();
    const { type, key, offset } = from;
    const entry = byName.get(`${folder}data/${key}`);
    if (!entry)
      throw new Error(
        l10n.t('its values are missing: the file has no entry {0}', `data/${key.slice(0, 40)}`),
      );
    const { packed, open } = await readMember(source, entry, `data/${key}`);
    return { type, offset, data: { size: entry.size, bigEndian, packed, open } };
  });
}

/** Since torch 2.1, a record says the order of the bytes; before, it was always little-endian in practice. */
async function isBigEndian(source: ByteSource, entry: ZipEntry | undefined): Promise<boolean> {
  if (!entry) return false;
  const record = await (await readMember(source, entry, entry.name)).open();
  const order = new TextDecoder().decode(await record.read(0, Math.min(record.size, 8)));
  if (order !== 'little' && order !== 'big')
    throw new PickleError(l10n.t('its byte order is {0}; expected "little" or "big"', JSON.stringify(order)));
  return order === 'big';
}
