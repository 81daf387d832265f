import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';

const LOGITS = 'logits: tensor([[1.5, -2.5, 0.5],\n        [0.5, 0.25, 2.0]])';
const one = (...lines: string[]) => findArrays([LOGITS, ...lines].join('\n'))[0];

describe('what is named a label and has a fitting shape', () => {
  for (const name of [
    'labels',
    'target',
    'y',
    'y_true',
    'label_ids',
    'gold',
    'ground_truth',
    'class_ids',
    'batch.labels',
  ])
    it(`is taken as labels when it is called ${name}`, () => {
      assert.deepEqual([...one(`${name} = tensor([1, 0])`).labels!.values.data], [1, 0]);
    });

  const kinds: [what: string, text: string, kind: string][] = [
    ['ids from 1', '[1, 3]', 'class-ids'],
    ['an ignore index', '[255, 0]', 'class-ids'],
    ['ids as floats', '[2., 0.]', 'class-ids'],
    ['a column of ids', '[[2], [0]]', 'class-ids'],
    ['one-hot rows of floats', '[[0., 0., 1.], [1., 0., 0.]]', 'one-hot'],
    ['multi-hot rows of integers', '[[0, 1, 1], [1, 0, 0]]', 'multi-hot'],
    ['rows of zeros', '[[0, 0, 0], [0, 0, 0]]', 'multi-hot'],
    ['distributions', '[[0.1, 0.2, 0.7], [0.5, 0.5, 0.0]]', 'soft'],
  ];
  for (const [what, text, kind] of kinds)
    it(`is taken whatever its numbers are: ${what}`, () => {
      const { labels } = one(`labels: tensor(${text})`);
      assert.equal(labels?.kind, kind);
      assert.deepEqual(labels.values.shape, kind === 'class-ids' ? [2] : [2, 3]);
    });

  it('may fit another class axis', () => {
    const [logits] = findArrays('logits: [[[1.5, 2.5, 0.5], [0.5, -1.5, 2.0]]]\ntarget: [[0, 1, 1]]');
    assert.equal(logits.labels?.axis, 1);
  });
  it('is no prediction', () => {
    assert.equal(one('predicted labels: tensor([1., 0.])').labels, undefined);
  });
});

describe('weights printed beside scores', () => {
  it('are those of classes where they are as many', () => {
    const { weights } = one('class weights: tensor([1., 3., 5.])', 'weights: [1.0, 2.0]');
    assert.deepEqual(weights, { role: 'class-weights', name: 'class weights', values: [1, 3, 5] });
  });
  it('may be those of the positive terms, never negative', () => {
    assert.equal(one('pos_weight: tensor([1., 3., 5.])').weights?.role, 'pos-weight');
    assert.equal(one('weights: tensor([1., -3., 5.])').weights, undefined);
  });
});

describe('a printed loss', () => {
  const lossOf = (text: string) => one('labels: [1, 0]', text).printedLoss;
  const forms: [text: string, value: number, decimals?: number, dtype?: string][] = [
    ['loss: 0.6931', 0.6931, 4],
    ['loss: tensor(0.6931, grad_fn=<NllLossBackward0>)', 0.6931, 4],
    ['Loss = tensor(1.8594, dtype=torch.bfloat16)', 1.8594, 4, 'bfloat16'],
    ['loss: np.float16(0.6934)', 0.6934, 4, 'float16'],
    ['loss: 6.9310e-01', 0.6931, 5],
    ['loss: 1e-05', 1e-5],
    ['loss: tf.Tensor(0.6931, shape=(), dtype=float32)', 0.6931, 4, 'float32'],
    ['loss: <tf.Tensor: shape=(), dtype=float32, numpy=0.6931>', 0.6931, 4, 'float32'],
    ['loss: nan', NaN],
    ['loss: tensor(inf)', Infinity],
    ['loss: -inf', -Infinity],
  ];
  for (const [text, value, decimals, dtype] of forms)
    it(`is read with its digits and type: ${text}`, () => {
      const printed = lossOf(text);
      assert.deepEqual([printed?.value, printed?.decimals, printed?.dtype], [value, decimals, dtype]);
      assert.equal(printed?.untied, undefined);
    });

  it('is kept whatever else stands in the output, by the array it follows', () => {
    const [, features, logits] = findArrays(
      `names: [1.5, 2.5]\nfeatures: [[0.5, 1.5], [2.5, 0.5]]\n${LOGITS}\nlabels: [1, 0]\nloss: 0.6931`,
    );
    assert.equal(features.printedLoss, undefined);
    assert.equal(logits.printedLoss?.value, 0.6931);
  });

  it('of a training log is tied to no batch', () => {
    for (const log of [
      'epoch 1 loss = 0.9\nepoch 2 loss = 0.7',
      '[100/900] loss: 0.7',
      'loss: 0.9\nloss: 0.8\nloss: 0.7',
      'Step 7 - loss: 0.7',
    ])
      assert.deepEqual([lossOf(log)?.untied, lossOf(log)?.value], [true, 0.7], log);
  });

  it('in front of the arrays is tied where a call holds both, or the code computes it', () => {
    const labelled = 'loss: 0.6931\nlogits: [[1.5, 2.5]]\nlabels: [1]';
    assert.equal(findArrays(labelled)[0].printedLoss?.untied, true);
    const source = 'loss = criterion(logits, labels)\nprint("loss:", loss)';
    assert.equal(findArrays(labelled, { source })[0].printedLoss?.untied, undefined);
    const output = 'SequenceClassifierOutput(loss=tensor(0.6931), logits=tensor([[1.5, 2.5]]))';
    assert.equal(findArrays(output)[0].printedLoss?.untied, undefined);
  });
});

describe('options that code states', () => {
  const options = (source: string) => findArrays(`${LOGITS}\nlabels: [1, 0]`, { source })[0].lossOptions;
  it('are those of the calls of losses', () => {
    assert.deepEqual(
      options('F.cross_entropy(x, y, weight=torch.tensor([1., 3., 5.]), reduction="sum", ignore_index=-1)'),
      { reduction: 'sum', ignoreIndex: -1, classWeights: [1, 3, 5] },
    );
    assert.deepEqual(options('nn.CrossEntropyLoss(label_smoothing=0.1)'), { labelSmoothing: 0.1 });
  });
  it('are none where calls contradict each other, or are of another loss', () => {
    assert.equal(
      options('f = CrossEntropyLoss(ignore_index=1)\ng = CrossEntropyLoss(ignore_index=2)'),
      undefined,
    );
    assert.equal(options('binary_cross_entropy(p, y, weight=[1., 3., 5.])'), undefined);
  });
});

describe('lists of strings that the code prints', () => {
  const source = 'print(clf.classes_)\nprint(clf.decision_function(X))\nprint(y)';
  const text = (labels: string) =>
    `['ham' 'phish' 'spam']\n[[ 0.5 -1.25 2.5 ]\n [-0.5 1.25 0.25]]\n${labels}`;
  it('name the classes and are labels by those names', () => {
    const [one] = findArrays(text("['spam' 'phish']"), { source });
    assert.deepEqual(one.classNames, ['ham', 'phish', 'spam']);
    assert.deepEqual([...one.labels!.values.data], [2, 1]);
  });
  it('say which label is no class', () => {
    const [one] = findArrays(text("['spam' 'fish']"), { source });
    assert.equal(one.labels, undefined);
    assert.match(one.unfitLabels!.problem!, /“fish” isn’t among/);
  });
  it('are as they are meant, whatever escapes they are written with', () => {
    const record = '{"classes": ["caf\\u00e9", "bar"], "logits": [0.5, -1.25], "label": "café"}';
    const [one] = findArrays(record);
    assert.deepEqual([one.classNames, [...one.labels!.values.data]], [['café', 'bar'], [0]]);
  });
});
