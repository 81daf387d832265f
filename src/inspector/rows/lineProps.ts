import type { RowsPage } from '../../worker/protocol';
import type { Records } from './useRecords';

/** What the classes of a row are called. */
export type NamesOf = (row: number) => readonly string[] | undefined;

export interface LineProps {
  page: RowsPage;
  /** Position on the page. */
  at: number;
  classes: number;
  labelled: boolean;
  name(row: number): string;
  namesOf: NamesOf;
  /** Each row is one score, as two classes. */
  paired?: boolean;
  /** Where the rows are a file's records. */
  records?: Records;
}
