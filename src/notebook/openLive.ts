import type { Kernel } from '@vscode/jupyter-extension';
import * as vscode from 'vscode';
import type { CodeBeside } from '../arrays/wire/inCode';
import { bytesText, shapeText } from '../arrays/ndarray';
import type { FoundArray, NearbyLabels } from '../arrays/types';
import { readDescription, readLabels, type Description } from '../live/answers';
import { followKernel, type Followed } from '../live/followKernel';
import { beginHandOver } from '../live/handOver';
import { askKernel, type KernelCallOptions } from '../live/kernelCall';
import type { KernelSource } from '../live/kernelSource';
import type { Identity } from '../live/locating';
import { createRemoteClient, type AskOptions } from '../live/remoteClient';
import { Transfer } from '../live/transfer';
import type { Panels } from '../panel/panels';
import { shortName } from '../ui/inert';
import { ask as askPerson, reportingErrors } from '../ui/notifications';
import { arriving, withProgress } from '../ui/progress';
import { fetchLimit } from '../ui/settings';
import type { WorkerClient } from '../worker/client';
import type { Progress } from '../worker/protocol';
import { kernelOf } from './kernel';
import { originOf, withKnown, type Known } from './known';
import { LiveView } from './liveView';

/** What a fetch or a look needs besides the kernel. */
export interface LiveOptions {
  client: WorkerClient;
  panels: Panels;
  source(): Promise<KernelSource>;
  /** Classes as many as a vocabulary has tokens get those as names, where a person wants it. */
  named?(found: FoundArray, notebook: vscode.Uri): Promise<FoundArray>;
}

/** By its path in the kernel, or by the reference that a withheld output carries. */
export interface Target {
  name?: string;
  ref?: string;
  /** The numbers it has to have, or it is another array. */
  printed?: Identity;
}

/** Who asked for an array, besides the notification that shows what is waited for. */
export interface Asker {
  signal?: AbortSignal;
  /** Told what is waited for. */
  onWait?(message: string): void;
}

/** An array that the worker holds until it is let go. */
export interface Fetched {
  found: FoundArray;
  release(): void;
}

/** Asks the kernel of one notebook about its arrays, and opens them: whole, or looked at where they are. */
export class OpenLive {
  constructor(
    private readonly options: LiveOptions,
    readonly notebook: vscode.Uri,
    private readonly asker: Asker = {},
  ) {}

  /** Under a notification, which says what is waited for and cancels. */
  askShown(title: string, request: object): Promise<unknown> {
    return this.shown(title, (signal, report) =>
      this.ask(request, { signal, onWait: (message) => report({ done: 0, message }) }),
    );
  }

  /** @param labelsName of labels that a person chose; else those that stand beside the array */
  async open(target: Target, known?: Known, labelsName?: string): Promise<void> {
    const description = readDescription(await this.askAbout({ op: 'describe', ...target }));
    const beside = labelsName ?? (known?.found.labels ? undefined : description.labels);
    const place = description.header.library === 'dask' ? 'cluster' : 'kernel';
    const labels =
      beside === undefined
        ? undefined
        : await this.labels(beside).catch((error: unknown) => {
            // Labels that are too many to bring are evaluated where they are.
            if (place === 'cluster') return undefined;
            throw error;
          });
    const isSmall = description.bytes <= fetchLimit() && place === 'kernel';
    const where = isSmall ? 'fetch' : await askWhere(nameOf(target), description, place);
    if (where === 'fetch') await this.bring(target, description.bytes, known, labels);
    else if (where === 'there') await this.look(target, description, place, known, labels, beside);
  }

  private async ask(request: object, options: KernelCallOptions): Promise<unknown> {
    const kernel = await kernelOf(this.notebook);
    return this.askOf(kernel, request, options);
  }

  private async askOf(kernel: Kernel, request: object, options: KernelCallOptions): Promise<unknown> {
    const source = await this.options.source();
    return askKernel(kernel, source, request, () => new vscode.CancellationTokenSource(), options);
  }

  private async labels(name: string): Promise<NearbyLabels> {
    const data = readLabels(await this.askAbout({ op: 'labels_of', name }));
    const values = { dtype: 'float64' as const, shape: [data.length], data };
    return { kind: 'class-ids', values, name, source: vscode.l10n.t('“{0}” in the same kernel', name) };
  }

  private askAbout(request: Target & { op: string }): Promise<unknown> {
    return this.askShown(vscode.l10n.t('Asking the kernel for {0}', nameOf(request)), request);
  }

  /** A notification whose work ends with the asker's too, and that tells the asker what it says. */
  private shown<T>(
    title: string,
    run: (signal: AbortSignal, report: (progress: Progress) => void) => Promise<T>,
  ): Promise<T> {
    const { signal, onWait } = this.asker;
    return withProgress(title, (own, report) =>
      run(signal ? AbortSignal.any([signal, own]) : own, (progress) => {
        if (progress.message !== undefined) onWait?.(progress.message);
        report(progress);
      }),
    );
  }

  /**
   * Every bit of an array and the labels beside it, without a panel.
   *
   * @throws where a person would be asked whether to fetch it
   */
  async whole(target: Target & { name: string }): Promise<Fetched> {
    const {
      header,
      bytes,
      labels: beside,
    } = readDescription(await this.askAbout({ op: 'describe', ...target }));
    if (header.library === 'dask' || bytes > fetchLimit())
      throw new Error(
        vscode.l10n.t(
          '{0} has {1}; the limit is {2}. Give a part of it, such as {3}.',
          nameOf(target),
          bytesText(bytes),
          bytesText(fetchLimit()),
          `${shortName(target.name)}[:100]`,
        ),
      );
    const labels = beside === undefined ? undefined : await this.labels(beside);
    const { found, release } = await this.fetched(target, bytes);
    return { found: withKnown(found, undefined, labels), release };
  }

  /** Which of the cells made an array is not known. */
  private get code(): CodeBeside {
    return { uri: this.notebook.toString(), codes: [] };
  }

  /** Every bit of it, into a panel. */
  private async bring(target: Target, bytes: number, known?: Known, labels?: NearbyLabels): Promise<void> {
    const { client, panels } = this.options;
    const { found, release } = await this.fetched(target, bytes);
    const whole = await this.named(withKnown(found, known, labels));
    const shown = { found: whole, origin: this.origin(target), code: this.code };
    panels.show({ ...shown, evaluates: 'labelled' }, { client, release });
  }

  /** What goes wrong with names is told; the array is shown without them. */
  private async named(found: FoundArray): Promise<FoundArray> {
    const { named } = this.options;
    return (named && (await reportingErrors(() => named(found, this.notebook)))) ?? found;
  }

  /** Every bit of it, into the worker. */
  private async fetched(target: Target, bytes: number): Promise<Fetched> {
    const { client } = this.options;
    const title = vscode.l10n.t('Fetching {0} ({1})', nameOf(target), bytesText(bytes));
    let transfer: Promise<Transfer> | undefined;
    try {
      const { found } = await this.shown(title, async (signal, report) => {
        const onBytes = arriving(report, bytes);
        const file = await beginHandOver(onBytes);
        try {
          const request = { op: 'fetch', ...target, limit: bytes, file: file?.path };
          const answer = await this.ask(request, {
            signal,
            onWait: (message) => report({ done: 0, message }),
            onAnswer(answer) {
              transfer = Transfer.begin(client, readDescription(answer).header, bytes, onBytes);
              // Heard of below, once the kernel has ended.
              transfer.catch(() => undefined);
            },
            onPart: (part) => void transfer?.then((t) => t.add(part)).catch(() => undefined),
          });
          const incoming = await transfer!;
          if (file && readDescription(answer).filed) await incoming.take(file.path, signal);
          return await incoming.finish();
        } finally {
          await file?.remove();
        }
      });
      const { held } = await transfer!;
      return { found, release: () => void client.call('drop', { held }).catch(() => undefined) };
    } catch (error) {
      void transfer?.then((t) => t.drop()).catch(() => undefined);
      throw error;
    }
  }

  private origin({ name, printed }: Target): string {
    return name === undefined
      ? vscode.l10n.t('array fetched from the kernel')
      : vscode.l10n.t('fetched whole: {0}', originOf(shortName(name), printed?.texts.length));
  }

  /** Only figures of it: every question is computed there. */
  private async look(
    target: Target,
    { header, labelled }: Description,
    place: 'kernel' | 'cluster',
    known?: Known,
    labels?: NearbyLabels,
    labelsName?: string,
  ): Promise<void> {
    const { client, panels } = this.options;
    const { library, dtype, shape, name, classNames } = header;
    const found: FoundArray = {
      range: [0, 0],
      name,
      container: 'live',
      shape,
      dtype: `${library}.${dtype}`.slice(0, 40),
      elided: false,
      held: 0,
      classNames,
      reading: {
        kind: 'logits',
        confidence: 0,
        evidence: [vscode.l10n.t('read as logits because you asked for its softmax')],
      },
    };
    const shown = await this.named(withKnown(found, known, labels));
    // Whoever opened it has gone on: what it asks from now on is the panel's own.
    const own = new OpenLive(this.options, this.notebook);
    const { name: path, ref } = target;
    const asked = { name: path, ref };
    const ask = (request: object, options: AskOptions) => own.ask({ ...request, ...asked }, options);
    const remote = createRemoteClient(ask, shape, client, labelsName);
    const origin =
      place === 'cluster'
        ? vscode.l10n.t('Computed on the cluster')
        : vscode.l10n.t('Computed in the kernel');
    const view = new LiveView(() => remote.figures());
    const canEvaluate = place === 'cluster' && (labelsName !== undefined || labelled);
    const panel = panels.show(
      {
        found: shown,
        origin,
        code: this.code,
        evaluates: canEvaluate && path !== undefined ? 'always' : undefined,
      },
      {
        client: remote,
        task: vscode.l10n.t('Asking the kernel for {0}', nameOf(target)),
        watch: (on) => view.watch(on),
        release() {
          following.dispose();
          remote.dispose();
        },
      },
    );
    view.shownIn(panel);
    const following = followKernel(followed(this.notebook), nameOf(target), view, (signal) =>
      ask({ op: 'describe', shape }, { signal }),
    );
  }
}

function followed(notebook: vscode.Uri): Followed {
  return {
    kernel: () => kernelOf(notebook),
    onRun: (heard) =>
      vscode.workspace.onDidChangeNotebookDocument(({ notebook: changed, cellChanges }) => {
        const hasRun = cellChanges.some(({ executionSummary }) => executionSummary?.success !== undefined);
        if (hasRun && changed.uri.toString() === notebook.toString()) heard();
      }),
  };
}

export function nameOf({ name }: Target): string {
  return name === undefined ? vscode.l10n.t('the array') : shortName(name);
}

async function askWhere(
  name: string,
  { header, bytes }: Description,
  place: 'kernel' | 'cluster',
): Promise<'fetch' | 'there' | undefined> {
  const isCluster = place === 'cluster';
  const there = isCluster ? vscode.l10n.t('Compute on the cluster') : vscode.l10n.t('Compute in the kernel');
  const detail = isCluster
    ? vscode.l10n.t('If you compute on the cluster, only the results are transferred.')
    : vscode.l10n.t('If you compute in the kernel, only the results are transferred.');
  const fetch = vscode.l10n.t('Fetch {0}', bytesText(bytes));
  const { shape, dtype } = header;
  const chosen = await askPerson(
    vscode.l10n.t('{0} is {1} {2}, {3}.', name, shapeText(shape), dtype, bytesText(bytes)),
    detail,
    there,
    fetch,
  );
  return chosen === there ? 'there' : chosen === fetch ? 'fetch' : undefined;
}
