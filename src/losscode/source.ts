import { pythonOnly } from '../python/notebook';
import { parse } from '../python/parse';
import type { Module } from '../python/syntax';
import type { CodeFile, CodeRange } from './types';

/** A file as one module: a notebook's cells in their order, what only IPython understands blanked. */
export interface Source {
  readonly uri: string;
  readonly text: string;
  readonly module: Module;
  /** Where each cell of a notebook begins in the text. */
  readonly cells?: readonly number[];
}

/** A piece of a source's text. */
export interface Place {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

export function sourceOf({ uri, text, cells }: CodeFile): Source {
  if (cells === undefined) return { uri, text: text ?? '', module: parse(text ?? '') };
  const starts: number[] = [];
  let at = 0;
  for (const cell of cells) {
    starts.push(at);
    at += cell.length + 1;
  }
  const { statements } = parse(cells.map(pythonOnly).join('\n'));
  const joined = cells.join('\n');
  return { uri, text: joined, module: { text: joined, statements }, cells: starts };
}

/** A range as it travels: in a notebook that of a cell. */
export function rangeOf({ source, start, end }: Place): CodeRange {
  const { cells } = source;
  if (cells === undefined) return { start, end };
  let cell = 0;
  while (cell + 1 < cells.length && cells[cell + 1] <= start) cell++;
  return { cell, start: start - cells[cell], end: end - cells[cell] };
}

const LONGEST_SHOWN = 60;

/** What stands at a place, on one line and not for long. */
export function written({ source, start, end }: Place): string {
  const text = source.text.slice(start, Math.min(end, start + 4 * LONGEST_SHOWN)).replace(/\s+/g, ' ');
  return text.length <= LONGEST_SHOWN && end - start <= 4 * LONGEST_SHOWN
    ? text
    : `${text.slice(0, LONGEST_SHOWN - 1)}…`;
}
