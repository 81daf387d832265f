import * as l10n from '@vscode/l10n';

/** The literal subset of Python that .npy headers are written in: a dict of strings, booleans, integers and tuples. */
export type PythonValue = string | boolean | number | null | PythonValue[];

const MAX_DEPTH = 8;

/** Throws an Error that names the place; nothing is evaluated. */
export function readPythonDict(text: string, what: string): Map<string, PythonValue> {
  let at = 0;
  const fail = (expected: string): never => {
    const got = at < text.length ? JSON.stringify(text.slice(at, at + 12)) : l10n.t('the end');
    throw new Error(l10n.t('{0}: expected {1} at character {2}, got {3}', what, expected, at, got));
  };
  const skip = () => {
    while (at < text.length && ' \t\n\r'.includes(text[at])) at++;
  };
  const take = (token: string) => {
    skip();
    if (!text.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const match = (pattern: RegExp): string | undefined => {
    skip();
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };

  const string = (): string | undefined => match(/'[^'\\\n]*'|"[^"\\\n]*"/y)?.slice(1, -1);
  const sequence = (end: string, depth: number): PythonValue[] => {
    const items: PythonValue[] = [];
    while (!take(end)) {
      items.push(value(depth + 1));
      if (!take(',')) {
        if (!take(end)) fail(l10n.t('{0} or {1}', '","', `"${end}"`));
        break;
      }
    }
    return items;
  };
  const value = (depth: number): PythonValue => {
    if (depth > MAX_DEPTH) fail(l10n.t('at most {0} levels of nesting', MAX_DEPTH));
    if (take('(')) return sequence(')', depth);
    if (take('[')) return sequence(']', depth);
    if (take('True')) return true;
    if (take('False')) return false;
    if (take('None')) return null;
    const quoted = string();
    if (quoted !== undefined) return quoted;
    const number = match(/-?\d+/y);
    // Python 2 wrote long integers with an L.
    if (number !== undefined) {
      take('L');
      return Number(number);
    }
    return fail(l10n.t('a string, a number, True, False, None, a tuple, or a list'));
  };

  const dict = new Map<string, PythonValue>();
  if (!take('{')) fail('"{"');
  while (!take('}')) {
    const key = string() ?? fail(l10n.t('a quoted key'));
    if (!take(':')) fail('":"');
    dict.set(key, value(0));
    if (!take(',')) {
      if (!take('}')) fail(l10n.t('{0} or {1}', '","', '"}"'));
      break;
    }
  }
  skip();
  if (at < text.length && !/^\0*$/.test(text.slice(at))) fail(l10n.t('the end of the header'));
  return dict;
}
