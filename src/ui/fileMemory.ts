import type { Memento, Uri } from 'vscode';

/** Files that are remembered; the longest untouched is forgotten first. */
const MAX_FILES = 200;

/** What a person chose for each file, kept with the workspace. */
export class FileMemory<T> {
  constructor(
    private readonly state: Memento,
    private readonly key: string,
  ) {}

  of(uri: Uri): T | undefined {
    return new Map(this.entries()).get(uri.toString());
  }

  async remember(uri: Uri, chosen: T): Promise<void> {
    const file = uri.toString();
    const others = this.entries().filter(([name]) => name !== file);
    await this.state.update(this.key, [...others.slice(1 - MAX_FILES), [file, chosen]]);
  }

  private entries(): [file: string, chosen: T][] {
    const kept = this.state.get<unknown>(this.key);
    return Array.isArray(kept) ? kept.filter((entry): entry is [string, T] => isEntry(entry)) : [];
  }
}

/** Another version may have kept something else. */
function isEntry(entry: unknown): boolean {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string';
}
