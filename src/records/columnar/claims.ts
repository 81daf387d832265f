import * as l10n from '@vscode/l10n';

/**
 * Constants are packed into nothing: 700 bytes may claim 20 million records. Labels that are no constant take a bit each at the
 * least, and scores more; of less, a file may have as many as take a moment.
 */
const RECORDS = { few: 1 << 18, perByte: 16 };
const VALUES = { few: 1 << 22, perByte: 256 };

/** Throws where a file claims more records than its bytes can mean. */
export function checkRecords(records: number, bytes: number): void {
  if (records > mostOf(RECORDS, bytes))
    throw new Error(
      l10n.t(
        'the file claims {0} records in {1} bytes; the limit for this size is {2}',
        records,
        bytes,
        mostOf(RECORDS, bytes),
      ),
    );
}

/** The same of the values of the columns that are read. */
export function checkValues(values: number, bytes: number): void {
  if (values > mostOf(VALUES, bytes))
    throw new Error(
      l10n.t(
        'the file claims {0} values in {1} bytes; the limit for this size is {2}',
        values,
        bytes,
        mostOf(VALUES, bytes),
      ),
    );
}

/** Values of a file that are told of only as they are read. */
export class TakenValues {
  private taken = 0;

  /** @param bytes of the file */
  constructor(private readonly bytes: number) {}

  add(values: number): void {
    this.taken += values;
    checkValues(this.taken, this.bytes);
  }
}

const mostOf = ({ few, perByte }: { few: number; perByte: number }, bytes: number): number =>
  Math.max(few, perByte * bytes);
