import type { Frame, Literal } from '../literals/tree';
import { marginBefore } from '../margin';

/** How far before an array its name is looked for, and how far away at most it ends. */
const REACH = 300;
const FARTHEST = 60;
/** Characters of a quoted name, of a name in code, and of words before a sign. */
const LONGEST_QUOTED = 80;
const LONGEST_NAME = 81;
const LONGEST_PREFIX = 61;

/** `Mean of logits = `: words before the sign, as a print has them and no declaration. */
const LABEL =
  /^(?!(?:const|let|var|val|auto|final|static|public|private|double|float|int|export|return|self|this)\b)[A-Za-z_][\w.'-]*(?: [\w.'-]+){1,5}$/;
/** A declared type: `np.ndarray`, `number[][]`. */
const TYPE = /^[\w$.<>[\], |]{1,60}$/;
const WORDS = /^[ \t#>*|]*([A-Za-z_][\w.-]*(?: [\w.-]+){0,3})$/;
/** Words behind what a logger writes before them: `12:00:01 INFO eval: logits `. */
const LOGGED = /[:|\]] ([A-Za-z_][\w.-]*(?: [\w.-]+){0,3})$/;
const HEADING = /^[ \t#>*=-]*([A-Za-z_][\w.]*(?: [\w.]+){0,3})$/;
/** The expression whose value is shown below it or beside it: `>>> logits`, `print(logits)`, `logits  # `. */
const SHOWN =
  /^[ \t#]*(?:(?:>>>|In \[\d+\]:)[ \t]*)?(?:print\()?([A-Za-z_][\w.]*)(?:\(\))?\)?(?:[ \t]*=[^\n=][^\n]*)?$/;
const BELOW_OR_BESIDE = /^[ \t]*(?:\n[ \t]*(?:#+[ \t]*)?|#+[ \t]*)$/;
const TELLING = /logit|prob|score|label|target|pred|softmax|loss|output/i;
const KEYWORD =
  /^(?:return|yield|assert|in|and|or|not|print|if|for|is|await|lambda|import|from|else|case|with|the|a|an|torch\.\w+|u?int\d+|b?float\d+|with)$/i;

/** The name that stands directly before an offset: key, assignment target, printed prefix. */
export function nameBefore(text: string, start: number): string | undefined {
  const from = Math.max(0, start - REACH);
  const end = marginBefore(text, start, from);
  if (end === from || start - end >= FARTHEST) return undefined;
  const before = withoutSubscript(text.slice(from, end));
  const margin = text.slice(end, start);
  const last = before[before.length - 1];
  switch (last) {
    case ':':
      return tidy(keyIn(before) ?? prefixIn(before));
    case '=':
      return tidy(labelIn(before) ?? targetIn(before) ?? prefixIn(before));
    case '-':
      return margin[0] === '>' ? tidy(prefixIn(before)) : undefined;
    case ',':
      return tidy(pairedIn(before));
  }
  return /[\w)]/.test(last) ? nameWithoutSign(before, margin) : undefined;
}

/** `logits` of `logits[:2]:`. */
function withoutSubscript(before: string): string {
  const last = before[before.length - 1];
  const sign = last === ':' || last === '=' ? last : '';
  const head = before.slice(0, before.length - sign.length).trimEnd();
  const open = head.endsWith(']') ? head.lastIndexOf('[') : -1;
  if (open < 1 || !/\w/.test(head[open - 1]) || !/^[-\d:, .]{1,20}$/.test(head.slice(open + 1, -1)))
    return before;
  return head.slice(0, open) + sign;
}

/** `Logits [[…]]`, a heading on the line above, or code that shows its value. */
function nameWithoutSign(before: string, margin: string): string | undefined {
  const line = lastLine(before);
  const words = /^[ \t]+$/.test(margin) ? WORDS.exec(line)?.[1] : undefined;
  if (words !== undefined && !words.split(' ').some((word) => KEYWORD.test(word))) return tidy(words);
  const logged = /^[ \t]+$/.test(margin) ? LOGGED.exec(line)?.[1] : undefined;
  if (logged !== undefined && TELLING.test(logged)) return tidy(logged);
  const heading = isNextLine(margin) ? HEADING.exec(line)?.[1] : undefined;
  if (heading !== undefined && TELLING.test(heading)) return tidy(heading);
  const shown = BELOW_OR_BESIDE.test(margin) ? SHOWN.exec(line)?.[1] : undefined;
  if (shown === undefined || KEYWORD.test(shown)) return undefined;
  return TELLING.test(shown) || before.includes('>>>') ? shown.slice(shown.lastIndexOf('.') + 1) : undefined;
}

function isNextLine(margin: string): boolean {
  const newline = margin.indexOf('\n');
  return newline >= 0 && newline === margin.lastIndexOf('\n');
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** `"logits":` */
function keyIn(before: string): string | undefined {
  return quotedAtEnd(before.slice(0, -1).trimEnd())?.content;
}

/** `('logits',` */
function pairedIn(before: string): string | undefined {
  const head = before.slice(0, -1);
  const quoted = quotedAtEnd(head);
  return quoted !== undefined && /[([]$/.test(head.slice(0, quoted.start).trimEnd())
    ? quoted.content
    : undefined;
}

function quotedAtEnd(text: string): { content: string; start: number } | undefined {
  if (!/["']$/.test(text)) return undefined;
  const from = Math.max(text.lastIndexOf('"', text.length - 2), text.lastIndexOf("'", text.length - 2));
  const content = text.slice(from + 1, -1);
  if (from < 0 || content === '' || content.length > LONGEST_QUOTED || content.includes('\n'))
    return undefined;
  return { content, start: from };
}

function labelIn(before: string): string | undefined {
  const line = lastLine(before.slice(0, -1)).trim();
  return LABEL.test(line) ? line : undefined;
}

/** `logits =`, `self.logits: np.ndarray =`, `const logits: number[][] =`, `logits :=`. */
function targetIn(before: string): string | undefined {
  const head = before.slice(0, before.endsWith(':=') ? -2 : -1).trimEnd();
  const colon = head.lastIndexOf(':');
  const type = head.slice(colon + 1).trim();
  // A logger's name is followed by what is printed: `eval: logits=`.
  const isSaid = () => TELLING.test(type) && !TELLING.test(head.slice(0, colon).slice(-LONGEST_NAME));
  const isTyped = colon >= 0 && TYPE.test(type) && !isSaid();
  return (
    (isTyped ? wordAtEnd(head.slice(0, colon).trimEnd(), /[\w$.]/, /[A-Za-z_$]/, LONGEST_NAME) : undefined) ??
    wordAtEnd(head, /[\w$.]/, /[A-Za-z_$]/, LONGEST_NAME)
  );
}

/** `Validation logits:`, `x ->` */
function prefixIn(before: string): string | undefined {
  return wordAtEnd(before.slice(0, -1), /[\w ./'#%-]/, /[A-Za-z_]/, LONGEST_PREFIX);
}

/** The longest stretch of some characters at the end that begins with one of those that may. */
function wordAtEnd(text: string, inside: RegExp, first: RegExp, most: number): string | undefined {
  const end = text.trimEnd().length;
  let start = end;
  while (start > 0 && end - start < most && inside.test(text[start - 1])) start--;
  while (start < end && !first.test(text[start])) start++;
  return start < end ? text.slice(start, end) : undefined;
}

function tidy(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  let end = name.length;
  while (end > 0 && /[\s:=]/.test(name[end - 1])) end--;
  const trimmed = name
    .slice(0, end)
    .replace(/^(?:self|this)\./, '')
    .trim();
  return trimmed === '' ? undefined : trimmed;
}

/** Its own name, or that of the list or tuple it is an item of. */
export function nameOf(text: string, literal: Literal, start: number): string | undefined {
  const own = nameBefore(text, start);
  if (own !== undefined) return own;
  let frame = literal.parent;
  while (frame !== undefined && frame.start >= start) frame = frame.parent;
  return nameAround(text, frame);
}

/** By bracket: the name of the list or tuple, or of those around it. Many arrays may stand in many brackets. */
const named = new WeakMap<Frame, string | undefined>();

function nameAround(text: string, innermost: Frame | undefined): string | undefined {
  const passed: Frame[] = [];
  let name: string | undefined;
  for (let frame = innermost; frame !== undefined; frame = frame.parent) {
    if (named.has(frame)) {
      name = named.get(frame);
      break;
    }
    if (frame.attached || text[frame.start] === '{') break;
    passed.push(frame);
    name = nameBefore(text, frame.start);
    if (name !== undefined) break;
  }
  for (const frame of passed) named.set(frame, name);
  return name;
}
