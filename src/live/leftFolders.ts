import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rmdir, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

/** Of the one file in each folder. */
export const FILE = 'array';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The process that made it, where that ran, and what `mkdtemp` adds. */
const NAME = /^logitscope-array-(\d+)-(?:([0-9a-f]{8})-)?[A-Za-z0-9]{6}$/;

/** A folder that only this user may open, by whose name it is known for ours when it is left behind. */
export function makeFolder(parent: string): Promise<string> {
  return mkdtemp(path.join(parent, `logitscope-array-${process.pid}-${here()}-`));
}

/** Where this process has its number: another machine, or container, may share the folder and number its own. */
export function here(): string {
  let numbered = '';
  try {
    numbered = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has several on a machine.
  }
  return createHash('sha256').update(`${hostname()} ${numbered}`).digest('hex').slice(0, 8);
}

/**
 * Removes folders that processes left behind which were killed: of this user, their process gone, and with nothing in them
 * but the file; untouched for a day where the process ran elsewhere, which can't be asked for from here. What a link leads
 * to is never touched. Failures are left to the next time.
 */
export async function removeLeftFolders(parent: string, now = Date.now()): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  await Promise.allSettled(names.map((name) => removeIfLeft(parent, name, now)));
}

async function removeIfLeft(parent: string, name: string, now: number): Promise<void> {
  const [, maker, where] = NAME.exec(name) ?? [];
  if (maker === undefined) return;
  const least = where === here() ? 0 : DAY_MS;
  const folder = path.join(parent, name);
  const about = await lstat(folder);
  // Windows has no numbers for users; its temporary folder is each user's own.
  const isOwn = process.getuid === undefined || about.uid === process.getuid();
  if (!about.isDirectory() || !isOwn || now - about.mtimeMs < least || isRunning(Number(maker))) return;
  const content = await readdir(folder);
  if (content.some((entry) => entry !== FILE)) return;
  if (content.length > 0) {
    const file = await lstat(path.join(folder, FILE));
    if (!file.isFile() || now - file.mtimeMs < least) return;
    await unlink(path.join(folder, FILE));
  }
  await rmdir(folder);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's, which this one may not signal, is running.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
