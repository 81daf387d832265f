import { Shared } from '../bytes/shared';
import type { Progress } from '../worker/protocol';
import type { CallContext } from './callContext';

/** One long computation that several calls wait for, all of which hear how far it has come. */
export class SharedWork<T> {
  private readonly listeners = new Set<(progress: Progress) => void>();
  private readonly work: Shared<T>;

  constructor(start: (context: CallContext) => Promise<T>) {
    const progress = (news: Progress) => this.listeners.forEach((tell) => tell(news));
    this.work = new Shared((signal) => start({ signal, progress }));
  }

  /** It failed, or was told to stop because nobody waited any more: whoever wants it starts anew. */
  get over(): boolean {
    return this.work.over;
  }

  /** Its result, or the reason for which this call alone was cancelled. */
  async wait({ signal, progress }: CallContext): Promise<T> {
    const tell = (news: Progress) => progress(news);
    this.listeners.add(tell);
    try {
      return await this.work.wait(signal);
    } finally {
      this.listeners.delete(tell);
    }
  }
}

/** Work that is under way or done, or else the same begun anew. */
export function sharedWork<T>(
  known: SharedWork<T> | undefined,
  start: (context: CallContext) => Promise<T>,
): SharedWork<T> {
  return known && !known.over ? known : new SharedWork(start);
}
