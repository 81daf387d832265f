import { withProgress } from '../ui/progress';
import type { Progress } from '../worker/protocol';

/** Calls that end sooner are not worth a notification. */
const PATIENCE_MS = 700;

/**
 * One notification for what a page waits for: a large file that is read again for another option. It has a way to
 * cancel, and goes when the last of the calls has ended.
 */
export class LongCalls {
  private readonly cancels = new Map<number, () => void>();
  private shown: { report(progress: Progress): void; close(): void } | undefined;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly title: string) {}

  progress(call: number, progress: Progress, cancel: () => void): void {
    this.cancels.set(call, cancel);
    this.shown?.report(progress);
    this.waiting ??= setTimeout(() => this.show(), PATIENCE_MS);
  }

  end(call: number): void {
    if (!this.cancels.delete(call) || this.cancels.size > 0) return;
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.shown?.close();
    this.shown = undefined;
  }

  private show(): void {
    void withProgress(
      this.title,
      (signal, report) =>
        new Promise<void>((resolve) => {
          // It appears some time after it was asked for: the calls may have ended, or another may be there for later ones.
          if (this.cancels.size === 0 || this.shown) return resolve();
          signal.addEventListener('abort', () => [...this.cancels.values()].forEach((cancel) => cancel()));
          this.shown = { report, close: resolve };
        }),
    );
  }
}
