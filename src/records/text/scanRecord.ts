import * as l10n from '@vscode/l10n';
import { Scanner, SPACE } from '../../text/scanner/scanner';
import { FieldValues } from '../fields/fieldValues';
import { lenientJson } from './lenientJson';
import { namedScoresIn } from '../fields/namedScores';
import { plainNumber, readNumber } from './numbers';
import type { FieldPath, NoteKind, SkipKind } from '../types';
import {
  QUOTE,
  BACKSLASH,
  OPEN_LIST,
  CLOSE_LIST,
  OPEN_OBJECT,
  CLOSE_OBJECT,
  COMMA,
  COLON,
} from './jsonBytes';
import { listInText } from './listInText';

/** Objects and lists nested deeper than this are refused: recursion stays bounded. */
const MAX_DEPTH = 100;

/** The first letters of `true` and `false`. */
const [TRUE, FALSE] = [0x74, 0x66];
const TRUTHS = ['true', 'false'].map((word) => [...new TextEncoder().encode(word)]);

const decoder = new TextDecoder();

/** One scanner serves all readers: a scan runs to its end before another starts. */
let shared: Scanner | undefined;

interface Wanted {
  path: readonly Uint8Array[];
  names: FieldPath;
  values: FieldValues;
  /** Whether strings may stand in place of numbers. */
  texts: boolean;
  /** Whether any value may stand there, which is then taken as a text. */
  anything: boolean;
  /** Whether scores by name may stand there: `{"cat": 0.9, …}`, `[{"label": "cat", "score": 0.9}, …]`. */
  named: boolean;
  /** Fields of the object at the path, whose numbers are one row, and what their classes are called. */
  members?: readonly (readonly [field: string, name: string])[];
  /** Whether these may be true or false. */
  flags?: boolean;
}

/**
 * Reads chosen fields of one JSON record from bytes. Nothing else of the record becomes a JavaScript value, so a
 * dump's cost is that of its bytes. Python's NaN and Infinity are read, which JSON.parse refuses. Of a key that stands
 * twice, the last counts, as in every JSON reader.
 */
export class RecordScanner {
  private readonly wanted: Wanted[] = [];
  private readonly number = { value: 0, end: 0 };
  private readonly scanner = (shared ??= new Scanner());
  private bytes: Uint8Array = new Uint8Array(0);
  private limit = 0;

  /** Why the last scan failed. */
  problem: { kind: SkipKind; message: () => string } = { kind: 'not-json', message: () => '' };
  /** What the last scan noticed in a record that it could read. */
  notes: { kind: NoteKind; message: () => string }[] = [];

  /** Asks for a field; its values are there after each successful scan. */
  want(
    path: FieldPath,
    {
      texts = false,
      anything = false,
      named = false,
      members,
      flags,
    }: Partial<Omit<Wanted, 'path' | 'names'>> = {},
  ): FieldValues {
    const encoder = new TextEncoder();
    const values = new FieldValues();
    const keys = path.map((key) => encoder.encode(key));
    this.wanted.push({ path: keys, names: path, values, texts, anything, named, members, flags });
    return values;
  }

  /** Reads bytes [start, end), which must hold one value and nothing else. `bytes` must go on for a byte after `end`. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    this.bytes = bytes;
    this.limit = end;
    this.scanner.startBytes(bytes.subarray(0, end));
    this.notes = [];
    for (const { values } of this.wanted) {
      values.reset();
      values.seen = 0;
    }
    const active = (1 << this.wanted.length) - 1;
    let p = this.space(start);
    if (bytes[p] !== OPEN_OBJECT && bytes[p] !== OPEN_LIST) {
      this.skip(p);
      return (
        this.fail(
          'not-a-record',
          (got) => l10n.t('expected a record such as {0}, got {1}', '{"logits": […]}', got),
          p,
        ) > 0
      );
    }
    p = this.value(p, 0, active);
    if (p < 0) return false;
    p = this.space(p);
    if (p < end)
      return this.fail('not-json', (got) => l10n.t('expected the end of the record, got {0}', got), p) > 0;
    return true;
  }

  private value(p: number, depth: number, active: number): number {
    const c = this.bytes[p];
    if (active !== 0) {
      // A path of no keys is the value itself. One field may be wanted as numbers and as a text.
      let end = 0;
      for (let i = 0; i < this.wanted.length && end >= 0; i++) {
        if (!(active & (1 << i)) || this.wanted[i].path.length !== depth) continue;
        const { members, values, flags = false } = this.wanted[i];
        // Of an object whose members are wanted, others may be, too.
        if (members) end = Math.min(0, this.membersOf(p, values, members, flags));
        else end = this.field(p, this.wanted[i]);
      }
      if (end !== 0) return end;
      if (depth > MAX_DEPTH)
        return this.fail('not-json', () => l10n.t('nested deeper than {0} levels', MAX_DEPTH));
      if (c === OPEN_OBJECT) return this.object(p, depth, active);
      if (c === OPEN_LIST) return this.list(p, depth, active);
    }
    return this.skip(p);
  }

  private object(p: number, depth: number, active: number): number {
    const { bytes } = this;
    p = this.space(p + 1);
    if (bytes[p] === CLOSE_OBJECT && p < this.limit) return p + 1;
    for (;;) {
      if (p >= this.limit) return this.cutOff();
      if (bytes[p] !== QUOTE)
        return this.fail('not-json', (got) => l10n.t('expected a key in quotes, got {0}', got), p);
      const key = p + 1;
      p = this.string(p);
      if (p < 0) return p;
      const matches = this.matching(key, p - 1, depth, active);
      p = this.space(p);
      if (bytes[p] !== COLON || p >= this.limit)
        return p >= this.limit
          ? this.cutOff()
          : this.fail('not-json', (got) => l10n.t('expected a colon, got {0}', got), p);
      p = this.space(p + 1);
      if (p >= this.limit) return this.cutOff();
      p = this.value(p, depth + 1, matches);
      if (p < 0) return p;
      p = this.space(p);
      if (p >= this.limit) return this.cutOff();
      if (bytes[p] === CLOSE_OBJECT) return p + 1;
      if (bytes[p] !== COMMA) return this.missingComma(p, '}');
      p = this.space(p + 1);
    }
  }

  /** A list on the way to a field: path keys name its elements by index. */
  private list(p: number, depth: number, active: number): number {
    const { bytes } = this;
    p = this.space(p + 1);
    if (bytes[p] === CLOSE_LIST && p < this.limit) return p + 1;
    for (let index = 0; ; index++) {
      if (p >= this.limit) return this.cutOff();
      let matches = 0;
      for (let i = 0; i < this.wanted.length; i++) {
        if (active & (1 << i) && this.wanted[i].names[depth] === String(index)) matches |= 1 << i;
      }
      p = this.value(p, depth + 1, matches);
      if (p < 0) return p;
      p = this.space(p);
      if (p >= this.limit) return this.cutOff();
      if (bytes[p] === CLOSE_LIST) return p + 1;
      if (bytes[p] !== COMMA) return this.missingComma(p, ']');
      p = this.space(p + 1);
    }
  }

  /** Which of the active paths have this key at this depth. */
  private matching(from: number, to: number, depth: number, active: number): number {
    let matches = 0;
    for (let i = 0; i < this.wanted.length; i++) {
      if (!(active & (1 << i))) continue;
      const key = this.wanted[i].path[depth];
      if (key !== undefined && this.isKey(from, to, key, this.wanted[i].names[depth])) matches |= 1 << i;
    }
    return matches;
  }

  private isKey(from: number, to: number, key: Uint8Array, name: string): boolean {
    const { bytes } = this;
    if (to - from === key.length) {
      for (let i = 0; i < key.length; i++) if (bytes[from + i] !== key[i]) return false;
      return true;
    }
    // An escaped key is longer than its text.
    if (to - from < key.length || !bytes.subarray(from, to).includes(BACKSLASH)) return false;
    return this.textOf(from - 1, to + 1) === name;
  }

  private field(p: number, { values, names, texts, anything, named }: Wanted): number {
    if (anything) return this.anyText(p, values);
    const seen = ++values.seen;
    if (seen > 1) {
      this.notes.push({
        kind: 'duplicate-key',
        message: () => l10n.t('the record has {0} fields “{1}”; the last one counts', seen, names.join('.')),
      });
      values.reset();
    }
    const c = this.bytes[p];
    if (named && (c === OPEN_OBJECT || this.bytes[this.space(p + 1)] === OPEN_OBJECT))
      return this.namedScores(p, values, names);
    if (c === QUOTE) {
      const end = this.string(p);
      if (end < 0) return end;
      const text = this.textOf(p, end);
      const list = listInText(text);
      if (list && (texts || list.every((item) => typeof item !== 'string'))) {
        values.take(list);
        return end;
      }
      if (!texts) return this.notANumber(names, '', p);
      values.text = text;
      values.rank = 0;
      return end;
    }
    if (c !== OPEN_LIST) {
      if (texts && (c === TRUE || c === FALSE)) return this.anyText(p, values);
      if (!readNumber(this.bytes, p, this.limit, this.number)) return this.notANumber(names, '', p);
      this.keep(values, p);
      values.rank = 0;
      return this.number.end;
    }
    const inside = this.space(p + 1);
    if (this.bytes[inside] !== OPEN_LIST) {
      values.rank = 1;
      const end = this.row(p, values, names, '', texts);
      values.rows = 1;
      values.width = values.count + values.texts.length;
      return end > 0 && values.count > 0 && values.texts.length > 0 ? this.mixed(values, names) : end;
    }
    return this.isJudged(inside) ? this.judged(p, values, names) : this.matrix(p, values, names);
  }

  /** `["-1.5", "False"]`, `[-1.5, false]`: a number with a yes or no, as harnesses write a choice and whether it is greedy. */
  private isJudged(p: number): boolean {
    const { bytes } = this;
    p = this.space(p + 1);
    p =
      bytes[p] === QUOTE
        ? this.string(p)
        : readNumber(bytes, p, this.limit, this.number)
          ? this.number.end
          : -1;
    p = p < 0 ? p : this.space(p);
    if (p < 0 || bytes[p] !== COMMA) return false;
    p = this.space(p + 1);
    return /^"?(?:true|false)/i.test(String.fromCharCode(...bytes.subarray(p, Math.min(p + 6, this.limit))));
  }

  /** The numbers of such pairs as one row. */
  private judged(p: number, values: FieldValues, names: FieldPath): number {
    const { bytes } = this;
    values.rank = 1;
    values.rows = 1;
    p = this.space(p + 1);
    for (;;) {
      const place = `[${values.count}]`;
      if (p >= this.limit) return this.cutOff();
      if (bytes[p] !== OPEN_LIST) return this.notANumber(names, place, p);
      const end = this.skip(p);
      if (end < 0) return end;
      p = this.space(p + 1);
      if (!this.readText(p, values, names) && !readNumber(bytes, p, this.limit, this.number))
        return this.notANumber(names, `${place}[0]`, p);
      values.push(this.number.value);
      values.width = values.count;
      p = this.space(end);
      if (p >= this.limit) return this.cutOff();
      if (bytes[p] === CLOSE_LIST) return p + 1;
      if (bytes[p] !== COMMA) return this.missingComma(p, ']');
      p = this.space(p + 1);
    }
  }

  /** Scores by name, as one row in the order in which they stand there. */
  private namedScores(p: number, values: FieldValues, names: FieldPath): number {
    const end = this.skip(p);
    if (end < 0) return end;
    const scores = namedScoresIn(lenientJson(decoder.decode(this.bytes.subarray(p, end))));
    if (!scores) return this.notANumber(names, '', p);
    values.append(Float64Array.from(scores.scores), scores.scores.length);
    values.texts = [...scores.names];
    values.rank = values.rows = 1;
    values.width = values.count;
    return end;
  }

  /** The numbers of some members of an object, each with the name of its class; what is no number has none. */
  private membersOf(
    p: number,
    values: FieldValues,
    members: NonNullable<Wanted['members']>,
    flags: boolean,
  ): number {
    const end = this.skip(p);
    if (end < 0) return end;
    const object = lenientJson(decoder.decode(this.bytes.subarray(p, end)));
    if (typeof object !== 'object' || object === null) return end;
    values.reset();
    for (const [field, name] of members) {
      const written = (object as Record<string, unknown>)[field];
      const value =
        typeof written === 'string'
          ? plainNumber(written)
          : flags && typeof written === 'boolean'
            ? Number(written)
            : written;
      if (typeof value !== 'number' && value !== null) continue;
      if (value === null) values.nulls++;
      values.push(value ?? NaN);
      values.texts.push(name);
    }
    values.seen = values.count > 0 ? 1 : 0;
    values.rank = values.rows = 1;
    values.width = values.count;
    return end;
  }

  /** A number that is written as a text. */
  private readText(p: number, values: FieldValues, names: FieldPath): boolean {
    const end = this.bytes[p] === QUOTE ? this.string(p) : -1;
    const value = end < 0 ? undefined : plainNumber(this.textOf(p, end));
    if (value === undefined) return false;
    this.number.value = value;
    this.number.end = end;
    if (!values.inTexts)
      this.notes.push({
        kind: 'number-text',
        message: () =>
          l10n.t('{0}: the numbers are texts, such as {1}; they are read as numbers', names.join('.'), value),
      });
    values.inTexts = true;
    return true;
  }

  /** Any value as a text; null is none. */
  private anyText(p: number, values: FieldValues): number {
    const end = this.skip(p);
    if (end < 0) return end;
    values.reset();
    values.rank = 0;
    const written = decoder.decode(this.bytes.subarray(p, end));
    if (written !== 'null') values.text = this.bytes[p] === QUOTE ? this.textOf(p, end) : written;
    return end;
  }

  /** Which class a number beside names means is nothing to guess at. */
  private mixed({ data, texts }: FieldValues, names: FieldPath): number {
    return this.fail('not-a-number', () =>
      l10n.t(
        '{0}: expected class IDs or class names, got both: {1} and {2}',
        names.join('.'),
        data[0],
        JSON.stringify(texts[0]),
      ),
    );
  }

  private matrix(p: number, values: FieldValues, names: FieldPath): number {
    const { bytes } = this;
    values.rank = 2;
    p = this.space(p + 1);
    for (;;) {
      if (p >= this.limit) return this.cutOff();
      if (bytes[p] !== OPEN_LIST)
        return this.fail(
          'ragged',
          (got, place) => l10n.t('{0}: expected a list of numbers, got {1}', place, got),
          p,
          names,
          `[${values.rows}]`,
        );
      const before = values.count;
      p = this.row(p, values, names, `[${values.rows}]`, false);
      if (p < 0) return p;
      const width = values.count - before;
      if (values.rows === 0) values.width = width;
      else if (width !== values.width) {
        return this.ragged(`${names.join('.')}[${values.rows}]`, values.width, width);
      }
      values.rows++;
      p = this.space(p);
      if (p >= this.limit) return this.cutOff();
      if (bytes[p] === CLOSE_LIST) return p + 1;
      if (bytes[p] !== COMMA) return this.missingComma(p, ']');
      p = this.space(p + 1);
    }
  }

  /** The numbers of a list, from its bracket. */
  private row(p: number, values: FieldValues, names: FieldPath, where: string, texts: boolean): number {
    const { bytes, limit, number, scanner } = this;
    const before = values.count;
    p = this.space(p + 1);
    if (bytes[p] === CLOSE_LIST && p < limit) return p + 1;
    if (!texts && bytes[p] === QUOTE) return this.textRow(p, values, names, where);
    // A value stands before p, with no comma after it.
    let pending = false;
    for (;;) {
      scanner.numbers(p, pending);
      values.append(scanner.values, scanner.count);
      if (scanner.flags & SPACE)
        return this.fail(
          'not-json',
          (_, place) => l10n.t('{0}: a comma is missing between two numbers', place),
          p,
          names,
          where,
        );
      pending = scanner.count > 0 || scanner.at > p ? scanner.open : pending;
      p = this.space(scanner.at);
      if (p >= limit) return this.cutOff();
      if (bytes[p] === CLOSE_LIST) {
        return pending
          ? p + 1
          : this.fail(
              'not-json',
              (_, place) => l10n.t('{0}: there is a comma before the closing bracket', place),
              p,
              names,
              where,
            );
      }
      if (pending) {
        if (bytes[p] !== COMMA) return this.missingComma(p, ']');
        p = this.space(p + 1);
      }
      // What the scanner does not decide: NaN, Infinity, null, a text, or something that does not belong there.
      if (readNumber(bytes, p, limit, number)) {
        this.keep(values, p);
        p = number.end;
      } else if (texts && bytes[p] === QUOTE) {
        const end = this.string(p);
        if (end < 0) return end;
        values.texts.push(this.textOf(p, end));
        p = end;
      } else if (texts && this.readTruth(p)) {
        values.push(number.value);
        p = number.end;
      } else {
        const index = values.count - before + values.texts.length;
        return this.notANumber(names, `${where}[${index}]`, p);
      }
      pending = true;
    }
  }

  /** Numbers that are all written as texts, from the first one's quote. */
  private textRow(p: number, values: FieldValues, names: FieldPath, where: string): number {
    const { bytes } = this;
    for (let index = 0; ; index++) {
      if (p >= this.limit) return this.cutOff();
      if (!this.readText(p, values, names)) return this.notANumber(names, `${where}[${index}]`, p);
      values.push(this.number.value);
      p = this.space(this.number.end);
      if (p >= this.limit) return this.cutOff();
      if (bytes[p] === CLOSE_LIST) return p + 1;
      if (bytes[p] !== COMMA) return this.missingComma(p, ']');
      p = this.space(p + 1);
    }
  }

  /** True as 1 and false as 0, in a list of a yes or no for each class. */
  private readTruth(p: number): boolean {
    const word = TRUTHS.find((one) => one.every((c, at) => this.bytes[p + at] === c));
    if (!word || p + word.length > this.limit) return false;
    this.number.value = Number(word[0] === TRUE);
    this.number.end = p + word.length;
    return true;
  }

  private keep(values: FieldValues, p: number): void {
    if (this.bytes[p] === 0x6e && this.bytes[p + 1] === 0x75) values.nulls++;
    values.push(this.number.value);
  }

  private notANumber(names: FieldPath, where: string, p: number): number {
    if (p >= this.limit) return this.cutOff();
    const c = this.bytes[p];
    // A value that is whole but no number, or one that no JSON has.
    const end = this.skip(p);
    if (end < 0) return end;
    return this.fail(c === OPEN_LIST ? 'ragged' : 'not-a-number', () => {
      const place = (names.join('.') || l10n.t('record')) + where;
      if (c === OPEN_LIST) return l10n.t('{0}: expected a number, got a list (ragged)', place);
      return l10n.t(
        '{0}: expected a number, got {1}',
        place,
        c === OPEN_OBJECT ? l10n.t('an object') : this.excerpt(p),
      );
    });
  }

  /** The end of any value, without reading it. */
  private skip(p: number): number {
    const { bytes, limit } = this;
    const c = bytes[p];
    if (c === QUOTE) return this.string(p);
    if (c === OPEN_OBJECT || c === OPEN_LIST) {
      let open = 1;
      p++;
      while (p < limit) {
        const d = bytes[p];
        if (d === QUOTE) {
          p = this.string(p);
          if (p < 0) return p;
          continue;
        }
        p++;
        if (d === OPEN_LIST || d === OPEN_OBJECT) open++;
        else if ((d === CLOSE_LIST || d === CLOSE_OBJECT) && --open === 0) return p;
      }
      return this.cutOff();
    }
    const start = p;
    while (p < limit && bytes[p] > 0x20 && !isPunctuation(bytes[p])) p++;
    if (p === start) return p >= limit ? this.cutOff() : this.notAValue(p);
    if (isScalar(bytes, start, p)) return p;
    // Cut in the middle of a number or word at the very end.
    if (p >= limit) return this.cutOff();
    return this.notAValue(start);
  }

  /** The byte after a string's closing quote. */
  private string(p: number): number {
    const { bytes, limit } = this;
    for (p++; p < limit; p++) {
      const c = bytes[p];
      if (c === QUOTE) return p + 1;
      if (c === BACKSLASH) p++;
    }
    return this.cutOff();
  }

  private space(p: number): number {
    const { bytes, limit } = this;
    while (p < limit && bytes[p] <= 0x20) p++;
    return p;
  }

  private textOf(from: number, to: number): string {
    const text = new TextDecoder().decode(this.bytes.subarray(from, to));
    try {
      return JSON.parse(text) as string;
    } catch {
      return text.slice(1, -1);
    }
  }

  private excerpt(p: number): string {
    if (p >= this.limit) return l10n.t('the end');
    const text = new TextDecoder().decode(this.bytes.subarray(p, Math.min(this.limit, p + 80)));
    const value = /^(?:"(?:[^"\\]|\\.)*"?|[^\s,:[\]{}]+|.)/s.exec(text)?.[0] ?? text;
    return value.length > 40 ? `${value.slice(0, 40)}…` : value;
  }

  private cutOff(): number {
    return this.fail('cut-off', () => l10n.t('the record is incomplete: the text ends inside it'));
  }

  private missingComma(p: number, end: '}' | ']'): -1 {
    return this.fail('not-json', (got) => l10n.t('expected a comma or {0}, got {1}', end, got), p);
  }

  private notAValue(p: number): -1 {
    return this.fail('not-json', (got) => l10n.t('expected a value, got {0}', got), p);
  }

  private ragged(row: string, width: number, got: number): -1 {
    return this.fail('ragged', () =>
      l10n.t('{0}: expected {1} numbers, as in the first row, got {2}', row, width, got),
    );
  }

  /**
   * @param message made only where it is told, from what stands at `p` and the place in the field; it holds on to no
   *   variable of the scan, which would slow the scan
   */
  private fail(
    kind: SkipKind,
    message: (got: string, place: string) => string,
    p = this.limit,
    names: FieldPath = [],
    where = '',
  ): -1 {
    this.problem = { kind, message: () => message(this.excerpt(p), names.join('.') + where) };
    return -1;
  }
}

function isPunctuation(c: number): boolean {
  return (
    c === COMMA ||
    c === COLON ||
    c === QUOTE ||
    c === OPEN_LIST ||
    c === CLOSE_LIST ||
    c === OPEN_OBJECT ||
    c === CLOSE_OBJECT
  );
}

const SCALAR = /^(?:true|false|null|NaN|-?Infinity|-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)$/;

/** Of a text of any length. */
const LATIN1 = new TextDecoder('latin1');

function isScalar(bytes: Uint8Array, from: number, to: number): boolean {
  const c = bytes[from];
  // What starts like a number and is skipped need not be checked digit by digit.
  if (c === 0x2d || (c >= 48 && c <= 57)) {
    const last = bytes[to - 1];
    return last >= 48 && last <= 57 ? true : SCALAR.test(LATIN1.decode(bytes.subarray(from, to)));
  }
  return to - from <= 9 && SCALAR.test(String.fromCharCode(...bytes.subarray(from, to)));
}
