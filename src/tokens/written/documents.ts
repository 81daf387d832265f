import { Literals } from './literals';
import { isProto, protoStart, readProto } from './proto';
import { fieldStart, readFields, readWritten, type Read } from './read';
import { field, isList, type Fields } from './value';

/** One value of a text, and where it stands. */
export interface Document {
  value: unknown;
  /** What the text calls it: `logprobs=…`, `logprobs: …`. */
  key?: string;
  start: number;
  /** The text ends in the middle of it. */
  truncated: boolean;
  /** It came as an event of a stream: `data: {…}`. */
  event: boolean;
}

/** A key that is a number: JSON.parse would sort such keys, and the first may be the token that was chosen. */
const NUMBERED = /"\d{1,12}"\s{0,4}:/;
const EVENT_LINE = /^\ufeff?[ \t]{0,8}data:/m;
/** Places in one line from which on the rest of it is tried as JSON. */
const MOST_TRIES = 3;
/** Of a name in front of a parenthesis. */
const LONGEST_NAME = 80;

/** `[{1:-2}]`: in what is shorter there are no tokens. */
const SHORTEST = 8;
/** Literals of Python within literals. */
const DEEPEST_LITERAL = 3;

/** Everything in a text that could be a response: JSON, JSON Lines, the events of a stream, prints of Python objects. */
export function* documentsIn(text: string, literals = 0): Generator<Document> {
  const whole = json(text, text);
  if (whole !== undefined) yield { value: whole, start: 0, truncated: false, event: false };
  else if (EVENT_LINE.test(text)) yield* eventsIn(text);
  else yield* valuesIn(text, 0, text.length, { event: false, literals });
}

/** The lines of a stream; between them stands nothing of interest, or whole values. */
function* eventsIn(text: string): Generator<Document> {
  /** Where an event ends whose lines are values by themselves. */
  let apart = 0;
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length;) {
    const end = lineEnd(text, start);
    const from = dataStart(text, start, end);
    if (from >= 0) {
      const event = start < apart ? undefined : eventAt(text, start);
      if (event?.value !== undefined) {
        yield { value: event.value, start: from, truncated: false, event: true };
        start = event.end;
        continue;
      }
      apart = Math.max(apart, event?.end ?? 0);
      yield* valuesIn(text, from, end, { event: true });
    } else if (isOpening(text.charCodeAt(start))) {
      let last = end;
      for (const document of valuesIn(text, start, text.length, { event: false, most: 1 })) {
        yield document;
        last = Math.max(last, document.end);
      }
      start = lineEnd(text, last) + 1;
      continue;
    }
    start = end + 1;
  }
}

/** Where the data of a line begins; -1 where it has none. */
function dataStart(text: string, start: number, end: number): number {
  const [prefix] = /^[ \t]*data:/.exec(text.slice(start, Math.min(end, start + 16))) ?? [];
  return prefix === undefined ? -1 : start + prefix.length;
}

/** The lines up to an empty one, and their data if several of them are one value: the standard joins them by line ends. */
function eventAt(text: string, from: number): { end: number; value?: unknown } {
  const data: string[] = [];
  let end = from;
  for (let start = from; start < text.length; start = end) {
    const stop = lineEnd(text, start);
    end = stop + 1;
    const begin = dataStart(text, start, stop);
    if (begin >= 0) data.push(text.slice(begin, stop));
    else if (text.slice(start, stop).trim() === '') break;
  }
  if (data.length < 2) return { end };
  const joined = data.join('\n').trim();
  if (!isOpening(joined.charCodeAt(0))) return { end };
  const read = readWritten(joined, 0, joined.length);
  return { end, value: read.truncated || read.end < joined.length ? undefined : read.value };
}

interface Wanted {
  event: boolean;
  /** Values; all by default. */
  most?: number;
  /** How many literals the text lies in. */
  literals?: number;
}

function* valuesIn(
  text: string,
  from: number,
  to: number,
  { event, most = Infinity, literals = DEEPEST_LITERAL }: Wanted,
): Generator<Document & { end: number }> {
  const quoted = literals < DEEPEST_LITERAL ? new Literals(text, to) : undefined;
  // Found once for each line: many values may begin in a long one.
  let line = -1;
  let tries = 0;
  let at = nextStart(text, from, to, from, quoted);
  for (let count = 0; at < to && count < most; count++) {
    const literal = quoted?.at(at);
    let behind = at + 1;
    if (literal) {
      for (const document of documentsIn(literal.value, literals + 1))
        yield { ...document, start: at, end: literal.end };
      behind = literal.end;
    } else {
      if (line < at) {
        line = Math.min(lineEnd(text, at), to);
        tries = 0;
      }
      const { value, key, end, truncated } = valueAt(text, at, to, tries++ < MOST_TRIES ? line : undefined);
      if (value !== undefined && end - at >= SHORTEST) yield { value, key, start: at, truncated, event, end };
      behind = Math.max(end, behind);
    }
    at = nextStart(text, behind, to, behind, quoted);
  }
}

/** A line that is JSON from here to its end is read by JSON.parse, everything else by the reader of what is written. */
function valueAt(text: string, start: number, limit: number, end?: number): Read & { key?: string } {
  if (fieldStart(text, start) >= 0) return fieldsAt(text, start, limit);
  if (isProto(text, start)) return readProto(text, start, limit);
  const whole =
    end !== undefined && isOpening(text.charCodeAt(start)) && isClosed(text, start, end)
      ? json(text.slice(start, end), text)
      : undefined;
  const read =
    whole === undefined ? readWritten(text, start, limit) : { value: whole, end: end!, truncated: false };
  return isList(read.value) ? { ...read, key: nameBefore(text, start) } : read;
}

/** Several fields are an object, one is a value with a name. */
function fieldsAt(text: string, start: number, limit: number): Read & { key?: string } {
  const read = readFields(text, start, limit);
  const names = Object.keys(read.value as Fields);
  if (names.length !== 1) return { ...read, value: names.length > 0 ? read.value : undefined };
  return { ...read, value: field(read.value, names[0]), key: names[0] };
}

/** `logprobs: […]`, `logprobs = […]` */
function nameBefore(text: string, start: number): string | undefined {
  const before = text.slice(Math.max(0, start - LONGEST_NAME), start);
  return /(?:^|[^\w.])([A-Za-z_]\w{0,40})["']? {0,2}[:=]\s{0,2}$/.exec(before)?.[1];
}

function json(text: string, whole: string): unknown {
  const first = /[^ \t\r\n\ufeff]/.exec(text);
  if (first === null || !isOpening(text.charCodeAt(first.index)) || text[first.index] === '(')
    return undefined;
  const last = text.trimEnd();
  if (!last.endsWith('}') && !last.endsWith(']')) return undefined;
  if (NUMBERED.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text === whole ? text.replace(/^\ufeff/, '') : text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a bracket closes at the end of a line, whatever it opened with. */
function isClosed(text: string, start: number, end: number): boolean {
  let last = end - 1;
  while (last > start && text.charCodeAt(last) <= 32) last--;
  const code = text.charCodeAt(last);
  return code === 125 || code === 93;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function isOpening(code: number): boolean {
  return code === 123 || code === 91;
}

/**
 * The next bracket, or the name in front of the next parenthesis or sign of equality; names begin no sooner than `least`.
 */
function nextStart(text: string, from: number, to: number, least: number, quoted?: Literals): number {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if ((code === 34 || code === 39) && quoted?.begins(at)) return at;
    if (code === 123) return protoStart(text, at, least);
    if (code === 91) return at;
    if (code !== 40 && code !== 61) continue;
    let start = at;
    while (start > least && at - start < LONGEST_NAME && isOfName(text.charCodeAt(start - 1))) start--;
    if (start === at || isDigit(text.charCodeAt(start))) continue;
    if (code === 40 || fieldStart(text, start) === at + 1) return start;
  }
  return to;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isOfName(code: number): boolean {
  return (
    isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 46
  );
}
