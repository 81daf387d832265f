import type { RowsPage } from '../../worker/protocol';

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
}
