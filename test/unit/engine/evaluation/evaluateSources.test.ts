import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Float64, Int32, List, Table, tableToIPC, vectorFromArray, Field } from 'apache-arrow';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation, EvaluationOptions, Figure } from '../../../../src/loss/types';
import type { EvaluationSource, FileRequest } from '../../../../src/worker/protocol';
import { npy, npyHeader, safetensors, zip } from '../../live/files';
import { runSql } from '../../records/writeColumns';

/** What scikit-learn says of them; test/fixtures/evaluation/make.py made them. */
const {
  multiclass: { logits, labels, figures },
} = JSON.parse(readFileSync('test/fixtures/evaluation/evaluation.json', 'utf8')) as {
  multiclass: { logits: number[][]; labels: number[]; figures: Record<string, number> };
};
const ROWS = labels.length;
const CLASSES = logits[0].length;

const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-sources-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const context = { signal: new AbortController().signal, progress: () => undefined };
const evaluate = async (
  source: EvaluationSource,
  options: EvaluationOptions = {},
  against?: EvaluationSource,
): Promise<Evaluation> =>
  createCalls().evaluate({ source, against, options: { resamples: 0, ...options } }, context);

const text = (name: string, content: string): FileRequest => ({
  name,
  bytes: new TextEncoder().encode(content),
});
const bytesOf = (values: Float64Array | BigInt64Array) => new Uint8Array(values.buffer);
const scores = bytesOf(Float64Array.from(logits.flat()));
const ids = bytesOf(BigInt64Array.from(labels, BigInt));
const records = logits.map((row, i) => ({ id: `r${i}`, logits: row, label: labels[i] }));
const lines = (all: readonly unknown[]) => all.map((one) => JSON.stringify(one)).join('\n');
const csv = (head: string, rows: readonly (readonly unknown[])[]) =>
  `${head}\n${rows.map((row) => row.join(',')).join('\n')}\n`;
const npzOf = (arrays: Record<string, Uint8Array>) =>
  zip(Object.entries(arrays).map(([name, data]) => ({ name: `${name}.npy`, data, deflate: true })));
const npyOf = {
  logits: npy(npyHeader('<f8', [ROWS, CLASSES]), scores),
  labels: npy(npyHeader('<i8', [ROWS]), ids),
};

async function parquet(): Promise<FileRequest> {
  const file = path.join(folder, 'run.parquet');
  const values = records.map(
    ({ logits: row, label }) => `([${row.map((x) => `${x}::DOUBLE`).join()}], ${label})`,
  );
  await runSql(
    'CREATE TABLE run (logits DOUBLE[], label INTEGER)',
    `INSERT INTO run VALUES ${values.join()}`,
    `COPY run TO '${file}' (FORMAT PARQUET)`,
  );
  return { name: 'run.parquet', path: file };
}

function arrow(): FileRequest {
  const rows = vectorFromArray(logits, new List(new Field('item', new Float64())));
  const table = new Table({ logits: rows, label: vectorFromArray(labels, new Int32()) });
  return { name: 'run.arrow', bytes: tableToIPC(table, 'file') };
}

const header = {
  logits: { dtype: 'F64', shape: [ROWS, CLASSES], data_offsets: [0, scores.length] },
  labels: { dtype: 'I64', shape: [ROWS], data_offsets: [scores.length, scores.length + ids.length] },
};
const both = new Uint8Array([...scores, ...ids]);
const bare = text('bare.jsonl', lines(records.map(({ id, logits: row }) => ({ id, logits: row }))));
const shuffled = csv('id,label', records.map(({ id, label }) => [id, label]).reverse());

const nameOf = (i: number) => `img/${i}."é\\.png`;
const keyed = (fields: (record: (typeof records)[number]) => unknown) =>
  Object.fromEntries(records.map((record, i) => [nameOf(i), fields(record)]));
const bareKeyed = text('bare.json', JSON.stringify(keyed(({ logits: row }) => ({ logits: row }))));
const backwards = (all: object) => Object.fromEntries(Object.entries(all).reverse());

/** The seven classes by letters, as a question's choices are called. */
const LETTERS = [...'ABCDEFG'];
const byLetter = (row: readonly number[], name: (letter: string) => string) =>
  Object.fromEntries(row.map((x, c) => [name(LETTERS[c]), x]));
const columns = (of: (record: (typeof records)[number]) => unknown, keyOf = (i: number) => `${i}`) =>
  Object.fromEntries(records.map((record, i) => [keyOf(i), of(record)]));

const SOURCES: Record<string, [() => EvaluationSource | Promise<EvaluationSource>, EvaluationOptions?]> = {
  JSON: [() => ({ file: text('run.json', JSON.stringify({ model: 'm', records })) })],
  'JSON Lines': [() => ({ file: text('run.jsonl', lines(records)) })],
  CSV: [
    () => ({
      file: text(
        'run.csv',
        csv(
          [...logits[0].map((_, c) => `logit_${c}`), 'label'].join(),
          logits.map((row, i) => [...row, labels[i]]),
        ),
      ),
    }),
  ],
  Parquet: [async () => ({ file: await parquet() })],
  Arrow: [() => ({ file: arrow() })],
  'pandas, as to_json writes it': [
    () => {
      const frame = { logits: columns((one) => one.logits), label: columns((one) => one.label) };
      return { file: text('run.json', JSON.stringify(frame)) };
    },
  ],
  'pandas, under names of rows': [
    () => {
      const keyOf = (i: number) => `img_${i}`;
      const frame = {
        label: columns((one) => one.label, keyOf),
        logits: columns((one) => one.logits, keyOf),
      };
      return { file: text('run.json', JSON.stringify(frame)) };
    },
  ],
  'a table with its columns first, as trackers keep it': [
    () => {
      const names = [...LETTERS.map((letter) => `logit_${letter}`), 'image', 'truth'];
      const data = records.map((one) => [...one.logits, { path: 'a.png' }, LETTERS[one.label]]);
      return { file: text('run.json', JSON.stringify({ columns: names, data })) };
    },
  ],
  'YAML of records': [
    () => {
      const written = records.map(
        ({ id, logits: row, label }) => `- id: ${id}\n  label: ${label}\n  logits: [${row.join(', ')}]`,
      );
      return { file: text('run.yaml', written.join('\n')) };
    },
    { id: 'id' },
  ],
  'a field for each class, and letters for labels': [
    () => {
      const rows = records.map((one) => ({
        question: 'Which?',
        ...byLetter(one.logits, (letter) => `lp_${letter}`),
        answer: LETTERS[one.label],
        lp_max: Math.max(...one.logits),
      }));
      return { file: text('run.jsonl', lines(rows)) };
    },
  ],
  'such fields in an object, in another order in each record, one as a text': [
    () => {
      const rows = records.map((one, i) => {
        const entries = Object.entries(byLetter(one.logits, (letter) => `choice${letter}_logit`));
        const turned = [...entries.slice(i % 7), ...entries.slice(0, i % 7)];
        const written = turned.map(
          ([name, value], at) => [name, i > 60 && at === 0 ? String(value) : value] as const,
        );
        return { out: Object.fromEntries(written), label: one.label };
      });
      return { file: text('run.jsonl', lines(rows)) };
    },
  ],
  'columns with the class inside their names': [
    () => {
      const head = ['answer', ...LETTERS.map((letter) => `m_choice${letter}_logits`), 'sure'];
      const rows = records.map((one) => [LETTERS[one.label], ...one.logits, 0.5]);
      return { file: text('run.csv', csv(head.join(), rows)) };
    },
  ],
  '.npz': [() => ({ file: { name: 'run.npz', bytes: npzOf(npyOf) } })],
  '.safetensors': [() => ({ file: { name: 'run.safetensors', bytes: safetensors(header, both) } })],
  'records by the names of their files': [
    () => ({
      file: text('run.json', JSON.stringify(keyed(({ logits: row, label }) => ({ logits: row, label })))),
    }),
  ],
  'records by name somewhere in a document, on many lines': [
    () => {
      const results = keyed(({ logits: row, label }) => ({
        meta: { ok: true },
        out: { logits: row },
        label,
      }));
      const document = { model: 'm', classes: ['a', 'b'], run: { results } };
      return { file: text('run.json', JSON.stringify(document, undefined, 2)) };
    },
  ],
  'records by name, and labels by name in another order': [
    () => {
      const labels = backwards(keyed(({ label }) => label));
      return { file: bareKeyed, labels: { file: text('labels.json', JSON.stringify(labels)) } };
    },
  ],
  'records by name, and records with labels in another order': [
    () => {
      const labels = backwards(keyed(({ label }) => ({ label, seen: 1 })));
      return { file: bareKeyed, labels: { file: text('labels.json', JSON.stringify(labels)) } };
    },
  ],
  'numbers without a name, as savetxt writes them, and labels of another file': [
    () => ({
      file: text('logits.txt', logits.map((row) => row.join(' ')).join('\n')),
      labels: { file: text('labels.txt', labels.map((id) => id.toExponential(18)).join('\n')) },
    }),
  ],
  'predictions and references': [
    () => ({ file: text('run.json', JSON.stringify({ predictions: logits, references: labels })) }),
  ],
  'the outputs of a notebook': [
    () => {
      const printed = [`logits = ${JSON.stringify(logits)}\n`, `labels = ${JSON.stringify(labels)}\n`];
      const outputs = [{ output_type: 'stream', name: 'stdout', text: printed }];
      const cells = [
        { cell_type: 'markdown', source: ['# logits'] },
        { cell_type: 'code', source: ['print(...)'], outputs },
      ];
      return { file: text('run.ipynb', JSON.stringify({ cells, nbformat: 4 })) };
    },
  ],
  'class by class, as segmentation has them: N×C×H×W and labels of N×H×W': [
    () => {
      const [n, h, w] = [2, 10, ROWS / 20];
      const at = (row: number) => Math.floor(row / (h * w)) * CLASSES * h * w + (row % (h * w));
      const values = new Float64Array(ROWS * CLASSES);
      logits.forEach((row, i) => row.forEach((x, c) => (values[at(i) + c * h * w] = x)));
      const arrays = {
        logits: npy(npyHeader('<f8', [n, CLASSES, h, w]), bytesOf(values)),
        labels: npy(npyHeader('<i8', [n, h, w]), ids),
      };
      return { file: { name: 'run.npz', bytes: npzOf(arrays) } };
    },
  ],
  'records by name, and labels of a table in another order': [
    () => {
      const rows = records.map(({ label }, i) => [`"${nameOf(i).replace('"', '""')}"`, label]);
      return { file: bareKeyed, labels: { file: text('labels.csv', csv('filename,label', rows.reverse())) } };
    },
  ],
  'records, and labels by the number of their row in another order': [
    () => {
      const numbered = Object.fromEntries(labels.map((label, i) => [String(i + 1), label]));
      return { file: bare, labels: { file: text('labels.json', JSON.stringify(numbered)) } };
    },
  ],
  'logits that a temperature divides': [
    () => ({
      file: text(
        'run.jsonl',
        lines(records.map((one) => ({ ...one, logits: one.logits.map((x) => 2 * x) }))),
      ),
    }),
    { temperature: 2 },
  ],
  'labels that begin at 1': [
    () => ({
      file: text('run.jsonl', lines(records.map((one) => ({ ...one, label: one.label + 1 })))),
    }),
    { labelOffset: 1 },
  ],
  'rows among others that are ignored': [
    () => ({
      file: text('run.jsonl', lines(records.flatMap((one) => [one, { ...one, label: 255 }]))),
    }),
    { ignoreIndex: 255 },
  ],
  'labels that begin at 1, of which 0 stands for none': [
    () => ({
      file: text(
        'run.jsonl',
        lines(
          records.flatMap((one) => [
            { ...one, label: one.label + 1 },
            { ...one, label: 0 },
          ]),
        ),
      ),
    }),
    { labelOffset: 1, ignoreIndex: 0 },
  ],
  'labels that begin at 1, of which a number that is a class from 0 stands for none': [
    () => ({
      file: text(
        'run.jsonl',
        lines(
          records.flatMap((one) => [
            { ...one, label: one.label + 5 },
            { ...one, label: 3 },
          ]),
        ),
      ),
    }),
    { labelOffset: 5, ignoreIndex: 3 },
  ],
  'logits at t of the labels at t + 1': [
    () => {
      const sequences = Array.from({ length: ROWS / 8 }, (_, i) => i * 8).map((from) => ({
        logits: [...logits.slice(from, from + 8), logits[0]],
        labels: [0, ...labels.slice(from, from + 8)],
      }));
      return { file: text('run.jsonl', lines(sequences)) };
    },
    { shifted: true },
  ],
  'logits of a file and labels of another, row by row': [
    () => ({
      file: { name: 'logits.npy', bytes: npyOf.logits },
      labels: { file: { name: 'labels.npy', bytes: npyOf.labels } },
    }),
  ],
  'logits of a file and labels of another, by an id': [
    () => ({ file: bare, labels: { file: text('labels.csv', shuffled), labels: 'label' } }),
    { id: 'id' },
  ],
};

describe('evaluate: whatever holds the rows', () => {
  for (const [what, [source, options]] of Object.entries(SOURCES))
    it(`gives the same figures of ${what}`, async () => {
      const found = (await evaluate(await source(), options)) as unknown as Record<
        string,
        Figure | undefined
      >;
      for (const [name, expected] of Object.entries(figures)) {
        const actual = found[name]?.value;
        ok(
          actual !== undefined && Math.abs(actual - expected) <= 1e-12 * Math.max(1, Math.abs(expected)),
          `${name}: ${actual} and not ${expected}`,
        );
      }
    });

  it('has every figure under its standard name, with what was chosen', async () => {
    const file = text('run.jsonl', lines(records));
    const found = await evaluate(
      { file },
      { resamples: 40, logits: 'logits', labels: 'label', loss: 'softmax' },
    );
    const named = found as unknown as Record<string, Figure | undefined>;
    for (const name of [
      ...[
        'accuracy',
        'top5Accuracy',
        'meanLoss',
        'perplexity',
        'brier',
        'ece',
        'eceEqualMass',
        'eceDebiased',
      ],
      ...['eceClasswise', 'eceByChance', 'mce', 'auroc', 'aurc', 'macroF1', 'weightedF1', 'mcc'],
    ])
      strictEqual(named[name]?.interval?.length, 2, name);
    strictEqual(found.perClass.length, CLASSES);
    for (const method of ['temperature', 'vector', 'isotonic'] as const)
      ok(found.calibration![method]!.fitted && found.calibration![method]!.crossFitted, method);
    ok(found.labelErrors.length > 0 && found.conformal!.threshold > 0 && found.skipped.length === 0);
    strictEqual(found.options.logits, 'logits');
    strictEqual(found.options.labels, 'label');
  });

  it('leaves rows without a label of the other file out, and joins by no ID that stands twice', async () => {
    const some = text(
      'some.csv',
      csv(
        'id,label',
        records.slice(0, 300).map(({ id, label }) => [id, label]),
      ),
    );
    const { rows } = await evaluate({ file: bare, labels: { file: some, labels: 'label' } }, { id: 'id' });
    strictEqual(`${rows.counted} of ${rows.all}, ${rows.unlabelled} without`, '300 of 400, 100 without');
    const twice = text('twice.csv', `${shuffled}r7,0\n`);
    const labelled = evaluate({ file: bare, labels: { file: twice, labels: 'label' } }, { id: 'id' });
    await rejects(labelled, /Several rows have “r7” as their “id”/);
  });

  it('knows records of an object by its keys', async () => {
    const file = text(
      'run.json',
      JSON.stringify(keyed(({ logits: row, label }) => ({ logits: row, label }))),
    );
    const { options } = await evaluate({ file });
    strictEqual(options.id, 'key');
    const other = backwards(keyed(({ logits: row, label }) => ({ logits: row.map((x) => 2 * x), label })));
    const against = { file: text('other.json', JSON.stringify(other)) };
    const paired = (await evaluate({ file }, {}, against)).against!;
    strictEqual(paired.rows, ROWS);
    strictEqual(paired.becameRight + paired.becameWrong, 0);
  });

  it('groups records of an object by a “key” of their own, and still knows them by the object’s keys', async () => {
    const own = keyed(({ logits: row, label, id }) => ({
      logits: row,
      label,
      key: Number(id.slice(1)) % 4 === 0 ? 'easy' : 'hard',
    }));
    const file = text('run.json', JSON.stringify(own));
    const { options, slices } = await evaluate({ file }, { group: 'key' });
    deepStrictEqual(slices.map(({ value, rows }) => `${value} ${rows}`).sort(), ['easy 100', 'hard 300']);
    strictEqual(options.id, '_key');
    const against = { file: text('other.json', JSON.stringify(backwards(own))) };
    strictEqual((await evaluate({ file }, {}, against)).against?.rows, ROWS);
  });

  it('passes over what is said of all records, before or behind them', async () => {
    const named = keyed(({ logits: row, label }) => ({ logits: row, label }));
    const meta = { model: 'm', seed: 1, classes: ['a', 'b'] };
    for (const document of [
      { meta, ...named },
      { version: 1, ...named },
      { ...named, meta },
    ]) {
      const found = await evaluate({ file: text('run.json', JSON.stringify(document)) });
      strictEqual(found.rows.all, ROWS);
    }
  });

  it('evaluates no row for all, where they are no records that can be read', async () => {
    const boxed = keyed(({ logits: row, label }) => ({ logits: row, label, boxes: [[1, 2]] }));
    await rejects(
      evaluate({ file: text('run.json', JSON.stringify(boxed)) }),
      /several arrays have one row each/,
    );
  });

  it('takes the parts of a data set, tensors and tables of figures for no records', async () => {
    const part = { logits: [[1, 2]], labels: [1] };
    const fold = { scores: [0.9, 0.2, 0.7, 0.4], labels: [1, 0, 1, 0], auc: 1 };
    const scored = { probs: [0.9, 0.2, 0.7, 0.4], labels: [1, 0, 1, 0] };
    const tensor = { shape: [2], data: [1, 2] };
    const row = { precision: 0.5, recall: 0.25, support: 3 };
    for (const document of [
      { train: part, val: part },
      { fold_0: fold, fold_1: fold },
      { a: fold, b: fold },
      { 'fold.0': scored, 'fold.1': scored },
      { a: tensor, b: tensor },
      { '0': row, '1': row },
    ]) {
      const probe = await createCalls().probeDump(
        { file: text('some.json', JSON.stringify(document)) },
        context,
      );
      strictEqual(probe?.keyed, undefined, JSON.stringify(document));
    }
  });

  it('joins labels with keys to no rows by their place', async () => {
    const named = text('labels.json', JSON.stringify(keyed(({ label }) => label)));
    await rejects(
      evaluate({ file: bare, labels: { file: named } }),
      /the rows have no field to match them by/,
    );
    await rejects(evaluate({ file: bare, labels: { file: named } }, { id: 'id' }), /none of its labels/);
    const others = text('labels.csv', csv('filename,label', [['a.png', 1]]));
    await rejects(
      evaluate({ file: bareKeyed, labels: { file: others } }),
      /the rows have keys, but no field/,
    );
    const unnamed = text('labels.jsonl', lines(labels.map((label) => ({ label }))));
    await rejects(evaluate({ file: bare, labels: { file: unnamed, labels: 'label' } }, { id: 'id' }), /No record of labels\.jsonl has a value in the field “id”/); // prettier-ignore
  });

  it('refuses a field that no record has', async () => {
    const file = text('run.jsonl', lines(records));
    for (const options of [{ group: 'nowhere' }, { id: 'nowhere' }])
      await rejects(
        evaluate({ file }, options),
        /No record of run\.jsonl has a value in the field “nowhere”\./,
      );
  });

  it('reads labels of an .npz in a column, of one score a row, and with NaN for none', async () => {
    const npz = (arrays: Record<string, Uint8Array>) => ({ file: { name: 'run.npz', bytes: npzOf(arrays) } });
    const { logits: wide } = npyOf;
    const whole = await evaluate(npz(npyOf));
    const column = await evaluate(npz({ logits: wide, labels: npy(npyHeader('<i8', [ROWS, 1]), ids) }));
    strictEqual(column.meanLoss!.value, whole.meanLoss!.value);

    const lost = Float64Array.from(labels, (id, row) => (row < 3 ? NaN : id));
    const some = await evaluate(npz({ logits: wide, labels: npy(npyHeader('<f8', [ROWS]), bytesOf(lost)) }));
    strictEqual(some.rows.counted, ROWS - 3);
    strictEqual(some.rows.unlabelled, 3);

    const score = Float64Array.from(logits, ([first]) => first);
    const yes = BigInt64Array.from(labels, (id) => (id === 0 ? 1n : 0n));
    const binary = await evaluate(
      npz({
        logits: npy(npyHeader('<f8', [ROWS]), bytesOf(score)),
        labels: npy(npyHeader('<i8', [ROWS]), bytesOf(yes)),
      }),
    );
    // BCEWithLogitsLoss.
    const lossOf = (x: number, z: number) => Math.max(x, 0) - x * z + Math.log1p(Math.exp(-Math.abs(x)));
    const loss = score.reduce((sum, x, row) => sum + lossOf(x, Number(yes[row])), 0) / ROWS;
    ok(Math.abs(binary.meanLoss!.value - loss) < 1e-12, `${binary.meanLoss!.value} and not ${loss}`);

    // A column of scores, a column of labels, or both, as Keras has them; shares are no logits whatever they are called.
    const share = score.map((x) => 1 / (1 + Math.exp(-x)));
    for (const [name, values] of [
      ['logits', score],
      ['y_pred', share],
      ['predictions', share],
      ['scores', share],
    ] as const)
      for (const [ofScores, ofLabels] of [
        [[ROWS], [ROWS]],
        [
          [ROWS, 1],
          [ROWS, 1],
        ],
        [[ROWS, 1], [ROWS]],
        [[ROWS], [ROWS, 1]],
      ]) {
        const arrays = {
          [name]: npy(npyHeader('<f8', ofScores), bytesOf(values)),
          y_true: npy(npyHeader('<i8', ofLabels), bytesOf(yes)),
        };
        const { meanLoss, rows, task } = await evaluate(npz(arrays));
        deepStrictEqual([rows.counted, rows.undefined, task], [ROWS, 0, 'binary']);
        ok(
          Math.abs(meanLoss!.value - loss) < 1e-12,
          `${name} ${ofScores.join('×')} ${ofLabels.join('×')}: ${meanLoss!.value}`,
        );
      }

    await rejects(
      evaluate(npz({ logits: wide, labels: npy(npyHeader('<i8', [ROWS - 1]), ids.subarray(8)) })),
      new RegExp(`“labels” has shape ${ROWS - 1}, which doesn’t fit labels of ${ROWS}×${CLASSES}\\.`),
    );
    await rejects(
      evaluate(
        npz({
          logits: npy(npyHeader('<c16', [ROWS, 1]), scores.subarray(0, 16 * ROWS)),
          labels: npyOf.labels,
        }),
      ),
      /“logits” can’t be read: /,
    );
  });

  it('takes no array for scores whose name says that it is something else, until it is named', async () => {
    for (const name of ['nll', 'losses', 'distances', 'hidden', 'features']) {
      const file = { name: 'run.npz', bytes: npzOf({ [name]: npyOf.logits, labels: npyOf.labels }) };
      await rejects(evaluate({ file }), new RegExp(`Nothing says that “${name}” are scores\\.`));
      strictEqual((await evaluate({ file }, { logits: name })).rows.counted, ROWS);
    }
  });

  it('reads columns of scores beside columns of labels whose classes have blanks in their names', async () => {
    const sets = [
      ['Atelectasis', 'Cardiomegaly', 'Pleural Effusion', 'Edema', 'Effusion'],
      ['No Finding', 'cat', 'dog', 'bird', 'fox'],
      ['New York', 'New Jersey', 'Old Town', 'x', 'y_z'],
    ];
    const rows = Array.from({ length: 80 }, (_, i) =>
      sets[0].map((__, c) => 2 * Math.sin(i * 3.7 + c * 5.1)),
    );
    const hot = rows.map((row, i) => row.map((x, c) => Number(Math.sin(i * 7.3 + c * 2.1) + x > 0.4)));
    // BCEWithLogitsLoss.
    const lossOf = (x: number, z: number) => Math.max(x, 0) - x * z + Math.log1p(Math.exp(-Math.abs(x)));
    const losses = rows.flatMap((row, i) => row.map((x, c) => lossOf(x, hot[i][c])));
    const right = losses.reduce((a, b) => a + b) / losses.length;
    for (const names of sets)
      for (const [score, label] of [
        ['prob_', ''],
        ['p_', 'y_'],
        ['score_', 'label_'],
        ['prob_', 'true_'],
      ]) {
        const head = [...names.map((name) => score + name), ...names.map((name) => label + name)].join();
        const cells = rows.map((row, i) => [...row.map((x) => 1 / (1 + Math.exp(-x))), ...hot[i]]);
        const { classNames, meanLoss } = await evaluate({ file: text('run.csv', csv(head, cells)) });
        deepStrictEqual(classNames, names);
        ok(Math.abs(meanLoss!.value - right) < 1e-12, `${head}: ${meanLoss!.value} and not ${right}`);
      }
  });

  it('takes batches for rows of one label each, also where the last batch is shorter', async () => {
    const shares = logits.map((row) => {
      const e = row.map(Math.exp);
      return e.map((x) => x / e.reduce((a, b) => a + b));
    });
    const batches = (size: number) =>
      Array.from({ length: Math.ceil(ROWS / size) }, (_, i) => ({
        probs: shares.slice(i * size, (i + 1) * size),
        labels: labels.slice(i * size, (i + 1) * size),
      }));
    const { meanLoss } = await evaluate({ file: { name: 'run.npz', bytes: npzOf(npyOf) } });
    for (const size of [16, 64, 90])
      for (const file of [
        text('run.jsonl', lines(batches(size))),
        text('run.json', JSON.stringify(batches(size))),
      ]) {
        const evaluation = await evaluate({ file });
        deepStrictEqual([evaluation.task, evaluation.rows.counted], ['multiclass', ROWS]);
        ok(Math.abs(evaluation.meanLoss!.value - meanLoss!.value) < 1e-12, `${size} ${file.name}`);
      }
  });

  it('evaluates what a damaged gzip still holds, all of it where only its end is wrong, and says so', async () => {
    const packed = gzipSync(lines(records));
    const of = (bytes: Uint8Array) => evaluate({ file: { name: 'run.jsonl.gz', bytes } });
    const whole = await of(packed);
    strictEqual(whole.notes, undefined);
    const changed = (at: number) => {
      const bytes = Uint8Array.from(packed);
      bytes[at] ^= 4;
      return bytes;
    };
    const ends: Record<string, Uint8Array> = {
      'a wrong checksum': changed(packed.length - 6),
      'no checksum': packed.subarray(0, -8),
      'something behind it': Buffer.concat([packed, Buffer.from('garbage!')]),
    };
    for (const [what, bytes] of Object.entries(ends)) {
      const { meanLoss, rows, notes } = await of(bytes);
      deepStrictEqual([rows.counted, meanLoss!.value], [ROWS, whole.meanLoss!.value], what);
      match(notes![0], /^The file is damaged or incomplete: the gzip data is truncated or damaged; /);
    }
    const { rows, notes } = await of(packed.subarray(0, packed.length >> 1));
    ok(rows.counted > 20 && rows.counted < ROWS, String(rows.counted));
    match(notes![0], /^The file is damaged or incomplete: /);
  });

  it('leaves rows out whose labels are known in part only, and refuses numbers that are no labels', async () => {
    const hot = logits.map((_, row) =>
      logits[0].map((__, c) => Number(c === labels[row] || (row % 3 === 0 && c === 0))),
    );
    const of = (rows: number[][]) => ({
      file: {
        name: 'run.npz',
        bytes: npzOf({
          logits: npyOf.logits,
          labels: npy(npyHeader('<f8', [ROWS, CLASSES]), bytesOf(Float64Array.from(rows.flat()))),
        }),
      },
    });
    // BCEWithLogitsLoss of the rows that are known.
    const lossOf = (x: number, z: number) => Math.max(x, 0) - x * z + Math.log1p(Math.exp(-Math.abs(x)));
    for (const unknown of [-1, NaN, -100]) {
      const partly = hot.map((row, i) =>
        i < 5 ? row.map((x, c) => (c === i % CLASSES ? unknown : x)) : row,
      );
      const { task, rows, meanLoss } = await evaluate(of(partly));
      deepStrictEqual([task, rows.counted, rows.unlabelled], ['multilabel', ROWS - 5, 5]);
      const known = logits.flatMap((row, i) => (i < 5 ? [] : row.map((x, c) => lossOf(x, hot[i][c]))));
      const wanted = known.reduce((a, b) => a + b, 0) / known.length;
      ok(Math.abs(meanLoss!.value - wanted) < 1e-12, `${meanLoss!.value} and not ${wanted}`);
    }
    const single = logits.map((_, row) => logits[0].map((__, c) => Number(c === labels[row])));
    const right = (await evaluate({ file: { name: 'run.npz', bytes: npzOf(npyOf) } })).meanLoss!.value;
    ok(Math.abs((await evaluate(of(single))).meanLoss!.value - right) < 1e-12);
    for (const [change, said] of [
      [(x: number) => 2 * x - 1.5, /The labels of row 0 hold -1\.5; expected 0 or 1/],
      [(x: number) => 255 * x, /The labels of row 0 sum to 255; expected a sum of 1\./],
      [(x: number) => 0.8 * x, /The labels of row 0 sum to 0\.8; expected a sum of 1\./],
    ] as const)
      await rejects(evaluate(of(single.map((row) => row.map(change)))), said);
    await rejects(
      evaluate(of(hot.map((row, i) => (i === 7 ? row.map((x) => 2 * x) : row))), { loss: 'sigmoid' }),
      /The labels of row 7 hold 2; expected 0 or 1/,
    );
  });

  it('names what is missing, and what could take its place', async () => {
    const npz = { name: 'run.npz', bytes: npzOf(npyOf) };
    await rejects(
      evaluate({ file: npz }, { logits: 'scores' }),
      /“scores” is not in run.npz; it could be one of “logits”/,
    );
    await rejects(evaluate({ file: bare }), /An evaluation requires labels, and none were found\./);
    const few = {
      file: text(
        'few.csv',
        csv(
          'label',
          labels.slice(1).map((id) => [id]),
        ),
      ),
    };
    await rejects(
      evaluate({ file: bare, labels: few }),
      /few\.csv: expected 400 labels, one for each row, got 399/,
    );
  });
});
