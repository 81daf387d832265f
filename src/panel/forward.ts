import * as l10n from '@vscode/l10n';
import { Running } from '../worker/running';
import { Fault, gone, sentenceOf } from '../arrays/words/sentence';
import type { WorkerClient } from '../worker/client';
import {
  isCancel,
  isForPages,
  type Call,
  type Cancel,
  type Progress,
  type Request,
  type Response,
} from '../worker/protocol';
import type { PageAnswer, PageCall } from './pageCalls';

interface ForwardOptions {
  /** Whether values that are held are this panel's to look at. */
  mayOpen(held: number): boolean;
  /** Told how far each call has come, with a way to cancel it; and of its end, whether or not it told anything. */
  onProgress?(call: number, progress: Progress, cancel: () => void): void;
  onEnd?(call: number): void;
}

interface Forward {
  receive(call: PageCall): void;
  /** The page is gone, if only for now: so are its questions, and what it opened. */
  end(): void;
}

/**
 * Answers the calls of a panel's page with a client of the host: the arrays of a large file or a kernel stay there. One
 * worker serves all pages; each reaches only what it opened itself. A panel has one page at a time: the next one ends
 * what the one before had open.
 */
export function forwardCalls(
  client: WorkerClient,
  tell: (answer: PageAnswer) => void,
  options: ForwardOptions,
): Forward {
  let current: { page: string; served: ServedPage } | undefined;
  const end = () => {
    current?.served.end();
    current = undefined;
  };
  return {
    receive({ page, message, waiting }) {
      if (waiting) {
        // A page that is gone asks nothing; whoever still does is not to end the one that stands here now.
        if (current && current.page !== page) return;
        const calls = current?.served.unknownOf(waiting.calls) ?? waiting.calls;
        return tell({ page, unknown: { beat: waiting.beat, calls } });
      }
      if (current?.page !== page) {
        end();
        const served = new ServedPage(client, (answer) => tell({ page, message: answer }), options);
        current = { page, served };
      }
      if (message) current.served.receive(message);
    },
    end,
  };
}

/** Calls under way tell their progress under numbers that no two of them share, whatever page they come from. */
let lastCall = 0;

/** One load of a page. */
class ServedPage {
  private readonly running = new Running<number>();
  private readonly opened = new Set<number>();
  /** Texts with tokens, by handle. */
  private readonly tokens = new Set<number>();
  private ended = false;

  constructor(
    private readonly client: WorkerClient,
    private readonly tell: (response: Response) => void,
    private readonly options: ForwardOptions,
  ) {}

  receive(message: Request | Cancel): void {
    if (isCancel(message)) return this.running.abort(message.cancel, new Error('cancelled'));
    const { id, call, params } = message;
    const refuse = (error: unknown) => this.post({ id, error: sentenceOf(error) });
    try {
      this.check(call, params);
    } catch (error) {
      return refuse(error);
    }
    const { onProgress, onEnd } = this.options;
    const number = ++lastCall;
    const controller = new AbortController();
    this.running.add(id, controller);
    const cancel = () => controller.abort(new Error(l10n.t('Canceled. Change an option to try again.')));
    this.client
      .call(call, params, {
        signal: controller.signal,
        onProgress: (progress) => {
          this.post({ id, progress });
          onProgress?.(number, progress, cancel);
        },
      })
      .then((result) => {
        this.note(call, params, result);
        // VS Code's messages lose a property that is undefined.
        this.post({ id, result: result ?? null });
      }, refuse)
      .finally(() => {
        this.running.end(id, controller);
        onEnd?.(number);
      });
  }

  /** Those that it isn't at: each was answered, or never came. */
  unknownOf(calls: readonly number[]): number[] {
    return calls.filter((id) => !this.running.isAt(id));
  }

  end(): void {
    this.ended = true;
    this.running.abortAll(new Error('cancelled'));
    for (const session of this.opened) this.close(session);
    for (const handle of this.tokens) this.closeTokens(handle);
  }

  /** Keeps track of what is open. */
  private note(call: Call, params: unknown, result: unknown): void {
    if (call === 'open') {
      const { session } = result as { session: number };
      // The page went while it opened.
      if (this.ended) this.close(session);
      else this.opened.add(session);
    } else if (call === 'close') this.opened.delete((params as { session: number }).session);
    else if (call === 'openTokens') {
      const handle = (result as { handle: number } | undefined)?.handle;
      if (handle === undefined) return;
      if (this.ended) this.closeTokens(handle);
      else this.tokens.add(handle);
    } else if (call === 'closeTokens') this.tokens.delete((params as { handle: number }).handle);
  }

  private close(session: number): void {
    // A worker that was ended has nothing open.
    this.client.call('close', { session }).catch(() => undefined);
  }

  private closeTokens(handle: number): void {
    this.client.call('closeTokens', { handle }).catch(() => undefined);
  }

  private post(response: Response): void {
    if (!this.ended) this.tell(response);
  }

  private check(call: Call, params: unknown): void {
    if (!isForPages(call)) throw new Fault(`a page may not call ${JSON.stringify(call)}`);
    const { session, array } = (params ?? {}) as { session?: unknown; array?: { held?: unknown } };
    if (call === 'readLabels') return;
    if (call === 'open') this.checkHeld(array?.held);
    else if (call === 'openTokens') this.checkHeld((params as { held?: unknown }).held);
    else if (TOKEN_CALLS.has(call)) for (const handle of handlesOf(call, params)) this.checkHandle(handle);
    else if (typeof session !== 'number' || !this.opened.has(session)) throw gone();
    if (call === 'runBeside' && !this.opened.has((params as { other: number }).other)) throw gone();
  }

  private checkHeld(held: unknown): void {
    if (held !== undefined && !(typeof held === 'number' && this.options.mayOpen(held))) throw gone();
  }

  private checkHandle(handle: unknown): void {
    if (typeof handle !== 'number' || !this.tokens.has(handle)) throw gone();
  }
}

/** Calls about texts with tokens that are open. */
const TOKEN_CALLS: ReadonlySet<Call> = new Set<Call>([
  'closeTokens',
  'tokenRun',
  'tokenAlternatives',
  'tokenTotals',
  'compareTokens',
  'tokenWhatIf',
  'tokenReport',
]);

function handlesOf(call: Call, params: unknown): unknown[] {
  const { handle, first, second } = (params ?? {}) as Record<string, unknown>;
  if (call !== 'compareTokens') return [handle];
  return [first, second].map((one) => (one as { handle?: unknown } | undefined)?.handle);
}
