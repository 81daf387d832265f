/** The boundary between the panel's host side and its page. */
import { isPageAnswer, isPageCall, type PageAnswer, type PageCall } from './pageCalls';
import type { FileLine, InspectorState, ViewSettings } from '../worker/protocol';
import type { DumpReport } from '../loss/types';
import { codeBeside, IN_CODE, type CodeBeside, type InCodeRequest } from '../arrays/wire/inCode';
import { foundArray } from '../arrays/wire/foundSchema';
import { count, either, fields, flag, list, messages, optional, text } from '../arrays/wire/schema';
import { isReadingKind, type FoundArray, type ReadingKind } from '../arrays/types';

/** What a panel shows. */
export interface Shown {
  found: FoundArray;
  /** For a person: "selection in scores.py", "output of cell 3". */
  origin: string;
  /** Of the file that the values are in, so that a panel can come back with its window. */
  address?: string;
  /** How the reading of a file of records went; the rows are held, and each can be gone to. */
  file?: DumpReport;
  /** Whoever holds the values can evaluate them: by labels that are shown, or by those that it holds as well. */
  evaluates?: 'labelled' | 'always';
  /** The file holds one number a row, a score of yes or no, which is shown as two classes. */
  ofOneScore?: boolean;
  /** Other runs can be put beside it. */
  compares?: boolean;
  /** Its classes are as many as a vocabulary has tokens, and no one else names them. */
  vocabulary?: boolean;
  /** What it is shown with at first. */
  settings?: Partial<ViewSettings>;
  /** As a person left it where it was opened from. */
  left?: InspectorState;
  /** Where it was printed, or the file it stands in. */
  code?: CodeBeside;
}

/** A text with tokens, which the host holds. */
export interface ShownTokens {
  held: number;
  /** For a person, as an array's. */
  origin: string;
  /** Which of several sequences is shown first. */
  sequence: number;
  /** How the panel comes back with its window; absent where the text is too long to be kept. */
  again?: TokensAgain;
}

/** Where a text with tokens is to be had again. */
export interface TokensAgain {
  /** The text itself. */
  text?: string;
  /** Of its file, and the bytes of the one line of it that is meant. */
  address?: string;
  part?: FileLine;
  /** Of the tokenizer's file that names the ids. */
  tokenizer?: string;
}

/** Another run of the same rows, which is held as the first. */
export interface ShownRun {
  found: FoundArray;
  origin: string;
}

/** How it stands with an array that stays in a kernel. */
export interface LiveState {
  /** Why nothing can be asked of it now. */
  gone?: string;
  /** Counts what may have changed it: all figures are asked for anew with each. */
  version: number;
  /** Absent where its kernel’s cells are not followed. */
  watch?: { on: boolean; runs: readonly WatchedRun[] };
}

/** The figures of a watched array after one run of a cell. */
export interface WatchedRun {
  /** In nats, over all rows that have a distribution. */
  entropy?: number;
  /** Absent without labels. */
  loss?: number;
  accuracy?: number;
}

/** What is held comes without values: its page asks the host, which asks whoever holds it. */
export type ToPage =
  | { type: 'show'; shown: Shown }
  | { type: 'tokens'; tokens: ShownTokens }
  /** Another run, to be put beside the one that is shown. */
  | { type: 'run'; run: ShownRun }
  /** What was shown in an earlier window can't come back. */
  | { type: 'lost'; why: string }
  /** A person chose another reading of the array in another view. */
  | { type: 'reading'; kind: ReadingKind }
  | { type: 'worker'; message: PageAnswer }
  | { type: 'inCode'; request: number; known: boolean }
  | { type: 'live'; live: LiveState };

export type ToHost =
  | { type: 'ready' }
  | { type: 'worker'; message: PageCall }
  | { type: 'copy'; text: string }
  | { type: 'save'; name: string; content: string | Uint8Array }
  | { type: 'remember'; kind: ReadingKind }
  /** A person gave the classes other names, or none. */
  | { type: 'rememberNames'; key: string; names?: readonly string[]; from?: string }
  /** Has a tokenizer chosen whose tokens name the classes. */
  | { type: 'nameByTokens' }
  /** Follows each run of the cells of a live array’s kernel, or no longer. */
  | { type: 'watch'; on: boolean }
  /** Goes to the record in which a row of a file stands. */
  | { type: 'reveal'; row: number }
  | ({ type: 'inCode' } & InCodeRequest)
  /** Has another run chosen, to be put beside the one that is shown. */
  | { type: 'addRun' }
  /** Opens a Markdown text in an editor. */
  | { type: 'document'; text: string };

/** What it says is checked where it is read again. */
export const tokensAgain = fields<TokensAgain>({
  text: optional(text),
  address: optional(text),
  part: optional(fields<FileLine>({ from: count, to: count, crc: count })),
  tokenizer: optional(text),
});

const content = either(text, (value): value is Uint8Array => value instanceof Uint8Array);
const kind = (value: unknown): value is ReadingKind => isReadingKind(value);

const MOST_NAMES = 100_000;

/** Messages come from a page that shows untrusted text. */
export const isToHost = messages<ToHost>({
  ready: {},
  worker: { message: isPageCall },
  copy: { text },
  save: { name: text, content },
  remember: { kind },
  rememberNames: { key: text, names: optional(list(text, MOST_NAMES)), from: optional(text) },
  nameByTokens: {},
  watch: { on: flag },
  reveal: { row: count },
  inCode: IN_CODE,
  addRun: {},
  document: { text },
});

export const isToPage = messages<ToPage>({
  show: {
    shown: fields<Shown>({
      found: foundArray,
      origin: text,
      address: optional(text),
      code: optional(codeBeside),
    }),
  },
  tokens: {
    tokens: fields<ShownTokens>({ held: count, origin: text, sequence: count, again: optional(tokensAgain) }),
  },
  inCode: { request: count, known: flag },
  run: { run: fields<ShownRun>({ found: foundArray, origin: text }) },
  lost: { why: text },
  reading: { kind },
  worker: { message: isPageAnswer },
  live: { live: fields<LiveState>({ gone: optional(text), version: count }) },
});
