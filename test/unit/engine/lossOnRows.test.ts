import assert from 'node:assert/strict';
import { checkedOnRows } from '../../../src/engine/lossOnRows';

const MODEL = `import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=1))
`;
const LOSS = 'probs = model(x)\nloss = nn.CrossEntropyLoss()(probs, y)\n';

/** The message of the only finding in a notebook whose last cells print what is given. */
function messageOf(cells: readonly [code: string, output?: string][], loss = LOSS): string {
  const [finding, ...more] = checkedOnRows({
    files: [
      {
        uri: 'n.ipynb',
        cells: [MODEL, loss, ...cells.map(([code]) => code)],
        outputs: [[], [], ...cells.map(([, output]) => (output === undefined ? [] : [output]))],
      },
    ],
  });
  assert.equal(more.length, 0);
  return finding.message;
}

const PROBS =
  'tensor([[0.7000, 0.2000, 0.1000],\n        [0.1000, 0.8000, 0.1000],\n        [0.2500, 0.2500, 0.5000]])';
const LABELS = 'tensor([0, 1, 2])';

describe('A second softmax in a notebook', () => {
  it('says the least loss for the number of classes that the last layer gives', () => {
    assert.match(messageOf([['x.shape']]), /With 3 classes, the loss can’t fall below 0\.5514/);
  });

  it('says what it costs on the rows that are printed with their labels', () => {
    // numpy: q = softmax(p, 1); -log(q[arange(3), y]).mean(), -log(p[arange(3), y]).mean()
    const message = messageOf([['print(probs)\nprint(y)', `${PROBS}\n${LABELS}\n`]]);
    assert.match(
      message,
      /On the 3 rows printed in cell 3, the loss is 0\.7989; without the second softmax, it would be 0\.4243\.$/,
    );
  });

  it('finds rows and labels that two cells show, cut alike', () => {
    const message = messageOf([
      ['probs[:3]', PROBS],
      ['y[:3]', LABELS],
    ]);
    assert.match(message, /On the 3 rows printed in cell 3/);
  });

  it('says nothing of rows cut otherwise than their labels, of other values and of numbers that are no probabilities', () => {
    for (const cells of [
      [['print(probs[:3])\nprint(y[1:4])', `${PROBS}\n${LABELS}\n`]],
      [['other = model(x2)\nprint(other)\nprint(y)', `${PROBS}\n${LABELS}\n`]],
      [['print(probs)\nprint(y)', `${PROBS.replace('0.7000', '3.0000')}\n${LABELS}\n`]],
      [['print(probs)\nprint(y)', `${PROBS}\ntensor([0, 1, 5])\n`]],
    ] as const)
      assert.doesNotMatch(messageOf(cells.map(([code, output]) => [code, output])), /rows printed/);
  });
});

describe('What a loss is made with', () => {
  const shown: [string, string][] = [['print(probs)\nprint(y)', `${PROBS}\n${LABELS}\n`]];
  const made = (call: string) => messageOf(shown, `probs = model(x)\nloss = ${call}\n`);

  it('leaves the figures where the loss is still the mean over the rows', () => {
    for (const call of [
      "nn.CrossEntropyLoss(reduction='mean')(probs, y)",
      'nn.CrossEntropyLoss(weight=None, label_smoothing=0.0)(probs, y)',
      "nn.functional.cross_entropy(input=probs, target=y, reduction='mean')",
      'nn.functional.cross_entropy(probs, y, None)',
    ])
      assert.match(made(call), /the loss is 0\.7989; without/, call);
  });

  it('takes away the figures where it is another number, and the least loss where weights may make it less', () => {
    for (const call of [
      "nn.CrossEntropyLoss(reduction='sum')(probs, y)",
      'nn.CrossEntropyLoss(label_smoothing=0.3)(probs, y)',
      'nn.CrossEntropyLoss(ignore_index=0)(probs, y)',
      "nn.functional.cross_entropy(probs, y, reduction='none')",
    ]) {
      assert.doesNotMatch(made(call), /the loss is/, call);
      assert.match(made(call), /can’t fall below 0\.5514/, call);
    }
    for (const call of [
      'nn.CrossEntropyLoss(w)(probs, y)',
      "nn.CrossEntropyLoss(weight=w, reduction='sum')(probs, y)",
      'nn.CrossEntropyLoss(**options)(probs, y)',
      'nn.functional.cross_entropy(probs, y, w)',
    ])
      assert.match(made(call), /it gets probabilities, and learning slows down\.$/, call);
  });
});

describe('A second sigmoid in a notebook', () => {
  const messageOfLoss = (loss: string): string => {
    const code = `import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 1), nn.Sigmoid())
p = model(x)
loss = ${loss}(p, y)
`;
    const output =
      'tensor([[0.9000],\n        [0.2000],\n        [0.6000]])\ntensor([[1.],\n        [0.],\n        [1.]])\n';
    const [finding] = checkedOnRows({
      files: [{ uri: 'n.ipynb', cells: [code, 'print(p)\nprint(y)'], outputs: [[], [output]] }],
    });
    return finding.message;
  };

  it('says what it costs on the rows that are printed with their labels', () => {
    // torch: F.binary_cross_entropy_with_logits(p, y) and F.binary_cross_entropy(p, y)
    assert.match(
      messageOfLoss('nn.BCEWithLogitsLoss()'),
      /On the 3 rows printed in cell 2, the loss is 0\.5256; without the second sigmoid, it would be 0\.2798\.$/,
    );
  });

  it('says neither figures nor the least loss under weights, and no figures of a sum', () => {
    assert.match(messageOfLoss("nn.BCEWithLogitsLoss(reduction='sum')"), /can’t fall below 0\.3133\.$/);
    for (const loss of [
      'nn.BCEWithLogitsLoss(pos_weight=torch.tensor(0.1))',
      'nn.BCEWithLogitsLoss(weight=w)',
    ])
      assert.match(messageOfLoss(loss), /but it gets probabilities\.$/, loss);
  });
});
