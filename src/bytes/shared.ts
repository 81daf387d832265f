/** Work that several callers wait for, done once: it goes on for as long as one of them waits. */
export class Shared<T> {
  private readonly aborter = new AbortController();
  private readonly result: Promise<T>;
  private waiting = 0;
  private done = false;
  private failed = false;

  constructor(start: (signal: AbortSignal) => Promise<T>) {
    this.result = start(this.aborter.signal);
    // Each caller hears of a failure by itself.
    this.result.then(
      () => (this.done = true),
      () => (this.failed = true),
    );
  }

  /** It failed, or was told to stop because nobody waited any more: whoever wants it starts anew. */
  get over(): boolean {
    return this.failed || this.aborter.signal.aborted;
  }

  /** Its result, or the reason for which this caller alone was cancelled. */
  async wait(signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    this.waiting++;
    let leave: (() => void) | undefined;
    const cancelled = new Promise<never>((_, reject) => {
      leave = () => reject(signal!.reason as Error);
      signal?.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([this.result, cancelled]);
    } finally {
      signal?.removeEventListener('abort', leave!);
      this.waiting--;
      if (this.waiting === 0 && !this.done) this.aborter.abort(new Error('cancelled'));
    }
  }
}
