import type { Column } from '../../text/tables/table';
import { firstPartsOf, partsOf } from '../fields/labelTexts';
import { listInText } from '../text/listInText';
import { plainNumber } from '../text/numbers';
import type { FieldPath } from '../types';
import type { Field } from './field';
import { isNumbers } from './values';

/** A column of a table as a field, and what its cells are: each is read once, however often somebody asks. */
export class TableColumn implements Column, Field {
  readonly name: string;
  readonly path: FieldPath;
  readonly cells: string[];
  /** Null where a cell is empty: a row may have no label. Where all are, later rows may have one, and the column's name tells. */
  readonly values: unknown[];
  /** A few bad fields are reported when the file is read; they do not hide a column. */
  readonly isNumeric: boolean;
  /** Each cell is a number, or empty. */
  readonly isPlain: boolean;
  private readonly isEmpty: boolean;
  private readonly isFull: boolean;
  private knownNumbers: readonly number[] | undefined;
  private knownFlags: readonly number[] | undefined;
  private knownFirsts: readonly string[] | undefined;

  constructor({ name, cells }: Column) {
    this.name = name;
    this.path = [name];
    this.cells = cells;
    const values = cells.map(valueOf);
    let [empty, texts] = [0, 0];
    for (const value of values)
      if (value === null) empty++;
      else if (typeof value === 'string') texts++;
    this.isNumeric = texts < cells.length / 2;
    this.isPlain = texts === 0;
    this.isEmpty = empty === cells.length;
    this.isFull = empty === 0;
    if (this.isEmpty) this.values = cells;
    else if (this.isPlain) this.values = values;
    else this.values = this.isNumeric ? values.map(asNumber) : cells.map(asText);
  }

  /** NaN where a cell is empty, or no number. */
  get numbers(): readonly number[] {
    const { isFull, isNumeric, values } = this;
    return (this.knownNumbers ??= isFull && isNumeric ? (values as number[]) : this.cells.map(numberIn));
  }

  /** The same, true as 1 and false as 0. */
  get flags(): readonly number[] {
    return (this.knownFlags ??= this.isPlain ? this.numbers : this.cells.map(flagIn));
  }

  /** Lists of numbers that stand in its cells. */
  get lists(): readonly number[][] {
    const { cells, isNumeric } = this;
    const values = isNumeric ? cells.map(listInText) : this.values;
    return values.filter((value): value is number[] => isNumbers(value));
  }

  /** What its first label is, or begins with where it is several in a text or a list. */
  get firsts(): readonly string[] {
    return (this.knownFirsts ??= this.firstLabel());
  }

  /** What its cells name, one or several each, where all of that is known; undefined where one names something else, or none does. */
  namesIn(isName: (text: string) => boolean): string[] | undefined {
    if (!this.firsts.some(isName)) return undefined;
    const names: string[] = [];
    for (const text of new Set(this.cells)) {
      if (text === '') continue;
      const own = isName(text) ? [text] : partsOf(text, isName);
      if (!own) return undefined;
      names.push(...own);
    }
    return names;
  }

  private firstLabel(): readonly string[] {
    const { cells, values } = this;
    const at = cells.findIndex((text, row) => text !== '' && !isEmptyList(values[row]));
    if (at < 0) return [];
    const value = values[at];
    return Array.isArray(value) ? [cells[at], String(value[0])] : firstPartsOf(cells[at]);
  }
}

/** Infinity is a number, but none that is looked at unless it is written as JavaScript has it. */
function valueOf(cell: string): string | number | null {
  if (cell === '') return null;
  const number = plainNumber(cell);
  return number === undefined ? cell : Number.isFinite(number) ? number : Number(cell);
}

const asNumber = (value: string | number | null) => (value === null ? null : Number(value));

const asText = (cell: string) => (cell === '' ? null : (listInText(cell) ?? cell));

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const numberIn = (cell: string): number => (cell === '' ? NaN : Number(cell));

const flagIn = (cell: string): number =>
  /^true$/i.test(cell) ? 1 : /^false$/i.test(cell) ? 0 : MAY_BE_NUMBER.test(cell) ? Number(cell) : NaN;

const MAY_BE_NUMBER = /^\s*[-+.\dI]/;
