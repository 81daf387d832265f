import { rmSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FILE, makeFolder, removeLeftFolders } from './leftFolders';

/** A place for one file, in a folder that only this user may open. */
export interface HandOver {
  path: string;
  remove(): Promise<void>;
}

const LOOK_MS = 250;

/** Folders of an extension host that was killed go when the next one starts. */
export const removeLeft = (): Promise<void> => removeLeftFolders(tmpdir());

/** What is open: a window may be closed while an array comes. */
const open = new Set<string>();

/** Node waits for nothing when it exits. */
export function removeAllNow(): void {
  for (const folder of open)
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Left to a later process, like that of one that was killed.
    }
  open.clear();
}

/**
 * Where a process on this machine can leave an array, much faster than base64 in messages. Browsers
 * get `handOver.web.ts`.
 *
 * @param onBytes is told now and then how many have been written
 */
export async function beginHandOver(onBytes: (there: number) => void): Promise<HandOver | undefined> {
  void removeLeft();
  const folder = await makeFolder(tmpdir()).catch(() => undefined);
  if (folder === undefined) return undefined;
  if (!process.listeners('exit').includes(removeAllNow)) process.once('exit', removeAllNow);
  open.add(folder);
  const file = path.join(folder, FILE);
  const looking = setInterval(() => {
    void stat(file).then(
      ({ size }) => onBytes(size),
      () => undefined,
    );
  }, LOOK_MS);
  return {
    path: file,
    async remove() {
      clearInterval(looking);
      try {
        // Where open files cannot be removed, a process that was told to stop needs a moment to close it.
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
        open.delete(folder);
      } catch {
        // It is tried again at the end.
      }
    },
  };
}
