import { open, type FileHandle } from 'node:fs/promises';

/** One handle for all who read a file at the same time: opened for the first, closed behind the last. */
export class SharedHandle {
  private opened?: Promise<FileHandle>;
  private users = 0;

  constructor(private readonly file: string) {}

  /** Whoever takes it releases it, also where this fails. */
  take(): Promise<FileHandle> {
    this.users++;
    return (this.opened ??= open(this.file, 'r'));
  }

  async release(): Promise<void> {
    if (--this.users > 0) return;
    const { opened } = this;
    this.opened = undefined;
    // Where it could not be opened, those who took it were told.
    const handle = await opened?.catch(() => undefined);
    await handle?.close();
  }
}
