import * as vscode from 'vscode';

/** Bytes of a file that are kept while another takes its place. */
const MOST_KEPT = 256 << 20;
/** Schemes of real disks; what else has files takes them whole or refuses them. */
const DISKS = ['file', 'vscode-remote'];

/**
 * Writes a file whole or not at all: where the disk is full, what stood there before stands there again, and of a new file
 * no half is left. It is written in its place, so that its links and permissions stay what they are.
 */
export async function writeWhole(target: vscode.Uri, content: Uint8Array): Promise<void> {
  const { fs } = vscode.workspace;
  if (!DISKS.includes(target.scheme)) return fs.writeFile(target, content);
  const undo = await undoOf(target);
  try {
    await fs.writeFile(target, content);
    // Where a disk has room for the beginning, VS Code writes that and says nothing.
    const { type, size } = await fs.stat(target);
    if (isFile(type) && size !== content.length)
      throw new Error(vscode.l10n.t('The file couldn’t be written whole. The disk may be full.'));
  } catch (error) {
    await undo?.().then(undefined, () => undefined);
    throw error;
  }
}

/** Undefined where nothing can be taken back: what stands there is no file, is too large, or cannot be read. */
async function undoOf(target: vscode.Uri): Promise<(() => Thenable<void>) | undefined> {
  const { fs } = vscode.workspace;
  try {
    const { type, size } = await fs.stat(target);
    if (!isFile(type) || size > MOST_KEPT) return undefined;
    const before = await fs.readFile(target);
    return () => fs.writeFile(target, before);
  } catch (error) {
    const isNew = error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
    return isNew ? () => fs.delete(target) : undefined;
  }
}

function isFile(type: vscode.FileType): boolean {
  return (type & vscode.FileType.File) !== 0;
}
