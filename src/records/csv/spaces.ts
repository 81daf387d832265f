import { plainNumber } from '../text/numbers';
import { headOf } from '../source';
import type { Utf8Source } from '../source';

/** Bytes and lines that tell whether blanks part the fields. */
const HEAD = 1 << 16;
const MOST_LINES = 40;
const LEAST_LINES = 3;

const [TAB, NEWLINE, BLANK, QUOTE, COMMA] = [0x09, 0x0a, 0x20, 0x22, 0x2c];

/**
 * A table whose fields stand behind blanks, as R's `write.table` and printed data frames have them, with a comma in place of the first
 * blank behind each field: every character stays where it is. Where rows have a number before them and the header begins with blanks, the
 * first of these ends a field without a name. Any other source as it is.
 */
export async function withCommas(source: Utf8Source): Promise<Utf8Source> {
  if (!/\.(?:csv|tsv|txt|dat)(?:\.gz)?$/i.test(source.name)) return source;
  const head = new TextDecoder().decode(await headOf(source, HEAD));
  const length = spacedFields(head);
  if (length === undefined) return source;
  const isNumbered = head.startsWith(' ') && length > head.split('\n', 1)[0].match(FIELD)!.length;
  return {
    name: source.name.replace(/\.(?:tsv|txt|dat)(?=\.gz$|$)/i, '.csv'),
    size: source.size,
    encoding: source.encoding,
    async *chunks(signal, read, part) {
      const commas = new Commas(isNumbered && (part?.from ?? 0) === 0);
      for await (const chunk of source.chunks(signal, read, part)) yield commas.in(chunk);
    },
    slice:
      source.slice &&
      (async (offset, bytes) =>
        new Commas(isNumbered && offset === 0).in(await source.slice!(offset, bytes))),
  };
}

/** One line after the other, which may end in a later piece. */
class Commas {
  private inQuotes = false;

  /** @param inField whether the last byte was of a field */
  constructor(private inField: boolean) {}

  in(bytes: Uint8Array): Uint8Array {
    // A copy: chunks are others' memory.
    const copy = bytes.slice();
    for (let at = 0; at < copy.length; at++) {
      const byte = copy[at];
      if (byte === NEWLINE) this.inQuotes = this.inField = false;
      else if (byte === QUOTE) {
        this.inQuotes = !this.inQuotes;
        this.inField = true;
      } else if (byte !== BLANK || this.inQuotes) this.inField = byte !== TAB;
      else {
        if (this.inField) copy[at] = COMMA;
        this.inField = false;
      }
    }
    return copy;
  }
}

/** A field in quotes, or of anything but blanks. */
const FIELD = /"[^"]*"|[^\s"]+/g;
const OTHER_SEPARATORS = /[,;\t|{}[\]]/;

/**
 * How many fields lines have behind blanks, where these are as many as in the first one, or all one more, as of rows that are numbered; of
 * which some are numbers in each line but the first.
 */
function spacedFields(head: string): number | undefined {
  const lines = head
    .trimStart()
    .split('\n', MOST_LINES + 1)
    .slice(0, -1)
    .filter((line) => line.trim() !== '');
  const isParted = (line: string) =>
    OTHER_SEPARATORS.test(line.replaceAll(FIELD, (field) => (field.startsWith('"') ? '' : field)));
  // A blank that ends a line would be a field more.
  if (lines.length < LEAST_LINES || lines.some((line) => isParted(line) || /\S[ ]+\r?$/.test(line)))
    return undefined;
  const [header, ...rows] = lines.map((line) => line.match(FIELD) ?? []);
  const { length } = rows[0];
  if (header.length < 2 || (length !== header.length && length !== header.length + 1)) return undefined;
  const areRows =
    !header.some(isNumber) && rows.every((row) => row.length === length && row.filter(isNumber).length > 0);
  return areRows ? length : undefined;
}

const isNumber = (field: string): boolean => plainNumber(field) !== undefined;
