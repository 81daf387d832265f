import * as l10n from '@vscode/l10n';
import type { CallContext } from '../engine/callContext';
import { sharedWork, type SharedWork } from '../engine/sharedWork';
import type { CallOptions, WorkerClient } from '../worker/client';
import type { DumpReading, PiecesEvaluation, ViewSettings } from '../worker/protocol';

/** Rows on a cluster: an evaluation of all of them, made where they are, and a sample that the worker holds. */
export class ClusterRows {
  /** What is fitted is fitted to them. */
  private readonly samples = new Map<DumpReading, SharedWork<number>>();
  /** What was evaluated last: its summary and its rows are asked for one after the other. */
  private evaluation?: {
    key: string;
    answer: SharedWork<unknown>;
    names?: string;
    of: SharedWork<PiecesEvaluation>;
  };

  /** @param local the worker of this machine */
  constructor(
    private readonly ask: (request: Record<string, unknown>, options: CallOptions) => Promise<unknown>,
    private readonly local: WorkerClient,
  ) {}

  /** What is answered for a sample of the rows, which the worker holds as the session it is told. */
  async onSample<T>(
    reading: DumpReading,
    options: CallOptions,
    answer: (sample: number) => Promise<T>,
  ): Promise<T> {
    const { local, samples } = this;
    const work = sharedWork(samples.get(reading), async (shared) => {
      const drawn = await this.ask({ op: 'evaluation_sample' }, optionsOf(shared));
      return (await local.call('openSample', { answer: drawn, reading }, optionsOf(shared))).session;
    });
    samples.set(reading, work);
    const sample = await work.wait(contextOf(options));
    try {
      return await answer(sample);
    } catch (error) {
      // It may be gone with the worker that held it: whoever asks next has rows drawn anew.
      if (!options.signal?.aborted && samples.get(reading) === work) {
        samples.delete(reading);
        local.call('close', { session: sample }).catch(() => undefined);
      }
      throw error;
    }
  }

  /** @param names of the classes; only a summary shows them */
  evaluated(
    settings: ViewSettings,
    { probabilities, names }: { probabilities: boolean; names: { classNames?: readonly string[] } | 'any' },
    options: CallOptions,
  ): Promise<PiecesEvaluation> {
    if (settings.loss === 'sigmoid' || settings.shifted || settings.labelOffset)
      throw new Error(
        l10n.t('On the cluster, rows are evaluated with softmax and with class IDs that start at 0.'),
      );
    const { temperature, ignoreIndex } = settings;
    const key = JSON.stringify([temperature, ignoreIndex, probabilities]);
    const asked = { temperature, ignoreIndex, ...(probabilities && { probabilities }) };
    const known = this.evaluation?.key === key ? this.evaluation : undefined;
    const answer = sharedWork(known?.answer, (shared) =>
      this.ask({ op: 'evaluation', settings: asked }, optionsOf(shared)),
    );
    const classNames = names === 'any' ? undefined : names.classNames;
    const named = classNames && JSON.stringify(classNames);
    const fits = names === 'any' || known?.names === named;
    const of = sharedWork(fits ? known?.of : undefined, async (shared) =>
      this.local.call(
        'evaluationOfPieces',
        { answer: await answer.wait(shared), classNames },
        optionsOf(shared),
      ),
    );
    this.evaluation = { key, answer, names: of === known?.of ? known.names : named, of };
    return of.wait(contextOf(options));
  }

  dispose(): void {
    for (const one of this.samples.values())
      one
        .wait(contextOf({}))
        .then((session) => this.local.call('close', { session }))
        .catch(() => undefined);
  }
}

/** Work that others wait for too ends by its own signal, not by that of whoever asked first. */
function optionsOf({ signal, progress }: CallContext): CallOptions {
  return { signal, onProgress: progress };
}

function contextOf({ signal, onProgress }: CallOptions): CallContext {
  return { signal: signal ?? new AbortController().signal, progress: (news) => onProgress?.(news) };
}
