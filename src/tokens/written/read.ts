import { Entries, named } from './value';
import { closingQuote, unescaped } from './strings';

/** What is nested deeper is passed over: no response is, and what is made to be would exhaust a stack. */
const DEEPEST = 200;
/** Characters of `<FinishReason.STOP: 'STOP'>`; what is longer is none. */
const LONGEST_TAG = 500;
const NUMBER = /[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/y;
const WORD = /[A-Za-z_][\w.]*/y;
const CONSTANTS: Readonly<Record<string, unknown>> = {
  null: null,
  nil: null,
  None: null,
  true: true,
  True: true,
  false: false,
  False: false,
  nan: NaN,
  NaN: NaN,
  inf: Infinity,
  Infinity: Infinity,
};

export interface Read {
  value: unknown;
  /** Where reading stopped. */
  end: number;
  /** The text ends in the middle of it. */
  truncated: boolean;
}

/** What has no value: the end of the text, an elision, or something that is none. */
const NOTHING = Symbol('nothing');

/** A bracket that is open. */
interface Open {
  /** The character that closes it. */
  closing: string;
  items: unknown[];
  keys: (string | undefined)[];
  /** The name of the argument or the key whose value comes next. */
  key?: string;
  /** Keys that are numbers keep their order. */
  numbered: boolean;
  /** In front of a parenthesis. */
  name?: string;
}

/**
 * Reads what begins at an offset: JSON, with NaN and Infinity, or what Python prints of dicts, lists, tuples and objects
 * (`Name(field=…)`). It is no program, and it may be half-written: there is no grammar to fail. What is open at the end of
 * the text is closed there; at anything unexpected reading stops. Linear: it never looks back.
 */
export function readWritten(text: string, start: number, limit = text.length): Read {
  return new Reader(text, start, limit).read();
}

/** A name with a value behind it: `model='m'`. */
const FIELD = /[A-Za-z_]\w{0,79}=(?!=)/y;

/** Where a field's value begins that is written at an offset, or −1. */
export function fieldStart(text: string, at: number): number {
  FIELD.lastIndex = at;
  return FIELD.test(text) ? FIELD.lastIndex : -1;
}

/** Reads `id='1' choices=[…]`, as `print` writes pydantic's objects: fields in a row, without the object's name. */
export function readFields(text: string, start: number, limit = text.length): Read {
  const value: Record<string, unknown> = {};
  let [end, truncated] = [start, false];
  for (let at = start; at < limit && !truncated;) {
    const from = fieldStart(text, at);
    if (from < 0 || from >= limit) break;
    const read = readWritten(text, from, limit);
    ({ truncated } = read);
    end = Math.max(read.end, from);
    const name = text.slice(at, from - 1);
    if (read.value === undefined || Object.hasOwn(value, name)) break;
    if (name !== '__proto__') value[name] = read.value;
    // The next line is another object.
    while (end > from && isSpace(text.charCodeAt(end - 1))) end--;
    at = end;
    while (at < limit && (text[at] === ' ' || text[at] === ',')) at++;
  }
  return { value, end, truncated };
}

class Reader {
  private readonly open: Open[] = [];
  private truncated = false;
  private result: unknown = NOTHING;

  constructor(
    private readonly text: string,
    private at: number,
    private readonly limit: number,
  ) {}

  read(): Read {
    while (this.result === NOTHING && this.step());
    // Whatever is still open ends here.
    while (this.result === NOTHING && this.open.length > 0) this.close();
    return {
      value: this.result === NOTHING ? undefined : this.result,
      end: Math.min(this.at, this.limit),
      truncated: this.truncated,
    };
  }

  /** Takes the next sign or value; false where reading stops. */
  private step(): boolean {
    this.skipSpace();
    if (this.at >= this.limit) return this.ends();
    const sign = this.text[this.at];
    const top = this.open[this.open.length - 1];
    if (top !== undefined) {
      if (sign === top.closing) {
        this.at++;
        this.close();
        return true;
      }
      if (sign === ',') {
        this.at++;
        top.key = undefined;
        return true;
      }
    }
    if (sign === '[' || sign === '{' || sign === '(') return this.opens(sign);
    const value = this.scalar(sign, top);
    if (value === NOTHING) return false;
    if (value !== SKIPPED) this.put(value);
    return true;
  }

  private ends(): false {
    this.truncated = this.open.length > 0;
    return false;
  }

  private opens(sign: string, name?: string): boolean {
    this.at++;
    if (this.open.length >= DEEPEST) return this.passOver();
    const closing = sign === '[' ? ']' : sign === '{' ? '}' : ')';
    this.open.push({ closing, items: [], keys: [], numbered: false, name });
    return true;
  }

  /** To behind the bracket that closes the one just opened. */
  private passOver(): boolean {
    let depth = 1;
    for (; this.at < this.limit && depth > 0; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 34 || code === 39) this.at = closingQuote(this.text, this.at);
      else if (code === 91 || code === 123 || code === 40) depth++;
      else if (code === 93 || code === 125 || code === 41) depth--;
    }
    if (depth > 0) return this.ends();
    this.put(null);
    return true;
  }

  private close(): void {
    const { closing, items, keys, numbered, name } = this.open.pop()!;
    if (closing === ']' || (closing === ')' && name === undefined)) this.put(items);
    else if (name !== undefined) this.put(called(name, keys, items));
    else if (keys.every((key) => key === undefined) && items.length > 0) this.put(items);
    else this.put(numbered ? entries(keys, items) : fields(keys, items));
  }

  private put(value: unknown): void {
    const top = this.open[this.open.length - 1];
    if (top === undefined) {
      this.result = value;
      return;
    }
    top.items.push(value);
    top.keys.push(top.key);
    top.key = undefined;
  }

  private scalar(sign: string, top: Open | undefined): unknown {
    if (sign === '"' || sign === "'") return this.string(top, '');
    if (sign === '<') return this.tag();
    if ((sign >= '0' && sign <= '9') || sign === '-' || sign === '+' || sign === '.') return this.number(top);
    return this.word(top);
  }

  private string(top: Open | undefined, prefix: string): unknown {
    let value = '';
    // Python's pretty printer breaks a long string in several.
    do {
      const closing = closingQuote(this.text, this.at);
      if (closing >= this.limit) return this.cut();
      const written = this.text.slice(this.at + 1, closing);
      value += prefix.includes('r') ? written : unescaped(written);
      this.at = closing + 1;
      this.skipSpace();
    } while (prefix === '' && (top?.closing !== '}' || top.key !== undefined) && this.isQuote());
    if (prefix.includes('b')) value = `b'${value}'`;
    return this.keyOr(value, top, false);
  }

  private isQuote(): boolean {
    const code = this.text.charCodeAt(this.at);
    return this.at < this.limit && (code === 34 || code === 39);
  }

  /** A value that the text's end cuts: it is not known. */
  private cut(): typeof NOTHING {
    this.at = this.limit;
    this.truncated = true;
    return NOTHING;
  }

  private number(top: Open | undefined): unknown {
    if (this.text.startsWith('...', this.at)) {
      this.at += 3;
      return SKIPPED;
    }
    NUMBER.lastIndex = this.at;
    const [written] = NUMBER.exec(this.text) ?? [];
    if (written !== undefined) {
      this.at += written.length;
      if (this.at >= this.limit && this.open.length > 0) return this.cut();
      const value = Number(written.includes('_') ? written.replace(/_/g, '') : written);
      this.skipSpace();
      return this.keyOr(value, top, true);
    }
    const sign = this.text[this.at];
    WORD.lastIndex = this.at + 1;
    const [word] = WORD.exec(this.text) ?? [];
    const value = word !== undefined && Object.hasOwn(CONSTANTS, word) ? CONSTANTS[word] : undefined;
    if (typeof value !== 'number') return this.at + 1 >= this.limit ? this.cut() : NOTHING;
    this.at += 1 + word!.length;
    return sign === '-' ? -value : value;
  }

  /** `None`, `field=`, `Name(`, `b'…'`, or a bare name. */
  private word(top: Open | undefined): unknown {
    WORD.lastIndex = this.at;
    const [word] = WORD.exec(this.text) ?? [];
    if (word === undefined) return NOTHING;
    const end = this.at + word.length;
    const next = this.text[end];
    if ((next === '"' || next === "'") && /^(?:[bru]|br|rb)$/i.test(word)) {
      this.at = end;
      return this.string(top, word.toLowerCase());
    }
    this.at = end;
    if (next === '(') return this.opens('(', word) ? SKIPPED : NOTHING;
    if (next === '=' && top?.name !== undefined) {
      this.at++;
      top.key = word;
      return SKIPPED;
    }
    if (end >= this.limit && this.open.length > 0) return this.cut();
    if (Object.hasOwn(CONSTANTS, word)) return CONSTANTS[word];
    this.skipSpace();
    return this.keyOr(word, top, false);
  }

  /** Before a colon in braces it is the key of what follows. */
  private keyOr(value: string | number, top: Open | undefined, isNumber: boolean): unknown {
    if (top?.closing !== '}' || top.key !== undefined) return value;
    // Ruby has `=>`.
    const sign = this.text[this.at] === ':' ? 1 : this.text.startsWith('=>', this.at) ? 2 : 0;
    if (sign === 0) return value;
    this.at += sign;
    top.key = String(value);
    if (isNumber || /^\d+$/.test(top.key)) top.numbered = true;
    return SKIPPED;
  }

  /** `<FinishReason.STOP: 'STOP'>` */
  private tag(): unknown {
    const end = this.text.indexOf('>', this.at);
    if (end < 0 || end >= this.limit) return this.limit - this.at <= LONGEST_TAG ? this.cut() : NOTHING;
    if (end - this.at > LONGEST_TAG) return NOTHING;
    const written = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    // <... 3 more items ...>
    return written.startsWith('...') ? SKIPPED : written.split(':')[0];
  }

  private skipSpace(): void {
    while (this.at < this.limit && isSpace(this.text.charCodeAt(this.at))) this.at++;
  }
}

/** A key, a name or an elision was taken; its value comes next, if any. */
const SKIPPED = Symbol('skipped');

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
}

function fields(keys: readonly (string | undefined)[], items: readonly unknown[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  keys.forEach((key, index) => {
    if (key === '__proto__') return;
    if (key !== undefined) made[key] = items[index];
  });
  return made;
}

function entries(keys: readonly (string | undefined)[], items: readonly unknown[]): Entries {
  const made = new Entries();
  keys.forEach((key, index) => {
    if (key !== undefined) made.pairs.push([key, items[index]]);
  });
  return made;
}

/** `tensor([-0.5], device='cuda:0')`, `array([-0.5], dtype=float32)`: PyTorch, NumPy, JAX, MLX. */
const ARRAY = /^(?:[a-z]{1,20}\.)?(?:tensor|array)$/i;

/** An object with its fields; around one value (`np.float32(-0.5)`, `float('-inf')`) it is that value. */
function called(name: string, keys: readonly (string | undefined)[], items: unknown[]): unknown {
  if (ARRAY.test(name) && items.length > 0 && keys[0] === undefined)
    // array('l', [1, 2])
    return Array.isArray(items[1]) && keys[1] === undefined ? items[1] : items[0];
  if (items.length === 0 || keys.some((key) => key !== undefined)) return named(name, fields(keys, items));
  if (items.length > 1) return items;
  const [only] = items;
  if (name !== 'float' || typeof only !== 'string') return only;
  const sign = only.startsWith('-') ? -1 : 1;
  const constant = CONSTANTS[only.replace(/^[-+]/, '')];
  return typeof constant === 'number' ? sign * constant : Number(only);
}
