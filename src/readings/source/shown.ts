import { meaningOf } from './meaning';
import { closing, isCompound, lastExpression, splitTop } from './python';
import type { Says } from './says';
import { strip } from './strip';

/** What the code that printed a text says about one value it shows. */
export interface Shown {
  expression: string;
  /** Printed by a call, or shown as the cell's value. */
  by: 'print' | 'value';
  /** The text printed directly before the value: `Logits:` of `print("Logits:", x)`. */
  prefix?: string;
  /** Values printed between that text and this one. */
  between?: number;
  /** The variable's or attribute's own name, when the expression ends in one. */
  name?: string;
  says?: Says;
  /** `logits[0, :3]`: only part of the classes is shown; `logits[:3]`: of the first axis left. */
  slice?: 'classes' | 'first';
  /** `preds[0]`: one row of what has more. */
  row?: true;
  /** One of several arrays that the expression's one value holds. */
  part?: true;
}

const LONGEST_SOURCE = 200_000;
const MOST_SHOWN = 100;

/**
 * The values the code shows, in the order they are printed: the arguments of print calls and the last expression.
 * Read line by line with regular expressions: it is evidence to weigh, not a parse.
 */
export function shownBy(source: string): Shown[] {
  if (source.length > LONGEST_SOURCE) return [];
  const code = source.replace(/(^|\s)#[^\n]*/g, '$1');
  const shown: Shown[] = [];
  let last = 0;
  for (const call of calls(code)) {
    let prefix: string | undefined;
    let between = 0;
    for (const argument of splitTop(call.inside)) {
      if (/^(?:end|sep|file|flush)\s*=/.test(argument)) continue;
      for (const piece of piecesOf(argument)) {
        if ('text' in piece) {
          if (piece.text.trim() === '') continue;
          prefix = piece.text;
          between = 0;
          continue;
        }
        shown.push({
          ...describe(piece.expression, code, call.start),
          by: 'print',
          ...(prefix === undefined ? {} : { prefix, between }),
        });
        between++;
      }
    }
    last = call.end;
    if (shown.length > MOST_SHOWN) return [];
  }
  const tail = lastExpression(code);
  if (tail !== undefined && tail.text !== '' && tail.start >= last)
    for (const expression of valuesOf(tail.text))
      shown.push({ ...describe(expression, code, tail.start), by: 'value' });
  return shown;
}

function* calls(code: string): Generator<{ start: number; end: number; inside: string }> {
  for (const match of code.matchAll(/(?:^|[\s;:(])(?:print|pprint|display|tf\.print)\(/g)) {
    const open = match.index + match[0].length;
    const close = closing(code, open);
    if (close !== undefined) yield { start: match.index, end: close, inside: code.slice(open, close) };
  }
}

/** The values of a tuple each for itself. */
function valuesOf(expression: string): string[] {
  const inside = /^\((.*)\)$/s.exec(expression)?.[1];
  const values = splitTop(
    inside !== undefined && closing(expression, 1) === expression.length - 1 ? inside : expression,
  );
  return values.length > 1 && !isCompound(values[0].replace(/\s(?:for|in|if)\s.*/s, ''))
    ? values
    : [expression];
}

type Piece = { text: string } | { expression: string };

/** An argument as text and values by turns: f-strings, `"…{}…".format(x)` and `"…%s…" % x` are taken apart. */
function piecesOf(argument: string): Piece[] {
  const literal = /^([rbfu]*)("""|'''|"|')(.*?)\2\s*(\.format\((.*)\)|%\s*(.*))?$/is.exec(argument);
  if (literal === null) return /^[rbfu]*["']/i.test(argument) ? [] : [{ expression: argument }];
  const [, flags, , text, , formatted, percent] = literal;
  const unescaped = (part: string) => part.replace(/\\[nt]/g, ' ').replace(/\\(.)/g, '$1');
  const pieces: Piece[] = [];
  let at = 0;
  const values =
    formatted !== undefined
      ? splitTop(formatted).map((value) => value.replace(/^\w+\s*=(?!=)\s*/, ''))
      : percent !== undefined
        ? splitTop(percent.replace(/^\((.*)\)$/s, '$1'))
        : [];
  const places =
    formatted !== undefined
      ? /\{[^{}]*\}/g
      : percent !== undefined
        ? /%[-+ #0\d.]*[a-zA-Z]/g
        : flags.toLowerCase().includes('f')
          ? /\{([^{}:!]+?)(=?)(?:[:!][^{}]*)?\}/g
          : undefined;
  if (places === undefined) return [{ text: unescaped(text) }];
  let place = 0;
  for (const match of text.matchAll(places)) {
    const expression = formatted === undefined && percent === undefined ? match[1].trim() : values[place++];
    const label = match[2] === '=' ? `${match[1]}=` : '';
    pieces.push({ text: unescaped(text.slice(at, match.index)) + label });
    if (expression !== undefined) pieces.push({ expression });
    at = match.index + match[0].length;
  }
  pieces.push({ text: unescaped(text.slice(at)) });
  return pieces;
}

function describe(expression: string, code: string, at: number): Omit<Shown, 'by'> {
  const bare = strip(expression);
  const name = isCompound(bare)
    ? undefined
    : (/(?:^|\.)([A-Za-z_]\w*)$/.exec(bare)?.[1] ?? /\[["'](\w+)["']\]$/.exec(bare)?.[1]);
  const slice = /\[[^[\]]*(?:,|\.\.\.)\s*:?\s*-?\d*\s*:\s*\d+\s*\]$/.test(expression)
    ? 'classes'
    : /\[:\d+\]$/.test(expression)
      ? 'first'
      : undefined;
  const row = /\[\s*-?\d+\s*\](?:\.\w+\(\))*$/.test(expression) && bare !== expression;
  return {
    expression,
    name,
    ...(row ? { row: true as const } : {}),
    ...(slice === undefined ? {} : { slice }),
    says: meaningOf(bare, code, at),
  };
}
