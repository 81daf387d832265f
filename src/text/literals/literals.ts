import { MAX_RANK } from '../../arrays/ndarray';
import { Codes } from './codes';
import { KINDS, Kind } from './kinds';
import { calledBefore, isArrayCall, isAssigned, opensObject } from './calls';
import { Fields, Open, type Closed } from './open';
import {
  COMMA,
  POINT,
  ROW_COMMA,
  ROW_SPACE,
  SCIENTIFIC,
  SPACE,
  scannerOf,
  type Scanner,
} from '../scanner/scanner';
import { isTopLogprobsKey } from '../scoredRows';
import { numberOf, plain, plainAt, tokenAt } from './tokens';
import { BOOLEAN, InFrame, InLiteral, InScalar, SPECIAL, TUPLE, Tree } from './tree';

const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const COLON = 58;
const OPEN_SQUARE = 91;
const CLOSE_SQUARE = 93;
const OPEN_CURLY = 123;
const NEWLINE = 10;
const SLASH = 47;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const BACKTICK = 96;
const ESCAPE = 27;
const SEMICOLON = 59;
const QUESTION_MARK = 63;
const UNDERSCORE = 95;

/** Characters looked at ahead without asking whether they are there. */
const AHEAD = 64;
/** Frames kept at once. Deeper brackets are counted, not read. */
const MAX_DEPTH = 1000;

const WORD = /[A-Za-z_$\u0080-\uffff][\w$.\u0080-\uffff]*/y;
/** What may stand before every line of a quoted or commented print. */
const PREFIX = /^[ \t]*((?:(?:#+|\/\/+|>>>|\.\.\.|>+|\*+|\||;+|--|%+|\(Pdb\)|In \[\d+\]:)[ \t]*)+)/;
/** Keys whose single numbers or strings matter beside an array: labels, class names, losses. */
const SCALAR_KEY =
  /^(?:labels?|targets?|y|y_?true|gold\w*|class(?:_?(?:id|idx|index|name))?|answer\w*|ground_?truth|true_?label|label_?(?:id|idx|index|ids)|expected|correct\w*|category|token|token_str|name|score|probability|logprob|(?:\w+_)?(?:loss|nll)|cross_?entropy)$/i;
const NUMBERS: readonly number[] = [];
const LONGEST_SCALAR_KEY = 24;
/** Keys remembered whatever they are. Where there are more, as in a dictionary of words, only those needed are. */
const MOST_KEYS = 4096;

/**
 * One pass over a text that finds every rectangular list of numbers, whatever stands around it, and the records it
 * stands in. Linear in the text's length: each character is read once, a row of numbers at most twice.
 */
export function readLiterals(text: string): Tree {
  return new Reader(text).read();
}

/** Letters, digits and the underscore of ASCII. */
function isWord(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || isDigit(c) || c === UNDERSCORE;
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function followsColon(text: string, start: number): boolean {
  let at = start - 1;
  while (at >= 0 && text.charCodeAt(at) === 32) at--;
  return text.charCodeAt(at) === COLON;
}

class Reader {
  private readonly codes: Codes;
  private readonly scanner: Scanner;
  private readonly tree: Tree;
  private count = 0;
  private at = 0;
  private top: Open | undefined;
  private readonly outermost = new Open(undefined);
  private depth = 0;
  /** Brackets open beyond MAX_DEPTH. */
  private beyond = 0;
  private readonly opened = { [OPEN_PAREN]: 0, [OPEN_SQUARE]: 0, [OPEN_CURLY]: 0 };
  /** The prefix of the outermost bracket's line once asked for. */
  private knownPrefix: string | undefined;
  /** Until where a quote of this code is known to have no partner on its line. */
  private readonly unpaired = { [DOUBLE_QUOTE]: -1, [SINGLE_QUOTE]: -1, [BACKTICK]: -1 };
  /** By a key's number: whether it is one of SCALAR_KEY. */
  private readonly told: boolean[] = [];
  private readonly closed: Closed = {
    start: 0,
    end: 0,
    shape: 0,
    size: 0,
    valuesStart: 0,
    flags: 0,
    decimals: 0,
    parent: -1,
    index: 0,
  };

  constructor(private readonly text: string) {
    this.codes = new Codes(text);
    this.scanner = scannerOf(text);
    this.tree = new Tree(text, this.codes.bytes);
  }

  read(): Tree {
    const { codes } = this;
    const { bytes } = codes;
    const { length } = bytes;
    while (this.at < length) {
      if (this.at + AHEAD > codes.ready && codes.ready < length) codes.read(this.at - 1, this.at + AHEAD);
      const top = this.top;
      const c = bytes[this.at];
      const kind = KINDS[c] as Kind;
      if (top === undefined) {
        // Outside of brackets, nothing else counts.
        this.beyond = 0;
        if (kind === Kind.OPEN) this.open(c);
        else this.at++;
      } else if (kind === Kind.SPACE) this.at++;
      else if (kind === Kind.OPEN) this.open(c);
      else if (kind === Kind.CLOSE) this.close(c);
      else if (kind === Kind.NEWLINE) {
        this.at++;
        if (this.prefix() !== '') this.skipPrefix();
      } else if (this.beyond > 0) this.at++;
      else this.step(top, c, kind);
    }
    while (this.top !== undefined) this.abandon(this.top);
    return this.tree;
  }

  private step(top: Open, c: number, kind: Kind) {
    switch (kind) {
      case Kind.COMMA:
        this.at++;
        if (top.numeric) {
          if (top.pending) {
            top.pending = false;
            top.commas++;
            top.flags |= top.itemShape < 0 ? COMMA : ROW_COMMA;
          } else this.mix(top);
        } else top.keyStart = -1;
        return;
      case Kind.NUMBER:
        return this.number(top, c);
      case Kind.QUOTE:
        return this.string(top, c as 34 | 39 | 96);
      case Kind.WORD:
        return this.word(top);
      case Kind.HASH:
        return this.comment(top);
      case Kind.SLASH:
        if (this.codes.bytes[this.at + 1] === SLASH) return this.comment(top);
    }
    this.at++;
    if (top.numeric) this.mix(top);
  }

  private open(c: number) {
    const { at, top, tree } = this;
    const { bytes } = this.codes;
    if (this.depth >= MAX_DEPTH) {
      this.beyond++;
      this.at++;
      return;
    }
    if (c === OPEN_SQUARE && top !== undefined && top.numeric && this.rows(top)) return;
    const before = at > 0 ? bytes[at - 1] : 32;
    if (before === ESCAPE) {
      this.colour();
      return;
    }
    if (top === undefined) this.knownPrefix = undefined;
    const attached = isWord(before) || before === CLOSE_PAREN || before === CLOSE_SQUARE;
    const numeric = c === OPEN_SQUARE || (c === OPEN_PAREN && !attached);
    if (!numeric && top?.numeric) this.mix(top);
    const frame = top === undefined ? this.outermost : (top.inner ??= new Open(top));
    frame.begin(tree.frames.count, c, at, numeric);
    frame.valuesStart = this.count;
    frame.attached = attached;
    frame.literalsBefore = tree.literals.count;
    frame.scalarsBefore = tree.scalars.count;
    if (c === OPEN_CURLY) this.openRecord(frame, top);
    else if (c === OPEN_PAREN && attached) this.openCall(frame, top);
    tree.frames.add();
    this.top = frame;
    this.depth++;
    this.opened[c as 40 | 91 | 123]++;
    this.at++;
  }

  /** A terminal's colour code, not a list. */
  private colour() {
    const { bytes } = this.codes;
    let c: number;
    do c = bytes[++this.at];
    while (isDigit(c) || c === SEMICOLON || c === QUESTION_MARK);
    this.at++;
  }

  private openRecord(frame: Open, parent: Open | undefined) {
    const { text } = this;
    frame.fields = Fields.COLON;
    frame.path = 0;
    if (parent === undefined) frame.record = frame.id;
    else if (parent.kind === OPEN_SQUARE) {
      frame.record = frame.id;
      frame.topLogprobs = isTopLogprobsKey(text, parent.parentKeyStart, parent.parentKeyEnd);
    } else if (isNumberedRecord(text, parent)) {
      // `{"0": {…}, "1": {…}}`, as JSON has it.
      frame.record = frame.id;
      frame.listed = true;
    } else if (parent.fields !== Fields.NONE && parent.record >= 0 && parent.keyStart >= 0)
      this.openBelow(frame, parent);
    else if (parent.fields === Fields.COLON && parent.keyStart < 0 && followsColon(text, frame.start)) {
      // `{0: {…}, 1: {…}}`: by their numbers, as in a list.
      frame.record = frame.id;
      frame.listed = true;
    } else frame.record = -1;
    frame.listed ||= parent !== undefined && (parent.kind === OPEN_SQUARE || parent.listed);
  }

  /** `Prediction(id=0, …)` is a record, and `tensor([…])` in one is what it is around. */
  private openCall(frame: Open, parent: Open | undefined) {
    const { text, tree } = this;
    const { start } = frame;
    const name = calledBefore(text, start);
    const inRecord = parent !== undefined && parent.fields !== Fields.NONE;
    if (inRecord && parent.record >= 0 && parent.keyStart >= 0 && isArrayCall(text, name, start)) {
      frame.wraps = true;
      this.openBelow(frame, parent);
      return;
    }
    const inList = parent !== undefined && !parent.attached && parent.fields === Fields.NONE;
    const inMap = inRecord && parent.fields === Fields.COLON;
    if (!opensObject(text, name, start, inList || inMap)) return;
    frame.fields = Fields.EQUALS;
    if (inRecord && parent.listed && parent.record >= 0 && parent.keyStart >= 0)
      this.openBelow(frame, parent);
    else if (parent === undefined || inList || inMap) {
      // Those of another class have other fields, whatever they are called.
      frame.record = frame.id;
      frame.path = tree.paths.below(0, tree.keys.of(name, start));
    } else frame.record = -1;
    frame.listed = true;
  }

  /** A part of the record around it. */
  private openBelow(frame: Open, parent: Open) {
    const { paths, keys } = this.tree;
    frame.record = parent.record;
    frame.path = paths.below(parent.path, keys.of(parent.keyStart, parent.keyEnd));
  }

  /** Equal rows of numbers at once; false when the bracket at hand opens anything else. */
  private rows(top: Open): boolean {
    const { scanner, tree } = this;
    if (top.kind !== OPEN_SQUARE) return false;
    const shape = top.itemShape < 0 ? undefined : tree.shapes.shapes[top.itemShape];
    if (shape === undefined ? top.items > 0 : shape.length !== 1) return false;
    scanner.lists(this.at);
    const { rows, width } = scanner;
    if (rows === 0 || (shape !== undefined && (shape[0] !== width || top.itemSize !== width))) return false;
    if (top.pending) top.flags |= ROW_SPACE;
    if (shape === undefined) top.itemShape = tree.shapes.of(width, -1);
    top.itemSize = width;
    top.items += rows;
    top.pending = true;
    if (scanner.flags & ROW_COMMA) top.commas += rows - 1;
    this.take(top);
    return true;
  }

  /** Takes over what the scanner just read. */
  private take(top: Open) {
    const { scanner } = this;
    const { count } = scanner;
    this.reserve(count);
    const { values } = this.tree;
    if (count < 16) for (let i = 0; i < count; i++) values[this.count + i] = scanner.values[i];
    else values.set(scanner.values.subarray(0, count), this.count);
    this.count += count;
    top.flags |= scanner.flags;
    if (scanner.decimals > top.decimals) top.decimals = scanner.decimals;
    this.at = scanner.at;
  }

  private reserve(more: number) {
    const { tree } = this;
    if (this.count + more <= tree.values.length) return;
    // As many as the rest of the text holds at this rate, within bounds: memory that is not needed costs time too.
    const rate = (this.count + more) / Math.max(1, this.scanner.at);
    const likely = Math.ceil(Math.min(1 / 8, rate * 1.02) * this.text.length);
    const grown = new Float64Array(Math.max(this.count + more, tree.values.length * 2, likely));
    grown.set(tree.values.subarray(0, this.count));
    tree.values = grown;
  }

  private number(top: Open, c: number) {
    const { text, at } = this;
    if (c === 46 && text.startsWith('...', at) && /^[\s,\])]?$/.test(text[at + 3] ?? '')) {
      this.at += 3;
      this.ellipsis(top);
      return;
    }
    if (top.numeric && top.itemShape < 0) {
      this.scanner.numbers(at, top.pending);
      if (this.scanner.count > 0) {
        top.items += this.scanner.count;
        this.take(top);
        if (top.flags & COMMA) top.commas++;
        top.pending = this.scanner.open;
        return;
      }
    }
    if (!top.numeric && plainAt(this.codes.bytes, at)) {
      this.at = plain.end;
      if (top.fields !== Fields.NONE && top.keyStart >= 0) this.scalar(top, at, plain.value, 1);
      return;
    }
    if (this.token(top)) return;
    // Not a number after all: a range, a date, an expression.
    if (top.numeric) this.mix(top);
    if (this.at === at) this.at++;
  }

  /** One number as any language writes it, or a scalar's repr. When it is none, `at` may still move past the token. */
  private token(top: Open): boolean {
    const { text, at } = this;
    const token = tokenAt(text, at);
    if ('none' in token) {
      this.at = token.none;
      return false;
    }
    if (!token.alone) {
      if (/\d/.test(text[at])) this.at = token.end;
      return false;
    }
    this.at = token.end;
    if (top.fields !== Fields.NONE) {
      if (top.keyStart >= 0) this.scalar(top, at, numberOf(token.digits), 1);
    } else if (top.numeric) this.value(top, token.digits);
    return true;
  }

  private value(top: Open, digits: string) {
    if (top.itemShape >= 0) {
      top.ragged = true;
      this.mix(top);
      return;
    }
    if (top.items > 0) {
      if (top.pending) top.flags |= SPACE;
      else top.flags |= COMMA;
    }
    this.reserve(1);
    this.tree.values[this.count++] = numberOf(digits);
    top.items++;
    top.pending = true;
    const point = digits.indexOf('.');
    if (/^[-+]?[\d.]/.test(digits)) {
      if (/[eE]/.test(digits)) top.flags |= SCIENTIFIC | POINT;
      else if (point >= 0) {
        top.flags |= POINT;
        top.decimals = Math.max(top.decimals, digits.length - point - 1);
      }
    } else top.flags |= /^[tTfF](?:rue|alse)/.test(digits) ? BOOLEAN : SPECIAL;
  }

  private ellipsis(top: Open) {
    if (!top.numeric) return;
    top.elided = true;
    // In "..., 0.1" the ellipsis takes a number's place between commas.
    top.pending = true;
  }

  private string(top: Open, quote: 34 | 39 | 96) {
    const { codes, at } = this;
    const { bytes } = codes;
    const { length } = bytes;
    const before = at > 0 ? bytes[at - 1] : 32;
    const inWord = before !== UNDERSCORE && isWord(before);
    if (top.numeric) this.mix(top);
    if ((inWord && quote === SINGLE_QUOTE) || this.unpaired[quote] > at) {
      this.at++;
      return;
    }
    let end = at + 1;
    for (; ; end++) {
      if (end >= codes.ready && end < length) codes.read(codes.ready, end + 1);
      const c = end < length ? bytes[end] : NEWLINE;
      if (c === quote) break;
      if (c === 92) end++;
      if (end >= length || c === NEWLINE) {
        this.unpaired[quote] = end;
        this.at++;
        return;
      }
    }
    this.at = end + 1;
    this.named(top, at + 1, this.at - 1, at);
  }

  /** A word or string in a record is a key when a colon follows, else a value. */
  private named(top: Open, start: number, end: number, tokenStart: number) {
    if (top.fields === Fields.NONE) return;
    const { codes } = this;
    const { bytes } = codes;
    const { length } = bytes;
    let after = this.at;
    let c = 0;
    for (; after < length; after++) {
      if (after >= codes.ready) codes.read(codes.ready, after + 1);
      c = bytes[after];
      if (c !== 32 && c !== 9 && c !== 13 && c !== NEWLINE) break;
    }
    const isKey = top.fields === Fields.COLON ? c === COLON && after < length : isAssigned(this.text, after);
    if (isKey && top.keyStart < 0) {
      top.keyStart = start;
      top.keyEnd = end;
      this.at = after + 1;
    } else if (top.keyStart >= 0 && tokenStart !== start) this.scalar(top, tokenStart, 0, 0);
  }

  private scalar(record: Open, start: number, value: number, isNumber: 0 | 1) {
    const { keyStart, keyEnd, topLogprobs } = record;
    const { tree } = this;
    let key = this.toldKey(keyStart, keyEnd);
    if (key < 0) {
      if (!isNumber || !topLogprobs) return;
      key = tree.keys.of(keyStart, keyEnd);
    }
    const { scalars } = tree;
    if (scalars.count === tree.scalarValues.length) {
      const grown = new Float64Array(scalars.count * 2);
      grown.set(tree.scalarValues);
      tree.scalarValues = grown;
    }
    tree.scalarValues[scalars.count] = value;
    const at = scalars.add();
    const { data } = scalars;
    data[at + InScalar.RECORD] = record.id;
    data[at + InScalar.KEY] = key;
    data[at + InScalar.KEY_START] = keyStart;
    data[at + InScalar.KEY_END] = keyEnd;
    data[at + InScalar.START] = start;
    data[at + InScalar.END] = this.at;
    data[at + InScalar.NUMBER] = isNumber;
  }

  /** The number of a key whose single values are kept; -1 for others. */
  private toldKey(start: number, end: number): number {
    if (end - start > LONGEST_SCALAR_KEY) return -1;
    const { keys } = this.tree;
    if (keys.texts.length >= MOST_KEYS && keys.lately(start, end) < 0) {
      return SCALAR_KEY.test(this.text.slice(start, end)) ? keys.of(start, end) : -1;
    }
    const key = keys.of(start, end);
    return (this.told[key] ??= SCALAR_KEY.test(keys.texts[key])) ? key : -1;
  }

  private word(top: Open) {
    const { text, at } = this;
    if (text.charCodeAt(at) === 0x2026) {
      this.at++;
      this.ellipsis(top);
      return;
    }
    if ((top.numeric || top.fields !== Fields.NONE) && this.token(top)) return;
    if (top.numeric) this.mix(top);
    if (this.at > at) return;
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0].length ?? 1;
    this.at += word;
    if (this.at > this.codes.ready) this.codes.read(this.codes.ready, this.at);
    this.named(top, at, this.at, at);
  }

  /** A comment among numbers is skipped; where every line has the prefix, only the sign is. */
  private comment(top: Open) {
    const { text, at } = this;
    const sign = text[at] === '#' ? 1 : 2;
    const lineStart = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, at - 100), at));
    const spaced = at === 0 || /\s/.test(text[at - 1]);
    if (
      !spaced ||
      (!top.numeric && top.fields === Fields.NONE) ||
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
      const before = this.text.slice(Math.max(0, this.outermost.start - 200), this.outermost.start);
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
    const { parent } = frame;
    this.pop(frame, this.at);
    if (!frame.numeric) this.passOver(parent);
    else this.finish(frame, parent);
    if (parent !== undefined) parent.index++;
  }

  /** Writes down what is known of a bracket, unless nothing that was kept stands in it. */
  private pop(frame: Open, end: number) {
    const { tree } = this;
    const { parent } = frame;
    this.top = parent;
    this.depth--;
    this.opened[frame.kind as 40 | 91 | 123]--;
    const { frames } = tree;
    // A list alone in its parentheses may outlive them.
    const empty =
      tree.literals.count === frame.literalsBefore &&
      tree.scalars.count === frame.scalarsBefore &&
      !(frame.numeric && frame.kids?.length === 1);
    if (empty) {
      frames.count = frame.id;
      return;
    }
    const { data } = frames;
    const at = frame.id * InFrame.WIDTH;
    data[at + InFrame.START] = frame.start;
    data[at + InFrame.END] = end;
    data[at + InFrame.PARENT] = parent === undefined ? -1 : parent.id;
    data[at + InFrame.KEY_START] = frame.parentKeyStart;
    data[at + InFrame.KEY_END] = frame.parentKeyEnd;
    data[at + InFrame.PARENT_INDEX] = frame.parentIndex;
    data[at + InFrame.INDEX] = frame.index;
    data[at + InFrame.RECORD] = frame.fields !== Fields.NONE || frame.wraps ? frame.record : -1;
    data[at + InFrame.PATH] = frame.path;
    data[at + InFrame.SCALARS_FROM] = frame.scalarsBefore;
    data[at + InFrame.SCALARS_TO] = tree.scalars.count;
    data[at + InFrame.ATTACHED] = frame.attached ? 1 : 0;
  }

  /** A bracket with something else in it: its neighbours are no row of numbers with it. */
  private passOver(parent: Open | undefined) {
    if (parent?.numeric) this.mix(parent);
    if (parent !== undefined && parent.fields !== Fields.NONE) parent.keyStart = -1;
  }

  private abandon(frame: Open) {
    if (frame.numeric) this.mix(frame);
    this.pop(frame, -1);
    this.passOver(this.top);
  }

  /**
   * The content is no list of numbers, and so neither are the brackets around it: what was read of them is dropped,
   * the lists of a tuple excepted, for "(see [1, 2])" is none.
   */
  private mix(frame: Open) {
    let outer = frame;
    while (outer.parent?.numeric) outer = outer.parent;
    let kept = outer.valuesStart;
    for (let f = outer; ; f = f.inner!) {
      f.numeric = false;
      if (f.kids !== undefined && !f.ragged) {
        for (const kid of f.kids) {
          this.keep(kid, kid.parent, -1, -1, kid.index, -1);
          kept = kid.valuesStart + kid.size;
        }
        f.kids = undefined;
      }
      if (f === frame) break;
    }
    this.count = kept;
  }

  private finish(frame: Open, parent: Open | undefined) {
    const { flags } = frame;
    const { shapes } = this.tree;
    const inner = frame.itemShape < 0 ? NUMBERS : shapes.shapes[frame.itemShape];
    const elided = frame.elided || inner.includes(-1);
    const mixedSeparators = (flags & COMMA) !== 0 && (flags & SPACE) !== 0 && !elided;
    const subscript = frame.attached && (flags & (POINT | SPECIAL)) === 0;
    const size = this.count - frame.valuesStart;
    const nothing = frame.elided && size === 0;
    if (mixedSeparators || subscript || nothing || inner.length >= MAX_RANK) {
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
    const { closed } = this;
    closed.start = frame.start;
    closed.end = this.at;
    closed.shape = shapes.of(frame.elided ? -1 : frame.items, frame.itemShape);
    closed.size = size;
    closed.valuesStart = frame.valuesStart;
    closed.flags = frame.kind === OPEN_PAREN ? flags | TUPLE : flags;
    closed.decimals = frame.decimals;
    this.deliver(closed, parent);
  }

  private deliver(literal: Closed, parent: Open | undefined) {
    if (parent === undefined) {
      this.keep(literal, -1, -1, -1, 0, -1);
      return;
    }
    if (!parent.numeric) {
      this.deliverField(literal, parent);
      return;
    }
    const fits =
      parent.items === 0 || (parent.itemShape === literal.shape && parent.itemSize === literal.size);
    if (!fits) {
      // A tuple may hold unlike things: a loss beside the logits.
      if (parent.kind === OPEN_PAREN && parent.itemShape < 0) this.addKid(parent, literal);
      else parent.ragged = true;
      this.mix(parent);
      return;
    }
    parent.itemShape = literal.shape;
    parent.itemSize = literal.size;
    parent.items++;
    parent.pending = true;
    parent.flags |= literal.flags & ~TUPLE;
    parent.decimals = Math.max(parent.decimals, literal.decimals);
    if (parent.kind === OPEN_PAREN) this.addKid(parent, literal);
  }

  private deliverField(literal: Closed, parent: Open) {
    const { keys, paths } = this.tree;
    const { keyStart, keyEnd, id, index } = parent;
    if (parent.wraps && literal.start === parent.start + 1) {
      this.keep(literal, id, parent.parentKeyStart, parent.parentKeyEnd, index, parent.path);
      return;
    }
    const inRecord = parent.fields !== Fields.NONE;
    const path =
      inRecord && parent.record >= 0 && keyStart >= 0
        ? paths.below(parent.path, keys.of(keyStart, keyEnd))
        : -1;
    this.keep(literal, id, keyStart, keyEnd, index, path);
    if (inRecord) parent.keyStart = -1;
  }

  /** A list in a tuple, to stand for itself should the tuple be none of numbers. */
  private addKid(parent: Open, literal: Closed) {
    (parent.kids ??= []).push(
      literal === this.closed ? { ...literal, parent: parent.id, index: parent.index } : literal,
    );
  }

  private keep(
    literal: Closed,
    parent: number,
    keyStart: number,
    keyEnd: number,
    index: number,
    path: number,
  ) {
    const { literals } = this.tree;
    const at = literals.add();
    const { data } = literals;
    data[at + InLiteral.START] = literal.start;
    data[at + InLiteral.END] = literal.end;
    data[at + InLiteral.SHAPE] = literal.shape;
    data[at + InLiteral.SIZE] = literal.size;
    data[at + InLiteral.VALUES] = literal.valuesStart;
    data[at + InLiteral.FLAGS] = literal.flags;
    data[at + InLiteral.DECIMALS] = literal.decimals;
    data[at + InLiteral.PARENT] = parent;
    data[at + InLiteral.KEY_START] = keyStart;
    data[at + InLiteral.KEY_END] = keyEnd;
    data[at + InLiteral.INDEX] = index;
    data[at + InLiteral.PATH] = path;
  }
}

/** Whether a record stands under a key of digits in the outermost one. */
function isNumberedRecord(text: string, { fields, record, id, keyStart, keyEnd }: Open): boolean {
  return (
    fields === Fields.COLON &&
    record === id &&
    keyStart >= 0 &&
    /^\d{1,9}$/.test(text.slice(keyStart, keyEnd))
  );
}
