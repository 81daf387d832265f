/** Containers inside one another. */
const DEEPEST = 50;

interface Line {
  indent: number;
  text: string;
}

/** What is no YAML of the plain kind read here. */
class Unread extends Error {}

/**
 * YAML as programs dump it, block lists and maps with plain scalars and lists and maps in brackets on one line, as the JSON text
 * it stands for, NaN and Infinity as Python's JSON has them. Undefined for anything else: anchors, tags, texts over several
 * lines, tabs.
 */
export function yamlAsJson(text: string): string | undefined {
  try {
    const lines = linesOf(text);
    if (lines.length === 0) return undefined;
    const reader = new Blocks(lines);
    const json = reader.block(lines[0].indent, 0);
    return reader.at === lines.length ? json : undefined;
  } catch (error) {
    if (error instanceof Unread) return undefined;
    throw error;
  }
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const written of text.split('\n')) {
    const line = withoutComment(written).trimEnd();
    const inner = line.trimStart();
    if (inner === '' || (lines.length === 0 && inner === '---')) continue;
    if (line.includes('\t')) throw new Unread();
    lines.push({ indent: line.length - inner.length, text: inner });
  }
  return lines;
}

function withoutComment(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const c = line[at];
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '#' && (at === 0 || line[at - 1] === ' ')) return line.slice(0, at);
  }
  return line;
}

class Blocks {
  at = 0;

  constructor(private readonly lines: Line[]) {}

  /** The list or map whose entries begin at an indent. */
  block(indent: number, depth: number): string {
    if (depth > DEEPEST) throw new Unread();
    return isItem(this.lines[this.at].text) ? this.list(indent, depth) : this.map(indent, depth);
  }

  private list(indent: number, depth: number): string {
    const items: string[] = [];
    for (; this.at < this.lines.length;) {
      const line = this.lines[this.at];
      if (line.indent !== indent || !isItem(line.text)) break;
      const rest = line.text.slice(1).trimStart();
      if (rest === '') {
        this.at++;
        items.push(this.below(indent, depth, false));
      } else if (isItem(rest) || keyOf(rest) !== undefined) {
        // What stands behind the sign is a block of its own, as far in as it begins.
        const inner = indent + line.text.length - rest.length;
        this.lines[this.at] = { indent: inner, text: rest };
        items.push(this.block(inner, depth + 1));
      } else {
        this.at++;
        items.push(scalar(rest));
      }
    }
    return this.closed(indent, `[${items.join(', ')}]`);
  }

  private map(indent: number, depth: number): string {
    const entries: string[] = [];
    for (; this.at < this.lines.length;) {
      const line = this.lines[this.at];
      if (line.indent !== indent) break;
      const key = keyOf(line.text);
      if (key === undefined) throw new Unread();
      this.at++;
      const value = key.rest === '' ? this.below(indent, depth, true) : scalar(key.rest);
      entries.push(`${JSON.stringify(key.name)}: ${value}`);
    }
    return this.closed(indent, `{${entries.join(', ')}}`);
  }

  /** @param inMap a list below a key may begin as far in as the key */
  private below(indent: number, depth: number, inMap: boolean): string {
    const next = this.lines[this.at] as Line | undefined;
    if (next && (next.indent > indent || (inMap && next.indent === indent && isItem(next.text))))
      return this.block(next.indent, depth + 1);
    return 'null';
  }

  /** What follows stands further out. */
  private closed(indent: number, json: string): string {
    const next = this.lines[this.at] as Line | undefined;
    if (next && next.indent > indent) throw new Unread();
    return json;
  }
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ');
}

/** `name: rest` */
function keyOf(text: string): { name: string; rest: string } | undefined {
  const quoted = /^(?:"([^"\\]*)"|'([^']*)')\s*:(?:\s+|$)/.exec(text);
  if (quoted) return { name: quoted[1] ?? quoted[2], rest: text.slice(quoted[0].length) };
  const colon = text.endsWith(':') && !text.includes(': ') ? text.length - 1 : text.indexOf(': ');
  if (colon <= 0 || /["'[\]{},&*!|>%@`]/.test(text.slice(0, colon))) return undefined;
  return { name: text.slice(0, colon).trimEnd(), rest: text.slice(colon + 1).trim() };
}

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

function scalar(text: string): string {
  const [json, end] = text[0] === '[' || text[0] === '{' ? flow(text, 0, 0) : [plain(text), text.length];
  if (text.slice(end).trim() !== '') throw new Unread();
  return json;
}

/** A list or map in brackets, and where it ends. */
function flow(text: string, start: number, depth: number): [json: string, end: number] {
  if (depth > DEEPEST) throw new Unread();
  const isMap = text[start] === '{';
  const close = isMap ? '}' : ']';
  const items: string[] = [];
  let from = start + 1;
  let inner: string | undefined;
  for (let at = from; at < text.length; at++) {
    const c = text[at];
    if (c === '[' || c === '{') {
      if (inner !== undefined) throw new Unread();
      const before = text.slice(from, at).trim();
      const [json, end] = flow(text, at, depth + 1);
      inner = inBrackets(before, json, isMap);
      at = end - 1;
      from = end;
    } else if (c === ',' || c === close) {
      const item = text.slice(from, at).trim();
      if (inner !== undefined && item !== '') throw new Unread();
      if (inner !== undefined || item !== '') items.push(inner ?? (isMap ? entry(item) : plain(item)));
      else if (c === ',') throw new Unread();
      if (c === close) return [`${text[start]}${items.join(', ')}${close}`, at + 1];
      inner = undefined;
      from = at + 1;
    } else if (c === ']' || c === '}') throw new Unread();
  }
  throw new Unread();
}

/** `name: ` before brackets in a map, nothing in a list. */
function inBrackets(before: string, json: string, isMap: boolean): string {
  if (!isMap && before === '') return json;
  const key = isMap ? keyOf(before) : undefined;
  if (key?.rest !== '') throw new Unread();
  return `${JSON.stringify(key.name)}: ${json}`;
}

/** `name: value` */
function entry(item: string): string {
  const key = keyOf(item);
  if (key === undefined) throw new Unread();
  return `${JSON.stringify(key.name)}: ${key.rest === '' ? 'null' : plain(key.rest)}`;
}

function plain(text: string): string {
  if (NUMBER.test(text)) return jsonNumber(text);
  if (/^[-+]?\.inf$/i.test(text)) return text[0] === '-' ? '-Infinity' : 'Infinity';
  if (/^\.nan$/i.test(text)) return 'NaN';
  if (/^(?:true|false|null)$/.test(text)) return text;
  if (text === '~') return 'null';
  const quoted = /^(?:"([^"\\]*)"|'([^']*)')$/.exec(text);
  if (quoted) return JSON.stringify(quoted[1] ?? quoted[2]);
  if (/^["'{[&*!|>%@`]/.test(text) || text.includes(': ')) throw new Unread();
  return JSON.stringify(text);
}

/** With its digits as they are written: they say how exact it is. */
function jsonNumber(text: string): string {
  const unsigned = text.replace(/^\+/, '');
  return unsigned.replace(/^(-?)\./, '$10.').replace(/\.(?=$|[eE])/, '.0');
}
