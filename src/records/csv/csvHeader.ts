import * as l10n from '@vscode/l10n';
import { NEWLINE } from '../text/jsonBytes';
import { CsvSplitter } from './splitCsv';
import { growingHead, type DumpSource } from '../source';
import { MAX_RECORD_BYTES } from '../text/splitter';

/** The header of a CSV file, closed by a line end: with it, single records can be read by themselves. */
export async function csvHeader(source: DumpSource): Promise<Uint8Array> {
  return (await csvHead(source)).header;
}

/** The header that a table's records are read by, closed by a line end, and what delimits its fields. */
export interface TableHead {
  header: Uint8Array;
  delimiter: string;
}

export async function csvHead(source: DumpSource): Promise<TableHead> {
  for await (const head of growingHead(source, 1 << 20, MAX_RECORD_BYTES)) {
    let end: number | undefined;
    let delimiter = '';
    const splitter = new CsvSplitter({
      record(place, fields) {
        if (end !== undefined) return;
        ({ end } = place);
        ({ delimiter } = fields);
      },
      blank: () => undefined,
      tooLong: () => undefined,
    });
    splitter.push(head);
    if (end === undefined) continue;
    const header = new Uint8Array(end + 1);
    header.set(head.subarray(0, end));
    header[end] = NEWLINE;
    return { header, delimiter };
  }
  throw new Error(l10n.t('{0}: no header found', source.name));
}
