import * as l10n from '@vscode/l10n';
import { stat } from 'node:fs/promises';
import path from 'node:path';

/** By which a file that changed is told: another one under its name, longer or shorter, or written to. */
export interface FileState {
  ino: number;
  size: number;
  mtimeMs: number;
}

/** Throws where what stands under a path is not what was opened there. A file that is gone is read on, where that is possible. */
export async function checkUnchanged(file: string, opened: FileState): Promise<void> {
  const now = await stat(file).catch(() => undefined);
  if (now !== undefined) checkSame(file, opened, now);
}

export function checkSame(file: string, opened: FileState, now: FileState): void {
  if (now.ino === opened.ino && now.size === opened.size && now.mtimeMs === opened.mtimeMs) return;
  throw new Error(l10n.t('{0} has changed since it was read. Open it again.', path.basename(file)));
}

/** Refused where bytes are missing that were there. */
export function endsEarly(name: string): Error {
  return new Error(l10n.t('{0} is shorter than when it was read. Open it again.', name));
}
