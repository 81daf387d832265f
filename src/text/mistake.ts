import { plural } from '../arrays/words/plural';
import * as l10n from '@vscode/l10n';
import { checkShape, describe } from '../arrays/ndarray';
import type { FoundArray } from '../arrays/types';

/** Lists looked at for a mistake to name. */
const MOST_ATTEMPTS = 200;
const DEEPEST = 64;
/** Characters of one item that are looked at. */
const LONGEST_ITEM = 200;

const NUMBER = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?|nan)$/i;
const ITEM = /^(?:"[^"\n]*"?|'[^'\n]*'?|\{|[^\s,[\](){}]+(?:\([^()\n]*\))?)/;

export function isNumber(token: string): boolean {
  return NUMBER.test(token);
}

/** Of an array that is printed with "...". */
export function elidedText(): string {
  return l10n.t('the array is abbreviated with “...” (elided): its values are not in the text');
}

/** Of a row that has other than the first row's `expected` numbers. */
export function raggedText(row: number, numbers: number, expected: number): string {
  return plural(
    numbers,
    l10n.t('row {0} has 1 number, but the first row has {1} (ragged)', row, expected),
    l10n.t('row {0} has {1} numbers, but the first row has {2} (ragged)', row, numbers, expected),
  );
}

/**
 * What is wrong with the first list that is meant as an array and is none: the first square bracket that no found
 * array covers and that a number or another bracket follows.
 */
export function mistakeIn(text: string, found: readonly FoundArray[]): string | undefined {
  const opener = /[[(](?=\s*(?:[-+.\d[(]|nan|inf|NaN|Infinity|None|null|["']))/g;
  let next = 0;
  let attempts = 0;
  for (let match = opener.exec(text); match !== null && attempts < MOST_ATTEMPTS; match = opener.exec(text)) {
    const { index } = match;
    while (next < found.length && found[next].range[1] <= index) next++;
    const covering = found[next];
    if (covering !== undefined && covering.range[0] <= index) {
      opener.lastIndex = covering.range[1];
      continue;
    }
    if (!beginsArray(text, index)) continue;
    attempts++;
    const list = new List(text, index);
    const mistake = list.mistake();
    if (mistake !== undefined) return mistake;
    opener.lastIndex = Math.max(index + 1, list.at);
  }
  return undefined;
}

/** A tuple of lists, or a list that is no subscript. */
function beginsArray(text: string, at: number): boolean {
  return text[at] === '('
    ? /^\(\s*[([]/.test(text.slice(at, at + 40))
    : !/[\w)\]]/.test(at > 0 ? text[at - 1] : '');
}

/** Where and why a list stops being an array. */
class Mistake extends Error {
  /** @param showsNumbers the list is meant as an array even if no number was read before */
  constructor(
    message: string,
    readonly showsNumbers = false,
  ) {
    super(message);
  }
}

/** What a list holds: so many numbers, or lists. */
interface Content {
  length: number;
  lists: boolean;
}

/** Reads one list slowly, up to its end or its first mistake. */
class List {
  private readonly path: number[] = [];
  /** By depth: the length of the first list there. */
  private readonly shape: (number | undefined)[] = [];
  private numbers = 0;

  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  /** Undefined where there is none, and where the list is no attempt at an array. */
  mistake(): string | undefined {
    try {
      const { length } = this.list(0);
      checkShape([length], l10n.t('array'));
      return undefined;
    } catch (error) {
      const isAttempt = this.numbers > 0 || (error instanceof Mistake && error.showsNumbers);
      return isAttempt ? (error as Error).message : undefined;
    }
  }

  private list(depth: number): Content {
    const { text } = this;
    const close = text[this.at] === '(' ? ')' : ']';
    this.at++;
    if (depth > DEEPEST) throw new Mistake(l10n.t('nested deeper than {0} levels', DEEPEST));
    let length = 0;
    let lists: boolean | undefined;
    let comma = false;
    let commas = false;
    for (;;) {
      this.space();
      if (this.at >= text.length)
        throw new Mistake(l10n.t('the text ends before the list is closed (truncated)'));
      if (text[this.at] === close) break;
      if (text.startsWith('...', this.at) || text[this.at] === '…') throw new Mistake(elidedText(), true);
      this.path.push(length);
      const isList = text[this.at] === '[' || text[this.at] === '(';
      const spaced = this.numbers > 0 && length > 0 && !comma && commas;
      if (isList) this.row(depth + 1, length, lists);
      else this.number(lists, spaced);
      lists = isList;
      this.path.pop();
      length++;
      this.space();
      comma = text[this.at] === ',';
      if (!comma) continue;
      commas = true;
      this.at++;
    }
    this.at++;
    return { length, lists: lists ?? false };
  }

  /** A list in a list. `lists`: whether those before it are. */
  private row(depth: number, index: number, lists: boolean | undefined) {
    if (lists === false)
      throw new Mistake(l10n.t('{0}: expected a number, as before it, got a list (ragged)', this.where()));
    const content = this.list(depth);
    const expected = this.shape[depth];
    if (expected !== undefined && content.length !== expected) {
      const outer = this.where(-1);
      const ragged = content.lists
        ? l10n.t('row {0} has {1} lists, but the first row has {2} (ragged)', index, content.length, expected)
        : raggedText(index, content.length, expected);
      throw new Mistake(outer === '' ? ragged : `${outer}: ${ragged}`);
    }
    this.shape[depth] = content.length;
  }

  /** An item that is no list. `spaced`: no comma before it, though there are others. */
  private number(lists: boolean | undefined, spaced: boolean) {
    const { text, at } = this;
    const token = ITEM.exec(text.slice(at, at + LONGEST_ITEM))?.[0] ?? text[at];
    if (!mayBeNumber(token))
      throw new Mistake(
        l10n.t('{0}: expected a number, got {1}', this.where(), shown(token)),
        startsLikeNumber(token),
      );
    if (lists === true)
      throw new Mistake(
        l10n.t('{0}: expected a list, as before it, got {1} (ragged)', this.where(), token),
        startsLikeNumber(token),
      );
    if (spaced)
      throw new Mistake(
        l10n.t('{0}: expected a comma before {1}, as elsewhere in the list', this.where(), token),
      );
    this.numbers++;
    this.at += token.length;
  }

  private where(end?: number): string {
    return this.path
      .slice(0, end)
      .map((i) => `[${i}]`)
      .join('');
  }

  private space() {
    while (this.at < this.text.length && /[\s#]/.test(this.text[this.at])) this.at++;
  }
}

/** A number, or a call that may give one: `np.float32(1.5)`, `math.inf`. */
function mayBeNumber(token: string): boolean {
  return (
    isNumber(token.replaceAll('_', '')) ||
    /^(?:\w+\.)*\w+\(\s*[-+]?[\d.]/.test(token) ||
    /^-?(?:np|math|torch|float)\b/.test(token)
  );
}

function startsLikeNumber(token: string): boolean {
  return /^[-+]?[\d.]/.test(token);
}

function shown(token: string): string {
  if (/^["']/.test(token)) return describe(token.slice(1, -1));
  return token === '{' ? l10n.t('a record') : token;
}
