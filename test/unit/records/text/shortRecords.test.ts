import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DumpReader } from '../../../../src/records/dumpReader';
import type { DumpFields } from '../../../../src/records/types';

const FIELDS: DumpFields = {
  format: 'jsonl',
  records: [],
  logits: ['out', 'logits'],
  labels: ['label'],
  loss: ['loss'],
};

/** Rows and problems, read in chunks of a size. */
function read(text: string, fields: DumpFields, chunk: number) {
  const rows: unknown[] = [];
  const reader = new DumpReader(fields, (block) => {
    const { classes, logits, label, storedLoss, offset, length, line, part } = block;
    for (let i = 0; i < block.rows; i++)
      rows.push([
        ...Array.from(logits.subarray(i * classes, (i + 1) * classes), (x) => (Object.is(x, -0) ? '-0' : x)),
        label?.[i],
        storedLoss?.[i],
        offset[i],
        length[i],
        line[i],
        part[i],
      ]);
  });
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.slice(at, at + chunk));
  reader.end();
  return { rows, records: reader.records, blank: reader.blankLines, problems: reader.problems.listed };
}

/** A field that is wanted as a text keeps every record on the way of all records. */
const oneByOne = (text: string, chunk: number) => read(text, { ...FIELDS, beside: [['nowhere']] }, chunk);

const number = fc.oneof(
  { weight: 4, arbitrary: fc.double({ noNaN: true }).map(String) },
  { weight: 4, arbitrary: fc.double({ noNaN: true, min: -50, max: 50 }).map((x) => String(Math.fround(x))) },
  { weight: 8, arbitrary: fc.integer({ min: -99999, max: 99999 }).map((n) => (n / 1e4).toFixed(4)) },
  fc.constantFrom(
    '-0',
    '0',
    '-0.0',
    '1e-5',
    '-2.5E+3',
    '1e400',
    '1.e5',
    '5e-324',
    '-3.4028234663852886',
    '0.0000012345678901234567',
    '123456789.123456789',
    '9007199254740993',
    '-Infinity',
    'Infinity',
    '-NaN',
    '12345678901234567',
    '0.12345678901234567',
    'NaN',
    'null',
    '1.',
    '',
    '01',
  ),
);
const record = fc
  .tuple(
    fc.nat(999),
    fc.array(number, { minLength: 2, maxLength: 3 }),
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('0', '1', '2') },
      fc.constantFrom('7', '-100', '1.5', '"1"', 'null'),
    ),
    fc.oneof({ weight: 6, arbitrary: fc.constant('0.25') }, fc.constantFrom('-1', 'null', '"x"')),
    fc.oneof({ weight: 4, arbitrary: fc.constantFrom('scan', 'wéb') }, fc.constantFrom('a\\"b', 'a\\', '')),
    fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat(6)),
  )
  .map(([id, logits, label, loss, source, shape]) => {
    const whole = `{"id": ${id}, "ok": ${id % 2 === 0}, "out": {"logits": [${logits.join(', ')}]}, "source": "${source}", "loss": ${loss}, "label": ${label}}`;
    const shapes = [
      whole,
      whole.replaceAll(' ', ''),
      `${whole} `,
      whole.replace('"ok"', '"label": 1, "ok"'),
      whole.slice(0, id % whole.length),
      '',
      whole.replace('"ok"', `"tokens": [${logits.join(',')}, "a]", null ], "ok"`),
    ];
    return shapes[shape];
  });

describe('short records of one form', () => {
  it('are read as every record is, whatever stands between them and wherever a chunk ends', () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 40 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.integer({ min: 1, max: 400 }),
        (records, newline, ends, chunk) => {
          const text = records.join(newline) + (ends ? newline : '');
          assert.deepEqual(read(text, FIELDS, chunk), oneByOne(text, chunk));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of CSV are read as every record is, whatever their columns, delimiter and line ends', () => {
    const header = ['id', 'l_0', 'l_1', 'note', 'label', 'l_2', 'loss'];
    const cell = fc.oneof(
      { weight: 6, arbitrary: number },
      fc.constantFrom(' 1.5', '"2.5"', '+1', 'x', '1 2'),
    );
    const note = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('', 'plain', 'wéb 1') },
      fc.constant('"a,b""c"'),
    );
    const label = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('0', '1', '2') },
      fc.constantFrom('', '9', 'cat'),
    );
    const row = fc
      .tuple(fc.nat(99), cell, cell, note, label, cell, fc.constantFrom('0.25', '-1', 'x'), fc.nat(20))
      .map(([id, a, b, note, label, c, loss, shape]) => {
        const cells = [id, a, b, note, label, c, loss];
        return shape === 0 ? [] : shape === 1 ? cells.slice(1) : cells;
      });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(',', '\t', ';'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.integer({ min: 1, max: 400 }),
        (rows, delimiter, newline, ends, chunk) => {
          const text =
            [header, ...rows].map((cells) => cells.join(delimiter)).join(newline) + (ends ? newline : '');
          const fields: DumpFields = {
            format: 'csv',
            records: [],
            logits: ['l_0', 'l_1', 'l_2'],
            labels: ['label'],
            loss: ['loss'],
          };
          assert.deepEqual(read(text, fields, chunk), read(text, { ...fields, beside: [['id']] }, chunk));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of one score each are read as every record is, with what its no is beside it', () => {
    const score = fc.oneof(
      { weight: 6, arbitrary: number },
      fc.constantFrom('[0.5]', '[1, 2]', '0.5 0.25', '+1'),
    );
    const label = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('0', '1') },
      fc.constantFrom('2', 'null', ''),
    );
    const row = fc.tuple(score, label, fc.constantFrom('0.25', '-1', 'null'), fc.constantFrom('', 'plain'));
    const forms: [DumpFields['format'], (rows: string[][]) => string[]][] = [
      ['csv', (rows) => [['s', 'label', 'loss', 'id'], ...rows].map((cells) => cells.join(','))],
      [
        'jsonl',
        (rows) =>
          rows.map(
            ([s, label, loss, id]) => `{"id": "${id}", "s": ${s}, "label": ${label}, "loss": ${loss}}`,
          ),
      ],
    ];
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(...forms),
        fc.constantFrom('logits', 'probabilities', 'log-probabilities'),
        fc.integer({ min: 1, max: 400 }),
        (rows, [format, lines], scalar, chunk) => {
          const fields = {
            format,
            records: [],
            logits: ['s'],
            labels: ['label'],
            loss: ['loss'],
            scalar,
          } as const;
          const text = lines(rows).join('\n');
          const all = read(text, { ...fields, beside: [['id']] }, chunk);
          assert.deepEqual(read(text, fields, chunk), all);
          // Whatever read them; −0 is 0.
          for (const [no, yes] of (all.rows as unknown[][]).map((values) => values.map(Number))) {
            const rest = {
              logits: 0,
              probabilities: 1 - yes,
              'log-probabilities': Math.log1p(-Math.exp(yes)),
            };
            assert.equal(no + 0, rest[scalar] + 0);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of long lists are read as every record is, with rows among them of other numbers, blanks or lengths', () => {
    const plain = fc.integer({ min: -99999, max: 99999 }).map((n) => (n / 1e4).toFixed(4));
    const odd = fc.tuple(
      number,
      fc.nat(),
      fc.constantFrom(', ', ',', ',  ', ' , ', '; '),
      fc.integer({ min: -1, max: 1 }),
    );
    const lists = fc.constantFrom(1, 9, 64, 1025, 1500).chain((classes) =>
      fc
        .array(
          fc.tuple(
            fc.array(plain, { minLength: 8, maxLength: 8 }),
            fc.option(odd, { freq: 4 }),
            fc.oneof({ weight: 8, arbitrary: fc.constant(classes - 1) }, fc.constant(classes)),
          ),
          { minLength: 1, maxLength: 30 },
        )
        .map((rows) =>
          rows.map(([few, other, label], id) => {
            const logits = Array.from(
              { length: classes + (other?.[3] ?? 0) },
              (_, i) => few[(i * 7 + id) % 8],
            );
            const at = (other?.[1] ?? 0) % Math.max(1, logits.length);
            if (other && logits.length > 0) logits[at] = other[0];
            const list = [logits.slice(0, at + 1).join(', '), logits.slice(at + 1).join(', ')];
            return `{"id": ${id}, "out": {"logits": [${list.join(list[1] && (other?.[2] ?? ', '))}]}, "loss": 0.5, "label": ${label}}`;
          }),
        ),
    );
    fc.assert(
      fc.property(lists, fc.boolean(), fc.integer({ min: 200, max: 40_000 }), (records, isShort, chunk) => {
        const text = `${records.join('\n')}\n`;
        const whole = isShort ? text.replaceAll(' ', '') : text;
        assert.deepEqual(read(whole, FIELDS, chunk), oneByOne(whole, chunk));
      }),
      { numRuns: 100 },
    );
  });

  it('of CSV whose logits stand side by side are read as every record is', () => {
    const cell = fc.oneof(
      { weight: 40, arbitrary: fc.integer({ min: -99999, max: 99999 }).map((n) => (n / 1e4).toFixed(4)) },
      number,
      fc.constantFrom(' 1.5', '"2.5"', '+1', 'x', '', '1 2', '0.12345678901234567'),
    );
    const names = Array.from({ length: 12 }, (_, id) => `l_${id}`);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 12, maxLength: 12 }), { minLength: 1, maxLength: 40 }),
        fc.constantFrom(',', ', ', '\t', ';'),
        fc.boolean(),
        fc.integer({ min: 1, max: 4000 }),
        (rows, between, isFirst, chunk) => {
          const row = (cells: readonly string[], label: string) =>
            (isFirst ? [...cells, label] : ['7', ...cells, label]).join(between);
          const header = (isFirst ? [...names, 'label'] : ['id', ...names, 'label']).join(
            between.trim() || between,
          );
          const text = [header, ...rows.map((cells, i) => row(cells, String(i % 12)))].join('\n');
          const fields: DumpFields = { format: 'csv', records: [], logits: names, labels: ['label'] };
          assert.deepEqual(
            read(text, fields, chunk),
            read(text, { ...fields, beside: [[isFirst ? 'l_0' : 'id']] }, chunk),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are read past blocks of rows that are full', () => {
    const line = '{"id": 1, "out": {"logits": [0.5, -1.25]}, "loss": 0.5, "label": 1}\n';
    const text = line.repeat(40_000);
    const { rows, records } = read(text, FIELDS, 1 << 16);
    assert.equal(rows.length, 40_000);
    assert.equal(records, 40_000);
    assert.deepEqual(rows[39_999], [0.5, -1.25, 1, 0.5, 39_999 * line.length, line.length - 1, 40_000, 0]);
  });
});
