import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { bufferSource } from '../../../../src/bytes/byteSource';
import type { ElementKind } from '../../../../src/bytes/elements';
import type { StoredArray } from '../../../../src/bytes/storedArray';
import { withBatchesJoined, type Batched } from '../../../../src/engine/arrays/batches';
import { createCalls } from '../../../../src/engine/calls';
import { npy, npyHeader, zip } from '../../live/files';

const SIZES: Partial<Record<ElementKind, number>> = { float32: 4, int64: 8, float64: 8 };

/** Arrays whose bytes are the number of their place in the file, each. */
function stored(...arrays: [name: string, kind: ElementKind, ...shape: number[]][]): StoredArray[] {
  return arrays.map(([name, kind, ...shape], at) => {
    const bytes = new Uint8Array(shape.reduce((a, b) => a * b, SIZES[kind]!)).fill(at);
    const open = () => Promise.resolve(bufferSource(bytes));
    const values = { kind, bigEndian: false, fortran: false, open };
    return { name, dtype: kind, shape, bytes: bytes.length, values };
  });
}
const listed = (arrays: readonly Batched[]) =>
  arrays.filter(({ isPart }) => !isPart).map(({ name, shape }) => `${name} ${shape.join('×')}`);

describe('arrays that are batches', () => {
  it('are one array, whatever numbers them', async () => {
    for (const [first, second] of [
      ['[0].logits', '[1].logits'],
      ['logits[0]', 'logits[1]'],
      ['logits_0', 'logits_1'],
      ['0/logits', '1/logits'],
    ]) {
      const labels = [first, second].map((name) => name.replace('logits', 'labels'));
      const joined = await withBatchesJoined(
        stored(
          [first, 'float32', 3, 2],
          [labels[0], 'int64', 3],
          [second, 'float32', 1, 2],
          [labels[1], 'int64', 1],
          ['loss', 'float32', 1],
        ),
      );
      deepStrictEqual(listed(joined), ['logits 4×2', 'labels 4', 'loss 1'], first);
      const source = await joined[0].values!.open();
      strictEqual((await source.read(20, 8)).join(), '0,0,0,0,2,2,2,2');
    }
  });

  it('take what stands beside them along, and flatten what is padded to different lengths', async () => {
    const joined = await withBatchesJoined(
      stored(
        ['[0].logits', 'float32', 2, 5, 3],
        ['[0].labels', 'int64', 2, 5],
        ['[1].logits', 'float32', 2, 4, 3],
        ['[1].labels', 'int64', 2, 4],
      ),
    );
    deepStrictEqual(listed(joined), ['logits 18×3', 'labels 18']);
    const even = await withBatchesJoined(
      stored(
        ['[0][0]', 'float32', 2, 3],
        ['[0][1]', 'int64', 2],
        ['[0].id', 'int64', 2],
        ['[1][0]', 'float32', 2, 3],
        ['[1][1]', 'int64', 2],
        ['[1].id', 'int64', 2],
      ),
    );
    deepStrictEqual(listed(even), ['[][0] 4×3', '[][1] 4', 'id 4']);
  });

  it('are none where labels are missing, where epochs or layers are numbered, or shapes differ', async () => {
    for (const arrays of [
      stored(['layers.0.weight', 'float32', 4, 4], ['layers.1.weight', 'float32', 4, 4]),
      stored(['logits_0', 'float32', 4, 2], ['logits_1', 'float32', 4, 2], ['labels', 'int64', 4]),
      stored(['epochs[0].logits', 'float32', 4, 2], ['epochs[0].labels', 'int64', 4], ['epochs[1].logits', 'float32', 4, 2], ['epochs[1].labels', 'int64', 4]), // prettier-ignore
      stored(['logits_0', 'float32', 4, 2], ['labels_0', 'int64', 4], ['logits_1', 'float32', 4, 3], ['labels_1', 'int64', 4]), // prettier-ignore
    ])
      deepStrictEqual(listed(await withBatchesJoined(arrays)), listed(arrays));
  });

  it('are none where the numbers are those of models, heads or views, have gaps, or the labels are the same again', async () => {
    const numbered = (first: string, second: string) =>
      stored(
        [`${first}`, 'float32', 4, 2],
        [first.replace('logits', 'labels'), 'int64', 4],
        [`${second}`, 'float32', 4, 2],
        [second.replace('logits', 'labels'), 'int64', 4],
      );
    for (const [first, second] of [
      ['resnet0.logits', 'resnet1.logits'],
      ['task1_logits', 'task2_logits'],
      ['severity_1.logits', 'severity_2.logits'],
      ['logits_1shot', 'logits_2shot'],
      ['models[0].logits', 'models[1].logits'],
      ['logits_0', 'logits_2'],
      ['logits_18', 'logits_19'],
    ]) {
      const arrays = numbered(first, second);
      deepStrictEqual(listed(await withBatchesJoined(arrays)), listed(arrays), first);
    }
    const [a, labels, b] = numbered('[0].logits', '[1].logits');
    const again = [a, labels, b, { ...labels, name: '[1].labels' }];
    deepStrictEqual(listed(await withBatchesJoined(again)), listed(again));
  });

  it('stay there each by itself, with their own labels', async () => {
    const joined = await withBatchesJoined(
      stored(
        ['logits[0]', 'float32', 3, 2],
        ['logits[1]', 'float32', 1, 2],
        ['labels[0]', 'int64', 3],
        ['labels[1]', 'int64', 1],
      ),
    );
    deepStrictEqual(
      joined.map(({ name, batches, labels }) => [name, batches, labels?.name]),
      [
        ['logits', 2, undefined],
        ['labels', 2, undefined],
        ['logits[0]', undefined, 'labels[0]'],
        ['logits[1]', undefined, 'labels[1]'],
        ['labels[0]', undefined, undefined],
        ['labels[1]', undefined, undefined],
      ],
    );
  });

  it('keep their shape whatever lengths a bystander has', async () => {
    const joined = await withBatchesJoined(
      stored(
        ['[0].logits', 'float32', 2, 6, 5],
        ['[0].labels', 'int64', 2, 6],
        ['[0].prompt_ids', 'int64', 2, 3],
        ['[1].logits', 'float32', 2, 6, 5],
        ['[1].labels', 'int64', 2, 6],
        ['[1].prompt_ids', 'int64', 2, 4],
      ),
    );
    deepStrictEqual(listed(joined), [
      'logits 4×6×5',
      'labels 4×6',
      '[0].prompt_ids 2×3',
      '[1].prompt_ids 2×4',
    ]);
  });

  it('are shifted within their sequences, also where they are padded to different lengths', async () => {
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const members = [
      [1, 3],
      [1, 2],
    ].flatMap((shape, at) => {
      const rows = shape[1];
      // Each row is sure of class 1, and the last label of a sequence is 0.
      const logits = Float64Array.from({ length: 2 * rows }, (_, i) => (i % 2) * 4);
      const labels = BigInt64Array.from({ length: rows }, (_, i) => BigInt(i === 0 ? 0 : 1));
      return [
        {
          name: `logits_${at}.npy`,
          data: npy(npyHeader('<f8', [...shape, 2]), new Uint8Array(logits.buffer)),
        },
        { name: `labels_${at}.npy`, data: npy(npyHeader('<i8', shape), new Uint8Array(labels.buffer)) },
      ];
    });
    const source = { file: { name: 'lm.npz', bytes: zip(members) } };
    const options = { resamples: 0, shifted: true };
    const { rows, meanLoss } = await createCalls().evaluate({ source, options }, context);
    strictEqual(rows.counted, 3);
    ok(Math.abs(meanLoss!.value - Math.log1p(Math.exp(-4))) < 1e-12);
  });

  it('are evaluated as one file, and two arrays without names as logits and labels', async () => {
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const rows = (...values: number[]) => ({
      name: '',
      data: npy(npyHeader('<f8', [values.length / 2, 2]), new Uint8Array(Float64Array.from(values).buffer)),
    });
    const ids = (...values: number[]) => ({
      name: '',
      data: npy(npyHeader('<i8', [values.length]), new Uint8Array(BigInt64Array.from(values, BigInt).buffer)),
    });
    const evaluated = async (members: Record<string, { data: Uint8Array }>) => {
      const entries = Object.entries(members).map(([name, { data }]) => ({ name: `${name}.npy`, data }));
      const source = { file: { name: 'run.npz', bytes: zip(entries) } };
      return createCalls().evaluate({ source, options: { resamples: 0 } }, context);
    };
    const logits = [rows(2, 0, 0, 1), rows(3, 0)];
    const batches = await evaluated({
      logits_0: logits[0],
      labels_0: ids(0, 1),
      logits_1: logits[1],
      labels_1: ids(1),
    });
    // log1p(e^-2), log1p(e^-1), log1p(e^3)
    const mean = (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(3))) / 3;
    strictEqual(batches.rows.counted, 3);
    ok(Math.abs(batches.meanLoss!.value - mean) < 1e-12);
    const pair = await evaluated({ arr_0: rows(2, 0, 0, 1, 3, 0), arr_1: ids(0, 1, 1) });
    ok(Math.abs(pair.meanLoss!.value - mean) < 1e-12);
  });
});
