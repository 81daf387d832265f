import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import { ndarray, sizeOf } from '../../../../src/arrays/ndarray';
import type { Evaluation, EvaluationOptions } from '../../../../src/loss/types';
import { npy, npyHeader, zip } from '../../live/files';
import { context, evaluate, lines } from './twelveRows';

interface Values {
  shape: readonly number[];
  data: readonly number[];
}

const X = Array.from({ length: 240 }, (_, i) => 2 * Math.sin(3.7 * i + 1));
/** A 0 or 1 for each. */
const Z = X.map((x, i) => Number(Math.sin(7.3 * i) + x > 0.4));
const X_SHARES = X.map((x) => 1 / (1 + Math.exp(-x)));
const idOf = (row: number) => Math.floor(5 * Math.abs(Math.sin(1.3 * row))) % 3;

const of = (data: readonly number[], shape: readonly number[]): Values => ({
  shape,
  data: data.slice(0, sizeOf(shape)),
});
const ids = (shape: readonly number[]): Values =>
  of(
    Array.from({ length: 240 }, (_, i) => idOf(i)),
    shape,
  );
/** The second axis as the last one. */
function channelsLast({ shape, data }: Values): Values {
  const [n, classes, ...rest] = shape;
  const step = sizeOf(rest);
  const moved = data.map(
    (_, at) =>
      data[
        Math.floor(at / classes / step) * classes * step +
          (at % classes) * step +
          (Math.floor(at / classes) % step)
      ],
  );
  return { shape: [n, ...rest, classes], data: moved };
}

const npz = (arrays: Record<string, Values>) =>
  zip(
    Object.entries(arrays).map(([name, { shape, data }]) => ({
      name: `${name}.npy`,
      data: npy(npyHeader('<f8', shape), new Uint8Array(Float64Array.from(data).buffer)),
    })),
  );
const inFile = (arrays: Record<string, Values>, options?: EvaluationOptions) =>
  evaluate('run.npz', npz(arrays), options);
const inMemory = async (
  { logits, labels }: Record<'logits' | 'labels', Values>,
  options: EvaluationOptions = {},
) => {
  const [scores, beside] = [logits, labels].map(({ shape, data }) => ndarray(Float64Array.from(data), shape));
  return createCalls().evaluate(
    { source: { logits: scores, labels: beside }, options: { resamples: 0, ...options } },
    context,
  );
};

/** As nested lists in a document. */
function nested({ shape, data }: Values): unknown {
  const [first, ...rest] = shape;
  if (rest.length === 0) return data;
  const size = sizeOf(rest);
  return Array.from({ length: first }, (_, i) =>
    nested({ shape: rest, data: data.slice(i * size, (i + 1) * size) }),
  );
}
const inDocument = ({ logits, labels }: Record<'logits' | 'labels', Values>, options?: EvaluationOptions) =>
  evaluate('run.json', JSON.stringify({ logits: nested(logits), labels: nested(labels) }), options);

function isClose(value: number | undefined, right: number, what: string): void {
  ok(value !== undefined && Math.abs(value - right) < 1e-12, `${what}: ${value} and not ${right}`);
}

/** As torch.nn.functional.binary_cross_entropy_with_logits and sklearn.metrics.roc_auc_score have it. */
function isMask({ task, rows, accuracy, meanLoss, aurocOvr }: Evaluation, what: string): void {
  deepStrictEqual([task, rows.counted], ['binary', 240], what);
  isClose(meanLoss?.value, 0.33962834876025055, what);
  isClose(accuracy?.value, 0.8958333333333334, what);
  isClose(aurocOvr?.value, 0.9701651194103891, what);
}

describe('Masks of one class', () => {
  for (const [scores, mask] of [
    [
      [2, 1, 8, 15],
      [2, 1, 8, 15],
    ],
    [
      [2, 1, 8, 15],
      [2, 8, 15],
    ],
    [
      [2, 8, 15],
      [2, 1, 8, 15],
    ],
    [
      [2, 8, 15, 1],
      [2, 8, 15],
    ],
    [
      [2, 1, 4, 5, 6],
      [2, 4, 5, 6],
    ],
    [
      [240, 1],
      [1, 240],
    ],
  ] as const)
    it(`have a 0 or 1 for each score: ${scores.join('×')} beside ${mask.join('×')}`, async () => {
      const [logits, labels] = [of(X, scores), of(Z, mask)];
      isMask(await inFile({ logits, labels }), 'in a file');
      isMask(await inMemory({ logits, labels }), 'in memory');
      isMask(await inFile({ probs: of(X_SHARES, scores), labels }), 'as probabilities');
      const white = of(
        Z.map((z) => 255 * z),
        mask,
      );
      const said = await inFile({ logits, labels: white });
      isMask(said, 'white');
      deepStrictEqual(said.notes, ['“labels” holds 0 and 255, and 255 is read as 1.']);
    });

  it('are lists of one score and one label a record, in each form', async () => {
    const records = X.map((x, i) => ({ logits: [x], labels: [Z[i]] }));
    isMask(await evaluate('run.jsonl', lines(records)), 'logits');
    const shares = X_SHARES.map((p, i) => ({ probs: [p], labels: [Z[i]] }));
    isMask(await evaluate('run.jsonl', lines(shares)), 'probs');
    isMask(await evaluate('run.json', JSON.stringify(shares)), 'probs, in a document');
  });

  it('leave pixels out that are of the class to ignore', async () => {
    const labels = of(
      Z.map((z, i) => (i % 7 === 0 ? 255 : z)),
      [2, 1, 8, 15],
    );
    const { rows, meanLoss } = await inFile({ logits: of(X, [2, 1, 8, 15]), labels }, { ignoreIndex: 255 });
    deepStrictEqual([rows.counted, rows.unlabelled], [205, 35]);
    isClose(meanLoss?.value, 0.3456624697280657, 'mean loss');
  });

  it('are known by their name where shapes leave it open', async () => {
    for (const name of ['gt_mask', 'true_masks', 'mask', 'masks'])
      isMask(await inFile({ logits: of(X, [2, 8, 15]), [name]: of(Z, [2, 8, 15]) }), name);
    isMask(await inFile({ mask_logits: of(X, [2, 8, 15]), labels: of(Z, [2, 8, 15]) }), 'mask_logits');
    isMask(await inFile({ logits: of(X, [16, 15]), gt_mask: of(Z, [16, 15]) }), 'one image');
  });

  it('are refused where they may as well be classes of which a row may have several', async () => {
    const run = { logits: of(X, [2, 8, 15]), labels: of(Z, [2, 8, 15]) };
    for (const evaluated of [inFile, inMemory, inDocument]) {
      await rejects(
        evaluated(run),
        /^Error: “labels” has a 0 or 1 for each number of “logits”, 2×8×15, which may be a mask, or a yes or no for each of 15 classes\. For a mask, write the scores as 2×1×8×15; for classes, set “loss” to “sigmoid”\.$/,
      );
      const { task, classes, rows } = await evaluated(run, { loss: 'sigmoid' });
      deepStrictEqual([task, classes, rows.counted], ['multilabel', 15, 16]);
    }
  });

  it('have no labels of more than two classes', async () => {
    await rejects(
      inFile({ logits: of(X, [2, 1, 8, 15]), labels: ids([2, 8, 15]) }),
      /“logits” holds one score per row, but labels go from 0 to 2\. Name the scores in “logits”\./,
    );
  });
});

describe('A file of masks, looked at', () => {
  it('shows no losses of rows that may be none, unless someone names the labels', async () => {
    for (const [scores, mask] of [
      [
        [2, 1, 8, 15],
        [2, 1, 8, 15],
      ],
      [
        [2, 8, 15],
        [2, 8, 15],
      ],
    ]) {
      const bytes = npz({ logits: of(X, scores), labels: of(Z, mask) });
      const explained = (fields = {}) =>
        createCalls().explainFile({ file: { name: 'run.npz', bytes }, fields }, context);
      const [{ found, batch }] = await explained();
      deepStrictEqual([found.name, found.labels, batch], ['logits', undefined, undefined]);
      const [named] = await explained({ labels: 'labels' });
      strictEqual(named.found.labels?.kind, 'multi-hot');
    }
  });
});

/** As torch.nn.functional.cross_entropy has it. */
describe('Class IDs of images', () => {
  for (const [scores, labels, loss, accuracy] of [
    [[2, 3, 8, 5], [2, 8, 5], 1.3917871772808001, 0.5],
    [[2, 3, 8, 5], [2, 1, 8, 5], 1.3917871772808001, 0.5],
    [[2, 3, 2, 4, 5], [2, 2, 4, 5], 1.3917871772808001, 0.5],
    [[8, 3, 10], [8, 10], 1.3294985165130648, 0.275],
    [[3, 8, 10], [8, 10], 1.3959547580471265, 0.2625],
    [[1, 3, 8, 10], [8, 10], 1.3959547580471265, 0.2625],
    [[80, 3, 1], [80], 1.6919912558325279, 0.4],
  ] as const)
    it(`go with ${scores.join('×')} as ${labels.join('×')}`, async () => {
      const run = { logits: of(X, scores), labels: ids(labels) };
      for (const evaluated of [inFile, inMemory]) {
        const found = await evaluated(run);
        deepStrictEqual([found.task, found.classes, found.rows.counted], ['multiclass', 3, 80]);
        isClose(found.meanLoss?.value, loss, 'mean loss');
        isClose(found.accuracy?.value, accuracy, 'accuracy');
      }
    });

  it('may be called a mask, which of sequences says what counts', async () => {
    const { rows, meanLoss } = await inFile({ logits: of(X, [2, 3, 8, 5]), mask: ids([2, 1, 8, 5]) });
    strictEqual(rows.counted, 80);
    isClose(meanLoss?.value, 1.3917871772808001, 'mean loss');
    await rejects(
      inFile({ logits: of(X, [8, 10, 3]), mask: ids([8, 10]) }),
      /An evaluation requires labels, and none were found\./,
    );
  });

  it('are refused where classes may be along two axes, unless the scores sum to 1 along one', async () => {
    const labels = ids([2, 3, 3]);
    const cube = of(X, [2, 3, 3, 3]);
    for (const evaluated of [inFile, inMemory, inDocument])
      await rejects(
        evaluated({ logits: cube, labels }),
        /^Error: “logits” has shape 2×3×3×3 and “labels” 2×3×3, so its classes may be along axis 1, as in PyTorch, or along the last axis\. Write the scores as rows × classes\.$/,
      );
    const sums = Array.from({ length: 18 }, (_, i) => {
      const first = Math.floor(i / 9) * 27 + (i % 9);
      return [0, 9, 18].reduce((sum, step) => sum + Math.exp(X[first + step]), 0);
    });
    const softmax = of(
      X.slice(0, 54).map((x, at) => Math.exp(x) / sums[Math.floor(at / 27) * 9 + (at % 9)]),
      [2, 3, 3, 3],
    );
    for (const probs of [softmax, channelsLast(softmax)]) {
      const { rows, meanLoss } = await inFile({ probs, labels });
      strictEqual(rows.counted, 18);
      isClose(meanLoss?.value, 2.1419715259102414, 'mean loss');
    }
  });
});

describe('A number for each class and pixel', () => {
  const logits = of(X, [2, 3, 8, 5]);
  const hot = (share: (isLabel: boolean) => number): Values => ({
    shape: [2, 3, 8, 5],
    data: X.map((_, at) => {
      const [image, id, pixel] = [Math.floor(at / 120), Math.floor(at / 40) % 3, at % 40];
      return share(idOf(image * 40 + pixel) === id);
    }),
  });
  const top = Math.E ** 3 / (Math.E ** 3 + 2);

  for (const [what, labels, loss] of [
    ['one-hot', hot(Number), 1.3917871772808001],
    ['shares', hot((is) => (is ? top : (1 - top) / 2)), 1.4499515813683712],
  ] as const)
    it(`is a class for each pixel along the axis on which they sum to 1 (${what})`, async () => {
      for (const run of [
        { logits, labels },
        { logits: channelsLast(logits), labels: channelsLast(labels) },
      ])
        for (const evaluated of [inFile, inDocument]) {
          const { task, classes, rows, meanLoss } = await evaluated(run);
          deepStrictEqual([task, classes, rows.counted], ['multiclass', 3, 80]);
          isClose(meanLoss?.value, loss, 'mean loss');
        }
    });

  it('is several classes for each pixel along the axis that no side of an image is shorter than', async () => {
    const labels = of(Z, [2, 3, 8, 5]);
    for (const [scores, beside] of [
      [logits, labels],
      [channelsLast(logits), channelsLast(labels)],
    ]) {
      const { task, classes, exactMatch, meanLoss } = await inFile({ logits: scores, labels: beside });
      deepStrictEqual([task, classes], ['multilabel', 3]);
      isClose(exactMatch?.value, 0.7125, 'exact match');
      isClose(meanLoss?.value, 0.33962834876025055, 'mean loss');
    }
    await rejects(
      inFile({ logits: of(X, [2, 6, 4, 5]), labels: of(Z, [2, 6, 4, 5]) }),
      /its classes may be along axis 1, as in PyTorch, or along the last axis/,
    );
  });
});
