import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DumpFields } from '../../../src/loss/types';
import { fieldsOf } from '../../../src/worker/foundInRecords';
import type { WorkerClient } from '../../../src/worker/client';
import type { DumpFile, ViewSettings } from '../../../src/worker/protocol';
import { inProcessClient } from '../worker/inProcess';

const FIXTURE = 'test/fixtures/loss/predictions.jsonl';
const expected = JSON.parse(readFileSync('test/fixtures/loss/expected.json', 'utf8')) as {
  cases: {
    options: { temperature: number; ignoreIndex?: number };
    losses: number[];
    mean: number;
    sum: number;
  }[];
  temperature: { value: number; before: number; after: number };
  ece: { before: number; after: number };
  accuracy: number;
  top5: number;
  multiHot: { labels: number[][]; losses: number[]; mean: number; weightedMean: number };
};
const fields: DumpFields = {
  format: 'jsonl',
  records: [],
  logits: ['outputs', 'logits'],
  labels: ['gold', 'label_id'],
};

const near = (actual: number | undefined, wanted: number, relative = 1e-12) =>
  assert.ok(
    actual !== undefined && Math.abs(actual - wanted) <= relative * Math.max(Math.abs(wanted), 1e-300),
    `${actual}, expected ${wanted}`,
  );

/** The losses of [2, 1, 0.1] with label 0 and of [0.5, 2.5, 0.3] with label 1. */
const FIRST = Math.log1p(Math.exp(-1) + Math.exp(-1.9));
const SECOND = Math.log1p(Math.exp(-2) + Math.exp(-2.2));

const bytesOf = (text: string) => new TextEncoder().encode(text);
const fileOf = (text: string | Uint8Array, name = 'dump.jsonl'): DumpFile => ({
  name,
  bytes: typeof text === 'string' ? bytesOf(text) : text,
});
const row = (logits: number[], label: unknown) => JSON.stringify({ logits, label });
const plainFields: DumpFields = { format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] };

for (const [where, limits] of [
  ['whose numbers are kept in memory', {}],
  ['that is read from its file whenever numbers are needed', { keptBytes: 0 }],
] as const)
  describe(`an evaluation dump ${where}`, () => {
    let client: WorkerClient;
    const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-dumps-'));
    before(() => (client = inProcessClient(limits)));
    after(() => {
      client.dispose();
      rmSync(folder, { recursive: true, force: true });
    });
    const openText = (text: string | Uint8Array, using = plainFields, name?: string) =>
      client.call('openDump', { reading: 'logits', file: fileOf(text, name), fields: using });

    it('is probed for logits and labels in nested fields', async () => {
      const probe = await client.call('probeDump', { file: { name: FIXTURE, path: FIXTURE } });
      assert.deepEqual(probe?.format, 'jsonl');
      assert.deepEqual(probe.logits[0].path, ['outputs', 'logits']);
      assert.deepEqual(probe.labels[0].path, ['gold', 'label_id']);
      assert.deepEqual(probe.ambiguous, { logits: false, labels: false });
    });

    it('gives torch’s losses, mean and sum under every option, to 1e-12', async () => {
      for (const { options, losses, mean, sum } of expected.cases) {
        const file = { name: FIXTURE, path: FIXTURE };
        // torch knows one ignore index; with another one, −100 would be refused there and is left out here.
        const { session } = await client.call('openDump', { reading: 'logits', file, fields });
        const page = await client.call('rows', { session, settings: options, from: 0, count: 300 });
        page.loss!.forEach((loss, i) => (losses[i] === 0 ? assert.ok(!(loss > 0)) : near(loss, losses[i])));
        near((await client.call('batch', { session, settings: options })).reduced, mean);
        near(
          (await client.call('batch', { session, settings: { ...options, reduction: 'sum' } })).reduced,
          sum,
        );
        await client.call('drop', { held: session });
      }
    });

    it('has SciPy’s temperature and calibration error, and torch’s accuracy', async () => {
      const { session } = await client.call('openDump', {
        reading: 'logits',
        file: { name: FIXTURE, path: FIXTURE },
        fields,
      });
      const { fit, before, after } = await client.call('calibrate', {
        session,
        settings: { temperature: 1 },
      });
      assert.equal(fit.kind, 'found');
      near(fit.temperature, expected.temperature.value, 1e-10);
      near(fit.before, expected.temperature.before);
      near(fit.after, expected.temperature.after);
      near(before, expected.ece.before, 1e-11);
      near(after, expected.ece.after, 1e-9);
      const batch = await client.call('batch', { session, settings: { temperature: 1 } });
      near(batch.accuracy, expected.accuracy);
      near(batch.topFive, expected.top5);
    });

    it('answers what an opened array of the same numbers answers', async () => {
      const records = readFileSync(FIXTURE, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { outputs: { logits: number[] }; gold: { label_id: number } });
      const array = {
        dtype: 'float64' as const,
        shape: [300, 12],
        data: Float64Array.from(records.flatMap(({ outputs }) => outputs.logits)),
      };
      const labels = {
        dtype: 'float64' as const,
        shape: [300],
        data: Float64Array.from(records, ({ gold }) => gold.label_id),
      };
      const { session: dump } = await client.call('openDump', {
        reading: 'logits',
        file: { name: FIXTURE, path: FIXTURE },
        fields,
      });
      const { session: opened } = await client.call('open', { reading: 'logits', array, labels });
      const settings = { temperature: 1.3, labelSmoothing: 0.1 };
      const sort = { key: 'loss', descending: true } as const;
      for (const wrongOnly of [false, true]) {
        const ask = (session: number) =>
          client.call('rows', { session, settings, sort, wrongOnly, from: 5, count: 20 });
        assert.deepEqual(await ask(dump), await ask(opened));
      }
      const detail = (session: number) => client.call('row', { session, settings, row: 17, k: 4 });
      assert.deepEqual(await detail(dump), await detail(opened));
      const perClass = (session: number) => client.call('perClass', { session, settings });
      assert.deepEqual(await perClass(dump), await perClass(opened));
      const batch = (session: number) => client.call('batch', { session, settings });
      assert.deepEqual(await batch(dump), await batch(opened));
      const same = await client.call('compare', { first: dump, second: opened, settings });
      assert.equal(same.flipCount, 0);
      assert.equal(same.meanKl, 0);
    });

    it('reports what it skipped and why, by line, and drops nothing silently', async () => {
      const lines = [
        row([2, 1, 0.1], 0),
        '',
        '{"logits": [1, 2], "label": 0}',
        '{"logits": [1, "2.5", 3], "label": 0}',
        'not json at all',
        '{"label": 1}',
        '{"logits": [1, 2, 3], "logits": [0.5, 2.5, 0.3], "label": 1}',
        '{"logits": [[1, 2, 3], [4, 5]], "label": 1}',
        '{"logits": [1, 2, 3], "label": 7}',
        '{"logits": [1, 2, 3]}',
        '{"logits": [NaN, 2, 3], "label": 1}',
        '{"logits": [null, 2, 3], "label": 1}',
        '{"logits": [1 2 3], "label": 1}',
        '{"logits": [1, 2, 3,], "label": 1}',
        '{"logits": [1, 2, 3], "label": "2"}',
        '{"logits": [1, 2, 3], "label": "cat"}',
        '[1, 2, 3]',
        '{"logits": [1.0, 2.0, 3.',
      ];
      const { report, rows } = await openText(lines.join('\n'));
      assert.equal(report.records, 17);
      assert.equal(report.blankLines, 1);
      assert.equal(report.records, rows + report.skipped);
      const said = report.problems.map(
        ({ skipped, kind, line }) => `${skipped ? 'skipped' : 'noted'} ${line}: ${kind}`,
      );
      assert.deepEqual(said, [
        'skipped 3: width',
        'skipped 4: not-a-number',
        'skipped 5: not-a-record',
        'skipped 6: no-logits',
        'noted 7: duplicate-key',
        'skipped 8: ragged',
        'noted 9: label-out-of-range',
        'noted 10: no-label',
        'noted 12: null',
        'skipped 13: not-json',
        'skipped 14: not-json',
        'noted 15: label-text',
        'noted 16: label-unknown',
        'skipped 17: no-logits',
        'skipped 18: cut-off',
      ]);
      const messages = report.problems.map(({ message }) => message).join('\n');
      assert.match(messages, /expected 3 numbers, as in the first record, got 2/);
      assert.match(messages, /logits\[1\]: expected a number, got "2\.5"/);
      assert.match(messages, /the record has 2 fields “logits”; the last one counts/);
      assert.match(messages, /the last record is incomplete/);
    });

    it('lists rows without a distribution among the problems', async () => {
      const { session } = await openText(`${row([1, 2], 0)}\n{"logits": [NaN, 1], "label": 0}\n`);
      const problems = await client.call('dumpProblems', { session });
      assert.deepEqual(
        problems.map(({ line, kind }) => [line, kind]),
        [[2, 'nan']],
      );
    });

    const records = [row([2, 1, 0.1], 0), row([0.5, 2.5, 0.3], 1), row([-1e-3, 12345.678901234567, 1e22], 2)];
    const wanted = async () => {
      const { session } = await openText(records.join('\n'));
      return client.call('rows', { session, settings: { temperature: 1 }, from: 0, count: 3 });
    };
    const texts: [string, string | Uint8Array, string?][] = [
      ['a byte order mark', `\ufeff${records.join('\n')}\n`],
      ['Windows line ends', records.join('\r\n')],
      ['UTF-16 with a mark', new Uint8Array(Buffer.from(`\ufeff${records.join('\n')}`, 'utf16le'))],
      ['UTF-16 without one', new Uint8Array(Buffer.from(records.join('\n'), 'utf16le'))],
      [
        'UTF-16 of the other endianness',
        new Uint8Array(Buffer.from(`\ufeff${records.join('\n')}`, 'utf16le').swap16()),
      ],
      ['gzip', new Uint8Array(gzipSync(records.join('\n'))), 'dump.jsonl.gz'],
      [
        'gzip of two members',
        new Uint8Array(Buffer.concat([gzipSync(`${records[0]}\n`), gzipSync(records.slice(1).join('\n'))])),
        'dump.jsonl.gz',
      ],
    ];
    for (const [what, text, name] of texts) {
      it(`reads ${what}`, async () => {
        const { session, rows } = await openText(text, plainFields, name);
        assert.equal(rows, 3);
        const page = await client.call('rows', { session, settings: { temperature: 1 }, from: 0, count: 3 });
        assert.deepEqual(page, await wanted());
        const { text: record, line } = await client.call('recordPlace', { session, row: 1 });
        assert.equal(line, 2);
        assert.equal(record.trim(), records[1]);
      });
    }

    it('reads bytes of Windows-1252 as the letters that they are, and says so', async () => {
      // As UTF-8, é and è are one and the same unknown sign.
      const lines = ['prob_é,prob_è,prob_a,label', '0.75,0.25,0,é', '0.25,0.75,0,è', '0.5,0.25,0.25,è'];
      const bytes = new Uint8Array(Buffer.from(lines.join('\n'), 'latin1'));
      const probe = (await client.call('probeDump', { file: { name: 'a.csv', bytes } }))!;
      assert.deepEqual(probe.logits[0].path, ['prob_é', 'prob_è', 'prob_a']);
      const utf8 = new Uint8Array(Buffer.from(lines.join('\n')));
      const evaluated = async (bytes: Uint8Array) => {
        const source = { file: { name: 'a.csv', bytes } };
        const { accuracy, meanLoss, perClass, rows } = await client.call('evaluate', {
          source,
          options: { resamples: 0 },
        });
        assert.equal(rows.counted, 3);
        return { accuracy, meanLoss, perClass };
      };
      assert.deepEqual(await evaluated(bytes), await evaluated(utf8));
      const { report } = await openText(
        bytes,
        { ...plainFields, format: 'csv', logits: ['prob_é', 'prob_è', 'prob_a'] },
        'a.csv',
      );
      const [note] = report.counts.filter(({ kind }) => kind === 'encoding');
      assert.equal(note.example, 'the file is not UTF-8; its texts are read as Windows-1252');
    });

    it('uses what a truncated gzip still holds, and says that it is cut off', async () => {
      const many = Array.from({ length: 20_000 }, (_, i) =>
        row([i % 7, Math.sin(i), Math.cos(i * 3)], i % 3),
      );
      const whole = gzipSync(many.join('\n'));
      const { report, rows } = await openText(
        new Uint8Array(whole.subarray(0, whole.length >> 1)),
        plainFields,
        'x.gz',
      );
      assert.ok(rows > 1000 && rows < 20_000, `${rows} rows`);
      const note = report.counts.find(({ kind }) => kind === 'file-cut-off');
      assert.match(note!.example, /gzip data is truncated or damaged/);
    });

    it('reads records that are members of an object by their names', async () => {
      const records = {
        'a.png': { logits: [2, 1, 0.1], label: 0 },
        'b "}, {.png': { logits: [0.5, 2.5, 0.3], label: 1 },
        'c.png': 'not there',
      };
      const file = fileOf(JSON.stringify({ results: records }, null, 2), 'evaluation.json');
      const probe = (await client.call('probeDump', { file }))!;
      assert.deepEqual([probe.records, probe.keyed], [['results'], 'key']);
      const { session, rows, report } = await client.call('openDump', {
        reading: 'logits',
        file,
        fields: fieldsOf(probe, probe.logits[0], probe.labels[0]),
      });
      assert.deepEqual([rows, report.skipped], [2, 1]);
      const settings = { temperature: 1 };
      near((await client.call('batch', { session, settings })).reduced, (FIRST + SECOND) / 2, 1e-12);
      const { logits } = await client.call('row', { session, settings, row: 1, k: 1 });
      assert.deepEqual([...logits], [2.5]);
      const { text, line } = await client.call('recordPlace', { session, row: 1 });
      assert.match(text, /^"b .*\}$/s);
      assert.equal(line, 11);
    });

    it('reads the records of a JSON document, pretty-printed or not, wherever they stand', async () => {
      const document = {
        model: 'm',
        meta: { sizes: [1, 2], list: ['x'] },
        eval: {
          id2label: { '0': 'cat', '1': 'dog', '2': 'fox' },
          loss: 0.3185,
          records: [
            { text: 'a "quoted] {thing', logits: [2, 1, 0.1], gold: 'cat' },
            { text: 'b\\', logits: [0.5, 2.5, 0.3], gold: 'dog' },
          ],
          after: [1, 2, 3],
        },
      };
      for (const indent of [0, 2]) {
        const file = fileOf(JSON.stringify(document, null, indent), 'evaluation.json');
        const probe = (await client.call('probeDump', { file }))!;
        assert.deepEqual(probe.records, ['eval', 'records']);
        assert.deepEqual([probe.logits[0].name, probe.labels[0].name], ['logits', 'gold']);
        const using: DumpFields = {
          format: 'json',
          records: probe.records,
          logits: ['logits'],
          labels: ['gold'],
          classNames: ['cat', 'dog', 'fox'],
        };
        const { session, rows, report } = await client.call('openDump', {
          reading: 'logits',
          file,
          fields: using,
        });
        assert.equal(rows, 2);
        assert.equal(report.problems.length, 0);
        near(
          (await client.call('batch', { session, settings: { temperature: 1 } })).reduced,
          (FIRST + SECOND) / 2,
          1e-12,
        );
        const detail = await client.call('row', { session, settings: { temperature: 1 }, row: 1, k: 1 });
        assert.equal(detail.label, 1);
      }
    });

    it('says when a JSON document ends inside its list of records', async () => {
      const using: DumpFields = { ...plainFields, format: 'json' };
      const { report, rows } = await openText(
        `[${records[0]},\n${records[1]},\n${records[2].slice(0, -9)}`,
        using,
        'x.json',
      );
      assert.equal(rows, 2);
      assert.deepEqual(
        report.problems.map(({ kind, line }) => [kind, line]),
        [
          ['file-cut-off', 0],
          ['cut-off', 3],
        ].reverse(),
      );
    });

    it('reads CSV: columns of logits, quoted fields, and what is wrong with a line', async () => {
      const text = [
        'id,text,logit_0,logit_1,logit_2,label',
        '1,"a, ""b""\nsecond line",2.0,1.0,0.1,0',
        '2,x,0.5,2.5,0.3,1',
        '3,x,0.5,oops,0.3,1',
        '4,x,0.5,0.3,1',
        '5,x,,inf,0.3,1',
      ].join('\n');
      const file = fileOf(text, 'predictions.csv');
      const probe = (await client.call('probeDump', {
        file: fileOf(text.split('\n').slice(0, 4).join('\n'), 'p.csv'),
      }))!;
      assert.deepEqual(probe.logits[0].path, ['logit_0', 'logit_1', 'logit_2']);
      assert.deepEqual(probe.labels[0].path, ['label']);
      const using: DumpFields = {
        format: 'csv',
        records: [],
        logits: probe.logits[0].path,
        labels: ['label'],
      };
      const { session, report, rows } = await client.call('openDump', {
        reading: 'logits',
        file,
        fields: using,
      });
      assert.equal(rows, 3);
      assert.deepEqual(
        report.problems.map(({ kind, line }) => [line, kind]),
        [
          [5, 'not-a-number'],
          [6, 'ragged'],
          [7, 'null'],
        ],
      );
      const page = await client.call('rows', { session, settings: { temperature: 1 }, from: 0, count: 2 });
      near(page.loss![0], FIRST);
      near(page.loss![1], SECOND);
    });

    it('reads several rows per record, as token classifiers and language models write them', async () => {
      const text = JSON.stringify({
        logits: [
          [2, 1, 0.1],
          [0.5, 2.5, 0.3],
          [0, 0, 0],
        ],
        labels: [0, 1, -100],
      });
      const using: DumpFields = { ...plainFields, labels: ['labels'] };
      const { session, rows } = await openText(`${text}\n${text}\n`, using);
      assert.equal(rows, 6);
      const batch = await client.call('batch', { session, settings: { temperature: 1 } });
      assert.deepEqual([batch.counted, batch.ignored], [4, 2]);
      near(batch.reduced, (FIRST + SECOND) / 2);
      const { part, line } = await client.call('recordPlace', { session, row: 4 });
      assert.deepEqual([part, line], [1, 2]);
      const shifted = await openText(`${text}\n`, { ...using, shifted: true });
      const page = await client.call('rows', {
        session: shifted.session,
        settings: { temperature: 1, shifted: true },
        from: 0,
        count: 3,
      });
      assert.deepEqual([...page.label!], [1, -1, -1]);
    });

    it('computes the sigmoid loss of multi-hot labels as torch does', async () => {
      const lines = readFileSync(FIXTURE, 'utf8').trim().split('\n');
      const text = lines
        .map((line, i) => {
          const { outputs } = JSON.parse(line) as { outputs: { logits: number[] } };
          return JSON.stringify({ logits: outputs.logits, label: expected.multiHot.labels[i] });
        })
        .join('\n');
      const { session, labels } = await openText(text);
      assert.equal(labels?.multiHot, true);
      const settings = { temperature: 1, loss: 'sigmoid' } as const;
      const page = await client.call('rows', { session, settings, from: 0, count: 300 });
      page.loss!.forEach((loss, i) => near(loss, expected.multiHot.losses[i]));
      near((await client.call('batch', { session, settings })).reduced, expected.multiHot.mean);
      const findings = await client.call('audit', { session, settings: { temperature: 1 } });
      assert.match(findings.map(({ message }) => message).join(), /multi-hot/);
      const weighted = { ...settings, classWeights: expected.multiHot.labels[0].map((_, c) => weights[c]) };
      near(
        (await client.call('batch', { session, settings: weighted })).reduced,
        expected.multiHot.weightedMean,
      );
    });
    const weights = (expected.cases[3].options as { classWeights?: number[] }).classWeights!;

    it('takes fields of the name from the record itself, not from a nested object or a text', async () => {
      const text =
        '{"meta": {"logits": [9, 9], "label": 1}, "note": "\\"logits\\": [1, 2, 3]", "l\\u006fgits": [2, 1], "label": 0}';
      const { session } = await openText(text);
      const { logits } = await client.call('row', { session, settings: { temperature: 1 }, row: 0, k: 2 });
      assert.deepEqual([...logits], [2, 1]);
    });

    it('skips a record of any length in pieces of any size', async () => {
      const long = JSON.stringify({ text: 'x'.repeat(3 << 20), logits: [1, 2], label: 0 });
      const { rows, report } = await openText(`${row([1, 2], 0)}\n${long}\n${row([3, 2], 1)}\n`);
      assert.equal(rows, 3);
      assert.equal(report.skipped, 0);
    });

    it('reads numbers bit for bit as JSON.parse does, the last digit included', async () => {
      const numbers = Array.from({ length: 3000 }, (_, i) => Math.sin(i * 1.7) * 10 ** ((i % 40) - 20));
      const { session } = await openText(row(numbers, 0));
      const { logits, classes } = await client.call('row', {
        session,
        settings: { temperature: 1 },
        row: 0,
        k: 3000,
      });
      classes.forEach((id, i) => assert.ok(Object.is(logits[i], numbers[id])));
    });

    it('reads its file again for another temperature only where its numbers are not kept, and never for weights', async () => {
      const file = path.join(folder, 'again.jsonl');
      writeFileSync(file, records.join('\n'));
      const { session } = await client.call('openDump', {
        reading: 'logits',
        file: { name: 'again.jsonl', path: file },
        fields: plainFields,
      });
      let progress = 0;
      const ask = (settings: ViewSettings) =>
        client.call('batch', { session, settings }, { onProgress: () => progress++ });
      await ask({ temperature: 2 });
      assert.equal(progress > 0, 'keptBytes' in limits);
      progress = 0;
      const { reduced } = await ask({ temperature: 2, classWeights: [1, 2, 3], reduction: 'sum' });
      assert.ok(reduced! > 0);
      assert.equal(progress, 0);
    });

    it('goes on for those who still wait when another is cancelled', async () => {
      const { session } = await openText(records.join('\n'));
      const settings = { temperature: 3 };
      const aborter = new AbortController();
      const dropped = client.call('batch', { session, settings }, { signal: aborter.signal });
      const waiting = client.call('perClass', { session, settings });
      aborter.abort(new Error('enough'));
      await assert.rejects(dropped, /enough/);
      assert.equal((await waiting).length, 3);
      assert.ok((await client.call('batch', { session, settings })).reduced! > 0);
    });

    it('can be cancelled, and says how far it has come', async () => {
      const file = path.join(folder, 'large.jsonl');
      const line = `${row(
        Array.from({ length: 100 }, (_, i) => Math.sin(i)),
        3,
      )}\n`;
      writeFileSync(file, line.repeat(30_000));
      const aborter = new AbortController();
      const seen: number[] = [];
      const opening = client.call(
        'openDump',
        { reading: 'logits', file: { name: 'large.jsonl', path: file }, fields: plainFields },
        {
          signal: aborter.signal,
          onProgress({ done, total }) {
            seen.push(done / total!);
            aborter.abort(new Error('enough'));
          },
        },
      );
      await assert.rejects(opening, /enough/);
      assert.ok(seen[0] > 0 && seen[0] < 1);
    });

    it('notices that a file has changed since it was read', async () => {
      const file = path.join(folder, 'changing.jsonl');
      writeFileSync(file, `${records.join('\n')}\n`);
      const { session } = await client.call('openDump', {
        reading: 'logits',
        file: { name: 'changing.jsonl', path: file },
        fields: plainFields,
      });
      writeFileSync(file, 'x\n');
      const ask =
        'keptBytes' in limits
          ? client.call('row', { session, settings: { temperature: 1 }, row: 2, k: 1 })
          : client.call('recordPlace', { session, row: 2 });
      await assert.rejects(
        ask,
        /changing\.jsonl (is shorter than when it was read|has changed since it was read)/,
      );
    });

    it('that holds no record names the first line’s problem', async () => {
      await assert.rejects(openText('{"logits": "none"}\n'), /no record could be read\. Line 1: .*"none"/);
      await assert.rejects(openText(''), /no records found/);
    });
  });
