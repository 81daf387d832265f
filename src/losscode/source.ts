import { printable } from '../arrays/words/printable';
import { readModule } from '../python/kept';
import { Effort } from '../python/parse';
import type { Module } from '../python/syntax';
import type { CodeFile, CodeRange } from './types';

/** A file, or one cell of a notebook, whose cells are one module in their order. */
export interface Source {
  readonly uri: string;
  readonly text: string;
  readonly module: Module;
  /** Which cell of its notebook it is. */
  readonly cell?: number;
  /** Itself, or all cells of its notebook. */
  readonly pieces: readonly Source[];
}

/** A piece of a source's text. */
export interface Place {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Characters of a notebook that may cost more than a file to read: each its share of what a file may. */
const LONG_NOTEBOOK = 200_000;

/** Files by their URIs, each as its pieces. */
export function sourcesOf(files: readonly CodeFile[]): Map<string, readonly Source[]> {
  const taken = new Set<Module>();
  return new Map(files.map((file): [string, readonly Source[]] => [file.uri, piecesOf(file, taken)]));
}

function piecesOf({ uri, text = '', cells }: CodeFile, taken: Set<Module>): readonly Source[] {
  const pieces: Source[] = [];
  if (cells === undefined) pieces.push({ uri, text, module: readModule(text, taken), pieces });
  else {
    const length = cells.reduce((sum, code) => sum + code.length, 0);
    const effort = new Effort(length, Math.max(1, length / LONG_NOTEBOOK));
    cells.forEach((code, cell) =>
      pieces.push({ uri, text: code, module: readModule(code, taken, effort), cell, pieces }),
    );
  }
  return pieces;
}

/** The text of the whole file or notebook that a source is of. */
export function wholeText({ pieces }: Source): string {
  let text = whole.get(pieces);
  if (text === undefined) whole.set(pieces, (text = pieces.map((piece) => piece.text).join('\n')));
  return text;
}

const whole = new WeakMap<readonly Source[], string>();

/** What is found out about a whole file or notebook, once for all who ask. */
export function foundOnce<T>(find: (pieces: readonly Source[]) => T): (source: Source) => T {
  const known = new WeakMap<readonly Source[], { found: T }>();
  return ({ pieces }) => {
    let one = known.get(pieces);
    if (one === undefined) known.set(pieces, (one = { found: find(pieces) }));
    return one.found;
  };
}

/** A range as it travels: in a notebook that of a cell. */
export function rangeOf({ source: { cell }, start, end }: Place): CodeRange {
  return cell === undefined ? { start, end } : { cell, start, end };
}

const LONGEST_SHOWN = 60;

/** What stands at a place, on one line and not for long. */
export function written({ source, start, end }: Place): string {
  const text = source.text.slice(start, Math.min(end, start + 4 * LONGEST_SHOWN)).replace(/\s+/g, ' ');
  return printable(end - start <= 4 * LONGEST_SHOWN ? text : `${text}…`, LONGEST_SHOWN);
}
