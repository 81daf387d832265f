import { deepStrictEqual, ok, rejects } from 'node:assert/strict';
import { npy, npyHeader, zip } from '../../live/files';
import { csv, evaluate, fileOf, isRight, LABELS, lines, P } from './twelveRows';

const array = (data: readonly number[], shape: readonly number[] = [data.length]) =>
  npy(npyHeader('<f8', shape), new Uint8Array(Float64Array.from(data).buffer));
const npz = (arrays: Record<string, Uint8Array>) =>
  zip(Object.entries(arrays).map(([name, data]) => ({ name: `${name}.npy`, data })));

const SCORES = array(P.flat(), [12, 3]);
const HOT = array(
  LABELS.flatMap((id) => [0, 1, 2].map((c) => Number(c === id))),
  [12, 3],
);
const OTHERS = LABELS.map((id) => (id + 1) % 3);
const IMAGES = array(
  Array.from({ length: 12 * 16 }, (_, i) => Math.sin(i)),
  [12, 4, 4],
);

describe('Labels in another file of arrays', () => {
  for (const [what, arrays] of [
    ['the only array', { data: array(LABELS) }],
    ['y beside X', { X: array(P.flat(), [12, 3]), y: array(LABELS) }],
    ['y in a column', { X: IMAGES, y: array(LABELS, [12, 1]) }],
    ['one-hot', { X: IMAGES, y: HOT }],
    [
      'those to test with',
      { x_train: IMAGES, y_train: array(OTHERS), x_test: IMAGES, y_test: array(LABELS) },
    ],
    ['those of images', { images: IMAGES, labels: array(LABELS) }],
  ] as const)
    it(`are ${what}`, async () => {
      isRight(await evaluate('scores.npy', SCORES, {}, fileOf('data.npz', npz(arrays))), what);
      isRight(
        await evaluate(
          'run.jsonl',
          lines(P.map((probs) => ({ probs }))),
          {},
          fileOf('data.npz', npz(arrays)),
        ),
        `${what}, for records`,
      );
    });

  it('are never what a model is given', async () => {
    await rejects(
      evaluate('scores.npy', SCORES, {}, fileOf('data.npz', npz({ X: IMAGES, x_test: IMAGES }))),
      /“labels” is not in data\.npz; it could be one of “X”, “x_test”/,
    );
  });

  it('are one for each of the scores that stand one after the other', async () => {
    const scores = array(P.map(([p]) => p));
    const y = LABELS.map((id) => Number(id === 0));
    const loss = -P.reduce((sum, [p], i) => sum + Math.log(y[i] ? p : 1 - p), 0) / 12;
    for (const labels of [
      fileOf('y.npy', array(y)),
      fileOf('y.npy', array(y, [12, 1])),
      fileOf('y.txt', y.join('\n')),
      fileOf('y.csv', csv(y.map((label) => ({ label })))),
      fileOf('y.csv', csv(y.map((label) => ({ label: label ? 'yes' : 'no' })))),
    ]) {
      const { task, rows, meanLoss } = await evaluate('scores.npy', scores, {}, labels);
      deepStrictEqual([task, rows.counted], ['binary', 12], labels.name);
      ok(Math.abs(meanLoss!.value - loss) < 1e-12, `${labels.name}: ${meanLoss!.value} and not ${loss}`);
    }
    await rejects(
      evaluate('scores.npy', scores, {}, fileOf('y.npy', array(y.slice(1)))),
      /y\.npy: expected 12 labels, one for each row, got 11/,
    );
  });

  it('go with images as those of the same file do', async () => {
    // Classes along the second axis of 2×3×2×3.
    const data = Array.from({ length: 36 }, (_, at) => {
      const [image, id, pixel] = [Math.floor(at / 18), Math.floor(at / 6) % 3, at % 6];
      return P[image * 6 + pixel][id];
    });
    const scores = array(data, [2, 3, 2, 3]);
    for (const shape of [
      [2, 2, 3],
      [2, 1, 2, 3],
    ])
      isRight(await evaluate('scores.npy', scores, {}, fileOf('masks.npy', array(LABELS, shape))));
  });

  it('stand beside what rows are sliced by', async () => {
    const labels = fileOf('data.npz', npz({ labels: array(LABELS), site: array(P.map((_, i) => i % 2)) }));
    const { slices } = await evaluate('scores.npy', SCORES, { group: 'site' }, labels);
    deepStrictEqual(slices.map(({ field, value, rows }) => [field, value, rows]).sort(), [
      ['site', '0', 6],
      ['site', '1', 6],
    ]);
  });
});
