import type { Kernel } from '@vscode/jupyter-extension';
import * as vscode from 'vscode';
import type { FoundArray, NearbyLabels } from '../arrays/types';
import { readHeader, readVariables, type Variable } from '../live/answers';
import { beginHandOver } from '../live/handOver';
import { displayStatement, kernelStatement, type KernelSource } from '../live/kernelSource';
import { createRemoteClient } from '../live/remoteClient';
import { Transfer } from '../live/transfer';
import { bytesText, shapeText } from '../arrays/ndarray';
import type { Panels } from '../panel/panels';
import { ask } from '../ui/notifications';
import { pick, type Choice } from '../ui/picks';
import { withProgress } from '../ui/progress';
import { showInStatusBar } from '../ui/statusBar';
import type { WorkerClient } from '../worker/client';
import { kernelOf, run, type RunOptions } from './kernel';

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

  /** Arrays of this kernel display in the inspector by themselves, or no more. */
  async display(on: boolean): Promise<void> {
    const kernel = await kernelOf(notebookOf(undefined));
    const maxBytes = vscode.workspace.getConfiguration('logitscope').get('notebook.maxOutputBytes', 1 << 20);
    const source = await this.options.source();
    for await (const { items } of kernel.executeCode(
      displayStatement(source, on, maxBytes),
      new vscode.CancellationTokenSource().token,
    )) {
      if (items.some(({ mime }) => mime.endsWith('.error')))
        throw new Error('The kernel could not load the display.');
    }
    showInStatusBar(
      on
        ? vscode.l10n.t("This kernel's arrays now show in Logitscope")
        : vscode.l10n.t("This kernel's arrays no longer show in Logitscope"),
    );
  }

  private async variables(kernel: Kernel): Promise<Variable[]> {
    return readVariables(
      await progressing('Listing arrays', (options) => this.ask(kernel, { op: 'variables' }, options)),
    );
  }

  private async ask(kernel: Kernel, request: object, options?: RunOptions): Promise<unknown> {
    return run(kernel, kernelStatement(await this.options.source(), request), options);
  }

  private async open(kernel: Kernel, target: Target, labelsName?: string): Promise<void> {
    const limit = vscode.workspace.getConfiguration('logitscope').get('kernel.fetchLimit', 128 << 20);
    const name = target.name ?? 'array';
    const labels = labelsName === undefined ? undefined : await this.labels(kernel, labelsName);
    const said = await progressing(`Asking the kernel for ${name}`, (options) =>
      this.ask(kernel, { op: 'describe', ...target }, options),
    );
    const { header, bytes } = readHeader(said);
    const isRemote = (header as { library?: unknown }).library === 'dask';
    const where =
      bytes <= limit && !isRemote
        ? 'fetch'
        : await askWhere(name, header, bytes, isRemote ? 'cluster' : 'kernel');
    if (where === 'fetch') await this.bring(kernel, target, bytes, labels);
    else if (where === 'there') await this.look(kernel, target, header, labels);
  }

  private async labels(kernel: Kernel, name: string): Promise<NearbyLabels> {
    const ids = await progressing(`Asking the kernel for ${name}`, (options) =>
      this.ask(kernel, { op: 'labels_of', name }, options),
    );
    const data = Float64Array.from(ids as number[]);
    const values = { dtype: 'float64' as const, shape: [data.length], data };
    return { kind: 'class-ids', values, name, source: `"${name}", in the same kernel` };
  }

  /** Every bit of it, into the worker. */
  private async bring(kernel: Kernel, target: Target, bytes: number, labels?: NearbyLabels): Promise<void> {
    const { client, panels } = this.options;
    let transfer: Promise<Transfer> | undefined;
    try {
      const offer = await progressing(
        `Fetching ${target.name ?? 'the array'}, ${bytesText(bytes)}`,
        async (options, report) => {
          const onBytes = report(bytes);
          const file = await beginHandOver(onBytes);
          try {
            const answer = await this.ask(
              kernel,
              { op: 'fetch', ...target, limit: bytes, file: file?.path },
              {
                ...options,
                onAnswer(answer) {
                  transfer = Transfer.begin(client, readHeader(answer).header, onBytes);
                },
                onPart: (part) => void transfer?.then((t) => t.add(part)).catch(() => undefined),
              },
            );
            const arriving = await transfer!;
            if (file && readHeader(answer).filed) await arriving.take(file.path);
            return await arriving.finish();
          } finally {
            await file?.remove();
          }
        },
      );
      const { held } = await transfer!;
      panels.show(
        { found: withLabels(offer.found, labels), origin: 'whole, from the kernel' },
        { client, release: () => void client.call('drop', { held }).catch(() => undefined) },
      );
    } catch (error) {
      void transfer?.then((t) => t.drop()).catch(() => undefined);
      throw error;
    }
  }

  /** Only figures of it: every question is computed there. */
  private look(kernel: Kernel, target: Target, header: unknown, labels?: NearbyLabels): Promise<void> {
    const { client, panels } = this.options;
    const { shape, dtype, library, name } = header as Record<string, unknown>;
    const where = library === 'dask' ? 'on its cluster' : 'in the kernel';
    const found: FoundArray = {
      range: [0, 0],
      name: typeof name === 'string' ? name.slice(0, 200) : undefined,
      container: 'live',
      shape: shape as number[],
      dtype: `${String(library)}.${String(dtype)}`.slice(0, 40),
      elided: false,
      held: 0,
      reading: {
        kind: 'logits',
        confidence: 0,
        evidence: [`taken as logits because you asked for its softmax; it is computed ${where}`],
      },
    };
    const ask = (request: object, signal?: AbortSignal) =>
      this.ask(kernel, { ...request, ...target }, { signal });
    const remote = createRemoteClient(ask, found.shape, client);
    panels.show(
      { found: withLabels(found, labels), origin: `computed ${where}` },
      { client: remote, release: () => remote.dispose() },
    );
    return Promise.resolve();
  }
}

function withLabels(found: FoundArray, labels: NearbyLabels | undefined): FoundArray {
  return labels ? { ...found, labels } : found;
}

/** Shows a notification that cancels. `report(total)` gives a function for how much has come. */
function progressing<T>(
  title: string,
  work: (options: RunOptions, report: (total: number) => (done: number) => void) => Promise<T>,
): Promise<T> {
  return withProgress(title, (signal, report) => {
    const reporting = (total: number) => (done: number) => {
      const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
      report({ done, total, message: `${percent} %` });
    };
    return work({ signal }, reporting);
  });
}

async function askWhere(
  name: string,
  header: unknown,
  bytes: number,
  place: 'kernel' | 'cluster',
): Promise<'fetch' | 'there' | undefined> {
  const { shape, dtype } = header as { shape: number[]; dtype: string };
  const there = `Compute in the ${place}`;
  const fetch = `Fetch ${bytesText(bytes)}`;
  const chosen = await ask(
    `${name.slice(0, 60)} is ${shapeText(shape)} ${dtype}, ${bytesText(bytes)}.`,
    `Computed in the ${place}, only figures of it come here.`,
    there,
    fetch,
  );
  return chosen === there ? 'there' : chosen === fetch ? 'fetch' : undefined;
}

async function chooseVariable(variables: readonly Variable[]): Promise<Variable | undefined> {
  if (variables.length === 0) throw new Error('The kernel has no variable that is such an array.');
  const picked = await pick(variables.map(asItem), {
    title: 'Inspect a variable',
    placeHolder: 'Which array?',
  });
  return picked?.value;
}

/** Undefined for none, null when dismissed. Asked only where a variable has one whole number for each row. */
async function chooseLabels(
  variables: readonly Variable[],
  name: string,
): Promise<Variable | undefined | null> {
  const shape = variables.find((variable) => variable.name === name)?.shape;
  const rows = shape?.slice(0, -1).join();
  const fits = variables.filter(
    (other) => other.name !== name && /int/.test(other.dtype) && other.shape && other.shape.join() === rows,
  );
  if (!rows || fits.length === 0) return undefined;
  const none: Choice<Variable | undefined> = { label: 'No labels', value: undefined };
  const picked = await pick([none, ...fits.map(asItem)], {
    title: `Labels for ${name}`,
    placeHolder: 'Class ids, one for each row',
  });
  return picked ? picked.value : null;
}

function asItem(variable: Variable) {
  const { name, type, dtype, shape, bytes } = variable;
  const about = [shape && shapeText(shape), dtype, bytes === undefined ? '' : bytesText(bytes)];
  return { label: name, description: [type, ...about].filter(Boolean).join(' · '), value: variable };
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
  throw new Error('No notebook in focus: open one and run a cell.');
}

function nameIn(argument: unknown): string | undefined {
  const { name, expression } = (argument ?? {}) as { name?: unknown; expression?: unknown };
  const given = typeof expression === 'string' ? expression : name;
  return typeof given === 'string' ? given : undefined;
}
