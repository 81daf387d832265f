import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { NDArray } from '../arrays/ndarray';
import type { WorkerClient } from '../worker/client';
import type { Call, Opened, OpenRequest, Params, Result } from '../worker/protocol';

export interface Answer<C extends Call> {
  /** The newest result; it may lag behind the parameters by one round trip. */
  result?: Result<C>;
  /** What the result answers. */
  asked?: Params<C>;
  error?: string;
}

interface Wanted<C extends Call> {
  client: WorkerClient;
  params: Params<C>;
}

/**
 * Asks the worker and follows changes of the parameters. One call is under way at a time and only the newest waits:
 * a slider that is dragged faster than the worker answers skips positions instead of queueing them.
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
  const [answer, setAnswer] = useState<Answer<C> & { session?: number }>({});
  const wanted = useRef<Wanted<C> | undefined>(undefined);
  const busy = useRef(false);
  const alive = useRef(true);
  const session = sessionOf(params);

  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
      wanted.current = undefined;
    };
  }, []);

  // Not after the next frame, as an effect: a drag would be answered one later.
  useLayoutEffect(() => {
    wanted.current = params && { client, params };
    if (!busy.current) void ask();
    async function ask() {
      busy.current = true;
      while (wanted.current) {
        const { client, params } = wanted.current;
        wanted.current = undefined;
        const asked = sessionOf(params);
        try {
          const result = await client.call(call, params);
          if (alive.current) setAnswer({ result, asked: params, session: asked });
        } catch (error) {
          if (alive.current && !wanted.current) setAnswer({ error: messageOf(error), session: asked });
        }
      }
      busy.current = false;
    }
  }, [client, call, params && JSON.stringify(params), version]);

  // What was said of another array is not said of this one.
  return params && answer.session === session ? answer : {};
}

function sessionOf(params: unknown): number | undefined {
  return (params as { session?: number } | undefined)?.session;
}

export interface Session extends Partial<Opened> {
  error?: string;
  /** Counts changes of the labels: results asked for under an older version are stale. */
  version: number;
  /** The labels as the worker took them, or why it did not. */
  labels?: NDArray;
  labelsProblem?: string;
  setLabels(labels: NDArray | undefined): void;
  /** Opens the array anew, after the worker was lost. */
  retry(): void;
}

interface SessionState {
  request?: OpenRequest;
  opened?: Opened;
  error?: string;
  version: number;
  labels?: NDArray;
  labelsProblem?: string;
}

/**
 * Keeps an array open in the worker for as long as the component stands; a new request opens it anew. Labels go in
 * after the array, so that labels that do not fit leave the array to look at.
 */
export function useSession(
  client: WorkerClient,
  request: OpenRequest | undefined,
  labels: NDArray | undefined,
  ignoreIndex?: number,
): Session {
  const [state, setState] = useState<SessionState>({ version: 0 });
  const [attempt, retry] = useReducer((n: number) => n + 1, 0);
  const wantedLabels = useRef(labels);

  const giveLabels = async (session: number, labels: NDArray | undefined) => {
    wantedLabels.current = labels;
    try {
      await client.call('label', { session, labels, ignoreIndex });
      return { labels, labelsProblem: undefined };
    } catch (error) {
      return { labels: undefined, labelsProblem: messageOf(error) };
    }
  };

  useEffect(() => {
    if (!request) return;
    let gone = false;
    const opening = client.call('open', request);
    const open = async () => {
      try {
        const opened = await opening;
        const given = wantedLabels.current && (await giveLabels(opened.session, wantedLabels.current));
        if (!gone) setState(({ version }) => ({ request, opened, version: version + 1, ...given }));
      } catch (error) {
        if (!gone) setState(({ version }) => ({ request, error: messageOf(error), version }));
      }
    };
    void open();
    return () => {
      gone = true;
      // The worker may be gone by then, and its arrays with it.
      opening.then(({ session }) => client.call('close', { session })).catch(() => undefined);
    };
  }, [client, request, attempt]);

  // Another ignore index may make labels fit that did not, or the reverse.
  useEffect(() => {
    const session = state.opened?.session;
    if (session !== undefined && wantedLabels.current) setLabels(session, wantedLabels.current);
  }, [ignoreIndex]);

  const setLabels = (session: number, labels: NDArray | undefined) =>
    void giveLabels(session, labels).then((given) =>
      setState((now) =>
        now.opened?.session === session ? { ...now, ...given, version: now.version + 1 } : now,
      ),
    );

  const { version } = state;
  const current: Omit<SessionState, 'version'> = state.request === request ? state : {};
  return {
    ...current.opened,
    error: current.error,
    version,
    labels: current.labels,
    labelsProblem: current.labelsProblem,
    setLabels(labels) {
      wantedLabels.current = labels;
      const session = current.opened?.session;
      if (session !== undefined) setLabels(session, labels);
    },
    retry: () => retry(undefined),
  };
}

/** A value once it has not changed for a while. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
