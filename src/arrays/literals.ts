import { MAX_RANK } from '../ndarray';
import { isTopLogprobs } from './scored';
import {
  COMMA,
  POINT,
  ROW_COMMA,
  ROW_SPACE,
  SCIENTIFIC,
  SPACE,
  scannerOf,
  type Scanner,
} from './scanner/scanner';

/** Besides the scanner's flags: a value other than a plain number was read. */
export const SPECIAL = 64;
export const BOOLEAN = 128;

/** A bracket that is open, and what is known of its content so far. */
export interface Frame {
  /** Character code of the opening bracket. */
  kind: number;
  start: number;
  end: number;
  parent: Frame | undefined;
  /** The parent's key and index when this was opened. */
  parentKey: readonly [start: number, end: number] | undefined;
  parentIndex: number;
  /** In a list: how many items were closed before. */
  index: number;
  /** In a record: where the last key stands. */
  key: readonly [start: number, end: number] | undefined;
  /** Still a list of numbers or of equal lists, as far as read. */
  numeric: boolean;
  items: number;
  commas: number;
  itemShape: readonly number[] | undefined;
  itemSize: number;
  elided: boolean;
  flags: number;
  decimals: number;
  valuesStart: number;
  /** A number or list stands last, with no comma after it. */
  pending: boolean;
  /** Tuples keep their lists, for "(see [1, 2])" is no tuple after all. */
  kids: Literal[] | undefined;
  /** The text stopped being numbers because two lists differ in shape. */
  ragged: boolean;
  /** Written directly behind a name or a closing bracket, as a subscript or call is. */
  attached: boolean;
}

/** A rectangular list of numbers, as written. */
export interface Literal {
  start: number;
  end: number;
  /** -1 where an axis is elided. */
  shape: readonly number[];
  /** Numbers printed. */
  size: number;
  valuesStart: number;
  elided: boolean;
  flags: number;
  decimals: number;
  parent: Frame | undefined;
  key: readonly [start: number, end: number] | undefined;
  index: number;
  tuple: boolean;
}

/** A number or string that stands alone under a key of a record. */
export interface Scalar {
  record: Frame;
  key: readonly [start: number, end: number];
  start: number;
  end: number;
  /** Absent for a string. */
  value?: number;
}

export interface Literals {
  literals: Literal[];
  scalars: Scalar[];
  values: Float64Array;
}

const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const COMMA_CODE = 44;
const COLON = 58;
const OPEN_SQUARE = 91;
const CLOSE_SQUARE = 93;
const OPEN_CURLY = 123;
const CLOSE_CURLY = 125;
const NEWLINE = 10;

/** Frames kept at once. Deeper brackets are counted, not read. */
const MAX_DEPTH = 1000;

/** The longest run that could be one number; what it is, NUMBER decides. */
const TOKEN = /[-+]?[\w.]*(?:(?<=\d\.?[eE])[-+]\d+)?/y;
const NUMBER =
  /^[-+]?(?:(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|(?:(?:np|numpy|math|torch|jnp|tf|float)\.)?(?:[iI]nf(?:inity)?|nan|NaN|NAN)|true|false|True|False)$/;
const LONGEST_NUMBER = 1200;
const FLOAT_OF_STRING = /[-+]?float\(\s*['"][-+]?(?:inf|Inf|infinity|Infinity|nan|NaN)['"]\s*\)/y;
/** One number inside a scalar's repr: `np.float32(5.4)`, `tensor(0.3, grad_fn=<…>)`. */
const WRAPPED_NUMBER =
  /(?:[A-Za-z]\w*\.)*(?:b?float\d*|u?int\d*|double|half|tensor|Array|DeviceArray|array|scalar)\(\s*([-+]?(?:[\d.][\w.]*(?:[eE][-+]?\d+)?|inf|nan))\s*(?:,[^()\n]{0,200})?\)(?=[\s,\])}]|$)/y;
const WORD = /[A-Za-z_$\u0080-\uffff][\w$.\u0080-\uffff]*/y;
const OPENER = /[[({]/g;
/** What may stand before every line of a quoted or commented print. */
const PREFIX = /^[ \t]*((?:(?:#+|\/\/+|>>>|\.\.\.|>+|\*+|\||;+|--|%+|\(Pdb\)|In \[\d+\]:)[ \t]*)+)/;
/** Keys whose single numbers or strings matter beside an array: labels, class names, losses. */
const SCALAR_KEY =
  /^(?:labels?|targets?|y|y_?true|gold\w*|class(?:_?(?:id|idx|index|name))?|answer\w*|ground_?truth|true_?label|label_?(?:id|idx|index|ids)|expected|correct\w*|category|token|token_str|name|score|probability|logprob|(?:\w+_)?(?:loss|nll)|cross_?entropy)$/i;

/**
 * One pass over a text that finds every rectangular list of numbers, whatever stands around it, and the records it
 * stands in. Linear in the text's length: each character is read once, a row of numbers at most twice.
 */
export function readLiterals(text: string): Literals {
  return new Reader(text).read();
}

class Reader {
  private readonly scanner: Scanner;
  private readonly literals: Literal[] = [];
  private readonly scalars: Scalar[] = [];
  private values: Float64Array;
  private count = 0;
  private at = 0;
  private top: Frame | undefined;
  private depth = 0;
  /** Brackets open beyond MAX_DEPTH. */
  private beyond = 0;
  private readonly opened = { [OPEN_PAREN]: 0, [OPEN_SQUARE]: 0, [OPEN_CURLY]: 0 };
  /** Where the outermost bracket stands, and the prefix of its line once asked for. */
  private outermost = 0;
  private knownPrefix: string | undefined;
  /** Until where a quote of this code is known to have no partner on its line. */
  private readonly unpaired = new Map<number, number>();

  constructor(private readonly text: string) {
    this.scanner = scannerOf(text);
    this.values = new Float64Array(Math.min(8192, Math.max(16, Math.ceil(text.length / 8))));
  }

  read(): Literals {
    const { text } = this;
    while (this.at < text.length) {
      if (this.top === undefined) {
        OPENER.lastIndex = this.at;
        const opener = OPENER.exec(text);
        if (opener === null) break;
        this.at = opener.index;
        this.beyond = 0;
      }
      this.step(text.charCodeAt(this.at));
    }
    while (this.top !== undefined) this.abandon(this.top);
    return { literals: this.literals, scalars: this.scalars, values: this.values };
  }

  private step(c: number) {
    const { top, text } = this;
    if (c === 32 || c === 9 || c === 13) this.at++;
    else if (c === NEWLINE) {
      this.at++;
      if (top !== undefined && this.prefix() !== '') this.skipPrefix();
    } else if (c === OPEN_SQUARE || c === OPEN_PAREN || c === OPEN_CURLY) this.open(c);
    else if (c === CLOSE_SQUARE || c === CLOSE_PAREN || c === CLOSE_CURLY) this.close(c);
    else if (this.beyond > 0 || top === undefined) this.at++;
    else if (c === COMMA_CODE) {
      this.at++;
      if (top.numeric) {
        if (top.pending) {
          top.pending = false;
          top.commas++;
          top.flags |= top.itemShape === undefined ? COMMA : ROW_COMMA;
        } else this.mix(top);
      }
      if (top.kind === OPEN_CURLY) top.key = undefined;
    } else if ((c >= 48 && c <= 57) || c === 45 || c === 43 || c === 46) this.number(top, c);
    else if (c === 34 || c === 39 || c === 96) this.string(top, c);
    else if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c === 36 || c > 127) this.word(top);
    else if (c === 35 || (c === 47 && text.charCodeAt(this.at + 1) === 47)) this.comment(top);
    else {
      this.at++;
      if (top.numeric) this.mix(top);
    }
  }

  private open(c: number) {
    const { text, at, top } = this;
    if (this.depth >= MAX_DEPTH) {
      this.beyond++;
      this.at++;
      return;
    }
    if (c === OPEN_SQUARE && top !== undefined && top.numeric && this.rows(top)) return;
    if (at > 0 && text.charCodeAt(at - 1) === 27) {
      // A terminal's colour code, not a list.
      this.at++;
      while (/[\d;?]/.test(text[this.at] ?? '')) this.at++;
      this.at++;
      return;
    }
    if (top === undefined) {
      this.outermost = at;
      this.knownPrefix = undefined;
    }
    const before = at > 0 ? text.charCodeAt(at - 1) : 32;
    const attached =
      (before >= 97 && before <= 122) ||
      (before >= 65 && before <= 90) ||
      (before >= 48 && before <= 57) ||
      before === 95 ||
      before === CLOSE_PAREN ||
      before === CLOSE_SQUARE;
    const numeric = c === OPEN_SQUARE || (c === OPEN_PAREN && !attached);
    if (!numeric && top?.numeric) this.mix(top);
    this.top = {
      kind: c,
      start: at,
      end: -1,
      parent: top,
      parentKey: top?.key,
      parentIndex: top?.index ?? 0,
      index: 0,
      key: undefined,
      numeric,
      items: 0,
      commas: 0,
      itemShape: undefined,
      itemSize: 0,
      elided: false,
      flags: 0,
      decimals: 0,
      valuesStart: this.count,
      pending: false,
      kids: undefined,
      ragged: false,
      attached,
    };
    this.depth++;
    this.opened[c as 40 | 91 | 123]++;
    this.at++;
  }

  /** Equal rows of numbers at once; false when the bracket at hand opens anything else. */
  private rows(top: Frame): boolean {
    const { scanner } = this;
    if (top.kind !== OPEN_SQUARE) return false;
    if (top.itemShape === undefined ? top.items > 0 : top.itemShape.length !== 1) return false;
    scanner.lists(this.at);
    const { rows, width } = scanner;
    if (rows === 0 || (top.itemShape !== undefined && (top.itemShape[0] !== width || top.itemSize !== width)))
      return false;
    if (top.pending) top.flags |= ROW_SPACE;
    top.itemShape ??= [width];
    top.itemSize = width;
    top.items += rows;
    top.pending = true;
    if (scanner.flags & ROW_COMMA) top.commas += rows - 1;
    this.take(top);
    return true;
  }

  /** Takes over what the scanner just read. */
  private take(top: Frame) {
    const { scanner } = this;
    this.reserve(scanner.count);
    if (scanner.count < 16)
      for (let i = 0; i < scanner.count; i++) this.values[this.count + i] = scanner.values[i];
    else this.values.set(scanner.values.subarray(0, scanner.count), this.count);
    this.count += scanner.count;
    top.flags |= scanner.flags;
    if (scanner.decimals > top.decimals) top.decimals = scanner.decimals;
    this.at = scanner.at;
  }

  private reserve(more: number) {
    if (this.count + more <= this.values.length) return;
    // As many as the rest of the text holds at this rate, within bounds: memory that is not needed costs time too.
    const rate = (this.count + more) / Math.max(1, this.scanner.at);
    const likely = Math.ceil(Math.min(1 / 8, rate * 1.02) * this.text.length);
    const grown = new Float64Array(Math.max(this.count + more, this.values.length * 2, likely));
    grown.set(this.values.subarray(0, this.count));
    this.values = grown;
  }

  private number(top: Frame, c: number) {
    const { text, at } = this;
    if (c === 46 && text.startsWith('...', at) && /^[\s,\])]?$/.test(text[at + 3] ?? '')) {
      this.at += 3;
      this.ellipsis(top);
      return;
    }
    if (top.numeric && top.itemShape === undefined) {
      this.scanner.numbers(at, top.pending);
      if (this.scanner.count > 0) {
        top.items += this.scanner.count;
        this.take(top);
        if (top.flags & COMMA) top.commas++;
        top.pending = this.scanner.open;
        return;
      }
    }
    if (this.token(top)) return;
    // Not a number after all: a range, a date, an expression.
    if (top.numeric) this.mix(top);
    if (this.at === at) this.at++;
  }

  /** One number as any language writes it, or a scalar's repr. When it is none, `at` may still move past the token. */
  private token(top: Frame): boolean {
    const { text, at } = this;
    TOKEN.lastIndex = at;
    let token = TOKEN.exec(text)![0];
    let end = at + token.length;
    if (token.length > LONGEST_NUMBER || !NUMBER.test(token)) {
      FLOAT_OF_STRING.lastIndex = at;
      WRAPPED_NUMBER.lastIndex = at;
      const special = FLOAT_OF_STRING.exec(text)?.[0];
      const wrapped = special === undefined ? WRAPPED_NUMBER.exec(text) : null;
      if (special === undefined && wrapped === null) {
        if (token.length > LONGEST_NUMBER) this.at = end;
        return false;
      }
      token = special ?? wrapped![1];
      end = at + (special ?? wrapped![0]).length;
    }
    const after = text.charCodeAt(end);
    // Not a number when anything but a separator or a closing bracket follows: 3:5, 2020-01-01, 1+2j.
    if (!(after <= 32 || after === COMMA_CODE || after === CLOSE_SQUARE || after === CLOSE_PAREN)) {
      if (after !== CLOSE_CURLY && end < text.length) {
        if (/\d/.test(text[at])) this.at = end;
        return false;
      }
    }
    this.at = end;
    this.value(top, token, at);
    return true;
  }

  private value(top: Frame, token: string, start: number) {
    const value = numberOf(token);
    if (top.kind === OPEN_CURLY) {
      if (top.key !== undefined) this.scalar(top, start, value);
      return;
    }
    if (!top.numeric) return;
    if (top.itemShape !== undefined) {
      top.ragged = true;
      this.mix(top);
      return;
    }
    if (top.items > 0) {
      if (top.pending) top.flags |= SPACE;
      else top.flags |= COMMA;
    }
    this.reserve(1);
    this.values[this.count++] = value;
    top.items++;
    top.pending = true;
    const point = token.indexOf('.');
    if (/^[-+]?[\d.]/.test(token)) {
      if (/[eE]/.test(token)) top.flags |= SCIENTIFIC | POINT;
      else if (point >= 0) {
        top.flags |= POINT;
        top.decimals = Math.max(top.decimals, token.length - point - 1);
      }
    } else top.flags |= /^[tTfF](?:rue|alse)/.test(token) ? BOOLEAN : SPECIAL;
  }

  private ellipsis(top: Frame) {
    if (!top.numeric) return;
    top.elided = true;
    // In "..., 0.1" the ellipsis takes a number's place between commas.
    top.pending = true;
  }

  private string(top: Frame, quote: number) {
    const { text, at } = this;
    const before = at > 0 ? text.charCodeAt(at - 1) : 32;
    const inWord =
      (before >= 97 && before <= 122) || (before >= 65 && before <= 90) || (before >= 48 && before <= 57);
    if (top.numeric) this.mix(top);
    if ((inWord && quote === 39) || (this.unpaired.get(quote) ?? -1) > at) {
      this.at++;
      return;
    }
    let end = at + 1;
    for (let c = text.charCodeAt(end); c !== quote; c = text.charCodeAt(++end)) {
      if (c === 92) end++;
      if (end >= text.length || c === NEWLINE) {
        this.unpaired.set(quote, end);
        this.at++;
        return;
      }
    }
    this.at = end + 1;
    this.named(top, at + 1, this.at - 1, at);
  }

  /** A word or string in a record is a key when a colon follows, else a value. */
  private named(top: Frame, start: number, end: number, tokenStart: number) {
    if (top.kind !== OPEN_CURLY) return;
    let after = this.at;
    while (after < this.text.length && ' \t\r\n'.includes(this.text[after])) after++;
    if (this.text.charCodeAt(after) === COLON && top.key === undefined) {
      top.key = [start, end];
      this.at = after + 1;
    } else if (top.key !== undefined && tokenStart !== start) this.scalar(top, tokenStart, undefined);
  }

  private scalar(record: Frame, start: number, value: number | undefined) {
    const key = record.key!;
    const told = key[1] - key[0] <= 24 && SCALAR_KEY.test(this.text.slice(key[0], key[1]));
    if (!told && !(value !== undefined && isTopLogprobs(this.text, record))) return;
    this.scalars.push({ record, key, start, end: this.at, value });
  }

  private word(top: Frame) {
    const { text, at } = this;
    if (text.charCodeAt(at) === 0x2026) {
      this.at++;
      this.ellipsis(top);
      return;
    }
    if ((top.numeric || top.kind === OPEN_CURLY) && this.token(top)) return;
    if (top.numeric) this.mix(top);
    if (this.at > at) return;
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0].length ?? 1;
    this.at += word;
    this.named(top, at, this.at, at);
  }

  /** A comment among numbers is skipped; where every line has the prefix, only the sign is. */
  private comment(top: Frame) {
    const { text, at } = this;
    const sign = text[at] === '#' ? 1 : 2;
    const lineStart = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, at - 100), at));
    const spaced = at === 0 || /\s/.test(text[at - 1]);
    if (
      !spaced ||
      (!top.numeric && top.kind !== OPEN_CURLY) ||
      (lineStart && this.prefix().includes(text[at]))
    ) {
      this.at += sign;
      return;
    }
    const newline = text.indexOf('\n', at);
    this.at = newline < 0 ? text.length : newline;
  }

  private prefix(): string {
    if (this.knownPrefix === undefined) {
      const before = this.text.slice(Math.max(0, this.outermost - 200), this.outermost);
      this.knownPrefix = PREFIX.exec(before.slice(before.lastIndexOf('\n') + 1))?.[1].trim() ?? '';
    }
    return this.knownPrefix;
  }

  private skipPrefix() {
    const { text } = this;
    const prefix = this.prefix();
    let at = this.at;
    while (text[at] === ' ' || text[at] === '\t') at++;
    if (prefix.includes('>>>') && text.startsWith('...', at)) {
      this.at = at + 3;
      return;
    }
    let length = 0;
    while (length < 8 && text[at + length] !== undefined && prefix.includes(text[at + length])) {
      if (!'#/>*|;-%'.includes(text[at + length])) break;
      // A minus belongs to a number unless the prefix is SQL's or Lua's "--".
      if (text[at + length] === '-' && text[at + length + 1] !== '-' && length === 0) break;
      length++;
    }
    this.at = at + length;
    if (length > 0 && prefix.includes('>>>')) {
      while (text[this.at] === ' ') this.at++;
      if (text.startsWith('...', this.at) && text[this.at + 3] === ' ') this.at += 3;
    }
  }

  private close(c: number) {
    const kind = c === CLOSE_PAREN ? OPEN_PAREN : c === CLOSE_SQUARE ? OPEN_SQUARE : OPEN_CURLY;
    this.at++;
    if (this.beyond > 0) {
      this.beyond--;
      return;
    }
    if (this.opened[kind] === 0) {
      if (this.top?.numeric) this.mix(this.top);
      return;
    }
    while (this.top !== undefined && this.top.kind !== kind) this.abandon(this.top);
    const frame = this.top!;
    this.pop(frame);
    frame.end = this.at;
    const parent = this.top;
    if (!frame.numeric) this.passOver(parent);
    else this.finish(frame, parent);
    if (parent !== undefined) parent.index++;
  }

  private pop(frame: Frame) {
    this.top = frame.parent;
    this.depth--;
    this.opened[frame.kind as 40 | 91 | 123]--;
  }

  /** A bracket with something else in it: its neighbours are no row of numbers with it. */
  private passOver(parent: Frame | undefined) {
    if (parent?.numeric) this.mix(parent);
    if (parent?.kind === OPEN_CURLY) parent.key = undefined;
  }

  private abandon(frame: Frame) {
    if (frame.numeric) this.mix(frame);
    this.pop(frame);
    this.passOver(this.top);
  }

  /**
   * The content is no list of numbers, and so neither are the brackets around it: what was read of them is dropped,
   * the lists of a tuple excepted, for "(see [1, 2])" is none.
   */
  private mix(frame: Frame) {
    const chain: Frame[] = [];
    for (let f: Frame | undefined = frame; f?.numeric; f = f.parent) chain.push(f);
    let kept = chain[chain.length - 1].valuesStart;
    for (const f of chain.reverse()) {
      f.numeric = false;
      if (f.kids === undefined || f.ragged) continue;
      for (const kid of f.kids) {
        this.literals.push(kid);
        kept = kid.valuesStart + kid.size;
      }
      f.kids = undefined;
    }
    this.count = kept;
  }

  private finish(frame: Frame, parent: Frame | undefined) {
    const { flags } = frame;
    const elided = frame.elided || (frame.itemShape?.includes(-1) ?? false);
    const mixedSeparators = (flags & COMMA) !== 0 && (flags & SPACE) !== 0 && !elided;
    const subscript = frame.attached && (flags & (POINT | SPECIAL)) === 0;
    const size = this.count - frame.valuesStart;
    const nothing = frame.elided && size === 0;
    if (mixedSeparators || subscript || nothing || (frame.itemShape?.length ?? 0) >= MAX_RANK) {
      this.count = frame.valuesStart;
      this.passOver(parent);
      return;
    }
    if (frame.kind === OPEN_PAREN && frame.commas === 0) {
      // Parentheses around one number or list are no tuple.
      if (frame.kids?.length === 1) this.deliver(frame.kids[0], parent);
      else {
        this.count = frame.valuesStart;
        this.passOver(parent);
      }
      return;
    }
    this.deliver(
      {
        start: frame.start,
        end: this.at,
        shape: [frame.elided ? -1 : frame.items, ...(frame.itemShape ?? [])],
        size,
        valuesStart: frame.valuesStart,
        elided,
        flags,
        decimals: frame.decimals,
        parent,
        key: parent?.key,
        index: parent?.index ?? 0,
        tuple: frame.kind === OPEN_PAREN,
      },
      parent,
    );
  }

  private deliver(literal: Literal, parent: Frame | undefined) {
    if (parent === undefined || !parent.numeric) {
      literal.parent = parent;
      literal.key = parent?.key;
      literal.index = parent?.index ?? 0;
      this.literals.push(literal);
      if (parent?.kind === OPEN_CURLY) parent.key = undefined;
      return;
    }
    const fits =
      parent.items === 0
        ? true
        : parent.itemShape !== undefined &&
          parent.itemSize === literal.size &&
          parent.itemShape.length === literal.shape.length &&
          parent.itemShape.every((n, axis) => n === literal.shape[axis]);
    if (!fits) {
      parent.ragged = true;
      this.mix(parent);
      return;
    }
    parent.itemShape = literal.shape;
    parent.itemSize = literal.size;
    parent.items++;
    parent.pending = true;
    parent.flags |= literal.flags;
    parent.decimals = Math.max(parent.decimals, literal.decimals);
    if (parent.kind === OPEN_PAREN) (parent.kids ??= []).push(literal);
  }
}

/** The value of a token NUMBER or WRAPPED_NUMBER matched. */
function numberOf(token: string): number {
  if (/^[-+]?[\d.]/.test(token)) return Number(token.replaceAll('_', ''));
  if (/^[tT]rue/.test(token)) return 1;
  if (/^[fF]alse/.test(token)) return 0;
  if (/nan/i.test(token)) return NaN;
  return token.includes('-') ? -Infinity : Infinity;
}
