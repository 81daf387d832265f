import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { WorkerClient } from '../worker/client';
import type { Call, Params, Result } from '../worker/protocol';
import { sentenceOf } from '../arrays/words/sentence';

export interface Answer<C extends Call> {
  /** The newest result; it may lag behind the parameters by one round trip. */
  result?: Result<C>;
  /** What the result answers. */
  asked?: Params<C>;
  error?: string;
}

/** Whose array a question is about: what is said of one is never shown of another. */
interface Subject {
  client: WorkerClient;
  session: number | undefined;
}

/**
 * Asks the worker and follows changes of the parameters. One call is under way at a time and only the newest waits:
 * a slider that is dragged faster than the worker answers skips positions instead of queueing them. A call about
 * another array is cancelled. A component that shows answers is keyed by `Session.opening`, since an array that is
 * opened under another reading may keep its session's number.
 *
 * @param params plain and small, compared by content; undefined asks nothing
 * @param version asks anew with the same parameters when it changes
 */
export function useAnswer<C extends Call>(
  client: WorkerClient,
  call: C,
  params: Params<C> | undefined,
  version: unknown = 0,
): Answer<C> {
  const [answer, setAnswer] = useState<(Answer<C> & { about: Subject }) | undefined>();
  const wanted = useRef<{ about: Subject; params: Params<C> } | undefined>(undefined);
  const running = useRef<{ about: Subject; aborter: AbortController } | undefined>(undefined);
  const subject = { client, session: sessionOf(params) };

  useEffect(
    () => () => {
      wanted.current = undefined;
      running.current?.aborter.abort(new Error('no longer shown'));
    },
    [],
  );

  // Not after the next frame, as an effect: a drag would be answered one later.
  useLayoutEffect(() => {
    wanted.current = params && { about: subject, params };
    const now = running.current;
    if (!now) void ask();
    else if (!isSame(now.about, subject)) now.aborter.abort(new Error('another array is shown'));

    async function ask() {
      while (wanted.current) {
        const { about, params } = wanted.current;
        wanted.current = undefined;
        const aborter = new AbortController();
        const { signal } = aborter;
        running.current = { about, aborter };
        try {
          const result = await about.client.call(call, params, { signal });
          if (!signal.aborted) setAnswer({ about, result, asked: params });
        } catch (error) {
          if (!signal.aborted && !wanted.current) setAnswer({ about, error: sentenceOf(error) });
        }
      }
      running.current = undefined;
    }
  }, [client, call, params && JSON.stringify(params), version]);

  return params && answer && isSame(answer.about, subject) ? answer : {};
}

function isSame(a: Subject, b: Subject): boolean {
  return a.client === b.client && a.session === b.session;
}

function sessionOf(params: unknown): number | undefined {
  return (params as { session?: number } | undefined)?.session;
}
