import type { InspectorState } from '../worker/protocol';
import type { RendererContext } from 'vscode-notebook-renderer';
import { askingInCode, type InCode } from '../arrays/wire/inCode';
import { overrideKey } from '../arrays/override';
import { questions } from '../arrays/wire/questions';
import { asJson } from '../arrays/wire/packed';
import type { FoundArray, ReadingKind } from '../arrays/types';
import { speak, type Words } from '../worker/words';
import type { FetchState, Printing } from './fetching';
import { askingNames, type TokenNames } from './tokenNames';
import {
  DEFAULT_SETTINGS,
  isSettings,
  isToRenderer,
  type AskedContext,
  type OutputContext,
  type RendererSettings,
  type ToHost,
} from './protocol';

/** Outputs are read by the settings of last time where those of now have not come by then. */
const PATIENCE_MS = 1000;
/** Longer outputs are read without asking for their code. */
const MAX_ASKED = 1 << 20;

/** An extension host that is still starting may take seconds for the code of the first outputs. */
const CODE = { none: {} as OutputContext, againMs: 10_000, ms: 60_000, most: 1000 };

/** The extension host as the renderer sees it: it may be late, or not there at all. */
export interface Host {
  settings(): Promise<RendererSettings>;
  /** The sentences of the interface's language, once they are known; none in English. */
  words(): Promise<Words | undefined>;
  onDidChangeSettings(listener: () => void): void;
  /** What is known of the cell that printed a text. It may come late; nothing is known where no answer comes. */
  contextOf(text: string): Promise<OutputContext>;
  /** The person overrode the reading of an array; later outputs of the notebook go by it. */
  remember?(found: FoundArray, kind: ReadingKind): void;
  /** The person chose other names for the classes of an array. */
  rememberNames?(found: FoundArray, key: string): void;
  /** Asks the notebook's kernel for the values that are not in the output; not in a workspace that nobody trusts. */
  fetch?(fetched: Fetched): Fetching;
  /** @param left how its inspector was left, which the panel goes on from */
  openPanel?(found: FoundArray, askLabels: boolean, left?: InspectorState, printing?: Printing): void;
  /** Of the code around the cell that printed an array. */
  inCode?(printing: Printing): InCode;
  openTokens?(text: string, sequence: number): void;
  tokenNames?: TokenNames;
  /** Someone opened an inspector. */
  opened?(): void;
  copy(text: string): Promise<void> | void;
  save?(name: string, content: string | Uint8Array): void;
}

/** An array that is asked of the kernel. */
export interface Fetched {
  found: FoundArray;
  printing?: Printing;
  /** What a person takes in its place. */
  instead?: { path?: string };
  /** Told how it stands; 'done' and 'refused' are the last. */
  onState(state: FetchState): void;
}

export interface Fetching {
  cancel(): void;
}

/** Where a page has no host to ask, as that of a notebook's diff, the settings are those that a page beside it was told. */
const KEPT = 'logitscope.settings';

function keptSettings(): RendererSettings {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '');
    return isSettings(kept) ? kept : DEFAULT_SETTINGS;
  } catch {
    return DEFAULT_SETTINGS;
  }
}

function keepSettings(settings: RendererSettings): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(settings));
  } catch {
    // A page may be denied its storage.
  }
}

export function connectHost(context: RendererContext<unknown>): Host {
  const { postMessage, onDidReceiveMessage } = context;
  if (!postMessage || !onDidReceiveMessage) {
    return {
      settings: async () => keptSettings(),
      words: async () => undefined,
      onDidChangeSettings: () => undefined,
      contextOf: async () => ({}),
      copy: (text) => navigator.clipboard.writeText(text),
    };
  }

  const tell = (message: ToHost) => postMessage(message);
  /** With arrays in it. */
  const tellArrays = (message: ToHost) => postMessage(asJson(message));
  const listeners: (() => void)[] = [];
  const codes = questions(CODE);
  const fetches = new Map<number, (state: FetchState) => void>();
  const asking = askingInCode((request, codes: readonly string[]) =>
    tell({ type: 'inCode', codes, ...request }),
  );
  const tokenNames = askingNames((classes, choose) => tell({ type: 'tokenNames', classes, choose }));
  let nextRequest = 1;
  let settings = keptSettings();
  let words: Words | undefined;
  let settled!: () => void;
  const known = Promise.race([new Promise<void>((resolve) => (settled = resolve)), after(PATIENCE_MS)]);

  onDidReceiveMessage((message: unknown) => {
    if (!isToRenderer(message)) return;
    if (message.type === 'settings') {
      ({ settings, words } = message);
      keepSettings(settings);
      speak(words);
      settled();
      for (const listener of listeners) listener();
    } else if (message.type === 'inCode') {
      asking.answered(message.request, message.known);
    } else if (message.type === 'fetching') {
      fetches.get(message.request)?.(message.state);
      if (message.state.is !== 'waiting') fetches.delete(message.request);
    } else if (message.type === 'tokenNames') {
      tokenNames.told(message);
    } else {
      const { cells, overrides, chosenNames, answers } = message;
      for (const { request, at, ...own } of answers) {
        const notebook = cells && at !== undefined ? { cells, at } : undefined;
        codes.answered(request, { ...own, notebook, overrides, chosenNames });
      }
    }
  });
  let asked: AskedContext[] = [];
  /** What is asked in one turn goes in one message. */
  const ask = (one: AskedContext) => {
    if (asked.push(one) > 1) return;
    setTimeout(() => {
      tell({ type: 'contexts', asked });
      asked = [];
    });
  };
  tell({ type: 'settings' });

  return {
    settings: () => known.then(() => settings),
    words: () => known.then(() => words),
    onDidChangeSettings: (listener) => void listeners.push(listener),
    contextOf: (text) =>
      text.length > MAX_ASKED ? Promise.resolve({}) : codes.ask((request) => ask({ request, text })),
    // Whether it may be asked changes when someone trusts the workspace; outputs are rendered anew then.
    get fetch() {
      return context.workspace.isTrusted
        ? ({ found, printing = { codes: [] }, instead, onState }: Fetched) => {
            const request = nextRequest++;
            fetches.set(request, onState);
            tellArrays({
              type: 'fetch',
              request,
              found: { ...found, array: undefined },
              instead,
              ...printing,
            });
            return {
              cancel() {
                tell({ type: 'cancelFetch', request });
                // At once: the host may have lost the question, or be another one by now.
                fetches.delete(request);
                onState({ is: 'done' });
              },
            };
          }
        : undefined;
    },
    opened: () => tell({ type: 'opened' }),
    openPanel: (found, askLabels, left, printing) =>
      tellArrays({ type: 'openPanel', found, askLabels, left, codes: printing?.codes }),
    inCode: ({ codes }) => asking.of(codes),
    openTokens: (text, sequence) => tell({ type: 'openTokens', text, sequence }),
    tokenNames,
    remember: (found, kind) => tell({ type: 'remember', array: overrideKey(found), kind }),
    rememberNames: (found, key) => tell({ type: 'rememberNames', array: overrideKey(found), key }),
    copy: (text) => tell({ type: 'copy', text }),
    save: (name, content) =>
      tell(
        typeof content === 'string'
          ? { type: 'save', name, content, encoding: 'utf8' }
          : { type: 'save', name, content: base64(content), encoding: 'base64' },
      ),
  };
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

export function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}
