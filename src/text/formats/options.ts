import { marginAfter } from '../margin';

/** Keyword arguments as a library prints them, and how long they are. */
interface Suffix {
  options: Map<string, string>;
  /** Up to and including the closing parenthesis. */
  length: number;
}

const KEY = /\w+=\s*/y;
const WORD = /[\w.:-]*/y;
const CLOSERS: Readonly<Record<string, string>> = { '<': '>', '(': ')', '[': ']', '"': '"', "'": "'" };

/** The keyword arguments printed behind the numbers, `, device='cuda:0', grad_fn=<AddmmBackward0>)`, if they close. */
export function suffixOf(after: string): Suffix | undefined {
  const options = new Map<string, string>();
  let at = marginAfter(after, 0);
  while (after[at] === ',') {
    at = marginAfter(after, at + 1);
    const option = optionAt(after, at);
    if (option === undefined) break;
    options.set(option.key, option.value);
    at = marginAfter(after, option.end);
  }
  return after[at] === ')' ? { options, length: at + 1 } : undefined;
}

/** `dtype=torch.int64, size=(0, 2)` as a map. Anything else between them is passed over. */
export function optionsOf(text: string): Map<string, string> {
  const options = new Map<string, string>();
  for (let at = 0; at < text.length;) {
    const option = optionAt(text, at);
    if (option !== undefined) options.set(option.key, option.value);
    at = option === undefined ? wordEnd(text, at) : option.end;
  }
  return options;
}

interface Option {
  key: string;
  value: string;
  end: number;
}

function optionAt(text: string, at: number): Option | undefined {
  KEY.lastIndex = at;
  const key = KEY.exec(text)?.[0];
  if (key === undefined) return undefined;
  const start = at + key.length;
  const end = valueEnd(text, start);
  if (end === undefined) return undefined;
  const quoted = text[start] === '"' || text[start] === "'";
  return {
    key: key.slice(0, key.indexOf('=')),
    value: quoted ? text.slice(start + 1, end - 1) : text.slice(start, end),
    end,
  };
}

/** Undefined where a quote or bracket is not closed on its line. What stripped HTML's tags may have taken a ">". */
function valueEnd(text: string, start: number): number | undefined {
  const closer = CLOSERS[text[start]];
  if (closer === undefined) return wordEnd(text, start, 0);
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === closer) return at + 1;
    if (closer === '>' && (text[at] === ',' || text[at] === ')')) return at;
  }
  return undefined;
}

function wordEnd(text: string, at: number, least = 1): number {
  WORD.lastIndex = at;
  return at + Math.max(least, WORD.exec(text)![0].length);
}
