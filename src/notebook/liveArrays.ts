import type { Kernel } from '@vscode/jupyter-extension';
import * as vscode from 'vscode';
import { bytesText, shapeText } from '../arrays/ndarray';
import type { FoundArray, NearbyLabels } from '../arrays/types';
import { readDescription, readLabels, readVariables, type Description, type Variable } from '../live/answers';
import { beginHandOver } from '../live/handOver';
import { askKernel, type KernelCallOptions } from '../live/kernelCall';
import type { KernelSource } from '../live/kernelSource';
import { createRemoteClient, type AskOptions } from '../live/remoteClient';
import { Transfer } from '../live/transfer';
import type { Panels } from '../panel/panels';
import { shortName } from '../ui/inert';
import { ask as askPerson } from '../ui/notifications';
import { arriving, withProgress } from '../ui/progress';
import { showInStatusBar } from '../ui/statusBar';
import type { WorkerClient } from '../worker/client';
import type { Progress } from '../worker/protocol';
import { chooseLabels, chooseVariable } from './chooseVariable';
import { kernelOf } from './kernel';

/** By its name in the kernel, or by the reference that a withheld output carries. */
interface Target {
  name?: string;
  ref?: string;
}

/** What a fetch or a look needs besides the kernel. */
export interface LiveOptions {
  client: WorkerClient;
  panels: Panels;
  source(): Promise<KernelSource>;
}

/** Arrays of running kernels, brought here whole or looked at where they are. */
export class LiveArrays {
  constructor(private readonly options: LiveOptions) {}

  /** Asks which variable, where none is given, and opens it. */
  async inspectVariable(argument?: unknown): Promise<void> {
    const notebook = notebookOf(argument);
    const kernel = await kernelOf(notebook);
    const named = nameIn(argument);
    // Who points at one variable wants to see it, not to be asked for another.
    if (named !== undefined) return this.open(kernel, { name: named });
    const variables = await this.variables(kernel);
    const chosen = await chooseVariable(variables);
    if (!chosen) return;
    const labels = await chooseLabels(variables, chosen.name);
    if (labels !== null) await this.open(kernel, { name: chosen.name }, labels?.name);
  }

  /** The whole of an array that an output shows in part: by the name printed beside it, else a person says which. */
  async fetch(notebook: vscode.Uri, asked: Target & { shape: readonly number[] }): Promise<void> {
    const kernel = await kernelOf(notebook);
    if (asked.ref !== undefined) return this.open(kernel, { ref: asked.ref });
    const variables = await this.variables(kernel);
    const known = variables.find(({ name, shape }) => name === asked.name && agrees(asked.shape, shape));
    const chosen =
      known ?? (await chooseVariable(variables.filter(({ shape }) => agrees(asked.shape, shape))));
    if (chosen) await this.open(kernel, { name: chosen.name });
  }

  /** Arrays of this kernel display in the inspector by themselves, or no longer. */
  async display(on: boolean): Promise<void> {
    const kernel = await kernelOf(notebookOf(undefined));
    const maxBytes = vscode.workspace.getConfiguration('logitscope').get('notebook.maxOutputBytes', 1 << 20);
    await this.askShown(vscode.l10n.t('Setting up the kernel'), kernel, { op: 'display', on, maxBytes });
    showInStatusBar(
      on
        ? vscode.l10n.t('This kernel’s arrays now show in Logitscope')
        : vscode.l10n.t('This kernel’s arrays no longer show in Logitscope'),
    );
  }

  private async variables(kernel: Kernel): Promise<Variable[]> {
    return readVariables(await this.askShown(vscode.l10n.t('Listing arrays'), kernel, { op: 'variables' }));
  }

  /** Under a notification, which says what is waited for and cancels. */
  private askShown(title: string, kernel: Kernel, request: object): Promise<unknown> {
    return withProgress(title, (signal, report) =>
      this.ask(kernel, request, { signal, onWait: waiting(report) }),
    );
  }

  private async ask(kernel: Kernel, request: object, options: KernelCallOptions): Promise<unknown> {
    const source = await this.options.source();
    return askKernel(kernel, source, request, () => new vscode.CancellationTokenSource(), options);
  }

  private async open(kernel: Kernel, target: Target, labelsName?: string): Promise<void> {
    const limit = vscode.workspace.getConfiguration('logitscope').get('kernel.fetchLimit', 128 << 20);
    const labels = labelsName === undefined ? undefined : await this.labels(kernel, labelsName);
    const description = readDescription(await this.askAbout(kernel, { op: 'describe', ...target }));
    const place = description.header.library === 'dask' ? 'cluster' : 'kernel';
    const isSmall = description.bytes <= limit && place === 'kernel';
    const where = isSmall ? 'fetch' : await askWhere(nameOf(target), description, place);
    if (where === 'fetch') await this.bring(kernel, target, description.bytes, labels);
    else if (where === 'there') this.look(kernel, target, description, place, labels);
  }

  private async labels(kernel: Kernel, name: string): Promise<NearbyLabels> {
    const data = readLabels(await this.askAbout(kernel, { op: 'labels_of', name }));
    const values = { dtype: 'float64' as const, shape: [data.length], data };
    return { kind: 'class-ids', values, name, source: vscode.l10n.t('"{0}" in the same kernel', name) };
  }

  private askAbout(kernel: Kernel, request: Target & { op: string }): Promise<unknown> {
    const title = vscode.l10n.t('Asking the kernel for {0}', nameOf(request));
    return this.askShown(title, kernel, request);
  }

  /** Every bit of it, into the worker. */
  private async bring(kernel: Kernel, target: Target, bytes: number, labels?: NearbyLabels): Promise<void> {
    const { client, panels } = this.options;
    const title = vscode.l10n.t('Fetching {0} ({1})', nameOf(target), bytesText(bytes));
    let transfer: Promise<Transfer> | undefined;
    try {
      const { found } = await withProgress(title, async (signal, report) => {
        const onBytes = arriving(report, bytes);
        const file = await beginHandOver(onBytes);
        try {
          const request = { op: 'fetch', ...target, limit: bytes, file: file?.path };
          const answer = await this.ask(kernel, request, {
            signal,
            onWait: waiting(report),
            onAnswer(answer) {
              transfer = Transfer.begin(client, readDescription(answer).given, onBytes);
              // Heard of below, once the kernel has ended.
              transfer.catch(() => undefined);
            },
            onPart: (part) => void transfer?.then((t) => t.add(part)).catch(() => undefined),
          });
          const incoming = await transfer!;
          if (file && readDescription(answer).filed) await incoming.take(file.path);
          return await incoming.finish();
        } finally {
          await file?.remove();
        }
      });
      const { held } = await transfer!;
      panels.show(
        { found: withLabels(found, labels), origin: vscode.l10n.t('array fetched from the kernel') },
        { client, release: () => void client.call('drop', { held }).catch(() => undefined) },
      );
    } catch (error) {
      void transfer?.then((t) => t.drop()).catch(() => undefined);
      throw error;
    }
  }

  /** Only figures of it: every question is computed there. */
  private look(
    kernel: Kernel,
    target: Target,
    { header }: Description,
    place: 'kernel' | 'cluster',
    labels?: NearbyLabels,
  ): void {
    const { client, panels } = this.options;
    const { library, dtype, shape, name } = header;
    const found: FoundArray = {
      range: [0, 0],
      name,
      container: 'live',
      shape,
      dtype: `${library}.${dtype}`.slice(0, 40),
      elided: false,
      held: 0,
      reading: {
        kind: 'logits',
        confidence: 0,
        evidence: [vscode.l10n.t('read as logits because you asked for its softmax')],
      },
    };
    const ask = (request: object, options: AskOptions) =>
      this.ask(kernel, { ...request, ...target }, options);
    const remote = createRemoteClient(ask, shape, client);
    const origin =
      place === 'cluster'
        ? vscode.l10n.t('Computed on the cluster')
        : vscode.l10n.t('Computed in the kernel');
    panels.show(
      { found: withLabels(found, labels), origin },
      {
        client: remote,
        task: vscode.l10n.t('Asking the kernel for {0}', nameOf(target)),
        release: () => remote.dispose(),
      },
    );
  }
}

const waiting = (report: (progress: Progress) => void) => (message: string) => report({ done: 0, message });

function nameOf({ name }: Target): string {
  return name === undefined ? vscode.l10n.t('the array') : shortName(name);
}

function withLabels(found: FoundArray, labels: NearbyLabels | undefined): FoundArray {
  return labels ? { ...found, labels } : found;
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

/** A printed shape has −1 where an elided axis is not printed. */
function agrees(printed: readonly number[], shape: readonly number[] | undefined): boolean {
  return (
    shape !== undefined && shape.length === printed.length && printed.every((n, i) => n < 0 || n === shape[i])
  );
}

/** From Jupyter's variable viewer, the notebook variables view, or nothing: the active notebook. */
function notebookOf(argument: unknown): vscode.Uri {
  const { fileName, source } = (argument ?? {}) as { fileName?: unknown; source?: unknown };
  if (typeof fileName === 'object' && fileName !== null && 'path' in fileName) {
    return vscode.Uri.from(fileName as vscode.Uri);
  }
  if (typeof source === 'string') return vscode.Uri.parse(source);
  const active = vscode.window.activeNotebookEditor?.notebook.uri;
  if (active) return active;
  throw new Error(vscode.l10n.t('Open a notebook, run a cell, and try again.'));
}

function nameIn(argument: unknown): string | undefined {
  const { name, expression } = (argument ?? {}) as { name?: unknown; expression?: unknown };
  const given = typeof expression === 'string' ? expression : name;
  return typeof given === 'string' ? given : undefined;
}
