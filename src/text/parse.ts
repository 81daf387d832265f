import * as l10n from '@vscode/l10n';
import { describe } from '../arrays/ndarray';
import type { ParsedArrays } from '../arrays/types';
import { findArrays, refusal } from './find';
import { elidedText, isNumber, mistakeIn, raggedText } from './mistake';

/**
 * Reads text a person selected as arrays: lists, tuples, any library's print, JSON, JSON Lines, or plain numbers
 * separated by spaces, commas and new lines. Where it is meant as an array and is none, `problem` is one sentence
 * that names the value or index and what was expected.
 */
export function parseArrays(text: string): ParsedArrays {
  const refused = refusal(text);
  if (refused !== undefined) return { found: [], problem: refused };
  const found = findArrays(text);
  const whole = found.filter(({ elided }) => !elided);
  if (whole.length > 0) {
    const problem = mistakeIn(text, found);
    return problem === undefined ? { found: whole } : { found: whole, problem };
  }
  if (found.length > 0) return { found, problem: elidedText() };
  if (/^[\s#>]*$/.test(text)) return { found, problem: l10n.t('the selection is empty') };
  return (
    plainNumbers(text) ?? {
      found,
      problem: mistakeIn(text, found) ?? l10n.t('expected numbers in brackets, such as [2.0, 1.0, 0.1]'),
    }
  );
}

/** Numbers with no brackets around them: a line is a row. Undefined when the text holds anything else. */
function plainNumbers(text: string): ParsedArrays | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const header = lines.length > 1 && !/\d/.test(lines[0]) ? 1 : 0;
  // Brackets are in no number: not looking at the rest keeps a text full of them cheap.
  if (lines.some((line, i) => i >= header && /[[({]/.test(line))) return undefined;
  const rows = lines.slice(header).map((line) =>
    line
      .trim()
      .split(/[\s,;]+/)
      .filter(Boolean),
  );
  if (rows.length === 0) return undefined;
  const bad = rows.findIndex((row) => !row.every(isNumber));
  if (bad >= 0) {
    if (isProse(rows) || /[[({]/.test(text)) return undefined;
    const column = rows[bad].findIndex((token) => !isNumber(token));
    const problem = l10n.t(
      '{0}: expected a number, got {1}',
      `[${bad}][${column}]`,
      describe(rows[bad][column]),
    );
    return { found: [], problem };
  }
  const ragged = rows.findIndex((row) => row.length !== rows[0].length);
  if (ragged >= 0) {
    const problem = raggedText(ragged, rows[ragged].length, rows[0].length);
    return { found: [], problem };
  }
  const literal =
    rows.length === 1 || rows[0].length === 1
      ? `[${rows.flat().join(', ')}]`
      : `[${rows.map((row) => `[${row.join(', ')}]`).join(', ')}]`;
  const [array] = findArrays(literal);
  if (array === undefined) return undefined;
  const start = text.search(/\S/);
  return { found: [{ ...array, container: 'csv', range: [start, start + text.trim().length] }] };
}

/** Mostly words: no table with a mistake in it. */
function isProse(rows: readonly (readonly string[])[]): boolean {
  const tokens = rows.flat();
  const numbers = tokens.filter(isNumber).length;
  return numbers < 2 || numbers * 2 < tokens.length;
}
