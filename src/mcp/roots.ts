import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as l10n from '@vscode/l10n';

/**
 * The absolute path of a file inside one of the folders, links followed. Throws a sentence for any other: what an agent is
 * told to open may come from strangers.
 */
export async function inside(folders: readonly string[], given: string): Promise<string> {
  for (const folder of folders) {
    const at = await realpath(path.resolve(folder, given)).catch(() => undefined);
    if (at === undefined) continue;
    const within = path.relative(await realpath(folder).catch(() => folder), at);
    if (within !== '' && !within.startsWith('..') && !path.isAbsolute(within)) return at;
  }
  throw new Error(
    l10n.t('{0} is not a file in {1}. Give a path inside, or the text itself.', given, folders.join(', ')),
  );
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
