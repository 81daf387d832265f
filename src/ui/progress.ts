import * as vscode from 'vscode';
import type { Progress } from '../worker/protocol';
import { inert } from './inert';

/**
 * A notification with a bar while something runs. Cancelling it aborts the signal; who listens ends with its reason, a
 * CancellationError.
 */
export async function withProgress<T>(
  title: string,
  run: (signal: AbortSignal, report: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: inert(title), cancellable: true },
    async (reporter, token) => {
      const controller = new AbortController();
      const listening = token.onCancellationRequested(() => controller.abort(new vscode.CancellationError()));
      let last = 0;
      try {
        return await run(controller.signal, ({ done, total, message }) => {
          const percent = total ? (100 * done) / total : 0;
          // Another pass starts from the beginning; a bar does not go back.
          const increment = Math.max(0, percent - last);
          reporter.report({ increment, message: message === undefined ? undefined : inert(message) });
          last += increment;
        });
      } finally {
        listening.dispose();
      }
    },
  );
}

/** Reports how much of `total` has come, in whole percents. */
export function arriving(report: (progress: Progress) => void, total: number): (done: number) => void {
  let reported = -1;
  return (done) => {
    const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
    if (percent <= reported) return;
    reported = percent;
    report({ done, total, message: `${percent} %` });
  };
}
