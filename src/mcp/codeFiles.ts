import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { textOfFile } from '../arrays/textOfFile';
import type { NamedCode } from '../agents/tool';
import type { WorkerClient } from '../worker/client';
import { importedBy, MAX_MODULE, type Places } from '../worker/imported';
import { isInside, type Inside } from './roots';

/** A Python file or notebook, then the files it imports inside the folder that it may be read for. */
export async function codeFiles(
  { at, folder }: Inside,
  own: Omit<NamedCode['code'], 'uri'>,
  client: WorkerClient,
  signal?: AbortSignal,
): Promise<NamedCode[]> {
  const first = named(at, folder, own);
  return [first, ...(await importedBy(first, placesIn(folder), client, signal))];
}

function placesIn(folder: string): Places<string, NamedCode> {
  return {
    of: (uri) => uri,
    join: (place, ...names) => path.join(place, ...names),
    key: (place) => place,
    root: (place) => (place === folder || isInside(folder, place) ? folder : undefined),
    known: (place) => (isInside(folder, place) ? undefined : Promise.resolve(false)),
    exists: (place) => stat(place).then(...YES_OR_NO),
    async read(place) {
      try {
        // A link may lead outside.
        const at = await realpath(place);
        if (!isInside(folder, at)) return undefined;
        const about = await stat(at);
        if (!about.isFile() || about.size > MAX_MODULE) return undefined;
        return named(at, folder, { text: textOfFile(await readFile(at)) });
      } catch {
        // Gone, or not to be read: then nothing is known of what it defines.
        return undefined;
      }
    },
  };
}

const YES_OR_NO = [() => true, () => false] as const;

function named(at: string, folder: string, own: Omit<NamedCode['code'], 'uri'>): NamedCode {
  return { name: path.relative(folder, at), code: { uri: at, ...own } };
}
