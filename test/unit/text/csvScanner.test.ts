import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { CsvScanner, unquoted } from '../../../src/text/csvScanner';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The fields of every record; the text arrives in pieces cut at the places given. */
function read(text: string, delimiter: string, cuts: readonly number[] = []): string[][] {
  const bytes = encoder.encode(text);
  const scanner = new CsvScanner(delimiter.charCodeAt(0));
  const records: string[][] = [];
  const take = () =>
    records.push(
      Array.from({ length: scanner.count }, (_, i) =>
        unquoted(decoder.decode(bytes.subarray(scanner.startOf(i), scanner.endOf(i)))),
      ),
    );
  for (const to of [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b))
    while (scanner.next(bytes, to)) take();
  if (scanner.finish()) take();
  // Python gives a line without anything no field; here it has an empty one.
  return records.map((fields) => (fields.length === 1 && fields[0] === '' ? [] : fields));
}

const PYTHON = `
import csv, io, json, sys
csv.field_size_limit(1 << 30)
for line in sys.stdin:
    text, delimiter = json.loads(line)
    reader = csv.reader(io.StringIO(text, newline=''), delimiter=delimiter, skipinitialspace=True)
    print(json.dumps([[] if row == [''] else row for row in reader]))
`;

function pythonReads(files: readonly (readonly [text: string, delimiter: string])[]): string[][][] {
  const input = files.map((file) => JSON.stringify(file)).join('\n');
  const { stdout, stderr, status } = spawnSync('python3', ['-c', PYTHON], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(status, 0, stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[][]);
}

const delimiters = fc.constantFrom(',', '\t', ';', '|');
/** Everything that means something to a reader of CSV, close together. */
const thorny = fc
  .array(fc.constantFrom('"', '""', ',', '\t', ';', ' ', '\n', '\r', '\r\n', 'a', '1.5', 'é', '😀'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

describe('CSV', () => {
  it('is read as Python’s csv module reads it', () => {
    const files: [string, string][] = [
      ['a,b\n"x","y"\n', ','],
      ['a,"say ""yes""",c\r\n1,2,3', ','],
      ['5" disk,2\n6" disk,3\n', ','],
      ['a,"two\nlines\r\nand three",c\n1,2,3\n', ','],
      ['a,b\r1,2\r\r3,4', ','],
      ['a\tb\n"1\t2"\t3\n', '\t'],
      ['a;b\n1,5;2\n', ';'],
      ['a,b,c\n1\n1,2,3,4\n,\n', ','],
      ['"closed"behind,2\n', ','],
      ['"open,2\n3,4\n', ','],
      ['a, "b" , c\n', ','],
      [`a,"${'long '.repeat(100_000)}",b\n1,2,3\n`, ','],
      ...fc.sample(fc.tuple(thorny, delimiters), { numRuns: 1500, seed: 7 }),
    ];
    const expected = pythonReads(files);
    files.forEach(([text, delimiter], i) =>
      assert.deepEqual(read(text, delimiter), expected[i], JSON.stringify(text.slice(0, 200))),
    );
  });

  it('is read alike in pieces cut anywhere', () => {
    fc.assert(
      fc.property(thorny, delimiters, fc.array(fc.nat(80), { maxLength: 5 }), (text, delimiter, cuts) => {
        assert.deepEqual(read(text, delimiter, cuts), read(text, delimiter));
      }),
    );
    const text = 'a,"b ""c""\r\nd"\r\n\r1, "2" ,3"3\n"x"y,';
    for (let cut = 0; cut <= text.length; cut++) assert.deepEqual(read(text, ',', [cut]), read(text, ','));
  });
});
