import * as l10n from '@vscode/l10n';
import type { Request } from '../worker/protocol';
import type { Waiting } from './pageCalls';

/** Of a host that says nothing: it may be busy with much else for a while. */
const MOST_BEATS = 12;

export interface Ways {
  /** Asks the host which of these calls it is not at. */
  ask(waiting: Waiting): void;
  again(request: Request): void;
  fail(id: number, error: string): void;
}

interface LostCalls {
  begin(request: Request): void;
  /** The call was answered, or nobody waits for it. */
  end(id: number): void;
  endAll(): void;
  /** The host is there. */
  heard(): void;
  /** What the host answers where it is asked. */
  told(unknown: Waiting): void;
}

/**
 * Sees to it that a call of a page settles, though its message or the answer was lost on the way. Messages keep their order: a
 * call that the host isn't at when it is asked has been answered before, or never came. It is asked once more, and fails
 * if it is lost again, or if the host says nothing for long.
 */
export function askingAgain(ways: Ways, beatMs: number): LostCalls {
  const waiting = new Map<number, { request: Request; again?: number }>();
  let beat = 0;
  let silent = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  const rest = () => {
    if (waiting.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    silent = 0;
  };
  const fail = (id: number, error: string) => {
    waiting.delete(id);
    rest();
    ways.fail(id, error);
  };
  const ask = () => {
    if (silent++ < MOST_BEATS) return ways.ask({ beat: ++beat, calls: [...waiting.keys()] });
    const error = l10n.t('Logitscope isn’t responding. Close this view and open it again.');
    for (const id of [...waiting.keys()]) fail(id, error);
  };
  return {
    begin(request) {
      waiting.set(request.id, { request });
      timer ??= setInterval(ask, beatMs);
    },
    end(id) {
      waiting.delete(id);
      rest();
    },
    endAll() {
      waiting.clear();
      rest();
    },
    heard() {
      silent = 0;
    },
    told(unknown) {
      silent = 0;
      for (const id of unknown.calls) {
        const call = waiting.get(id);
        // Answers come late: this one may be to what was asked before the call was made again.
        if (!call || unknown.beat <= (call.again ?? 0)) continue;
        if (call.again !== undefined) fail(id, l10n.t('The answer was lost. Try again.'));
        else {
          call.again = beat;
          ways.again(call.request);
        }
      }
    },
  };
}
