import type { Column } from '../../text/tables/table';
import { listInText } from '../listInText';
import { plainNumber } from '../numbers';
import { isNumbers } from './values';

/** A column of a table, and what its cells are: each is read once, however often somebody asks. */
export class TableColumn implements Column {
  readonly name: string;
  readonly cells: string[];
  /** A few bad fields are reported when the file is read; they do not hide a column. */
  readonly isNumeric: boolean;
  /** Each cell is a number, or empty. */
  private readonly isPlain: boolean;
  private knownNumbers: readonly number[] | undefined;
  private knownFlags: readonly number[] | undefined;
  private knownValues: unknown[] | undefined;

  constructor({ name, cells }: Column) {
    this.name = name;
    this.cells = cells;
    let others = 0;
    for (const text of cells) if (text !== '' && plainNumber(text) === undefined) others++;
    this.isNumeric = cells.length - others > cells.length / 2;
    this.isPlain = others === 0;
  }

  /** NaN where a cell is empty, or no number. */
  get numbers(): readonly number[] {
    return (this.knownNumbers ??= this.cells.map(numberIn));
  }

  /** The same, true as 1 and false as 0. */
  get flags(): readonly number[] {
    return (this.knownFlags ??= this.isPlain ? this.numbers : this.cells.map(flagIn));
  }

  /** Null where a cell is empty: a row may have no label. Where all are, later rows may have one, and the column's name tells. */
  get values(): unknown[] {
    return (this.knownValues ??= this.read());
  }

  /** Lists of numbers that stand in its cells. */
  get lists(): readonly number[][] {
    const { cells, isNumeric } = this;
    const values = isNumeric ? cells.map(listInText) : this.values;
    return values.filter((value): value is number[] => isNumbers(value));
  }

  private read(): unknown[] {
    const { cells, isNumeric, isPlain } = this;
    if (cells.every((text) => text === '')) return [...cells];
    return cells.map((text, row) => {
      if (text === '') return null;
      if (isNumeric) return isPlain ? this.numbers[row] : Number(text);
      return listInText(text) ?? text;
    });
  }
}

const numberIn = (cell: string): number => (cell === '' ? NaN : Number(cell));

const flagIn = (cell: string): number =>
  /^true$/i.test(cell) ? 1 : /^false$/i.test(cell) ? 0 : numberIn(cell);
