import { useMemo, useRef } from 'preact/hooks';
import type { WorkerClient } from '../../worker/client';
import type { RowsPage } from '../../worker/protocol';
import { useAnswer } from '../useAnswer';

/** What the rows of a file's records hold besides their numbers. */
export interface Records {
  /** The name of the field, which is the file's. */
  field: string;
  textOf(row: number): string | undefined;
}

/** The texts or ids of the records on a page; undefined where the rows are no records, or these have none. */
export function useRecords(
  client: WorkerClient,
  session: number,
  areRecords: boolean,
  page: RowsPage | undefined,
): Records | undefined {
  const rows = useMemo(() => page && [...page.row], [page]);
  const { result, asked } = useAnswer(
    client,
    'recordNames',
    areRecords && rows ? { session, rows } : undefined,
  );
  return useMemo(() => {
    if (!result || !asked) return undefined;
    const texts = new Map(asked.rows.map((row, at) => [row, result.texts[at]]));
    return { field: result.field, textOf: (row) => texts.get(row) };
  }, [result]);
}

/** An id: others than these characters may be twice as wide. */
const BRIEF = /^[\x20-\x7e]{0,12}$/;

/** Whether what records hold are ids rather than texts; once a text was among them it stays so. */
export function useBrief(records: Records | undefined, page: RowsPage | undefined): boolean {
  const wereTexts = useRef(false);
  if (records && page) {
    const isLong = (text = '') => !BRIEF.test(text);
    wereTexts.current ||= isLong(records.field) || [...page.row].some((row) => isLong(records.textOf(row)));
  }
  return !wereTexts.current;
}
