import * as l10n from '@vscode/l10n';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { arrange } from '../../../arrays/arrange';
import { readingName } from '../../../arrays/words/readingName';
import type { FoundArray } from '../../../arrays/types';
import { sentenceOf } from '../../../arrays/words/sentence';
import { useLatest } from '../../../inspector/useLatest';
import type { EvaluationLook, RunBeside, SliceFields } from '../../../loss/types';
import type { WorkerClient } from '../../../worker/client';
import type { ViewSettings } from '../../../worker/protocol';

/** Another run that someone put beside the one that is shown. */
export interface Run {
  found: FoundArray;
  /** Its file. */
  origin: string;
}

export interface RunAnswer {
  name: string;
  beside?: RunBeside;
  error?: string;
}

interface Asked {
  client: WorkerClient;
  session: number;
  version: number;
  settings: ViewSettings;
  look: EvaluationLook;
  by: SliceFields;
  id: string | undefined;
}

/**
 * Opens the other runs and asks how they compare, one after the other, anew when that changes. What was answered before
 * is not shown with what is asked now.
 */
export function useRuns(runs: readonly Run[], asked: Asked): readonly RunAnswer[] {
  const { client, session, version, settings, look, by, id } = asked;
  const asks = [client, session, version, runs, JSON.stringify([settings, look, by, id])];
  const question = useMemo(() => ({}), asks);
  const [answered, setAnswered] = useState<{ question?: object; answers: readonly RunAnswer[] }>(NOTHING);
  const latest = useLatest();
  useEffect(() => {
    const signal = latest.next();
    const ask = async () => {
      const made: RunAnswer[] = [];
      for (const { found, origin } of runs) {
        made.push(await answerOf(found, origin));
        if (signal.aborted) return;
        setAnswered({ question, answers: [...made] });
      }
    };
    const answerOf = async (found: FoundArray, name: string): Promise<RunAnswer> => {
      try {
        const other = await open(client, found);
        try {
          const request = { session, other, settings, ...look, name, by, ...(id !== undefined && { id }) };
          return { name, beside: await client.call('runBeside', request, { signal }) };
        } finally {
          client.call('close', { session: other }).catch(() => undefined);
        }
      } catch (error) {
        return { name, error: sentenceOf(error) };
      }
    };
    void ask();
  }, asks);
  useEffect(() => () => latest.end(), []);
  return answered.question === question ? answered.answers : NOTHING.answers;
}

const NOTHING = { answers: [] };

async function open(client: WorkerClient, found: FoundArray): Promise<number> {
  const arranged = arrange(found, found.reading.kind);
  if (!arranged)
    throw new Error(
      l10n.t('Values that are read as “{0}” can’t be compared.', readingName(found.reading.kind)),
    );
  const { session } = await client.call('open', {
    array: arranged.array,
    axis: arranged.axis,
    reading: arranged.reading,
  });
  if (found.labels) await client.call('label', { session, labels: found.labels.values });
  return session;
}
