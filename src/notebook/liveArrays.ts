import * as vscode from 'vscode';
import type { FoundArray } from '../arrays/types';
import { readVariables, type Variable } from '../live/answers';
import { readPieces, readTokenizers, readTokenRows, type KernelTokenizer } from '../live/tokenizers';
import type { Pieces, TokenRows } from '../tokens/model';
import { identityOf, locateRequest, readLocated, type Located, type Printing } from '../live/locating';
import { shortName } from '../ui/inert';
import { showInformation } from '../ui/notifications';
import { setting } from '../ui/settings';
import { showInStatusBar } from '../ui/statusBar';
import { count } from '../arrays/wire/schema';
import { choosePair } from './choosePair';
import { chooseLabels, chooseVariable } from './chooseVariable';
import { kernelOf } from './kernel';
import type { Known } from './known';
import { OpenLive, type Asker, type Fetched, type LiveOptions } from './openLive';
import { notebookOf } from './whichNotebook';

/** The whole of an array that an output shows in part. */
export interface Fetching extends Printing {
  found: FoundArray;
  overrides?: Known['overrides'];
}

/** Why what was printed is not to be had, and what a person may do instead. */
export class NotHeld extends Error {
  constructor(
    message: string,
    readonly remedy: Remedy | undefined,
  ) {
    super(message);
  }
}

/** Another array than the one printed, on a person's word. */
export interface Remedy {
  label: string;
  /** What to open; absent where a person is to say. */
  path?: string;
}

/** Arrays of running kernels, brought here whole or looked at where they are. */
export class LiveArrays {
  constructor(private readonly options: LiveOptions) {}

  /** Asks which variable, where none is given, and opens it. */
  async inspectVariable(argument?: unknown): Promise<void> {
    const live = this.of(notebookOf(argument));
    const named = nameIn(argument);
    // Who points at one variable wants to see it, not to be asked for another.
    if (named !== undefined) return live.open({ name: named });
    const variables = await listed(live);
    const chosen = await chooseVariable(variables);
    if (!chosen) return;
    const labels = await chooseLabels(variables, chosen.name);
    if (labels !== null) await live.open({ name: chosen.name }, undefined, labels?.name);
  }

  /**
   * The very array that an output shows: what the kernel holds is compared with the numbers printed, and nothing else
   * is opened.
   *
   * @throws NotHeld
   */
  async fetch(notebook: vscode.Uri, fetching: Fetching, asker?: Asker): Promise<void> {
    const live = this.of(notebook, asker);
    const { found } = fetching;
    if (found.ref !== undefined) return live.open({ ref: found.ref }, fetching);
    const printed = identityOf(found);
    if (printed === undefined) return this.choose(live, fetching, await listed(live));
    const title = vscode.l10n.t('Finding the printed array in the kernel');
    const located = readLocated(await live.askShown(title, locateRequest(printed, fetching)));
    if (located.status === 'same') return live.open({ name: located.path, printed }, fetching);
    if (located.status !== 'several') throw notHeld(located);
    const chosen = await chooseVariable(
      located.choices,
      vscode.l10n.t('Several arrays have the printed values'),
    );
    if (chosen) await live.open({ name: chosen.name, printed }, fetching);
  }

  /** The same of an array in a cell's output; what is not to be had is said in a notification, with what there is. */
  async fetchPrinted(cell: vscode.NotebookCell, found: FoundArray): Promise<void> {
    const { notebook, document, executionSummary } = cell;
    const fetching = { found, codes: [document.getText()], count: executionSummary?.executionOrder };
    try {
      await this.fetch(notebook.uri, fetching);
    } catch (error) {
      if (!(error instanceof NotHeld)) throw error;
      await this.offer(notebook.uri, error, fetching);
    }
  }

  /** What a person takes in place of what was printed. */
  async fetchInstead(
    notebook: vscode.Uri,
    { path }: Pick<Remedy, 'path'>,
    fetching: Fetching,
    asker?: Asker,
  ): Promise<void> {
    const live = this.of(notebook, asker);
    if (path !== undefined) return live.open({ name: path });
    await this.choose(live, fetching, await listed(live));
  }

  /** Says what was not to be had, with the remedy beside it. */
  async offer(notebook: vscode.Uri, { message, remedy }: NotHeld, fetching: Fetching): Promise<void> {
    const chosen = await showInformation(message, ...(remedy ? [remedy.label] : []));
    if (remedy && chosen === remedy.label) await this.fetchInstead(notebook, remedy, fetching);
  }

  /** The whole of a variable of the kernel in front of a person, for who reads it without a panel. */
  whole(name: string, signal: AbortSignal): Promise<Fetched> {
    return this.of(notebookOf(undefined), { signal }).whole({ name });
  }

  /** The running kernel of a notebook; undefined where there is none. Nobody is asked for their consent. */
  kernel(notebook: vscode.Uri): Promise<object | undefined> {
    return kernelOf(notebook).catch(() => undefined);
  }

  async tokenizers(notebook: vscode.Uri): Promise<KernelTokenizer[]> {
    const title = vscode.l10n.t('Listing the kernel’s tokenizers');
    return readTokenizers(await this.of(notebook).askShown(title, { op: 'tokenizers' }));
  }

  async pieces(notebook: vscode.Uri, name: string): Promise<Pieces> {
    const title = vscode.l10n.t('Fetching the tokens of {0}', shortName(name));
    return readPieces(await this.of(notebook).askShown(title, { op: 'vocabulary', name }));
  }

  /** Rows of logits with token ids, of which a person picks where there are several. Undefined where there are none. */
  async tokenRows(notebook: vscode.Uri): Promise<TokenRows | undefined> {
    const live = this.of(notebook);
    const pair = await choosePair(await listed(live));
    if (!pair) return undefined;
    const { logits, ids } = pair;
    const title = vscode.l10n.t('Asking the kernel for {0}', shortName(logits));
    const answer = await live.askShown(title, { op: 'token_rows', name: logits, ids });
    return readTokenRows(answer, { logits, ids });
  }

  /** Arrays of this kernel display in the inspector by themselves, or no longer. */
  async display(on: boolean): Promise<void> {
    const live = this.of(notebookOf(undefined));
    const maxBytes = setting('notebook.maxOutputBytes', count, 1 << 20);
    await live.askShown(vscode.l10n.t('Setting up the kernel'), { op: 'display', on, maxBytes });
    showInStatusBar(
      on
        ? vscode.l10n.t('This kernel’s arrays are now shown in Logitscope')
        : vscode.l10n.t('This kernel’s arrays are no longer shown in Logitscope'),
    );
  }

  private of(notebook: vscode.Uri, asker?: Asker): OpenLive {
    return new OpenLive(this.options, notebook, asker);
  }

  /** A person says which it is. */
  private async choose(live: OpenLive, { found }: Fetching, variables: readonly Variable[]): Promise<void> {
    const chosen = await chooseVariable(variables.filter(({ shape }) => agrees(found.shape, shape)));
    if (chosen) await live.open({ name: chosen.name });
  }
}

async function listed(live: OpenLive): Promise<Variable[]> {
  await kernelOf(live.notebook);
  return readVariables(
    await live.askShown(vscode.l10n.t('Listing the kernel’s arrays'), { op: 'variables' }),
  );
}

function notHeld(located: Exclude<Located, { status: 'same' | 'several' }>): NotHeld {
  if (located.status === 'changed') {
    const { path } = located;
    return new NotHeld(
      vscode.l10n.t(
        'The kernel no longer holds what is printed here: “{0}” has changed since.',
        shortName(path),
      ),
      { label: vscode.l10n.t('Open it as it is now'), path },
    );
  }
  const remedy = located.choices.length > 0 ? { label: vscode.l10n.t('Select another array…') } : undefined;
  return located.status === 'gone'
    ? new NotHeld(
        vscode.l10n.t(
          'The kernel no longer holds what is printed here: “{0}” is gone.',
          shortName(located.name),
        ),
        remedy,
      )
    : new NotHeld(vscode.l10n.t('No variable in the kernel holds the array printed here.'), remedy);
}

/** A printed shape has −1 where an elided axis is not printed. */
function agrees(printed: readonly number[], shape: readonly number[] | undefined): boolean {
  return (
    shape !== undefined && shape.length === printed.length && printed.every((n, i) => n < 0 || n === shape[i])
  );
}

function nameIn(argument: unknown): string | undefined {
  const { name, expression } = (argument ?? {}) as { name?: unknown; expression?: unknown };
  const given = typeof expression === 'string' ? expression : name;
  return typeof given === 'string' ? given : undefined;
}
