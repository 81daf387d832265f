import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readAnswer } from '../../../src/live/answers';
import { createRemoteClient } from '../../../src/live/remoteClient';
import type { NDArray } from '../../../src/arrays/ndarray';
import type { BatchSummary } from '../../../src/loss/types';
import type { WorkerClient } from '../../../src/worker/client';
import type { OpenRequest, RowsPage, SortKey, ViewSettings } from '../../../src/worker/protocol';
import { inProcessClient } from '../worker/inProcess';
import { startPython, type PythonProcess } from './pythonProcess';

const python = process.env.LOGITSCOPE_PYTHON!;
const hasTorch = () => execFileSync(python, ['-c', HAS_TORCH], { encoding: 'utf8' }).trim() === 'True';
const HAS_TORCH = 'import importlib.util as u; print(u.find_spec("torch") is not None)';

/** Mulberry32: the same cases in every run. */
function randomOf(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Case {
  array: NDArray;
  reading: NonNullable<OpenRequest['reading']>;
  labels: NDArray;
  settings: ViewSettings;
}

/** Rows of logits, probabilities or their logarithms with every kind of row that has no distribution, and options. */
function randomCase(seed: number, dtype: 'float32' | 'float64'): Case {
  const random = randomOf(seed);
  const oneOf = <T>(...values: T[]) => values[Math.floor(random() * values.length)];
  const classes = oneOf(2, 3, 7, 40);
  const shape = oneOf([24, classes], [4, 6, classes]);
  const rows = 24;
  const reading = oneOf('logits', 'logits', 'probabilities', 'log-probabilities');
  const scale = oneOf(1, 8, 300);
  const data = Float64Array.from({ length: rows * classes }, () => scale * (random() - 0.5) * 2);
  for (let i = 0; i < 10; i++) data[Math.floor(random() * data.length)] = -Infinity;
  data.fill(-Infinity, classes, 2 * classes);
  if (reading === 'logits') {
    data[0] = Infinity;
    data[2 * classes + 1] = NaN;
  } else {
    for (let row = 0; row < rows; row++) {
      const of = data.subarray(row * classes, (row + 1) * classes);
      const largest = of.reduce((a, b) => Math.max(a, b));
      const sum = of.reduce((a, x) => a + Math.exp(x - largest), 0);
      of.forEach((x, c) => {
        const logP = x - largest - Math.log(sum);
        of[c] = reading === 'probabilities' ? Math.exp(logP) : logP;
      });
    }
  }
  const ignoreIndex = oneOf(undefined, -100, -1, 1);
  const given = Float64Array.from({ length: rows }, () => Math.floor(random() * classes));
  given[5] = -100;
  given[9] = ignoreIndex ?? -100;
  return {
    array: { dtype, shape, data: dtype === 'float32' ? Float32Array.from(data) : data },
    reading,
    labels: { dtype: 'float64', shape: shape.slice(0, -1), data: given },
    settings: {
      temperature: oneOf(1, 1, 0.5, 3),
      reduction: oneOf(undefined, 'mean', 'sum', 'none'),
      ...(ignoreIndex !== undefined && { ignoreIndex }),
      ...(random() < 0.4 && { labelSmoothing: oneOf(0.1, 0.9, 1e-9) }),
      ...(random() < 0.4 && {
        classWeights: Array.from({ length: classes }, (_, c) => (c === 0 ? 0 : 0.2 + 2 * random())),
      }),
      ...(random() < 0.3 && { shifted: true }),
    },
  };
}

const SORT_KEYS: SortKey[] = ['row', 'top', 'probability', 'margin', 'entropy', 'label', 'loss'];

/** Everything that an inspector asks of an opened array. */
async function figuresOf(
  client: WorkerClient,
  session: number,
  settings: ViewSettings,
  sortKeys: readonly SortKey[],
) {
  const figures: Record<string, unknown> = {};
  const list = { session, settings, from: 0, count: 24 };
  figures.page = await client.call('rows', list);
  figures.part = await client.call('rows', { ...list, from: 20, count: 10 });
  figures.wrong = await client.call('rows', { ...list, wrongOnly: true });
  for (const [i, key] of sortKeys.entries())
    figures[`by ${key}`] = await client.call('rows', {
      ...list,
      from: 3,
      count: 7,
      sort: { key, descending: i % 2 === 0 },
      wrongOnly: i === 2,
    });
  for (const row of [3, 4, 5, 9, 11, 23]) {
    figures[`row ${row}`] = await client.call('row', { session, settings, row, k: 2 });
    figures[`ranks ${row}`] = await client.call('ranks', { session, settings, row, points: 5 });
  }
  for (const row of [0, 1, 2]) {
    const { flag, label, loss, entropy } = await client.call('row', { session, settings, row, k: 2 });
    figures[`row ${row}`] = { label, loss, entropy, ...(label !== undefined && { flag }) };
  }
  figures.batch = await client.call('batch', { session, settings });
  return figures;
}

/** Numbers within a tolerance relative to the larger of 1 and themselves, everything else alike; messages aside. */
function assertClose(there: unknown, here: unknown, what: string, tolerance: number): void {
  if (typeof here === 'number') {
    if (Object.is(there, here) || there === here) return;
    const error = Math.abs((there as number) - here) / Math.max(1, Math.abs(here));
    assert.ok(error <= tolerance, `${what}: ${String(there)} there, ${here} here`);
  } else if (typeof here === 'object' && here !== null) {
    assert.ok(typeof there === 'object' && there !== null, `${what}: ${String(there)} there`);
    const keys = (of: object) =>
      Object.entries(of).flatMap(([key, value]) => (value === undefined ? [] : key));
    const names = keys(here).filter((key) => key !== 'message');
    assert.deepEqual(
      keys(there)
        .filter((key) => key !== 'message')
        .sort(),
      names.sort(),
      what,
    );
    for (const key of names)
      assertClose(
        (there as Record<string, unknown>)[key],
        (here as Record<string, unknown>)[key],
        `${what}.${key}`,
        tolerance,
      );
  } else assert.equal(there, here, what);
}

/**
 * Flags in the order of their rows, and only of rows that count: our own kernels flag others under a plain loss alone.
 * Pairs of equal frequency in one order. What only a chart of rows that are here shows, which of them are wrong, is not asked
 * of a kernel.
 */
function inOrder(figures: Record<string, unknown>): Record<string, unknown> {
  const { label } = figures.page as RowsPage;
  const { lossHistogram, ...batch } = figures.batch as BatchSummary;
  delete batch.fewLosses;
  const sorted = (list: unknown, ...keys: string[]) =>
    Array.isArray(list)
      ? [...(list as Record<string, number>[])].sort(
          (a, b) => keys.map((key) => a[key] - b[key]).find((difference) => difference !== 0) ?? 0,
        )
      : list;
  return {
    ...figures,
    batch: {
      ...batch,
      ...(lossHistogram && {
        lossHistogram: { edges: lossHistogram.edges, counts: lossHistogram.counts },
      }),
      flags: sorted(
        batch.flags.filter(({ row }) => label![row] >= 0),
        'row',
      ),
      confusion: sorted(batch.confusion, 'label', 'predicted'),
    },
  };
}

describe('what is computed where the array is', function () {
  this.timeout(120_000);
  let process: PythonProcess;
  before(() => (process = startPython('push_down.py')));
  after(() => process.end());

  for (const library of ['numpy', ...(hasTorch() ? ['torch'] : [])])
    for (const [dtype, tolerance] of [
      ['float64', 1e-12],
      // Our own kernels round losses of float32 data to float32, which makes rows equal to a sort.
      ['float32', 5e-7],
    ] as const)
      it(`is what our own kernels compute, of ${dtype} in ${library} under any options`, async () => {
        for (let seed = 1; seed <= 25; seed++) {
          const { array, reading, labels, settings } = randomCase(seed, dtype);
          const { data, shape } = array;
          const sortKeys = SORT_KEYS.filter((key) => dtype === 'float64' || key !== 'loss');
          const hex = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex');
          process.tell({ library, dtype, shape, hex });
          const here = inProcessClient();
          const ask = async (request: object) => readAnswer(await process.ask(request));
          const there = createRemoteClient(ask, shape, here);
          const { ignoreIndex } = settings;
          const figures = await Promise.all(
            [here, there].map(async (client) => {
              const held = client === there ? { held: 1, shape } : array;
              const { session } = await client.call('open', { array: held, reading });
              await client.call('label', { session, labels, ignoreIndex });
              return inOrder(await figuresOf(client, session, settings, sortKeys));
            }),
          );
          const what = `case ${seed}, ${reading} ${shape.join('×')} ${JSON.stringify(settings)}`;
          assertClose(figures[1], figures[0], what, tolerance);
          here.dispose();
        }
      });
});
