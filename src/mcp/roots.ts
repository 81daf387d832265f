import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as l10n from '@vscode/l10n';
import { printable } from '../arrays/words/printable';

/** A file, and the folder that it may be read for, both with links followed. */
export interface Inside {
  at: string;
  folder: string;
}

/**
 * The absolute path of a file inside one of the folders, links followed. Throws a sentence for any other: what an agent is
 * told to open may come from strangers.
 */
export async function inside(folders: readonly string[], given: string): Promise<Inside> {
  for (const folder of folders) {
    const at = await realpath(path.resolve(folder, asPath(given))).catch(() => undefined);
    if (at === undefined) continue;
    const real = await realpath(folder).catch(() => folder);
    if (at !== real && !isInside(real, at)) continue;
    const found = await stat(at);
    if (found.isFile()) return { at, folder: real };
    if (found.isDirectory())
      throw new Error(l10n.t('“{0}” is a folder. Give a file in it.', printable(given, 200)));
  }
  throw new Error(
    l10n.t(
      '“{0}” is not a file in {1}. Give a path inside it, or the text itself.',
      printable(given, 200),
      folders.join(', '),
    ),
  );
}

/** A path as agents write it: from the home folder, or as a URI. */
function asPath(given: string): string {
  if (/^~[\\/]/.test(given)) return path.join(homedir(), given.slice(2));
  try {
    return /^file:/i.test(given) ? fileURLToPath(given) : given;
  } catch {
    // Of another machine.
    return given;
  }
}

/** Whether a path leads to something in a folder; both as they are without links. */
export function isInside(folder: string, at: string): boolean {
  const within = path.relative(folder, at);
  const leaves = within === '..' || within.startsWith(`..${path.sep}`) || path.isAbsolute(within);
  return within !== '' && !leaves;
}

/** The folders among a client's roots; what is no folder of this machine is passed by. */
export function foldersOf(uris: readonly string[]): string[] {
  return uris.flatMap((uri) => {
    try {
      return [fileURLToPath(uri)];
    } catch {
      return [];
    }
  });
}
