/** What torch.save writes since version 1.6: a zip with one pickle, `data.pkl`, and a record for each storage. */
import * as l10n from '@vscode/l10n';
import type { ByteSource } from '../byteSource';
import type { StoredArray } from '../storedArray';
import type { ZipEntry } from '../zip/zip';
import { crc32 } from '../zip/crc32';
import { readMember } from '../zip/zipMember';
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

  const small = SMALL.flatMap((name) => byName.get(folder + name) ?? []);
  const areSummed = await haveChecksums(source, small);
  const crcOf = ({ crc }: ZipEntry) => (areSummed ? crc : undefined);
  const pickle = await (await readMember(source, program, PROGRAM, crcOf(program))).open(signal);
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
    const { packed, open } = await readMember(source, entry, `data/${key}`, crcOf(entry));
    return { type, offset, data: { size: entry.size, bigEndian, packed, open } };
  });
}

/** Records of a few bytes. */
const SMALL = ['version', 'byteorder', '.format_version', '.storage_alignment', '.data/serialization_id'];
const MOST_SMALL = 256;

/** Whether the writer has put down checksums, which torch can be told to leave out: one that is right says so. */
async function haveChecksums(source: ByteSource, entries: readonly ZipEntry[]): Promise<boolean> {
  for (const entry of entries) {
    if (entry.size > MOST_SMALL) continue;
    try {
      const record = await (await readMember(source, entry, entry.name)).open();
      if (crc32(await record.read(0, entry.size)) === entry.crc) return true;
    } catch {
      // It tells nothing.
    }
  }
  return false;
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
