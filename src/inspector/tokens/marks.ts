/** How the characters of a token are shown: what is not seen, or would move the text around, stands there as a mark. */

import type { TokenColumns } from './columns';

/** A run of characters shown as they are, or in place of them a mark. */
export interface Piece {
  text: string;
  /** Whitespace, a control or formatting character, half a surrogate pair. */
  mark: boolean;
}

export const NEWLINE = '↵';
export const SPACE = '·';

const MARKS: Record<string, string> = { '\n': NEWLINE, '\r': '␍', '\t': '→', ' ': SPACE, '\u00A0': '⍽' };
/** Controls, bidirectional and zero-width characters, separators of lines, lone surrogates. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** Joiners and forms of emoji, and of scripts that need them: seen by what they do. */
const JOINING = new Set(['\u200D', '\u200C', '\uFE0E', '\uFE0F']);

const known = new Map<string, string | undefined>();

/** The mark in place of one character (a code point); undefined where it is shown as it is. */
export function markOf(character: string): string | undefined {
  if (character.length === 1 && character > ' ' && character <= '~') return undefined;
  if (known.has(character)) return known.get(character);
  const mark =
    MARKS[character] ?? (UNSEEN.test(character) && !JOINING.has(character) ? codeOf(character) : undefined);
  // Texts of many scripts have some thousand characters; a hostile one has a million.
  if (known.size < 1 << 16) known.set(character, mark);
  return mark;
}

function codeOf(character: string): string {
  const code = character.codePointAt(0)!.toString(16).toUpperCase();
  return code.length > 4
    ? `\\u{${code}}`
    : code.length > 2
      ? `\\u${code.padStart(4, '0')}`
      : `\\x${code.padStart(2, '0')}`;
}

/** The pieces of a text in which every space is marked, cut after so many characters. */
export function piecesOf(text: string, limit = 120): Piece[] {
  const pieces: Piece[] = [];
  let shown = 0;
  for (const character of text.slice(0, 2 * limit)) {
    if (shown >= limit) break;
    const mark = markOf(character);
    push(pieces, mark ?? character, mark !== undefined);
    shown += mark?.length ?? character.length;
  }
  if (shown >= limit) push(pieces, '…', true);
  return pieces;
}

/** Of a mark's element: what is read has more contrast than what is only seen, such as the dots for spaces. */
export function markClass(text: string, isAlone: boolean): string {
  return isAlone || /[!-~]/.test(text) ? 'lt-mark lt-read' : 'lt-mark';
}

/** Adds to the last piece where that is of the same kind. */
export function push(pieces: Piece[], text: string, mark: boolean): void {
  const last = pieces.at(-1);
  if (last?.mark === mark) last.text += text;
  else pieces.push({ text, mark });
}

/** The same in one line of plain text, for names and sentences. */
export function markedText(text: string, limit = 60): string {
  return piecesOf(text, limit)
    .map((piece) => piece.text)
    .join('');
}

/** In place of a token that has no part in the text: what it is called, if anything. */
export function emptyMark(columns: TokenColumns, token: number): string {
  return markedText(columns.tokens[token], 24) || '∅';
}
