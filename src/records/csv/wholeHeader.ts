import * as l10n from '@vscode/l10n';
import { headerOver, type FirstRecord, type FirstRecords, type Header } from './headerLines';
import { plainNumber } from '../text/numbers';
import { growingHead, type Utf8Source } from '../source';
import { CsvSplitter, textsOf } from './splitCsv';
import { splitUntil } from '../text/splitter';

/** Bytes in which the first records stand; more where a header is longer. */
const HEAD = 1 << 16;
const MOST_HEAD = 4 << 20;
/** Records by which a header is judged. */
const LOOKED_AT = 50;
const LEAST_LOOKED_AT = 2;

/**
 * Tables whose header is not one line with a name for each column: the same text with such a header. R writes none for the names of rows, NumPy a # before it,
 * some programs end every row but the header with a comma, and pandas writes names of several levels one below the other.
 * Lines keep their numbers. Any other source as it is.
 */
export async function withWholeHeader(source: Utf8Source): Promise<Utf8Source> {
  if (!/\.(?:csv|tsv)(?:\.gz)?$/i.test(source.name)) return source;
  const first = await firstRecords(source);
  const header = first && (asComment(first) ?? withoutFirst(first) ?? headerOver(first));
  return header ? spliced(source, header) : source;
}

async function firstRecords(source: Utf8Source): Promise<FirstRecords | undefined> {
  for await (const head of growingHead(source, HEAD, MOST_HEAD)) {
    const found = recordsIn(head);
    if (found.records.length > LEAST_LOOKED_AT) return found;
  }
  return undefined;
}

function recordsIn(head: Uint8Array): FirstRecords {
  const records: FirstRecord[] = [];
  let delimiter = ',';
  const splitter = new CsvSplitter({
    record(place, fields) {
      if (records.length > LOOKED_AT) return;
      const { bytes, start, end, offset, line } = place;
      ({ delimiter } = fields);
      // One more than the header's tells as much as millions.
      const cells = textsOf(place, fields, records[0] && records[0].cells.length + 2);
      const text = new TextDecoder().decode(bytes.subarray(start, end));
      records.push({ cells, text, line, end: offset + end - start });
    },
    blank: () => undefined,
    tooLong: () => undefined,
  });
  // What the head cuts off is no record; a whole file may end without a line end.
  splitUntil(splitter, head, () => records.length > LOOKED_AT, head.length < HEAD);
  return { delimiter, records };
}

/** The header without the sign of a comment before it, as NumPy writes it: `# p_0,p_1,label`. */
function asComment({ records: [header, ...rows] }: FirstRecords): Header | undefined {
  const [sign] = /^"?#\s*(?=[\p{L}_.])/u.exec(header.text) ?? [];
  if (sign === undefined || !rows.every(({ cells }) => cells.length === header.cells.length))
    return undefined;
  if (!rows.some(({ cells }) => plainNumber(cells[0]) !== undefined)) return undefined;
  return {
    text: (sign.startsWith('"') ? '"' : '') + header.text.slice(sign.length),
    last: header,
    encoding: l10n.t('written with a # before its header, as NumPy does'),
  };
}

/** The header with a name for the one column that it lacks: the last, if that is empty, or the first, if that has the names of rows. */
function withoutFirst({ delimiter, records: [header, ...rows] }: FirstRecords): Header | undefined {
  const count = header.cells.length + 1;
  if (header.cells.length < 2 || !rows.every(({ cells }) => cells.length === count)) return undefined;
  if (rows.every(({ cells }) => cells[count - 1] === ''))
    return {
      text: `${header.text}${delimiter}""`,
      last: header,
      encoding: l10n.t('written with a delimiter at the end of each row that its header doesn’t have'),
    };
  if (!areNamesOfRows(header, rows)) return undefined;
  return {
    text: `""${delimiter}${header.text}`,
    last: header,
    encoding: l10n.t('written without a name for its first column, as R does'),
  };
}

/** What a column is called that numbers rows itself. */
const INDEX = /^(?:|id|idx|index|row|no|nr|name|key)$/i;

/**
 * Whether the first cells name the rows, each its own: quoted where numbers are not, as R writes them, or counting, or words beside
 * numbers. A field with a delimiter that nobody quoted makes a row longer as well.
 */
function areNamesOfRows({ cells: names }: FirstRecord, rows: readonly FirstRecord[]): boolean {
  const firsts = rows.map(({ cells }) => cells[0]);
  if (new Set(firsts).size < firsts.length) return false;
  const areQuoted = rows.every(({ text }) => text.startsWith('"'));
  const hasBareNumbers = rows.every(({ text }) => /[,;|\t]-?\d[^"]*(?:[,;|\t]|$)/.test(text));
  if (areQuoted && hasBareNumbers) return true;
  const isApart = rows.some(({ text }) => /[,;|\t] /.test(text));
  if (isApart || INDEX.test(names[0])) return false;
  const numbers = firsts.map(plainNumber);
  if (numbers.every((number) => number === undefined)) return firsts.every((text) => text !== '');
  return numbers.every((number, at) => number !== undefined && number === numbers[0]! + at);
}

/** Another text in place of the first bytes: places behind it are as many bytes later. */
function spliced(source: Utf8Source, { text, last, encoding }: Header): Utf8Source {
  const { end: bytes, line } = last;
  const header = new TextEncoder().encode('\n'.repeat(line - 1) + text);
  const added = header.length - bytes;
  return {
    name: source.name,
    size: source.slice ? source.size + added : source.size,
    encoding: source.encoding ?? encoding,
    async *chunks(signal, read, part) {
      const from = part?.from ?? 0;
      if (from < header.length) yield header.slice(from);
      const rest = Math.max(from, header.length) - added;
      if (part) {
        yield* source.chunks(signal, read, { from: rest, to: Math.max(rest, part.to - added) });
        return;
      }
      let left = bytes;
      for await (const chunk of source.chunks(signal, read)) {
        const cut = Math.min(left, chunk.length);
        left -= cut;
        if (cut < chunk.length) yield chunk.subarray(cut);
      }
    },
    slice:
      source.slice &&
      (async (offset, length) => {
        const before = header.slice(offset, offset + length);
        if (before.length === length) return before;
        const from = Math.max(offset, header.length) - added;
        const behind = await source.slice!(from, length - before.length);
        if (before.length === 0) return behind;
        const all = new Uint8Array(before.length + behind.length);
        all.set(before);
        all.set(behind, before.length);
        return all;
      }),
  };
}
