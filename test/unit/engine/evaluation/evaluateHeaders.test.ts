import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { textRecords } from '../../../../src/records/textRecords';
import type { DumpFields } from '../../../../src/records/types';
import { withWholeHeader } from '../../../../src/records/csv/wholeHeader';
import { csv, evaluate, isRight, LABELS, members, NAMES, P } from './twelveRows';

const ROWS = P.map((row, i) => ({ ...members(row, (c) => `prob_${NAMES[c]}`), label: NAMES[LABELS[i]] }));
const TABLE = csv(ROWS);
const [HEADER, ...LINES] = TABLE.trimEnd().split('\n');
const table = (...lines: readonly string[]) => `${lines.join('\n')}\n`;
/** As `write.table` quotes them. */
const quoted = (line: string) => line.replace(/[^,]*[a-z_][^,]*/gi, '"$&"');

describe('evaluate: tables whose header is not one name for each column', () => {
  it('may end each row with a comma that the header does not have', async () => {
    const text = table(HEADER, ...LINES.map((line) => `${line},`));
    isRight(await evaluate('run.csv', text));
    isRight(await evaluate('run.csv', text.replaceAll(',', ';')));
    isRight(await evaluate('run.csv', text.replaceAll('\n', '\r\n')));
    // One row that has a field too many is left out as ever.
    const { rows } = await evaluate('run.csv', table(HEADER, ...LINES.slice(1), `${LINES[0]},`));
    strictEqual(rows.all, 11);
  });

  it('may begin each row with its name, as R writes them', async () => {
    const of = (name: (row: number) => string) =>
      table(quoted(HEADER), ...LINES.map((line, row) => `${name(row)},${quoted(line)}`));
    isRight(
      await evaluate(
        'run.csv',
        of((row) => `"${row + 1}"`),
      ),
    );
    isRight(
      await evaluate(
        'run.csv',
        of((row) => `"image_${row}"`),
      ),
    );
    isRight(await evaluate('run.csv', of((row) => String(row + 1)).replaceAll('"', '')));
    isRight(await evaluate('run.csv', of((row) => `image_${row}`).replaceAll('"', '')));
    isRight(await evaluate('run.tsv', of((row) => `"${row + 1}"`).replaceAll(',', '\t')));
    isRight(await evaluate('run.csv', `\n\n${of((row) => `"${row + 1}"`)}`));
  });

  it('are refused where a field may hold a comma that nobody quoted', async () => {
    const texts = LINES.map((line, row) => `${row + 1},${line},well, ${row}`);
    await rejects(evaluate('run.csv', table(`id,${HEADER},text`, ...texts)), /expected 6 columns.*got 7/);
    const bare = LINES.map((line) => `${line},well, so`);
    await rejects(evaluate('run.csv', table(`${HEADER},text`, ...bare)), /expected 5 columns.*got 6/);
  });

  it('may have names of several levels, as pandas writes them', async () => {
    const cells = ROWS.map((row) => Object.values(row).join());
    const rows = cells.map((row, at) => `${at},${row}`);
    const [high, low] = ['prob,prob,prob,label', `${NAMES.join()},`];
    isRight(await evaluate('run.csv', table(high, low, ...cells)));
    isRight(await evaluate('run.csv', table(`,${high}`, `,${low}`, ...rows)));
    isRight(await evaluate('run.csv', table(`kind,${high}`, `class,${low}`, ...rows)));
    isRight(await evaluate('run.csv', table(`,${high}`, `,${low}`, 'id,,,,', ...rows)));
    isRight(await evaluate('run.csv', table(`,model,model,model,meta`, `,${high}`, `,${low}`, ...rows)));
    const ids = P.map((row, at) => [...row, LABELS[at]].join());
    const evaluation = await evaluate('run.csv', table(high, '0,1,2,', ...ids));
    isRight(evaluation);
    strictEqual(evaluation.options.logits, 'prob_0 … prob_2');
    const { options } = await evaluate('run.csv', table(`,${high}`, `,${low}`, 'id,,,,', ...rows), {
      id: 'id',
    });
    strictEqual(options.id, 'id');
  });

  it('may stand behind a # as a comment, as NumPy writes them', async () => {
    const rows = P.map((row, at) => [...row, LABELS[at]].join());
    for (const header of ['# p0,p1,p2,label', '#p0,p1,p2,label', '# prob_0,prob_1,prob_2,label'])
      isRight(await evaluate('run.csv', table(header, ...rows)), header);
    // A column that is called so counts the rows.
    isRight(await evaluate('run.csv', table(`#,${HEADER}`, ...LINES.map((line, at) => `${at},${line}`))));
  });

  it('may have names of several levels in JSON', async () => {
    const columns = [...NAMES.map((name) => ['prob', name]), ['label', '']];
    const data = P.map((row, at) => [...row, NAMES[LABELS[at]]]);
    isRight(await evaluate('run.json', JSON.stringify({ columns, index: P.map((_, at) => at), data })));
  });

  it('are names of classes where labels have them whole', async () => {
    const of = (name: (c: number) => string) =>
      P.map((row, i) => ({ id: i, ...members(row, name), target: name(LABELS[i]) }));
    for (const first of [0, 1]) {
      const rows = of((c) => `Class_${c + first}`);
      isRight(await evaluate('run.csv', csv(rows)), `from ${first}`);
      const scores = rows.map(({ target: _, ...row }) => row);
      const labels = rows.map(({ id, target }) => ({ id, target })).toReversed();
      const file = { name: 'labels.csv', bytes: new TextEncoder().encode(csv(labels)) };
      isRight(await evaluate('run.csv', csv(scores), {}, file), `elsewhere from ${first}`);
    }
  });

  it('are read as they stand where a second line is a row', async () => {
    const twice = ROWS.map((row) => [...Object.values(row), row.label].join());
    isRight(await evaluate('run.csv', table(`${HEADER},label`, ...twice)));
    const differing = ROWS.map((row, at) => [...Object.values(row), NAMES[at % 3]].join());
    await rejects(
      evaluate('run.csv', table(`${HEADER},label`, ...differing)),
      /several columns named “label”, and they differ: one holds "bird" and another "cat"\. Give each a name of its own\./,
    );
  });

  it('have their lines and records where they stand in the file, from whatever place it is read', async () => {
    const text = table(
      `,prob,prob,prob,label`,
      `,${NAMES.join()},`,
      ...LINES.map((line, at) => `${at},${line}`),
    );
    const bytes = new TextEncoder().encode(text);
    const source = {
      name: 'run.csv',
      size: bytes.length,
      async *chunks(_signal: AbortSignal, _read?: unknown, part?: { from: number; to: number }) {
        await Promise.resolve();
        for (let at = part?.from ?? 0; at < bytes.length; at += 7) yield bytes.slice(at, at + 7);
      },
      slice: (offset: number, length: number) => Promise.resolve(bytes.slice(offset, offset + length)),
    };
    const whole = await withWholeHeader(source);
    const { signal } = new AbortController();
    const read = async (part?: { from: number; to: number }) => {
      let all = '';
      for await (const chunk of whole.chunks(signal, undefined, part)) all += new TextDecoder().decode(chunk);
      return all;
    };
    const expected = ['\n"","prob_cat","prob_dog","prob_bird","label"', ...text.split('\n').slice(2)].join(
      '\n',
    );
    strictEqual(await read(), expected);
    strictEqual(whole.size, expected.length);
    for (let from = 0; from < expected.length; from += 11) {
      strictEqual(await read({ from, to: expected.length }), expected.slice(from));
      strictEqual(new TextDecoder().decode(await whole.slice!(from, 20)), expected.slice(from, from + 20));
    }
    const records = await textRecords(source);
    const fields: DumpFields = {
      format: 'csv',
      records: [],
      logits: NAMES.map((name) => `prob_${name}`),
      labels: ['label'],
      classNames: NAMES,
    };
    const places: (readonly [line: number, text: string])[] = [];
    await records.read(
      fields,
      ({ rows, line, offset, length }) => {
        for (let row = 0; row < rows; row++)
          places.push([line[row], expected.slice(offset[row], offset[row] + length[row])]);
      },
      { signal },
    );
    deepStrictEqual(
      places,
      LINES.map((one, at) => [at + 3, `${at},${one}`] as const),
    );
  });
});

describe('evaluate: labels that differ from the names of classes in their case', () => {
  const written = [
    (name: string) => name.toUpperCase(),
    (name: string) => name[0].toUpperCase() + name.slice(1),
  ];

  it('are those classes, in every form', async () => {
    for (const [at, as] of written.entries()) {
      // In half of the rows, as when two people wrote them.
      const rows = ROWS.map((row, i) => ({ ...row, label: i % 2 ? as(row.label) : row.label }));
      isRight(await evaluate('run.csv', csv(rows)), `csv ${at}`);
      isRight(await evaluate('run.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')), `lines ${at}`);
      const objects = P.map((row, i) => ({
        probs: members(row, (c) => NAMES[c]),
        label: as(NAMES[LABELS[i]]),
      }));
      isRight(
        await evaluate('run.jsonl', objects.map((row) => JSON.stringify(row)).join('\n')),
        `objects ${at}`,
      );
      const bare = P.map((row, i) => ({ ...members(row, (c) => NAMES[c]), label: as(NAMES[LABELS[i]]) }));
      isRight(await evaluate('run.csv', csv(bare)), `bare ${at}`);
      const document = { probs: P, labels: LABELS.map((id) => as(NAMES[id])), class_names: NAMES };
      isRight(await evaluate('run.json', JSON.stringify(document)), `document ${at}`);
      const [scores, labels] = [
        csv(P.map((row, id) => ({ id, ...members(row, (c) => `prob_${NAMES[c]}`) }))),
        csv(LABELS.map((label, id) => ({ id, label: as(NAMES[label]) })).toReversed()),
      ];
      const file = { name: 'labels.csv', bytes: new TextEncoder().encode(labels) };
      isRight(await evaluate('run.csv', scores, {}, file), `another file ${at}`);
    }
  });

  it('are several where classes differ in nothing else', async () => {
    const names = ['cat', 'Cat', 'dog'];
    const rows = P.map((row, i) => ({ ...members(row, (c) => `prob_${names[c]}`), label: names[LABELS[i]] }));
    isRight(await evaluate('run.csv', csv(rows)));
    isRight(await evaluate('run.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')));
    const unknown = rows.map((row, i) => (i === 0 ? { ...row, label: 'CAT' } : row));
    const { rows: counts, notes } = await evaluate('run.csv', csv(unknown));
    deepStrictEqual(
      [counts.unlabelled, notes],
      [
        1,
        [
          '1 label can’t be read: "CAT" in “label” is not one of the class names; the row counts as unlabeled.',
        ],
      ],
    );
  });
});

describe('evaluate: labels of another file that nothing calls so', () => {
  const SCORES = csv(P.map((row, id) => ({ id, image: `${id}.jpg`, ...members(row, (c) => NAMES[c]) })));
  const file = (rows: readonly Record<string, unknown>[]) => ({
    name: 'truth.csv',
    bytes: new TextEncoder().encode(csv(rows.toReversed())),
  });

  it('are those that hold nothing but the classes, beside any IDs', async () => {
    const species = (id: number) => NAMES[LABELS[id]];
    for (const rows of [
      P.map((_, id) => ({ id, species: species(id) })),
      P.map((_, id) => ({ id, fold: id % 5, species: species(id) })),
      P.map((_, id) => ({ image: `${id}.jpg`, species: species(id) })),
    ])
      isRight(await evaluate('run.csv', SCORES, {}, file(rows)), Object.keys(rows[0]).join());
    const two = P.map((_, id) => ({ id, breed: NAMES[id % 3], species: species(id) }));
    await rejects(
      evaluate('run.csv', SCORES, {}, file(two)),
      /could be the labels: “breed”, “species”\. Name one/,
    );
  });

  it('are no IDs', async () => {
    const ids = P.map((_, id) => ({ id, kind: `k${LABELS[id]}` }));
    await rejects(
      evaluate('run.csv', SCORES, {}, file(ids)),
      /truth\.csv: no field looks like labels\. Name one/,
    );
  });
});
