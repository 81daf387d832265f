import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';

const OUTPUT = 'tensor([[ 1.2, -0.4,  0.1],\n        [ 0.3,  0.9, -2.0]])';
const PROBABILITIES = 'tensor([[0.7, 0.2, 0.1],\n        [0.1, 0.1, 0.8]])';
const NET = `import torch.nn as nn
import torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 64), nn.ReLU())
        self.head = nn.Linear(64, 3)
    def forward(self, x):
        return self.head(self.body(x))
net = Net()`;

function readingOf(text: string, cells: string[], at: number) {
  return findArrays(text, { source: cells[at], notebook: { cells, at } })[0].reading;
}

describe('What a notebook’s code says of a printed value', () => {
  it('is that it is logits where its model ends in a linear layer and it goes into a cross-entropy later', () => {
    const cells = [NET, 'out = net(x)\nprint(out)', 'crit = nn.CrossEntropyLoss()', 'loss = crit(out, y)'];
    const { kind, evidence } = readingOf(OUTPUT, cells, 1);
    assert.equal(kind, 'logits');
    assert.match(evidence.join('\n'), /crit\(out, y\) \(cell 4\).*nn\.Linear\(64, 3\) \(cell 1\)/);
  });

  it('is that it is binary logits where a later cell puts it through a sigmoid', () => {
    const cells = [NET, 'out = net(x)\nout', 'gates = torch.sigmoid(out)'];
    assert.equal(readingOf(OUTPUT, cells, 1).kind, 'binary-logits');
  });

  it('is that it is none where it is an output of a regression, or of a hidden layer', () => {
    assert.equal(readingOf(OUTPUT, [NET, 'out = net(x)\nout', 'nn.MSELoss()(out, y)'], 1).kind, 'other');
    assert.equal(readingOf(OUTPUT, [NET, 'h = net.body(x)\nh'], 1).kind, 'other');
  });

  it('is that it is probabilities where a function of another cell took the softmax', () => {
    const cells = [
      'import torch\ndef f(x):\n    return torch.softmax(x, dim=1)',
      'logits = f(x)\nprint(logits)',
    ];
    assert.equal(readingOf(PROBABILITIES, cells, 1).kind, 'probabilities');
  });

  it('tells with what the loss of another cell is made', () => {
    const loss = 'nn.CrossEntropyLoss(weight=weights, ignore_index=-1, label_smoothing=0.1)';
    const made = `import torch\nweights = torch.tensor([1.0, 2.0, 0.5])\ncrit = ${loss}`;
    const cells = [
      NET,
      made,
      'out = net(x)\nloss = crit(out, y)',
      'print(out)\nprint(y)',
      'other = nn.Linear(4, 3)(x)\nprint(other)\nprint(y)',
    ];
    const optionsOf = (at: number) =>
      findArrays(`${OUTPUT}\ntensor([0, 2])\n`, { source: cells[at], notebook: { cells, at } })[0]
        .lossOptions;
    assert.deepEqual(optionsOf(3), { labelSmoothing: 0.1, ignoreIndex: -1, classWeights: [1, 2, 0.5] });
    assert.equal(optionsOf(4), undefined);
  });
});
