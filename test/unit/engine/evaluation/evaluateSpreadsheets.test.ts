import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { withPoints } from '../../../../src/records/csv/decimalCommas';
import { withoutSeparatorLine } from '../../../../src/records/csv/separatorLine';
import type { Utf8Source } from '../../../../src/records/source';
import { csv, evaluate, fileOf, isRight, LABELS, members, NAMES, P } from './twelveRows';

const ROWS = P.map((row, i) => ({
  ...members(row, (c) => `prob_${NAMES[c]}`),
  label: NAMES[LABELS[i]],
  note: i % 2 ? 'well, so "so"' : 'fine',
}));
const TABLE = csv(ROWS.map((row) => ({ ...row, note: `"${row.note.replaceAll('"', '""')}"` })));
const SEMICOLONS = csv(ROWS.map((row) => ({ ...row, note: 'fine' }))).replaceAll(',', ';');
/** Numbers as a spreadsheet in German writes them. */
const german = (isAll: boolean) =>
  csv(
    ROWS.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'number' || isAll || name === 'note'
            ? `"${String(value).replaceAll('"', '""').replace('.', ',')}"`
            : value,
        ]),
      ),
    ),
  );

describe('evaluate: tables as spreadsheets write them', () => {
  it('may begin with a line that says what delimits their fields', async () => {
    for (const [line, table] of [
      ['sep=;', SEMICOLONS],
      ['SEP=;', SEMICOLONS],
      ['"sep=;"', SEMICOLONS],
      ['sep=,', TABLE],
      ['sep=\t', SEMICOLONS.replaceAll(';', '\t')],
      ['sep=;', SEMICOLONS.replaceAll('.', ',')],
    ])
      for (const end of ['\n', '\r\n']) {
        const text = `${line}\n${table}`.replaceAll('\n', end);
        isRight(await evaluate('run.csv', text), JSON.stringify(text.slice(0, 30)));
        isRight(await evaluate('run.csv', `\uFEFF${text}`), 'with a byte order mark');
      }
  });

  it('may have commas in numbers and between fields, where the numbers are in quotes', async () => {
    isRight(await evaluate('run.csv', TABLE));
    for (const isAll of [false, true]) {
      isRight(await evaluate('run.csv', german(isAll)), String(isAll));
      isRight(await evaluate('run.csv', german(isAll).replaceAll('\n', '\r\n')), 'CRLF');
    }
    const yesOrNo = P.map(([p], i) => ({ prob: `"${String(p + 1e-9).replace('.', ',')}"`, label: i % 2 }));
    const right = P.filter(([p], i) => Number(p > 0.5) === i % 2).length;
    strictEqual((await evaluate('run.csv', csv(yesOrNo))).accuracy!.value, right / 12);
  });

  it('keep commas between the IDs of lists, and in thousands', async () => {
    const scores = csv(P.map((row, i) => ({ id: `r${i}`, ...members(row, (c) => `p_${c}`) })));
    const sets = csv(P.map((_, i) => ({ id: `r${i}`, label: i % 2 ? '"0,2"' : '"1,2,0"' })));
    await rejects(evaluate('run.csv', scores, {}, fileOf('labels.csv', sets)));
    for (const text of [
      'a,b\n"0,2","1,2,0"\n',
      'a,b\n"1,234","12,345"\n',
      'a,b\n"0,5",0.5\n',
      'a,b\n"0,12",1\n',
    ])
      strictEqual(await read(await withPoints(sourceOf(text)), 100), text);
  });

  it('are the same in chunks of any size, and from the beginning of any line', async () => {
    const text = `sep=,\n${german(false)}`;
    const source = async (size: number) => withPoints(await withoutSeparatorLine(sourceOf(text, size)));
    const whole = await read(await source(1 << 16), text.length);
    const [header, ...lines] = TABLE.split('\n');
    strictEqual(whole, ['     ', header, ...lines.map(quotedOf)].join('\n'));
    for (const size of [7, 64]) strictEqual(await read(await source(size), text.length), whole);
    const starts = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
    const { slice } = await source(1 << 16);
    for (const start of starts)
      deepStrictEqual(new TextDecoder().decode(await slice!(start, text.length - start)), whole.slice(start));
  });
});

/** A line of the table with its numbers in quotes. */
const quotedOf = (line: string) =>
  line.replaceAll(/(^|,)(\d+\.\d+)(?=,)/g, '$1"$2"').replace(/,fine$/, ',"fine"');

function sourceOf(text: string, size = 1 << 16): Utf8Source {
  const bytes = new TextEncoder().encode(text);
  return {
    name: 'a.csv',
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += size)
        yield await Promise.resolve(bytes.subarray(at, at + size));
    },
    slice: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

async function read(source: Utf8Source, most: number): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of source.chunks(new AbortController().signal))
    text += decoder.decode(chunk, { stream: true });
  return text.slice(0, most);
}
