/** Reads Python's expressions by their brackets and quotes: what the code shows is evidence to weigh, not a program to run. */

/** How far a bracket may reach. */
const REACH = 2000;

/** An expression as a sentence quotes it: on one line, and not too long. */
export function inSentence(expression: string): string {
  const line = expression.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** Each place outside of strings, with how deep in brackets it is, its own counted in, until the visitor returns true. */
function unquoted(code: string, visit: (c: string, at: number, depth: number) => boolean | void, from = 0) {
  let depth = 0;
  let quote = '';
  for (let at = from; at < code.length; at++) {
    const c = code[at];
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else {
      if ('([{'.includes(c)) depth++;
      if (visit(c, at, depth) === true) return;
      if (')]}'.includes(c)) depth--;
    }
  }
}

/** Where the bracket opened before `from` closes. */
export function closing(code: string, from: number): number | undefined {
  let end: number | undefined;
  const visit = (c: string, at: number, depth: number) => {
    if (depth === 0 && ')]}'.includes(c)) end = at;
    return end !== undefined;
  };
  unquoted(code.slice(0, from + REACH), visit, from);
  return end;
}

/** Each place outside of brackets and strings, until the visitor returns true. */
function outermost(code: string, visit: (c: string, at: number) => boolean | void) {
  unquoted(code, (c, at, depth) => depth === 0 && !'([{)]}'.includes(c) && visit(c, at));
}

/** The items between commas outside all brackets. */
export function splitTop(inside: string): string[] {
  const parts: string[] = [];
  let start = 0;
  outermost(inside, (c, at) => {
    if (c !== ',') return;
    parts.push(inside.slice(start, at).trim());
    start = at + 1;
  });
  parts.push(inside.slice(start).trim());
  return parts.filter((part) => part !== '');
}

/** Whether several values meet in an expression: `a / b`, `x if y else z`, `[…] for …`. */
export function isCompound(expression: string): boolean {
  let compound = false;
  outermost(expression, (c, at) => {
    compound =
      '+-*/@%<>=!&|^~,'.includes(c) || /^\s(?:if|for|in|or|and|is|not)\s/.test(expression.slice(at, at + 6));
    return compound;
  });
  return compound;
}

/** Where the bracket that ends an expression opens: of `f(x)(y)`, that before y. */
function lastOpening(expression: string): number | undefined {
  const open: number[] = [];
  let last: number | undefined;
  unquoted(expression, (c, at) => {
    if ('([{'.includes(c)) open.push(at);
    else if (')]}'.includes(c)) last = open.pop();
  });
  return /[)\]}]$/.test(expression) && open.length === 0 ? last : undefined;
}

/** A call that makes up a whole expression. */
export interface Call {
  /** What is called, the arguments of calls in it left out: `Net().forward` of `Net(3).forward(x)`. */
  callee: string;
  args: string;
  /** What is called, as written. */
  written: string;
}

/** The call or, with "[", the subscript that an expression ends in and wholly is. */
export function endOf(expression: string, bracket: '(' | '['): Call | undefined {
  const open = lastOpening(expression);
  if (open === undefined || expression[open] !== bracket) return undefined;
  const written = expression.slice(0, open);
  if (isCompound(written) || !/^[A-Za-z_(\[]/.test(written)) return undefined;
  return { callee: withoutArguments(written), args: expression.slice(open + 1, -1), written };
}

function withoutArguments(callee: string): string {
  for (let i = 0; i < 8; i++) {
    const next = callee.replace(/\([^()]+\)/g, '()').replace(/\[[^[\]]*\]/g, '');
    if (next === callee) break;
    callee = next;
  }
  return callee;
}

/** A last line that is an expression, with the lines its brackets began on. */
export function lastExpression(code: string): { text: string; start: number } | undefined {
  const trimmed = code.replace(/[\s;]+$/, '');
  let start = trimmed.length;
  for (let lines = 0; lines < 40; lines++) {
    start = trimmed.lastIndexOf('\n', start - 1);
    const text = trimmed.slice(start + 1);
    const balance = (text.match(/[([{]/g)?.length ?? 0) - (text.match(/[)\]}]/g)?.length ?? 0);
    if (balance >= 0 && !/^[\s)\]}]/.test(text)) {
      const statement =
        /^(?:\w[\w.,\s[\]'"*:]*[^=!<>+\-*/]?=(?!=)|import\b|from\b|for\b|if\b|while\b|with\b|def\b|class\b|return\b|assert\b|del\b|print\(|display\(|[%!@?])/;
      return statement.test(text) && !/^\w[\w.]*\(/.test(text)
        ? undefined
        : { text: text.trim(), start: start + 1 };
    }
    if (start < 0) return undefined;
  }
  return undefined;
}

/** What was assigned to a variable last before a place, and where. */
export interface Assigned {
  value: string;
  at: number;
  /** Its place among several targets, when one value gives them all. */
  place?: number;
}

export function assignedTo(variable: string, code: string, before: number): Assigned | undefined {
  const escaped = variable.replace(/\W/g, '\\$&');
  const pattern = new RegExp(
    `(?:^|[\\n;])[ \\t]*((?:[\\w.]+[ \\t]*,[ \\t]*){0,20}${escaped}[ \\t]*(?:,[ \\t]*[\\w.]+[ \\t]*){0,20}),?[ \\t]*(?::[ \\t]*[\\w.[\\], ]+)?=(?!=)[ \\t]*([^\\n]*)`,
    'g',
  );
  let last: RegExpMatchArray | undefined;
  for (const match of code.slice(0, before).matchAll(pattern)) last = match;
  if (last === undefined) return undefined;
  const [all, targets, line] = last;
  const start = last.index! + all.length - line.length;
  let value = line;
  // Brackets that stay open reach over the lines below.
  const open = /^[^\n]*?[([{]/.exec(line);
  if (open !== null) {
    const close = closing(code, start + open[0].length);
    if (close !== undefined && close > start + line.length) {
      const end = code.indexOf('\n', close);
      value = code.slice(start, end < 0 ? code.length : end);
    }
  }
  const names = targets.split(',').map((name) => name.trim());
  const place = names.indexOf(variable);
  const values = splitTop(value);
  if (names.length > 1 && values.length === names.length) return { value: values[place], at: last.index! };
  return { value: value.trim(), at: last.index!, ...(names.length > 1 ? { place } : {}) };
}

/** What a function of the code returns last, and where that stands. */
export function returnedBy(name: string, code: string): { value: string; at: number } | undefined {
  return lastReturn(code, new RegExp(`(?:^|\\n)([ \\t]*)def[ \\t]+${name}\\(`, 'g'), 0);
}

/** What the object a variable holds returns when called, where its class is in the code. */
export function returnedByObject(
  variable: string,
  code: string,
  before: number,
): { value: string; at: number } | undefined {
  const made = /^(?:[\w.]+\()*([A-Z]\w*)\(/.exec(
    variable.endsWith('()') ? variable.slice(0, -1) : (assignedTo(variable, code, before)?.value ?? ''),
  )?.[1];
  if (made === undefined) return undefined;
  const start = code.search(new RegExp(`(?:^|\\n)class[ \\t]+${made}\\b`));
  return start < 0
    ? undefined
    : lastReturn(code, /\n([ \t]+)def[ \t]+(?:forward|call|__call__|construct)\(/g, start);
}

/** The last return in the body of the function whose `def` the pattern finds first from a place on. */
function lastReturn(code: string, def: RegExp, from: number) {
  def.lastIndex = from;
  const match = def.exec(code);
  if (match === null) return undefined;
  const indent = match[1];
  let found: { value: string; at: number } | undefined;
  let at = code.indexOf('\n', match.index + match[0].length);
  while (at >= 0) {
    const end = code.indexOf('\n', at + 1);
    const line = code.slice(at + 1, end < 0 ? code.length : end);
    // The body ends where a line stands no deeper than the "def" itself.
    if (
      line.trim() !== '' &&
      !/^[ \t]*\)/.test(line) &&
      !(line.startsWith(indent) && /^[ \t]/.test(line.slice(indent.length)))
    )
      break;
    const value = /^[ \t]+return[ \t]+(\S.*)$/.exec(line)?.[1];
    if (value !== undefined) found = { value, at: at + 1 };
    at = end;
  }
  return found;
}
