import { open, type FileHandle } from 'node:fs/promises';
import { checkSame, type FileState } from './fileState';

/**
 * One handle for all who read a file at the same time: opened for the first, closed behind the last. Between them the file
 * must stay what it was when it was opened first: what is known of its places would not hold for another.
 */
export class SharedHandle {
  private opened?: Promise<FileHandle>;
  private state?: FileState;
  private users = 0;

  constructor(private readonly file: string) {}

  /** Whoever takes it releases it, also where this fails. */
  take(): Promise<FileHandle> {
    this.users++;
    return (this.opened ??= this.open());
  }

  async release(): Promise<void> {
    if (--this.users > 0) return;
    const { opened } = this;
    this.opened = undefined;
    // Where it could not be opened, those who took it were told.
    const handle = await opened?.catch(() => undefined);
    await handle?.close();
  }

  private async open(): Promise<FileHandle> {
    const handle = await open(this.file, 'r');
    try {
      const now = await handle.stat();
      this.state ??= now;
      checkSame(this.file, this.state, now);
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }
}
