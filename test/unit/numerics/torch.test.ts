import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fromNested, type NestedNumbers } from '../../../src/arrays/ndarray';
import {
  type CrossEntropyOptions,
  entropy,
  klDivergence,
  logSoftmax,
  logSumExp,
  softmax,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from '../../../src/numerics';

interface Table {
  made: string;
  cases: {
    name: string;
    logits: NestedNumbers;
    labels: NestedNumbers;
    dense: boolean;
    axis: number;
    options: CrossEntropyOptions;
    none: unknown;
    noneGradient: unknown;
    mean: unknown;
    meanGradient: unknown;
    sum: unknown;
    sumGradient: unknown;
  }[];
  edges: { row: unknown; logSumExp: unknown; softmax: unknown; logSoftmax: unknown }[];
  scipy: {
    row: number[];
    softmax: number[];
    logSoftmax: number[];
    logSumExp: number;
    entropy: number;
    kl: number;
  }[];
}
const table = JSON.parse(readFileSync('test/fixtures/numerics/torch.json', 'utf8')) as Table;

const flat = (value: unknown): number[] =>
  Array.isArray(value)
    ? value.flatMap(flat)
    : [Number(value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value)];

function assertClose(actual: ArrayLike<number>, expected: unknown, what: string) {
  const wanted = flat(expected);
  assert.equal(actual.length, wanted.length, what);
  wanted.forEach((truth, i) => {
    const same =
      Object.is(actual[i], truth) || Math.abs(actual[i] - truth) <= 1e-14 + 1e-13 * Math.abs(truth);
    assert.ok(same, `${what}: ${actual[i]} at ${i}, torch has ${truth}`);
  });
}

describe(`cross-entropy and its gradient as ${table.made} gives them`, () => {
  for (const { name, logits, labels, dense, axis, options, ...expected } of table.cases) {
    it(name, () => {
      const x = fromNested(logits, 'logits');
      const y = fromNested(labels, 'labels');
      for (const reduction of ['none', 'mean', 'sum'] as const) {
        const all = { ...options, axis, reduction, gradient: true };
        const result = dense ? softmaxCrossEntropy(x, y, all) : sparseSoftmaxCrossEntropy(x, y, all);
        assertClose(
          reduction === 'none' ? result.perExample.data : [result.reduced!],
          expected[reduction],
          `${name}, ${reduction}`,
        );
        // Where labels do not sum to 1, 'none' follows TensorFlow: softmax − labels.
        if (reduction === 'none' && name === 'labels that do not sum to 1') {
          const p = softmax(x).data;
          assertClose(
            result.gradient!.data,
            [...p].map((value, i) => value - y.data[i]),
            name,
          );
        } else
          assertClose(
            result.gradient!.data,
            expected[`${reduction}Gradient`],
            `${name}, gradient of ${reduction}`,
          );
      }
    });
  }
});

describe('softmax, log-softmax and log-sum-exp at the edges as torch gives them', () => {
  for (const { row, ...expected } of table.edges) {
    it(JSON.stringify(row), () => {
      const x = fromNested(flat(row), 'row');
      assertClose(softmax(x).data, expected.softmax, 'softmax');
      assertClose(logSoftmax(x).data, expected.logSoftmax, 'logSoftmax');
      assertClose(logSumExp(x).data, [expected.logSumExp], 'logSumExp');
    });
  }
});

describe('scipy.special', () => {
  it('agrees on softmax, log_softmax, logsumexp, entropy and relative entropy', () => {
    for (const { row, kl, ...expected } of table.scipy) {
      const x = fromNested(row, 'row');
      assertClose(softmax(x).data, expected.softmax, 'softmax');
      assertClose(logSoftmax(x).data, expected.logSoftmax, 'log_softmax');
      assertClose(logSumExp(x).data, [expected.logSumExp], 'logsumexp');
      assertClose(entropy(x).data, [expected.entropy], 'entropy');
      assertClose(klDivergence(x, fromNested(row.toReversed(), 'q')).data, [kl], 'rel_entr');
    }
  });
});
