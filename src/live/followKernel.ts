import type { Kernel, KernelStatus } from '@vscode/jupyter-extension';
import * as l10n from '@vscode/l10n';
import type { Disposable } from 'vscode';
import { goneReason } from './kernelCall';

/** The notebook whose kernel is followed. */
export interface Followed {
  /** Its kernel; rejects while it has none. */
  kernel(): Promise<Kernel>;
  /** Tells when one of its cells has run. */
  onRun(heard: () => void): Disposable;
}

/** What shows an array of a kernel. */
export interface Follower {
  /** Why its values cannot be asked for; undefined once they can again, and everything is asked anew. */
  setGone(why: string | undefined): void;
  /** A cell of the user's has run. */
  hasRun(): void;
}

/** How often another kernel is looked for in the place of one that has died. */
const LOOK_MS = 2000;
/** A kernel that rests this long after it was restarted has not heard of a question, or nobody has heard that it rests. */
const ANSWER_MS = 5000;
/** One that is not known to rest after so many times that is asked, too: a question waits for a cell that runs. */
const MOST_WAITS = 3;

/**
 * Tells a panel when the kernel of its array is gone, and when the array is back: the kernel runs again, or another
 * does, and a cell has made the array anew.
 *
 * @param name of the array, for a person
 * @param isThere asks the kernel for the array, as it was; rejects when it has none, or when nobody waits any more
 */
export function followKernel(
  notebook: Followed,
  name: string,
  panel: Follower,
  isThere: (signal: AbortSignal) => Promise<unknown>,
): Disposable {
  let listening: Disposable | undefined;
  let looking: ReturnType<typeof setTimeout> | undefined;
  let current: Kernel | undefined;
  let isGone = false;
  let asking: AbortController | undefined;
  /** Its first rest after it was gone is awaited, and its answer. */
  let isWaking = false;
  let waking: ReturnType<typeof setTimeout> | undefined;
  let waits = 0;
  let isDisposed = false;

  const say = (why: string | undefined) => {
    isGone = why !== undefined;
    if (!isDisposed) panel.setGone(why);
  };
  const look = () => {
    clearTimeout(looking);
    if (!isDisposed) looking = setTimeout(() => void attach(), LOOK_MS);
  };
  const askAgain = async () => {
    asking?.abort();
    const own = (asking = new AbortController());
    const isBack = await isThere(own.signal).then(
      () => true,
      () => false,
    );
    // It was asked once more meanwhile.
    if (asking !== own) return;
    asking = undefined;
    isWaking = current !== undefined && goneReason(current.status) !== undefined;
    say(
      isBack
        ? undefined
        : l10n.t('The kernel was restarted and doesn’t have “{0}” as it was. Run its cell again.', name),
    );
  };
  // Messages are lost where a connection is made anew: one that says that it rests, or a question.
  const wake = () => {
    clearTimeout(waking);
    if (isDisposed || !isWaking) return;
    waking = setTimeout(() => {
      waits++;
      // A question that may be running is never taken back: that would interrupt the kernel.
      const isDue = current?.status === 'idle' || (!asking && waits >= MOST_WAITS);
      if (isWaking && isDue) void askAgain();
      wake();
    }, ANSWER_MS);
  };
  // A kernel's status does not tell a cell of the user's from requests of our own.
  const running = notebook.onRun(() => {
    if (!isGone) panel.hasRun();
    else if (!asking) void askAgain().then(() => isGone || panel.hasRun());
  });
  const hear = (status: KernelStatus) => {
    const reason = goneReason(status);
    if (reason !== undefined) {
      isWaking = true;
      waits = 0;
      say(reason);
      if (isDead(status)) look();
      wake();
    } else if (status === 'idle' && isWaking && !asking) void askAgain();
  };
  const attach = async () => {
    const kernel = await notebook.kernel().catch(() => undefined);
    if (isDisposed) return;
    if (!kernel || isDead(kernel.status)) return look();
    if (kernel === current) return;
    current = kernel;
    listening?.dispose();
    listening = kernel.onDidChangeStatus(hear);
    if (isGone) hear(kernel.status);
  };
  void attach();
  return {
    dispose() {
      isDisposed = true;
      clearTimeout(looking);
      clearTimeout(waking);
      asking?.abort();
      running.dispose();
      listening?.dispose();
    },
  };
}

function isDead(status: KernelStatus): boolean {
  return status === 'dead' || status === 'terminating';
}
