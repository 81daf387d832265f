/** Work of which only the newest counts: what an older run brings comes too late. */
export interface Latest {
  /** Begins a run and ends the one before it: its signal is aborted, which calls of the worker heed. */
  next(): AbortSignal;
  /** Ends the run under way. */
  end(): void;
}

export function latest(): Latest {
  let newest: AbortController | undefined;
  const end = () => {
    newest?.abort(new Error('superseded by a newer request'));
    newest = undefined;
  };
  return {
    next() {
      end();
      newest = new AbortController();
      return newest.signal;
    },
    end,
  };
}
