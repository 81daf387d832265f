import * as l10n from '@vscode/l10n';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { FileState } from './fileState';

/**
 * A file, opened to be read. What is no file is refused: the bytes of a pipe or a device may never come, and whoever opens a
 * pipe waits for its other end, in one of the few threads that read for everyone.
 */
export async function openToRead(file: string): Promise<{ handle: FileHandle; state: FileState }> {
  // Absent on Windows, where there are no such pipes.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const state = await handle.stat();
    if (!state.isFile() && !state.isDirectory())
      throw new Error(
        l10n.t('{0} is not a file but a pipe or a device. Choose a file.', path.basename(file)),
      );
    return { handle, state };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
