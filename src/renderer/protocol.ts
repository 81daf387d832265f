/** The boundary between the notebook renderer and the extension host. Delivery is not guaranteed either way. */
import type { InspectorState } from '../worker/protocol';
import type { ChosenNames } from '../arrays/words/nameChoice';
import type { Overrides } from '../arrays/override';
import type { Words } from '../worker/words';
import {
  FETCH,
  isFetchState,
  MAX_CODES,
  type FetchRequest,
  type FetchState,
  type Printing,
} from './fetching';
import { IN_CODE, type InCodeRequest } from '../arrays/wire/inCode';
import { foundArray } from '../arrays/wire/foundSchema';
import {
  count,
  fields,
  flag,
  list,
  messages,
  object,
  oneOf,
  optional,
  text,
  type Guard,
} from '../arrays/wire/schema';
import {
  isReadingKind,
  type Detect,
  type FoundArray,
  type NamesElsewhere,
  type ReadingKind,
  type NotebookCode,
} from '../arrays/types';

export interface RendererSettings {
  outputs: 'offer' | 'open' | 'off';
  detect: Detect;
}

export const DEFAULT_SETTINGS: RendererSettings = { outputs: 'offer', detect: 'likely' };

export const isOutputs = oneOf<RendererSettings['outputs']>('offer', 'open', 'off');
export const isDetect = oneOf<Detect>('named', 'likely', 'all');

export const isSettings = fields<RendererSettings>({ outputs: isOutputs, detect: isDetect });

export type ToHost =
  | { type: 'settings' }
  /** Someone opened an inspector. */
  | { type: 'opened' }
  /** Asks what is known of the cells that printed some texts. */
  | { type: 'contexts'; asked: readonly AskedContext[] }
  /** The code of the cells that printed it is what a finding's mistake is looked for near. */
  | {
      type: 'openPanel';
      found: FoundArray;
      askLabels: boolean;
      left?: InspectorState;
      codes?: readonly string[];
    }
  | ({ type: 'inCode'; codes: readonly string[] } & InCodeRequest)
  /** The tokens of an output's text, in a panel. */
  | { type: 'openTokens'; text: string; sequence: number }
  | ({ type: 'fetch' } & FetchRequest)
  | { type: 'cancelFetch'; request: number }
  | { type: 'remember'; array: string; kind: ReadingKind }
  /** The names a person chose for the classes of an array, by their key. */
  | { type: 'rememberNames'; array: string; key: string }
  /** Asks for the tokens of a vocabulary of so many classes; `choose`: a person is to say of which tokenizer. */
  | { type: 'tokenNames'; classes: number; choose: boolean }
  | { type: 'copy'; text: string }
  /** Messages of renderers travel as JSON, which knows no bytes: those come as base64. */
  | { type: 'save'; name: string; content: string; encoding: 'utf8' | 'base64' };

export type ToRenderer =
  /** With the sentences of the interface's language, where that is not English. */
  | { type: 'settings'; settings: RendererSettings; words?: Words }
  | ToldContexts
  | { type: 'inCode'; request: number; known: boolean }
  | { type: 'fetching'; request: number; state: FetchState }
  /**
   * Names that a person gave the classes of this notebook's arrays of so many; empty where the kernel of now has none, or,
   * as `chosen` says, a person wants to see ids.
   */
  | { type: 'tokenNames'; classes: number; names: readonly string[]; from: string; chosen: boolean };

export interface AskedContext {
  request: number;
  text: string;
}

/** What the host knows of some outputs of a notebook: what is the same for all of them once. */
interface ToldContexts {
  type: 'contexts';
  /** The code of the notebook's cells. */
  cells?: readonly string[];
  overrides?: Overrides;
  chosenNames?: ChosenNames;
  answers: readonly CellContext[];
}

export interface CellContext extends Pick<OutputContext, 'source' | 'elsewhere' | 'printing'> {
  request: number;
  /** The place of the cell among those whose code is told. */
  at?: number;
}

/** What the host knows of an output besides its text. */
export interface OutputContext {
  /** The cell's code, and that of the notebook around it. */
  source?: string;
  notebook?: NotebookCode;
  /** Readings a person chose in this notebook. */
  overrides?: Overrides;
  /** Names a person chose for classes in this notebook, and names that are found around the cell. */
  chosenNames?: ChosenNames;
  elsewhere?: readonly NamesElsewhere[];
  printing?: Printing;
}

const codes = list(text, MAX_CODES);
const reading = (value: unknown): value is ReadingKind => isReadingKind(value);

export const isToHost = messages<ToHost>({
  settings: {},
  opened: {},
  contexts: { asked: list(fields<AskedContext>({ request: count, text })) },
  openPanel: { found: foundArray, askLabels: flag, left: optional(object), codes: optional(codes) },
  inCode: { ...IN_CODE, codes },
  openTokens: { text, sequence: count },
  fetch: FETCH,
  cancelFetch: { request: count },
  remember: { array: text, kind: reading },
  rememberNames: { array: text, key: text },
  tokenNames: { classes: count, choose: flag },
  copy: { text },
  save: { name: text, content: text, encoding: oneOf('utf8', 'base64') },
});

export const isToRenderer = messages<ToRenderer>({
  settings: { settings: isSettings, words: optional(object as Guard<Words>) },
  contexts: {
    cells: optional(list(text)),
    overrides: optional(object as Guard<Overrides>),
    chosenNames: optional(object as Guard<ChosenNames>),
    answers: list(fields<CellContext>({ request: count, source: optional(text), at: optional(count) })),
  },
  inCode: { request: count, known: flag },
  fetching: { request: count, state: isFetchState },
  tokenNames: { classes: count, names: list(text), from: text, chosen: flag },
});
