import { CsvScanner, MAX_FIELDS, unquoted } from '../../text/csvScanner';
import { Pending } from '../text/pending';
import { MAX_RECORD_BYTES, type RecordPlace, type RecordVisitor, type Splitter } from '../text/splitter';

/** The fields of one CSV record; valid during the visit only. */
export interface CsvFields {
  count: number;
  /** Where a field starts in the record's bytes, its quote included, and ends. */
  startOf(field: number): number;
  endOf(field: number): number;
  /** Without quotes and blanks around it. */
  text(field: number): string;
  delimiter: string;
  /** The text ends inside a quoted field. */
  isQuoteOpen: boolean;
}

interface CsvVisitor extends Pick<RecordVisitor, 'run' | 'ranTo'> {
  /** The first record is the header. */
  record(place: RecordPlace, fields: CsvFields): void;
  blank(): void;
  /** A record longer than the limit was passed over. */
  tooLong(offset: number, line: number): void;
}

/** In the order in which they are preferred where they split a header into equally many columns. */
export const DELIMITERS: readonly number[] = Array.from('\t,;|', (sign) => sign.charCodeAt(0));
/** A header is not looked at further than this to tell the delimiter: a stray quote does not swallow the file. */
const MAX_HEADER_BYTES = 1 << 20;

/** Records of delimited text; the delimiter is the one that splits the header into most columns. */
export class CsvSplitter implements Splitter {
  private readonly pending: Pending;
  private readonly candidates = DELIMITERS.map((delimiter) => new Header(delimiter));
  private scanner?: CsvScanner;
  private tooLong = false;

  /** @param offset of the first byte in the text */
  constructor(
    private readonly visitor: CsvVisitor,
    offset = 0,
  ) {
    this.pending = new Pending(offset);
  }

  get lines(): number {
    return this.scanner?.lines ?? 0;
  }

  get isInRecord(): boolean {
    // The header may be longer yet.
    return this.scanner?.isQuoteOpen ?? true;
  }

  countFromHere(): void {
    this.scanner?.countFromHere();
  }

  push(chunk: Uint8Array): void {
    const { pending, visitor } = this;
    this.append(chunk);
    const scanner = (this.scanner ??= this.chooseScanner(false));
    if (!scanner) return;
    for (;;) {
      this.passBlank(scanner);
      if (!this.tooLong) this.takeRun(scanner);
      if (!scanner.next(pending.bytes, pending.end)) break;
      this.emit(scanner, false);
    }
    if (scanner.at - scanner.start > MAX_RECORD_BYTES) {
      if (!this.tooLong) visitor.tooLong(pending.base + scanner.start, scanner.line);
      this.tooLong = true;
      scanner.dropFields();
    }
  }

  end(): boolean {
    const scanner = (this.scanner ??= this.chooseScanner(true));
    if (!scanner) return true;
    while (scanner.next(this.pending.bytes, this.pending.end)) this.emit(scanner, false);
    const { isQuoteOpen } = scanner;
    if (scanner.finish()) this.emit(scanner, true, isQuoteOpen);
    return true;
  }

  /** Many blank lines take no longer than other bytes. */
  private passBlank(scanner: CsvScanner): void {
    for (let lines = scanner.passBlank(this.pending.bytes, this.pending.end); lines > 0; lines--)
      this.visitor.blank();
  }

  /** Records that the visitor reads at once. */
  private takeRun(scanner: CsvScanner): void {
    const { visitor, pending } = this;
    if (!visitor.run) return;
    const start = scanner.startOfNext(pending.bytes, pending.end);
    if (start < 0) return;
    const lines = visitor.run(pending.bytes, start, pending.end, pending.base, scanner.line);
    if (lines > 0) scanner.pass(visitor.ranTo!(), lines);
  }

  private append(chunk: Uint8Array): void {
    const { pending, scanner, candidates } = this;
    const scanners = scanner ? [scanner] : candidates.map((header) => header.scanner);
    const keep = Math.min(...scanners.map(({ start }) => start));
    pending.append(chunk, keep);
    for (const one of scanners) one.shift(keep);
    if (scanner) return;
    for (const header of candidates) header.occurs ||= chunk.indexOf(header.scanner.delimiter) >= 0;
  }

  /** The scanner that has read the header, once it can be told; hands the header on. */
  private chooseScanner(atEnd: boolean): CsvScanner | undefined {
    const { bytes, end } = this.pending;
    // What stands nowhere splits nothing, and its header ends where that of another one does, or before; the first one does for all such.
    const candidates = this.candidates.filter(({ occurs }, at) => occurs || at === 0);
    for (const header of candidates) header.read(bytes, end, atEnd);
    if (!atEnd && end < MAX_HEADER_BYTES && candidates.some(({ isRead }) => !isRead)) return undefined;
    const read = candidates.filter(({ isRead }) => isRead);
    if (read.length === 0) return undefined;
    const { scanner } = read.reduce((best, one) => (one.scanner.count > best.scanner.count ? one : best));
    for (let line = 1; line < scanner.line; line++) this.visitor.blank();
    this.emit(scanner, atEnd && scanner.end === end);
    return scanner;
  }

  private emit(scanner: CsvScanner, last: boolean, isQuoteOpen = false): void {
    const { bytes, base } = this.pending;
    if (this.tooLong) {
      this.tooLong = false;
      return;
    }
    if (isBlank(scanner, bytes)) {
      if (!last) this.visitor.blank();
      return;
    }
    const { start, end, line, count } = scanner;
    this.visitor.record(
      { bytes, start, end, offset: base + start, line, last },
      {
        count,
        startOf: (field) => scanner.startOf(field),
        endOf: (field) => scanner.endOf(field),
        text: (field) => unquoted(decode(bytes, scanner.startOf(field), scanner.endOf(field))).trim(),
        delimiter: String.fromCharCode(scanner.delimiter),
        isQuoteOpen,
      },
    );
  }
}

/** Reads the first record that is not blank by one delimiter. */
class Header {
  readonly scanner: CsvScanner;
  /** Whether its delimiter stands in the text so far. */
  occurs = false;
  isRead = false;

  constructor(delimiter: number) {
    this.scanner = new CsvScanner(delimiter);
  }

  read(bytes: Uint8Array, end: number, atEnd: boolean): void {
    const { scanner } = this;
    while (!this.isRead) {
      scanner.passBlank(bytes, end);
      if (!scanner.next(bytes, end)) break;
      this.isRead = !isBlank(scanner, bytes);
    }
    if (atEnd && !this.isRead) this.isRead = scanner.finish() && !isBlank(scanner, bytes);
  }
}

function isBlank(scanner: CsvScanner, bytes: Uint8Array): boolean {
  if (scanner.count !== 1) return false;
  for (let p = scanner.startOf(0); p < scanner.endOf(0); p++) if (bytes[p] > 0x20) return false;
  return true;
}

const decoder = new TextDecoder();

/**
 * The fields of a record, decoded at once; each by itself would take several times as long.
 *
 * @param most of them: a record may have millions more than its header
 */
export function textsOf({ bytes, start, end }: RecordPlace, fields: CsvFields, most = MAX_FIELDS): string[] {
  const count = Math.min(fields.count, most);
  const whole = decoder.decode(bytes.subarray(start, end));
  const isAscii = whole.length === end - start;
  return Array.from({ length: count }, (_, field) =>
    isAscii
      ? unquoted(whole.slice(fields.startOf(field) - start, fields.endOf(field) - start)).trim()
      : fields.text(field),
  );
}

/** Fields are short: decoding them one by one by TextDecoder would take longer than reading them. */
function decode(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 32) return decoder.decode(bytes.subarray(start, end));
  let text = '';
  for (let p = start; p < end; p++) {
    if (bytes[p] >= 0x80) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(bytes[p]);
  }
  return text;
}
