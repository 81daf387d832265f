import type { Uri } from 'vscode';

/** The last part of a path, as it is on disk. */
export function fileName({ path }: Pick<Uri, 'path'>): string {
  return path.split('/').pop() ?? '';
}
