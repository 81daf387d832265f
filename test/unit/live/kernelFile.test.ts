import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readBatch, readHeader, readPage, readRow } from '../../../src/live/answers';
import { debuggerExpression, kernelStatement, literal, versionOf } from '../../../src/live/kernelSource';
import type { WorkerClient } from '../../../src/worker/client';
import type { ViewSettings } from '../../../src/worker/protocol';
import { inProcessClient } from '../worker/inProcess';

const python = process.env.LOGITSCOPE_PYTHON!;
const media = path.resolve('media');
const script = (name: string, input = '') =>
  execFileSync(python, [path.join('test/fixtures/live', name), media], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the kernel-side file', () => {
  it('packs every dtype and layout of the libraries at hand, bit for bit', function () {
    this.timeout(120_000);
    const cases = script('check_kernel.py');
    const absent = cases.flatMap(({ absent }) => (typeof absent === 'string' ? [absent] : []));
    if (absent.length > 0) console.log(`      not installed here, not tested: ${absent.join(', ')}`);
    const packed = cases.filter(({ same }) => same !== undefined);
    assert.ok(packed.length >= 18);
    for (const { case: name, same, base64 } of packed)
      assert.equal(same, true, `${String(name)}: ${String(base64)}`);
    const refused = cases.filter(({ refused }) => refused !== undefined);
    assert.ok(refused.length >= 4);
    for (const { case: name, refused: sentence } of refused)
      assert.match(String(sentence), /expected|holds no|complex|no values/, String(name));
  });

  it('packs what polars, TensorFlow, JAX, MLX and CuPy document of their arrays, shown by stand-ins for them', () => {
    const cases = script('libraries.py');
    const packed = cases.filter(({ same }) => same !== undefined);
    for (const { case: name, same, base64 } of packed)
      assert.equal(same, true, `${String(name)}: ${String(base64)}`);
    const headers = packed.map(({ case: name, header }) => {
      const { library, dtype, shape, classNames } = header as Record<string, unknown>;
      return [name, library, dtype, shape, ...(classNames ? [classNames] : [])];
    });
    assert.deepEqual(headers, [
      ['jax', 'jax', 'float32', [2, 3]],
      ['cupy', 'cupy', 'float32', [2, 3]],
      ['mlx float32', 'mlx', 'float32', [2, 3]],
      ['mlx bfloat16', 'mlx', 'bfloat16', [2, 3]],
      ['tensorflow', 'tensorflow', 'float32', [2, 3]],
      ['tensorflow sparse', 'tensorflow', 'float32', [2, 2]],
      ['polars DataFrame', 'polars', 'float32', [2, 3], ['a', 'b', 'c']],
      ['polars Series', 'polars', 'float64', [2]],
      ['polars Series of lists', 'polars', 'float64', [2, 2]],
    ]);
    assert.deepEqual(
      cases.filter(({ refused }) => refused !== undefined).map(({ refused }) => refused),
      [
        'a symbolic Symbolic has no values; expected an eager tensor',
        "the rows of 'rows' have lengths from 1 to 2; expected equal ones",
        "column 'b' of the DataFrame has dtype String; expected numbers. Select its numeric columns.",
        'a LazyFrame has no values yet; collect() it first',
      ],
    );
  });

  const rows = 64;
  const classes = 37;
  const data = Float64Array.from({ length: rows * classes }, (_, i) => 12 * Math.sin(i * i * 0.7));
  data.set([Infinity, 0], 0);
  data.fill(-Infinity, classes, 2 * classes);
  data[2 * classes + 5] = NaN;
  data[3 * classes + 5] = -Infinity;
  data.fill(0, 4 * classes, 5 * classes);
  data[4 * classes] = 60;
  const labels = Float64Array.from({ length: rows }, (_, i) => (i === 9 ? -100 : (i * 5) % classes));

  const bySettings = [
    { temperature: 1 },
    { temperature: 0.7, labelSmoothing: 0.1 },
    { temperature: 1, classWeights: Array.from({ length: classes }, (_, i) => 1 + (i % 4)) },
    { temperature: 1, reduction: 'sum' as const },
  ];

  for (const dtype of ['float64', 'float32'] as const) {
    it(`computes of ${dtype} what our own kernels compute of the same data`, async function () {
      this.timeout(120_000);
      rounding = dtype === 'float64' ? 1e-12 : 1.2e-7;
      const array = dtype === 'float64' ? data : Float32Array.from(data);
      const ids = Array.from(labels, (id) => (id < 0 ? -1 : id));
      const requests = bySettings.flatMap((settings) => [
        { op: 'page', settings, labels: ids, from: 0, count: rows },
        {
          op: 'page',
          settings,
          labels: ids,
          from: 5,
          count: 7,
          sort: { key: 'loss', descending: true },
          wrongOnly: true,
        },
        { op: 'row', settings, labels: ids, row: 4, k: 5 },
        { op: 'row', settings, labels: ids, row: 12, k: 5 },
        { op: 'batch', settings, labels: ids },
      ]);
      const hex = Buffer.from(array.buffer).toString('hex');
      const answers = script('columns.py', JSON.stringify({ hex, dtype, shape: [rows, classes], requests }));
      const client = inProcessClient();
      const { session } = await client.call('open', {
        reading: 'logits',
        array: { dtype, shape: [rows, classes], data: array },
        labels: { dtype: 'float64', shape: [rows], data: labels },
      });
      for (const { library, answers: given } of answers) {
        const results = (given as { result?: unknown; error?: string }[]).map(({ result, error }) => {
          assert.equal(error, undefined, String(library));
          return result;
        });
        for (const [i, settings] of bySettings.entries()) {
          const [page, sorted, confident, row, batch] = results.slice(5 * i, 5 * i + 5);
          await comparePages(client, session, settings, readPage(page), { from: 0, count: rows });
          const sort = { key: 'loss' as const, descending: true };
          await comparePages(client, session, settings, readPage(sorted), {
            from: 5,
            count: 7,
            sort,
            wrongOnly: true,
          });
          for (const [at, one] of [
            [4, confident],
            [12, row],
          ] as const) {
            const own = await client.call('row', { session, settings, row: at, k: 5 });
            const label = ids[at];
            const there = readRow(
              { ...(one as object), total: classes, label },
              settings.temperature,
              i === 0,
            );
            assert.deepEqual([...there.classes], [...own.classes]);
            close(there.logProbabilities, own.logProbabilities, 'log probabilities');
            close(
              [there.loss!, there.entropy, there.margin, there.logSumExp],
              [own.loss!, own.entropy, own.margin, own.logSumExp],
              'row',
            );
            if (i === 0) close(there.gradient!, own.gradient!, 'gradient');
          }
          const own = await client.call('batch', { session, settings });
          const there = readBatch(batch);
          for (const key of [
            'reduced',
            'perplexity',
            'accuracy',
            'topFive',
            'calibrationError',
            'counted',
          ] as const)
            close([there[key]!], [own[key]!], key);
          assert.deepEqual([...there.lossHistogram!.counts], [...own.lossHistogram!.counts]);
          assert.deepEqual(there.flags.map(({ row, reason }) => [row, reason]).slice(0, 3), [
            [0, 'positive-infinity'],
            [1, 'all-masked'],
            [2, 'nan'],
          ]);
        }
      }
    });
  }

  it('leaves the bytes of an array in a file where it can, and sends them as base64 where it cannot', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-unit-'));
    try {
      const program = [
        'import base64, json, sys',
        `sys.path.insert(0, ${literal(media)})`,
        'import numpy as np, logitscope_kernel as k',
        'k._PIECE = 12',
        'x = np.arange(10, dtype=np.float32)',
        'for file in json.loads(sys.argv[1]):',
        '    sent = []',
        '    k.answer(json.dumps({"op": "fetch", "name": "x", "limit": 40, "file": file}), lambda *a: sent.append(a), {"x": x})',
        '    print(json.dumps({"reply": json.loads(sent[0][1])["result"],',
        '                      "parts": [text.decode() for mime, text in sent[1:]]}))',
      ].join('\n');
      const bytes = Buffer.from(Float32Array.from({ length: 10 }, (_, i) => i).buffer);
      const here = path.join(folder, 'array');
      const files = [here, here, path.join(folder, 'elsewhere', 'array'), null];
      const answers = execFileSync(python, ['-c', program, JSON.stringify(files)], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { reply: unknown; parts: string[] });
      const filed = answers.map(({ reply }) => readHeader(reply).filed);
      assert.deepEqual(filed, [true, false, false, false], 'a file that is there is never written to');
      assert.deepEqual(readFileSync(here), bytes);
      assert.deepEqual(answers[0].parts, []);
      for (const { parts } of answers.slice(1)) {
        assert.equal(parts.length, 4);
        assert.deepEqual(Buffer.concat(parts.map((part) => Buffer.from(part, 'base64'))), bytes);
      }
      assert.deepEqual(readdirSync(folder), ['array']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('runs in a kernel as one statement that binds no name, and in a debugger as one expression', () => {
    const source = {
      text: 'def answer_kernel(r):\n    print("got", r)\nabout = len\n',
      version: versionOf('x'),
    };
    const statement = kernelStatement(source, { name: 'it\'s "é" \u2028 😀' });
    assert.ok(!statement.includes('\n'));
    const expression = debuggerExpression(source, 'value[0]', 'm.about(x)');
    const program = [
      'value = ["four"]',
      'before = sorted(k for k in dir() if k != "before")',
      statement,
      `assert ${expression} == 4`,
      'assert sorted(k for k in dir() if k != "before") == before, dir()',
    ].join('\n');
    const printed = execFileSync(python, ['-c', program], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    });
    assert.deepEqual(JSON.parse(printed.replace(/^got /, '')), { name: 'it\'s "é" \u2028 😀' });
    assert.equal(literal('a"\u00e9\n'), '"a\\"\\u00e9\\n"');
  });
});

async function comparePages(
  client: WorkerClient,
  session: number,
  settings: ViewSettings,
  there: ReturnType<typeof readPage>,
  request: { from: number; count: number; sort?: { key: 'loss'; descending: boolean }; wrongOnly?: boolean },
) {
  const own = await client.call('rows', { session, settings, ...request });
  assert.deepEqual([...there.row], [...own.row]);
  assert.deepEqual([...there.top], [...own.top]);
  assert.equal(there.total, own.total);
  for (const key of ['probability', 'margin', 'entropy'] as const) close(there[key], own[key], key);
  close(there.loss!, own.loss!, 'loss');
  close(there.bars.heights, own.bars.heights, 'bars', 1e-6);
}

/** 1e-12 in float64; of float32 data our kernels round some losses to float32. */
let rounding = 1e-12;

function close(there: ArrayLike<number>, own: ArrayLike<number>, what: string, tolerance = rounding) {
  assert.equal(there.length, own.length, what);
  for (let i = 0; i < own.length; i++) {
    if (Object.is(there[i], own[i]) || there[i] === own[i]) continue;
    const error = Math.abs(there[i] - own[i]) / Math.max(1, Math.abs(own[i]));
    assert.ok(error <= tolerance, `${what}[${i}]: ${there[i]} there, ${own[i]} here`);
  }
}
