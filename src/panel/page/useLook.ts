import { useEffect, useState } from 'preact/hooks';
import { sentenceOf } from '../../arrays/sentence';
import type { InspectorView } from '../../inspector/props';
import { useLatest } from '../../inspector/useLatest';
import type { Beside } from '../../arrays/types';
import type { ClassFigures, Finding } from '../../loss/types';
import type { WorkerClient } from '../../worker/client';
import type { RowsPage } from '../../worker/protocol';

/** What the workbench says of an array and its labels. */
export interface Looked {
  findings: Finding[];
  worst?: RowsPage;
  classes?: ClassFigures[];
}

const WORST = 10;
/** A slider that is being dragged is left alone. */
const REST_MS = 250;

/**
 * Looks at what the inspector shows, anew whenever that changes. Under other settings the figures before stay until
 * the new ones are there; those of another array, or of other labels, do not.
 */
export function useLook(
  client: WorkerClient,
  view: InspectorView | undefined,
  beside: Beside,
): { looked?: Looked; error?: string } {
  const [state, setState] = useState<{ of?: string; looked?: Looked; error?: string }>({});
  const looking = useLatest();
  const of = view && JSON.stringify([view.session, view.version, view.labelled]);

  useEffect(() => {
    if (!view) return;
    const { session, settings, labelled } = view;
    const signal = looking.next();
    const look = async (): Promise<Looked> => {
      const findings = await client.call('audit', { session, settings, beside }, { signal });
      if (!labelled) return { findings };
      const sort = { key: 'loss', descending: true } as const;
      const worst = await client.call('rows', { session, settings, sort, from: 0, count: WORST }, { signal });
      const classes = await client.call('perClass', { session, settings }, { signal });
      return { findings, worst, classes };
    };
    const timer = setTimeout(() => {
      look().then(
        (looked) => signal.aborted || setState({ of, looked }),
        (error: unknown) => signal.aborted || setState({ of, error: sentenceOf(error) }),
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      looking.end();
    };
  }, [client, of, view && JSON.stringify(view.settings)]);

  return state.of === of ? state : {};
}
