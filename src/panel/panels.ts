import * as vscode from 'vscode';
import type { CodeBeside } from '../arrays/wire/inCode';
import { overrideKey, type Overrides } from '../arrays/override';
import type { FoundArray, ReadingKind } from '../arrays/types';
import { sentenceOf } from '../arrays/words/sentence';
import { answerInCode, type FindInCode } from '../ui/inCode';
import { reportingErrors } from '../ui/notifications';
import type { WorkerClient } from '../worker/client';
import { forwardCalls } from './forward';
import { LongCalls } from './longCalls';
import { panelHtml } from './html';
import { readKept, readShown, readTokens } from './kept';
import {
  isToHost,
  type LiveState,
  type Shown,
  type ShownRun,
  type ShownTokens,
  type ToHost,
  type TokensAgain,
  type ToPage,
} from './protocol';
import { showReport } from './reports';
import { save } from './save';
import { ShownNow } from './shownNow';
import { titleOfArray, titleOfTokens } from './title';
import { marking, unmarking } from '../arrays/wire/nonFinite';

export type { Shown, TokensAgain } from './protocol';

const VIEW_TYPE = 'logitscope.panel';

/** Where the values of a held array are. */
export interface Holder {
  client: WorkerClient;
  /** What its long calls do, for a notification: "Asking the kernel for logits". */
  task?: string;
  /** Nobody looks at the array any more. */
  release(): void;
  /** Follows each run of the cells, or no longer; where values stay in a kernel. */
  watch?(on: boolean): void;
  /** Goes to the record of a row, where the array is a file of records. */
  reveal?(row: number): void;
  /** Another run that a person chooses, read into the same worker; undefined where they chose none. */
  addRun?(): Promise<{ run: ShownRun; release(): void } | undefined>;
}

/** A panel that was opened, as whoever opened it speaks to it. */
export interface ShownPanel {
  /** How it stands with an array that stays where it is. */
  live(state: LiveState): void;
  readonly isOpen: boolean;
}

/** What a panel opens with. */
interface Content {
  title: string;
  origin: string;
  /** Of what is held, where something is. */
  held?: number;
  code?: CodeBeside;
  /** Also for a page that was dropped while it was hidden. */
  messages(): ToPage[];
  remember?(chosen: Chosen): void | Promise<void>;
  /** Has the person name the classes by a tokenizer; whether they did. */
  nameByTokens?(): Promise<boolean>;
  /** What its page is told where a reading was chosen for an array of a notebook or file. */
  follow?(uri: vscode.Uri): ToPage | undefined;
}

/** The readings that people chose, per notebook or file, whatever view they chose them in. */
interface Readings {
  of(uri: vscode.Uri): Overrides;
  remember(uri: vscode.Uri, array: string, kind: ReadingKind): Promise<void>;
  readonly onDidChange: vscode.Event<vscode.Uri>;
}

/** Names for arrays as wide as a vocabulary. */
interface TokenNames {
  /** Whether a tokenizer may name the classes: nothing does, or one was chosen. */
  mayName(found: FoundArray): boolean;
  /** A person's choice for an array of a notebook or file; undefined where there was none. */
  chooseFor(
    found: FoundArray,
    uri: vscode.Uri | undefined,
  ): Promise<{ names: readonly string[]; from: string } | undefined>;
}

/** What a person chose for the array of a panel. */
type Chosen = Extract<ToHost, { type: 'remember' | 'rememberNames' }>;

/** The panels someone opened, one per array or text with tokens looked at. */
export class Panels implements vscode.Disposable {
  private readonly open = new Set<vscode.WebviewPanel>();

  /**
   * @param findInCode where the code beside an array has a mistake
   * @param rememberNames which names a person gave the classes of an array of a notebook or file
   */
  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly findInCode: FindInCode,
    private readonly rememberNames: (uri: vscode.Uri, array: string, key: string) => Promise<void>,
    private readonly readings: Readings,
    private readonly tokenNames: () => TokenNames,
  ) {}

  /**
   * Panels come back with their window: of a text as they were, of a file by reading it again.
   *
   * @param reopen undefined where someone dismissed a choice
   */
  restoring(
    reopen: (uri: vscode.Uri) => Promise<{ shown: Shown; holder: Holder } | undefined>,
    reopenTokens: (again: TokensAgain) => Promise<{ held: number; holder: Holder }>,
  ): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const { again } = readKept(state);
        const shown = again && readShown(again);
        if (shown) return void this.fill(panel, this.contentOf(shown), undefined);
        const lost = (why: string) =>
          void this.fill(
            panel,
            { title: panel.title, origin: '', messages: () => [{ type: 'lost', why }] },
            undefined,
          );
        const tokens = again && readTokens(again);
        if (tokens && tokens.text === undefined && tokens.address === undefined)
          return lost(
            vscode.l10n.t(
              'The tokens came from {0} and weren’t kept. Open them again from there.',
              again.origin,
            ),
          );
        if (again?.address === undefined && !tokens)
          return lost(
            again
              ? vscode.l10n.t(
                  'The values came from {0} and weren’t kept. Open the array again from there.',
                  again.origin,
                )
              : vscode.l10n.t('What was shown here wasn’t kept. Open it again.'),
          );
        // It may be closed while its file is read.
        let isOpen = true;
        const listening = panel.onDidDispose(() => (isOpen = false));
        const fill = (content: Content, holder: Holder) =>
          isOpen ? void this.fill(panel, content, holder) : holder.release();
        try {
          if (tokens) {
            const { sequence, ...rest } = tokens;
            const { held, holder } = await reopenTokens(rest);
            const shown = { held, sequence, origin: again.origin, again: rest };
            return fill(this.tokensOf(shown), holder);
          }
          const opened = await reopen(vscode.Uri.parse(again.address!, true));
          if (opened) fill(this.contentOf(opened.shown), opened.holder);
          else panel.dispose();
        } catch (error) {
          if (isOpen) lost(sentenceOf(error));
        } finally {
          listening.dispose();
        }
      },
    });
  }

  /** @param holder answers for an array that is held, and lets it go with the panel */
  show(shown: Shown, holder?: Holder): ShownPanel {
    return this.create(this.contentOf(shown), holder);
  }

  private contentOf(shown: Shown): Content {
    const place = shown.code?.uri ?? shown.address;
    const uri = place === undefined ? undefined : vscode.Uri.parse(place, true);
    const now = new ShownNow({ ...shown, vocabulary: this.tokenNames().mayName(shown.found) });
    return {
      title: titleOfArray(shown.found),
      origin: shown.origin,
      held: shown.found.held,
      code: shown.code,
      messages: () => now.messages,
      remember: (chosen) => {
        const key = overrideKey(now.found);
        if (chosen.type === 'remember') {
          now.read(chosen.kind);
          return uri && this.readings.remember(uri, key, chosen.kind);
        }
        now.name(chosen.names, chosen.from);
        return uri && this.rememberNames(uri, key, chosen.key);
      },
      nameByTokens: async () => {
        const given = await this.tokenNames().chooseFor(now.found, uri);
        const [names, from] = given && given.names.length > 0 ? [given.names, given.from] : [];
        if (given) now.name(names, from);
        return given !== undefined;
      },
      follow: (changed) =>
        changed.toString() === uri?.toString() ? now.follow(this.readings.of(changed)) : undefined,
    };
  }

  /** @param holder of the text, which is let go of with the panel */
  showTokens(tokens: ShownTokens, holder: Holder): void {
    this.create(this.tokensOf(tokens), holder);
  }

  private tokensOf(tokens: ShownTokens): Content {
    const { held, origin } = tokens;
    return { title: titleOfTokens(origin), origin, held, messages: () => [{ type: 'tokens', tokens }] };
  }

  private create(content: Content, holder: Holder | undefined): ShownPanel {
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false };
    return this.fill(vscode.window.createWebviewPanel(VIEW_TYPE, content.title, place), content, holder);
  }

  private fill(panel: vscode.WebviewPanel, content: Content, holder: Holder | undefined): ShownPanel {
    const folders = ['dist', 'media'].map((name) => vscode.Uri.joinPath(this.extensionUri, name));
    panel.webview.options = { enableScripts: true, localResourceRoots: folders };
    panel.title = content.title;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.svg');
    this.open.add(panel);
    let live: LiveState | undefined;
    let isOpen = true;
    const runs: { run: ShownRun; release(): void }[] = [];
    // What was asked may be answered after the panel was closed.
    const tell = async (message: ToPage) => {
      if (isOpen) await panel.webview.postMessage(marking(message));
    };
    const long = new LongCalls(holder?.task ?? vscode.l10n.t('Reading {0} again', content.origin));
    const forward =
      holder &&
      forwardCalls(holder.client, (message) => void tell({ type: 'worker', message }), {
        mayOpen: (held) => held === content.held || runs.some(({ run }) => run.found.held === held),
        onProgress: (call, progress, cancel) => long.progress(call, progress, cancel),
        onEnd: (call) => long.end(call),
      });
    const following = this.readings.onDidChange((uri) => {
      const message = content.follow?.(uri);
      if (message) void tell(message);
    });
    panel.onDidDispose(() => {
      isOpen = false;
      following.dispose();
      this.open.delete(panel);
      forward?.end();
      holder?.release();
      for (const { release } of runs) release();
    });
    panel.onDidChangeViewState(() => {
      // A page that is hidden is dropped; shown again, it is another.
      if (!panel.visible) forward?.end();
    });
    const addRun = async () => {
      const added = await holder?.addRun?.();
      if (!added) return;
      if (!isOpen) return added.release();
      runs.push(added);
      await tell({ type: 'run', run: added.run });
    };
    // Also after the page was dropped while hidden: it starts anew and asks again.
    const begin = async () => {
      const added = runs.map(({ run }): ToPage => ({ type: 'run', run }));
      for (const message of [...content.messages(), ...added]) await tell(message);
      if (live) await tell({ type: 'live', live });
    };
    const nameByTokens = async () => {
      if ((await content.nameByTokens?.()) && isOpen) await begin();
    };
    const answer = async (message: ToHost): Promise<unknown> => {
      switch (message.type) {
        case 'ready':
          return begin();
        case 'watch':
          return holder?.watch?.(message.on);
        case 'worker':
          return forward?.receive(message.message);
        case 'copy':
          return vscode.env.clipboard.writeText(message.text);
        case 'reveal':
          return holder?.reveal?.(message.row);
        case 'inCode': {
          const { request } = message;
          const known = await answerInCode(this.findInCode, content.code, message);
          return tell({ type: 'inCode', request, known });
        }
        case 'nameByTokens':
          return nameByTokens();
        case 'addRun':
          return addRun();
        case 'document':
          return showReport(content.origin, message.text);
        case 'save':
          return save(message.name, message.content);
        case 'remember':
        case 'rememberNames':
          return content.remember?.(message);
      }
    };
    panel.webview.onDidReceiveMessage((sent: unknown) => {
      const message = unmarking(sent);
      if (isToHost(message)) void reportingErrors(() => answer(message));
    });
    panel.webview.html = panelHtml(panel.webview, this.extensionUri);
    return {
      live(state) {
        live = state;
        void tell({ type: 'live', live });
      },
      get isOpen() {
        return isOpen;
      },
    };
  }

  dispose(): void {
    for (const panel of this.open) panel.dispose();
  }
}
