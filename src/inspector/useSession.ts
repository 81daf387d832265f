import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { NDArray } from '../arrays/ndarray';
import type { WorkerClient } from '../worker/client';
import type { Opened, OpenRequest } from '../worker/protocol';
import { sentenceOf } from '../arrays/words/sentence';
import { useLatest } from './useLatest';

export interface Session extends Partial<Opened> {
  error?: string;
  /** Counts openings: the session's number alone may be that of an earlier one. */
  opening: number;
  /** Counts changes of the array and its labels: results asked for under an older version are stale. */
  version: number;
  /** The labels as the worker took them, or why it did not. */
  labels?: NDArray;
  labelsProblem?: string;
  setLabels(labels: NDArray | undefined): void;
  /** Opens the array anew, after the worker was lost. */
  retry(): void;
}

interface Labelled {
  labels?: NDArray;
  labelsProblem?: string;
}

interface State extends Labelled {
  request?: OpenRequest;
  opened?: Opened;
  error?: string;
  opening: number;
  version: number;
}

/**
 * Keeps an array open in the worker for as long as the component stands; a new request opens it anew. Labels go in
 * after the array, so that labels that do not fit leave the array to look at.
 *
 * @param labels those that stand beside the array; `elsewhere` where they are known to fit another axis: that is a finding, and no fault
 */
export function useSession(
  client: WorkerClient,
  request: OpenRequest | undefined,
  labels: { values?: NDArray; elsewhere?: boolean } = {},
  ignoreIndex?: number,
): Session {
  const [state, setState] = useState<State>({ opening: 0, version: 0 });
  const [attempt, retry] = useReducer((n: number) => n + 1, 0);
  const wanted = useRef({ labels: labels.values, ignoreIndex });
  wanted.current.ignoreIndex = ignoreIndex;
  const beside = useRef(labels);
  beside.current = labels;
  const labelling = useLatest();

  const label = async (session: number): Promise<Labelled> => {
    const { labels, ignoreIndex } = wanted.current;
    try {
      await client.call('label', { session, labels, ignoreIndex });
      return { labels, labelsProblem: undefined };
    } catch (error) {
      const isTold = beside.current.elsewhere && labels === beside.current.values;
      return { labels: undefined, labelsProblem: isTold ? undefined : sentenceOf(error) };
    }
  };

  // At once: whoever clicked waits for it, and an effect would wait for a frame.
  useLayoutEffect(() => {
    if (!request) return;
    let gone = false;
    const called = client.call('open', request);
    const open = async () => {
      try {
        const opened = await called;
        const labelled = wanted.current.labels && (await label(opened.session));
        if (gone) return;
        setState(({ opening, version }) => ({
          request,
          opened,
          opening: opening + 1,
          version: version + 1,
          ...labelled,
        }));
      } catch (error) {
        if (!gone)
          setState(({ opening, version }) => ({ request, error: sentenceOf(error), opening, version }));
      }
    };
    void open();
    return () => {
      gone = true;
      labelling.end();
      // The worker may be gone by then, and its arrays with it.
      called.then(({ session }) => client.call('close', { session })).catch(() => undefined);
    };
  }, [client, request, attempt]);

  const relabel = (session: number) => {
    const signal = labelling.next();
    void label(session).then(
      (labelled) => signal.aborted || setState((now) => ({ ...now, ...labelled, version: now.version + 1 })),
    );
  };

  // Another ignore index may make labels fit that did not, or the reverse.
  useEffect(() => {
    const session = state.opened?.session;
    if (session !== undefined && wanted.current.labels) relabel(session);
  }, [ignoreIndex]);

  const { opening, version } = state;
  const current: Partial<State> = state.request === request ? state : {};
  return {
    ...current.opened,
    error: current.error,
    opening,
    version,
    labels: current.labels,
    labelsProblem: current.labelsProblem,
    setLabels(labels) {
      wanted.current.labels = labels;
      const session = current.opened?.session;
      if (session !== undefined) relabel(session);
    },
    retry: () => retry(undefined),
  };
}
