import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';

const WRITTEN = 'pred = torch.tensor([[0.41, 0.12, 1.23], [1.54, -0.31, 0.22]])\ny = torch.tensor([2, 1])\n';
const kindOf = (code: string) => findArrays(WRITTEN + code).find(({ name }) => name === 'pred')!.reading;

describe('an array that is written in code', () => {
  const logits: string[] = [
    'print(nn.CrossEntropyLoss()(pred, y))',
    'loss = nn.CrossEntropyLoss(weight=w, reduction="none")(pred, y)',
    'criterion = torch.nn.CrossEntropyLoss()\nloss = criterion(pred, y)',
    'self.loss_fn = nn.CrossEntropyLoss()\nself.loss_fn(pred, y).backward()',
    'F.cross_entropy(pred, y)',
    'p = F.softmax(pred, dim=1)',
    'p = torch.log_softmax(pred, -1)',
    'pred.softmax(-1)',
  ];
  for (const code of logits)
    it(`is logits where the code says so: ${JSON.stringify(code)}`, () => {
      const { kind, confidence } = kindOf(code);
      assert.ok(kind === 'logits' && confidence >= 0.5, `${kind} ${confidence}`);
    });

  const unsaid: string[] = [
    'nn.MSELoss()(pred, y)',
    'criterion = nn.MSELoss()\nloss = criterion(pred, y)',
    'pred = other(x)\nloss = F.cross_entropy(pred, y)',
    'F.cross_entropy(other, y)',
    'criterion = nn.CrossEntropyLoss()\nloss = criterion(other, pred)',
    '# cross_entropy(pred, y)',
  ];
  for (const code of unsaid)
    it(`is nothing known where it says no such thing: ${JSON.stringify(code)}`, () => {
      const { kind, confidence } = kindOf(code);
      assert.ok(kind !== 'logits' || confidence < 0.5, `${kind} ${confidence}`);
    });

  it('in the code of a cell counts for what the cell prints', () => {
    const source = 'criterion = nn.CrossEntropyLoss()\nz = head(x)\nprint(z)\nloss = criterion(z, y)';
    const [found] = findArrays('tensor([[0.41, 0.12, 1.23], [1.54, -0.31, 0.22]])', { source });
    assert.equal(found.reading.kind, 'logits');
    assert.match(found.reading.evidence.join('\n'), /passes it to a cross-entropy/);
  });
});
