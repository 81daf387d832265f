import type { FoundArray } from '../arrays/types';
import type { CodeFile } from '../losscode/types';
import type { WorkerClient } from '../worker/client';
import type { FileRequest } from '../worker/protocol';

/** A JSON Schema, of the few words that the tools need. */
export interface Schema {
  type: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | readonly string[];
  description?: string;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  enum?: readonly string[];
  minimum?: number;
  additionalProperties?: boolean;
}

/** A cell of a notebook with what it printed. */
export interface Cell {
  source: string;
  isCode: boolean;
  outputs: readonly { text: string; mime: string }[];
}

/** Of all cells, so that numbers are those a person sees: what is no code is empty. */
export function codeOf(cells: readonly Cell[]): string[] {
  return cells.map(({ source, isCode }) => (isCode ? source : ''));
}

/** A file of code, and how a person writes its place. */
export interface NamedCode {
  name: string;
  code: CodeFile;
}

/** The text of a response, token by token, from its beginning. */
export interface DrawnTokens {
  texts: readonly string[];
  /** Surprisal of each; null where there is none. */
  bits: readonly (number | null)[];
}

/** What is in front of a person. */
export interface Editor {
  /** What is selected. */
  selection(): Promise<string>;
  /** A variable of the open notebook's kernel, whole, after the person's consent. */
  variable(name: string): Promise<HeldVariable>;
}

/** An array that the worker holds until it is let go. */
export interface HeldVariable {
  found: FoundArray;
  release(): void;
}

/** What the place where an agent asks can reach. Each refuses with a sentence that says what to give instead. */
export interface Reach {
  client: WorkerClient;
  /** A file that the agent may read. */
  file(path: string): Promise<FileRequest>;
  /** The cells of a notebook: of the one at the path, else of the one in front of the person. */
  cells(path: string | undefined): Promise<Cell[]>;
  /** A Python file or notebook, then the files it imports, as far as they may be read. */
  code(path: string): Promise<NamedCode[]>;
  /** Only where a person's editor is. */
  editor?: Editor;
  signal?: AbortSignal;
  /** From 0 to 1. */
  progress?(share: number): void;
  /** Where an answer is drawn for a person: what is drawn besides. */
  draw?(tokens: DrawnTokens): void;
}

/** An answer: numbers of six digits, lists cut to what fits, and what was assumed. */
export type Answer = Readonly<Record<string, unknown>>;

export interface Tool {
  /** `logitscope_inspect` */
  name: string;
  title: string;
  /** For a model: what it answers and when to ask. */
  description: string;
  input: Schema;
  output: Schema;
  run(input: Readonly<Record<string, unknown>>, reach: Reach): Promise<Answer>;
}
