import { useEffect, useReducer, useState } from 'preact/hooks';
import type { OpenedTokens, TokenRun } from '../../tokens/model';
import type { WorkerClient } from '../../worker/client';
import { MAX_TOKEN_RUN } from '../../worker/protocol';
import { sentenceOf } from '../../arrays/words/sentence';
import { joinRuns, type TokenColumns } from './columns';

/** A text with tokens in it, which may be open already and then stays so, or the number it is held under. */
export type TokenSource = { text: string; opened?: OpenedTokens } | { held: number };

export interface Opening {
  opened?: OpenedTokens;
  error?: string;
  /** It has no tokens. */
  empty?: boolean;
  retry(): void;
}

/** Keeps the tokens of a text open in the worker for as long as they are shown. */
export function useTokens(client: WorkerClient, source: TokenSource): Opening {
  const [state, setState] = useState<Omit<Opening, 'retry'>>({});
  const [attempt, retry] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    // What somebody else opened may be gone, with the worker it was in: tried again, it is opened anew.
    if ('text' in source && source.opened && attempt === 0) return setState({ opened: source.opened });
    let gone = false;
    let handle: number | undefined;
    const close = () => {
      // A worker that was ended has nothing open.
      if (handle !== undefined) client.call('closeTokens', { handle }).catch(() => undefined);
    };
    setState({});
    client.call('openTokens', 'text' in source ? { text: source.text } : source).then(
      (opened) => {
        handle = opened?.handle;
        if (gone) close();
        else
          setState(opened && (opened.sequences.length > 0 || opened.choices) ? { opened } : { empty: true });
      },
      (error: unknown) => gone || setState({ error: sentenceOf(error) }),
    );
    return () => {
      gone = true;
      close();
    };
  }, [client, source, attempt]);
  return { ...state, retry: () => retry(undefined) };
}

/** The first places are there before a reader looks for more. */
const FIRST_RUN = 4000;

interface Wanted {
  handle: number;
  sequence: number;
  count: number;
  vocabulary?: number;
}

/** All tokens of a sequence. @param show is given the first of many, and then all of them. */
export async function readColumns(
  client: WorkerClient,
  { count, ...of }: Wanted,
  signal: AbortSignal,
  show: (columns: TokenColumns) => void,
): Promise<void> {
  const runs: TokenRun[] = [];
  for (let from = 0; from < count;) {
    const to = Math.min(count, from + (from === 0 ? FIRST_RUN : MAX_TOKEN_RUN));
    runs.push(await client.call('tokenRun', { ...of, from, to }, { signal }));
    from = to;
    // In between, a text of hundreds of thousands would be broken into lines again and again.
    if (!signal.aborted && (runs.length === 1 || from === count)) show(joinRuns(runs));
  }
}

/** The tokens of a sequence as columns: the first ones at once, the others behind them. */
export function useColumns(
  client: WorkerClient,
  { handle, sequence, count, vocabulary }: Wanted,
): { columns?: TokenColumns; error?: string } {
  const [state, setState] = useState<{ of?: string; columns?: TokenColumns; error?: string }>({});
  const key = `${handle}/${sequence}`;
  useEffect(() => {
    const aborter = new AbortController();
    const { signal } = aborter;
    const show = (columns: TokenColumns) => setState({ of: key, columns });
    const read = readColumns(client, { handle, sequence, count, vocabulary }, signal, show);
    read.catch((error: unknown) => {
      if (!signal.aborted) setState({ of: key, error: sentenceOf(error) });
    });
    return () => aborter.abort(new Error('other tokens are shown'));
  }, [client, handle, sequence, count, vocabulary]);
  return state.of === key ? state : {};
}
