import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LogitscopeApi } from '../../src/api';

const near = (actual: ArrayLike<number>, expected: readonly number[], tolerance: number) => {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) =>
    assert.ok(Math.abs(actual[i] - value) <= tolerance, `[${i}]: ${actual[i]} is not ${value}`),
  );
};

describe('The API for other extensions', () => {
  let api: LogitscopeApi;
  before(async () => {
    api = await vscode.extensions.getExtension<LogitscopeApi>('logitscope.logitscope')!.activate();
  });

  it('says its version', () => assert.equal(api.apiVersion, 1));

  it('explains a text: arrays, labels and findings as the inspector shows them, with nothing opened', async () => {
    const text = '{"logits": [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], "labels": [0, 1], "loss": 0.6371}';
    const [logits] = (await api.explain(text, { mime: 'json' })).arrays;
    assert.equal(logits.offered, true);
    assert.deepEqual([...logits.labels!.values.data], [0, 1]);
    assert.equal(logits.figures?.accuracy, 1);
    // 0.6371 is the sum of the two losses, not their mean.
    const loss = logits.findings.find(({ id }) => id === 'printed-loss');
    assert.match(loss!.sentence, /sum/);
    assert.deepEqual((await api.explain('no array here')).arrays, []);
    await assert.rejects(api.explain(7 as never), /text: expected a string, got 7/);
  });

  it('gives the softmax that tf.nn.softmax gives', async () => {
    const { dtype, shape, data } = await api.softmax([[0.1, 0.3, 0.5, 0.9]]);
    assert.deepEqual([dtype, shape], ['float64', [1, 4]]);
    near(data, [0.16838508, 0.205666, 0.25120102, 0.37474789], 5e-9);
  });

  it('gives log-softmax and log-sum-exp along any axis, after a temperature', async () => {
    const logits = [
      [2, 1],
      [0.5, 2.5],
    ];
    near((await api.logSumExp(logits, { axis: 0 })).data, [2.2014132779827524, 2.7014132779827524], 1e-14);
    const cooled = await api.logSoftmax(logits, { temperature: 0.5 });
    near(
      cooled.data,
      [2, 0, 0, 4].map((d, i) => d - Math.log1p(Math.exp([2, 2, 4, 4][i]))),
      1e-12,
    );
  });

  it('gives both cross-entropies, equal on one-hot labels, with the gradient of the fused function', async () => {
    const logits = [
      [2, 1, 0.1],
      [0.5, 2.5, 0.3],
    ];
    const sparse = await api.sparseSoftmaxCrossEntropy(logits, [0, 1], { reduction: 'none', gradient: true });
    near(sparse.perExample.data, [0.41703, 0.22005], 5e-6);
    const dense = await api.softmaxCrossEntropy(
      logits,
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
      { reduction: 'none', gradient: true },
    );
    near(dense.perExample.data, [...sparse.perExample.data], 0);
    near(dense.gradient!.data, [...sparse.gradient!.data], 1e-16);
    const probabilities = await api.softmax(logits);
    near(sparse.gradient!.data.slice(1, 3), [...probabilities.data.slice(1, 3)], 1e-16);
  });

  it('reduces to the mean unless told otherwise', async () => {
    const result = await api.sparseSoftmaxCrossEntropy(
      [
        [2, 1, 0.1],
        [0.5, 2.5, 0.3],
      ],
      [0, 1],
    );
    near([result.reduced!], [(result.perExample.data[0] + result.perExample.data[1]) / 2], 1e-15);
  });

  it("leaves the caller's typed array whole and does not read beyond its view", async () => {
    const buffer = Float32Array.of(9, 1, 2, 9);
    const logits = { dtype: 'float32' as const, shape: [2], data: buffer.subarray(1, 3) };
    const { dtype, data } = await api.softmax(logits);
    assert.equal(dtype, 'float32');
    near(data, [0.26894143, 0.73105854], 1e-7);
    assert.deepEqual([...buffer], [9, 1, 2, 9]);
  });

  it('finds arrays with the code that printed them as evidence', async () => {
    const [found] = await api.findArrays('tensor([[ 2.0000, -1.0000,  0.5000]])', {
      source: 'print(model(x).logits)',
    });
    assert.deepEqual([found.shape, found.reading.kind], [[1, 3], 'logits']);
    assert.ok(found.reading.evidence.length > 0);
  });

  it('rejects bad input with an error that names the value and what was expected', async () => {
    await assert.rejects(api.softmax([[1, 2], [3]]), /logits\[1\]: expected 2 elements.*got 1 \(ragged\)/);
    await assert.rejects(
      api.sparseSoftmaxCrossEntropy(
        [
          [1, 2],
          [3, 4],
        ],
        [0, 2],
      ),
      /from 0 to 1.*got 2 in row 1/,
    );
    await assert.rejects(api.softmax([1, 2], { axis: 3 }), /axis.*3/);
    await assert.rejects(api.softmax([1, 2], { temperature: 0 }), /temperature.*0/);
    await assert.rejects(api.softmax('text' as never), /logits: expected nested lists of numbers.*"text"/);
    await assert.rejects(api.findArrays(7 as never), /text: expected a string, got 7/);
  });
});
