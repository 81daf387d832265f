import { append } from '../../arrays/longLists';
import type { IntegerColumn } from '../../arrays/integerColumn';
import { PackedColumn, RestMemory, type PackedRun } from '../../loss/packedColumn';
import type { RowBlock } from '../../records/rowBlocks';

/** Where each row's record stands: one entry a row. */
export interface Places<Column = IntegerColumn> {
  offset: Column;
  length: Column;
  line: Column;
  /** Which of the record's rows it is. */
  part: Column;
}

/** What is kept beside the numbers of some rows, as plain data. */
export interface RowsOfPiece {
  places: Places<readonly PackedRun[]>;
  /** As given. */
  label: readonly PackedRun[];
  beside?: readonly (readonly string[])[];
}

const KEYS = ['offset', 'length', 'line', 'part'] as const;

/** Where the rows of a file stand and what they are labelled, while it is read. */
export class PlaceColumns {
  private readonly memory = new RestMemory();
  readonly places: Places<PackedColumn> = {
    offset: new PackedColumn(this.memory),
    length: new PackedColumn(this.memory),
    line: new PackedColumn(this.memory),
    part: new PackedColumn(this.memory),
  };
  readonly label = new PackedColumn(this.memory);
  private beside: string[][] | undefined;

  /** @param keeps whether texts beside the rows are kept, too */
  append(block: RowBlock, keeps = true): void {
    for (const key of KEYS) this.places[key].append(block[key]);
    if (block.label) this.label.append(block.label);
    if (keeps) block.beside?.forEach((texts, at) => append(((this.beside ??= [])[at] ??= []), texts));
  }

  /** @param lines before those of the rows */
  join({ places, label }: RowsOfPiece, lines: number): void {
    for (const key of KEYS) this.places[key].join(places[key], key === 'line' ? lines : 0);
    this.label.join(label);
  }

  take(): RowsOfPiece {
    const { offset, length, line, part } = this.places;
    return {
      places: { offset: offset.take(), length: length.take(), line: line.take(), part: part.take() },
      label: this.label.take(),
      beside: this.beside,
    };
  }
}
