import { plainNumber } from '../text/numbers';
import { CsvSplitter, textsOf } from '../csv/splitCsv';
import { splitUntil } from '../text/splitter';
import { MAX_FIELDS } from '../../text/csvScanner';
import type { Column } from '../../text/tables/table';
import type { DumpProbe, FieldCandidate, ProbeOptions } from '../types';
import { probeTable } from './table';

/** Records that are looked at, fewer where they have many thousands of fields. */
const PROBE_RECORDS = 50;
const LEAST_RECORDS = 10;
const PROBE_FIELDS = 100_000;

export function probeCsv(
  head: Uint8Array,
  format: 'csv' | 'tsv',
  options: ProbeOptions = {},
): DumpProbe | undefined {
  const columns = firstColumns(head);
  // A first line of nothing but numbers is no header.
  if (!columns || columns.every(({ name }) => plainNumber(name) !== undefined)) return undefined;
  const probe = probeTable(columns, options);
  if (probe.logits.length > 0 || probe.labels.length > 0) return { ...probe, format };
  // One column may as well be one label a line.
  return options.tables && columns.length > 1
    ? { ...probe, labels: columns.map(asGuess), format }
    : undefined;
}

const asGuess = ({ name, cells }: Column): FieldCandidate => ({
  path: [name],
  name,
  shape: '',
  preview: cells[0],
  score: 0,
  isGuess: true,
});

/** Undefined without a header and a record. */
function firstColumns(head: Uint8Array): Column[] | undefined {
  const records: string[][] = [];
  let isTooWide = false;
  let most = PROBE_RECORDS;
  const splitter = new CsvSplitter({
    record(place, fields) {
      isTooWide ||= fields.count > MAX_FIELDS && records.length === 0;
      if (isTooWide) return;
      if (records.length === 0) most = Math.max(LEAST_RECORDS, Math.min(most, PROBE_FIELDS / fields.count));
      if (records.length <= most) records.push(textsOf(place, fields, records[0]?.length));
    },
    blank: () => undefined,
    tooLong: () => undefined,
  });
  splitUntil(splitter, head, () => isTooWide || records.length > most);
  const [header, ...rows] = records;
  if (rows.length === 0) return undefined;
  return header.map((name, field) => ({ name, cells: rows.map((row) => row[field] ?? '') }));
}
