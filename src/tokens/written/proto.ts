import type { Read } from './read';
import { unescaped } from './strings';

/** Fields that hold a list however many there are; others do where they stand more than once. */
const REPEATED = new Set(['candidates', 'chosen_candidates', 'top_candidates', 'parts']);
const DEEPEST = 50;
/** A line: `name {`, `name: value` or `}`. */
const LINE = /^(?:([A-Za-z_]\w*)(?: (\{)(\})?|: (.+))|(\}))$/;
const OPENS = /(?:^|\n)[ \t]*[A-Za-z_]\w{0,79} \{$/;
const FOLLOWS = /^[ \t]{0,8}\n[ \t]{0,80}[A-Za-z_]\w{0,79}(?: \{|: [^\n,]{0,20000}[^\n,{[])\n/;
/** The longest line that is looked at before a text is taken for one of these. */
const LOOKED_AT = 20_200;

/** Where a message of protobuf's text format begins whose first bracket stands at an offset; else the bracket itself. */
export function protoStart(text: string, bracket: number, least: number): number {
  if (text[bracket - 1] !== ' ') return bracket;
  const from = Math.max(least, bracket - 160);
  if (!OPENS.test(text.slice(from, bracket + 1))) return bracket;
  if (!FOLLOWS.test(text.slice(bracket + 1, bracket + LOOKED_AT))) return bracket;
  return Math.max(from, text.lastIndexOf('\n', bracket) + 1);
}

/** Whether such a message begins at an offset that `protoStart` gave. */
export function isProto(text: string, start: number): boolean {
  const code = text.charCodeAt(start);
  if (code === 123 || code === 91) return false;
  const end = text.indexOf('\n', start);
  return end >= 0 && /^[ \t]*[A-Za-z_]\w{0,79} \{[ \t]*$/.test(text.slice(start, Math.min(end, start + 160)));
}

/** Reads protobuf's text format, as Vertex's and Google's older clients print their messages, until a line is none of it. */
export function readProto(text: string, start: number, limit = text.length): Read {
  const root: Record<string, unknown> = {};
  const open: Record<string, unknown>[] = [root];
  let at = start;
  while (at < limit) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 || newline > limit ? limit : newline;
    const parts = LINE.exec(text.slice(at, end).trim());
    if (!parts || (parts[5] && open.length === 1)) break;
    at = Math.min(limit, end + 1);
    const [, name, opens, closes, value] = parts;
    // The text ends in a number, or right behind it: which one it is cannot be told.
    if (newline < 0 && value !== undefined && open.length > 1) break;
    if (name === undefined) open.pop();
    else if (value !== undefined) add(open[open.length - 1], name, scalar(value));
    else if (opens) {
      const inner: Record<string, unknown> = {};
      add(open[open.length - 1], name, inner);
      if (!closes) open.push(inner);
      if (open.length > DEEPEST) break;
    }
  }
  return { value: root, end: Math.max(at, start + 1), truncated: open.length > 1 };
}

function add(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') return;
  const before = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (Array.isArray(before)) before.push(value);
  else if (before !== undefined) fields[name] = [before, value];
  else fields[name] = REPEATED.has(name) ? [value] : value;
}

function scalar(written: string): unknown {
  const quote = written[0];
  if ((quote === '"' || quote === "'") && written.length > 1 && written.endsWith(quote))
    return withOctals(written.slice(1, -1));
  const value = Number(written);
  if (!Number.isNaN(value)) return value;
  if (written === '-inf') return -Infinity;
  return written === 'true' ? true : written === 'false' ? false : written;
}

/** Bytes of a character are written in octal, each by itself: `caf\303\251`. */
function withOctals(written: string): string {
  if (!/\\[0-3][0-7]{2}/.test(written)) return unescaped(written);
  const parts = written.split(/((?:\\[0-3][0-7]{2})+)/);
  return parts.map((part, index) => (index % 2 === 1 ? octals(part) : unescaped(part))).join('');
}

function octals(written: string): string {
  const bytes = written
    .split('\\')
    .slice(1)
    .map((digits) => parseInt(digits, 8));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
