import type { FileHandle } from 'node:fs/promises';
import { checkSame, type FileState } from './fileState';
import { openToRead } from './openToRead';

/** Bytes of each end by which a file that has grown is known. */
const END = 1 << 12;

/**
 * One handle for all who read a file at the same time: opened for the first, closed behind the last. The file must stay what it
 * was when it was opened first: what is known of its places would not hold for another. It may grow, as a log does that is
 * still being written; what was added later is not read.
 */
export class SharedHandle {
  private opened?: Promise<FileHandle>;
  private first?: { state: FileState; ends: Buffer };
  private users = 0;

  constructor(private readonly file: string) {}

  /** Bytes, when it was opened first. */
  get size(): number {
    return this.first!.state.size;
  }

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

  /** Runs what reads, and throws where the file was changed meanwhile: what was read may be of both. */
  async reading<Result>(read: (handle: FileHandle) => Promise<Result>): Promise<Result> {
    try {
      const handle = await this.take();
      const result = await read(handle);
      // Others read on, and find out then.
      if (this.users === 1) await this.check(handle);
      return result;
    } finally {
      await this.release();
    }
  }

  /** Throws where the file is another by now, or has other bytes where it had some. */
  async check(handle: FileHandle): Promise<void> {
    const { state, ends } = this.first!;
    const now = await handle.stat();
    const grew = now.ino === state.ino && now.size > state.size;
    if (grew && ends.equals(await endsOf(handle, state.size))) return;
    checkSame(this.file, state, now);
  }

  private async open(): Promise<FileHandle> {
    const { handle, state } = await openToRead(this.file);
    try {
      this.first ??= { state, ends: await endsOf(handle, state.size) };
      await this.check(handle);
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }
}

/** The first and the last bytes of a file of that size. */
async function endsOf(handle: FileHandle, size: number): Promise<Buffer> {
  const ends = Buffer.alloc(Math.min(size, 2 * END));
  const half = ends.length >> 1;
  await handle.read(ends, 0, half, 0);
  await handle.read(ends, half, ends.length - half, size - (ends.length - half));
  return ends;
}
