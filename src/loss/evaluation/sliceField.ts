import * as l10n from '@vscode/l10n';
import { isMissingWord } from '../../arrays/words/missingWord';
import type { EvaluatedRows } from './evaluatedRows';
import type { SliceField } from './slices';

/** Values of a field beyond these are no slices but names. */
export const MAX_SLICES = 200;
/** A field of more numbers is sliced at its quartiles. */
const MANY_NUMBERS = 20;

/** A text for each row: an index into the names, −1 where a row has none. */
export interface RowTexts {
  field: string;
  names: readonly string[];
  of: Int32Array;
  /** How long each name is, where the names themselves were cut. */
  lengths?: ArrayLike<number>;
}

/**
 * The values of a field for the rows that count: as they are where they are few, many different numbers at their
 * quartiles, and texts of which hardly two are alike by their length.
 *
 * @param row the numbers of the rows that count
 */
export function sliceFieldOf(texts: RowTexts, { row }: Pick<EvaluatedRows, 'row'>): SliceField {
  const { field } = texts;
  const { names, values, place } = valuesIn(texts);
  const of = Int32Array.from(row, (one) => {
    const name = texts.of[one];
    return name < 0 || !place ? name : place[name];
  });
  if (names.length <= MANY_NUMBERS) return { field, names, of };
  if (values) return inQuartiles(field, valuesOf(of, values));
  if (names.length <= MAX_SLICES) return { field, names, of };
  if (2 * names.length <= texts.of.length) return mostFrequent({ field, names, of });
  const lengths = texts.lengths ?? names.map((name) => name.length);
  return inQuartiles(l10n.t('length of {0}', field), valuesOf(of, lengths));
}

/** A number as programs print it: `12e1` is none, and may be part of a hash. */
const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+|\d(?:\.\d*)?e[-+]?\d+|inf(?:inity)?)$/i;
/** Of more digits a number may be another one. */
const MOST_DIGITS = 15;

/** The different values of a field: where all are numbers, each number once, however it is written, and none for what is missing. */
function valuesIn({ names }: Pick<RowTexts, 'names'>): {
  names: readonly string[];
  values?: Float64Array;
  /** Of each name the place of its value; -1 for none. */
  place?: Int32Array;
} {
  const isNumber = names.map((name) => NUMBER.test(name));
  if (!isNumber.includes(true) || !names.every((name, at) => isNumber[at] || isMissingWord(name)))
    return { names };
  const places = new Map<string, number>();
  const kept: string[] = [];
  const place = Int32Array.from(names, (name, at) => {
    if (!isNumber[at]) return -1;
    const key = name.length <= MOST_DIGITS ? String(numberOf(name)) : name;
    const known = places.get(key);
    if (known === undefined) places.set(key, kept.push(name) - 1);
    else kept[known] = key;
    return places.get(key)!;
  });
  return { names: kept, values: Float64Array.from(kept, numberOf), place };
}

/** Without a sign where it is 0. */
const numberOf = (text: string) => Number(text.replace(/inf(?:inity)?/i, 'Infinity')) + 0;

export function labelField({ label, classes }: EvaluatedRows, classNames?: readonly string[]): SliceField {
  return classField('label', label, classes, classNames);
}

/** By the class that was taken for the right one. */
export function predictedField({ top, classes }: EvaluatedRows, classNames?: readonly string[]): SliceField {
  return classField('predicted', top, classes, classNames);
}

function classField(
  field: string,
  of: Int32Array,
  classes: number,
  classNames: readonly string[] | undefined,
): SliceField {
  const names = Array.from({ length: classes }, (_, id) => classNames?.[id] ?? String(id));
  return classes > MAX_SLICES ? mostFrequent({ field, names, of }) : { field, names, of };
}

/** Rows by the values of two fields. */
export function crossed(first: SliceField, second: SliceField): SliceField {
  const names: string[] = [];
  const numbers = new Map<number, number>();
  const of = first.of.map((a, at) => {
    const b = second.of[at];
    if (a < 0 || b < 0) return -1;
    const pair = a * second.names.length + b;
    let number = numbers.get(pair);
    if (number === undefined) {
      number = names.push(`${first.names[a]} × ${second.names[b]}`) - 1;
      numbers.set(pair, number);
    }
    return number;
  });
  const field = { field: `${first.field} × ${second.field}`, names, of };
  return names.length > MAX_SLICES ? mostFrequent(field) : field;
}

const valuesOf = (of: Int32Array, values: ArrayLike<number>) =>
  Float64Array.from(of, (name) => (name < 0 ? NaN : values[name]));

function inQuartiles(field: string, values: Float64Array): SliceField {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const last = sorted[sorted.length - 1];
  const cuts = [...new Set([0.25, 0.5, 0.75].map((q) => sorted[Math.floor(q * (sorted.length - 1))]))];
  const ends = cuts.at(-1) === last ? cuts : [...cuts, last];
  const [least, ...texts] = shortTexts([sorted[0], ...ends]);
  return {
    field,
    names: ends.map((end, part) => {
      if (part > 0) return `> ${texts[part - 1]} … ${texts[part]}`;
      return sorted[0] === end ? texts[0] : `${least} … ${texts[0]}`;
    }),
    of: Int32Array.from(values, (value) => ends.findIndex((end) => value <= end)),
  };
}

/** Rising numbers in few digits, as many as tell them apart; whole ones in all of theirs. */
function shortTexts(numbers: readonly number[]): string[] {
  const isEqual = numbers.map((x, at) => at > 0 && x === numbers[at - 1]);
  for (let digits = LEAST_DIGITS; ; digits++) {
    const texts = numbers.map((x) =>
      Number.isInteger(x) ? String(x) : String(Number(x.toPrecision(digits))),
    );
    if (digits === MOST_DIGITS || texts.every((text, at) => isEqual[at] || text !== texts[at - 1]))
      return texts;
  }
}

const LEAST_DIGITS = 4;

/** The values that most rows have. */
function mostFrequent({ field, names, of }: SliceField): SliceField {
  const count = new Int32Array(names.length);
  for (const name of of) if (name >= 0) count[name]++;
  const kept = [...count.keys()].sort((a, b) => count[b] - count[a]).slice(0, MAX_SLICES);
  const place = new Map(kept.map((name, at) => [name, at]));
  return {
    field,
    names: kept.map((name) => names[name]),
    of: of.map((name) => place.get(name) ?? -1),
  };
}
