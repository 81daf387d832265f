import type { CallContext } from './callContext';
import type { Progress } from '../worker/protocol';

/** One long computation that several calls wait for: it goes on for as long as one of them does. */
export class SharedWork<T> {
  private readonly aborter = new AbortController();
  private readonly listeners = new Set<(progress: Progress) => void>();
  private readonly result: Promise<T>;

  constructor(start: (context: CallContext) => Promise<T>) {
    this.result = start({
      signal: this.aborter.signal,
      progress: (progress) => this.listeners.forEach((tell) => tell(progress)),
    });
    // Each call hears of a failure by itself.
    this.result.catch(() => undefined);
  }

  /** Nobody waited any more: it was told to stop. */
  get abandoned(): boolean {
    return this.aborter.signal.aborted;
  }

  /** Its result, or the reason for which this call alone was cancelled. */
  async wait({ signal, progress }: CallContext): Promise<T> {
    signal.throwIfAborted();
    const tell = (news: Progress) => progress(news);
    this.listeners.add(tell);
    let leave: (() => void) | undefined;
    const cancelled = new Promise<never>((_, reject) => {
      leave = () => reject(signal.reason as Error);
      signal.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([this.result, cancelled]);
    } finally {
      signal.removeEventListener('abort', leave!);
      this.listeners.delete(tell);
      if (this.listeners.size === 0) this.aborter.abort(new Error('cancelled'));
    }
  }
}
