import assert from 'node:assert/strict';
import { inProcessClient } from '../../worker/inProcess';

/** Losses are torch's: `F.binary_cross_entropy_with_logits` and `F.binary_cross_entropy` of the numbers below. */
describe('a printed loss of scores that are each a yes or no', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  const ONE = 'logits: tensor([ 1.5000, -0.5000, -1.0000,  2.0000])\nlabels: tensor([1., 0., 1., 1.])';
  const SEVERAL =
    'logits: tensor([[ 1.5000, -0.5000], [-1.0000,  2.0000]])\nlabels: tensor([[1., 0.], [1., 1.]])';
  const OUTPUTS = 'probs: tensor([[0.9500, 0.0020], [0.2700, 0.8800]])\nlabels: tensor([[1., 1.], [1., 0.]])';

  async function saidOf(text: string, source?: string) {
    const explained = await client.call('explain', { text, source });
    const array = explained.find(({ found }) => found.labels !== undefined)!;
    return array.findings.find(({ id }) => id === 'printed-loss')!;
  }

  const cases: [what: string, text: string, source: string, says: RegExp][] = [
    ['one weight of positive terms, one score a row', `${ONE}\nloss: 1.3497`, 'BCEWithLogitsLoss(pos_weight=torch.tensor([3.]))', /the mean .* “pos_weight” on the positive terms/], // prettier-ignore
    ['the same, summed', `${ONE}\nloss: 5.3989`, 'BCEWithLogitsLoss(pos_weight=torch.tensor(3.0), reduction="sum")', /the sum .* “pos_weight” on the positive terms/], // prettier-ignore
    ['one for every class', `${SEVERAL}\nloss: 1.3497`, 'BCEWithLogitsLoss(pos_weight=torch.full((2,), 3.0))', /the mean .* on the positive terms/], // prettier-ignore
    ['one for each class', `${SEVERAL}\nloss: 1.2863`, 'w = torch.tensor([3., 1.])\nf = BCEWithLogitsLoss(pos_weight=w)', /the mean .* on the positive terms/], // prettier-ignore
    ['both kinds of weights, summed', `${SEVERAL}\nloss: 9.3886`, 'F.binary_cross_entropy_with_logits(x, y, weight=torch.tensor([2., 0.5]), pos_weight=torch.tensor([3., 1.]), reduction="sum")', /the sum .* “weight” and “pos_weight” on/], // prettier-ignore
    ['a weight for each example', `${ONE}\nweights: tensor([3., 1., 3., 3.])\nloss: 1.3497`, '', /the mean .* “weights”/], // prettier-ignore
    ['rounded outputs of a sigmoid, in full', `${OUTPUTS}\nloss: 2.4202`, '', /is what these logits and labels give/], // prettier-ignore
    ['outputs of a sigmoid as logits', `${SEVERAL.replace('logits', 'probs').replace('1.5000, -0.5000', '0.8176, 0.3775').replace('-1.0000,  2.0000', '0.2689, 0.8808')}\nloss: 0.5449`, '', /the sigmoid taken twice/], // prettier-ignore
    ['the softmax’s loss, where several classes are right', `${SEVERAL}\nloss: 1.6121`, '', /the mean of softmax cross-entropy/], // prettier-ignore
  ];
  for (const [what, text, source, says] of cases)
    it(`is named: ${what}`, async () => {
      assert.match((await saidOf(text, source)).message, says);
    });

  it('is not judged where the code makes it with a value that isn’t known, or as another loss', async () => {
    for (const [made, says] of [
      [
        'pos = neg.sum() / n\ncriterion = BCEWithLogitsLoss(pos_weight=pos)\nloss = criterion(logits, labels)',
        'the code computes it with “pos_weight=pos”, and that value isn’t known',
      ],
      [
        'criterion = FocalLoss(gamma=2)\nloss = criterion(logits, labels)',
        'the code computes it as “FocalLoss(gamma=2)”',
      ],
      [
        'loss = criterion(logits, labels) + 0.1 * kl_loss',
        'the code computes it as “criterion(logits, labels) + 0.1 * kl_loss”',
      ],
    ]) {
      const { severity, message } = await saidOf(`${ONE}\nloss: 0.7734`, `${made}\nprint("loss:", loss)`);
      assert.deepEqual([severity, message], ['info', `“loss” can’t be compared: ${says}.`]);
    }
    for (const made of [
      'BCEWithLogitsLoss()',
      'loss = SigmoidBinaryCrossEntropyLoss()(logits, labels)\nprint(loss)',
    ])
      assert.match((await saidOf(`${ONE}\nloss: 0.7734`, made)).message, /doesn’t follow/);
  });

  it('is found to be of a softmax taken twice, whatever option isn’t known', async () => {
    // F.cross_entropy(torch.softmax(logits, 1), labels)
    const text =
      'probs: tensor([[0.6590, 0.2424, 0.0986], [0.1078, 0.7964, 0.0958]])\nlabels: tensor([0, 2])\nloss: DOUBLE';
    const probs = [[0.659, 0.2424, 0.0986], [0.1078, 0.7964, 0.0958]]; // prettier-ignore
    const loss = probs.reduce((sum, row, i) => sum + Math.log(row.reduce((all, p) => all + Math.exp(p), 0)) - row[[0, 2][i]], 0) / 2; // prettier-ignore
    const [{ findings }] = await client.call('explain', {
      text: text.replace('DOUBLE', loss.toFixed(4)),
      source: 'loss = F.cross_entropy(probs, labels, ignore_index=pad)\nprint(loss)',
    });
    const said = findings.map(({ message }) => message).join(' ');
    assert.match(said, /Softmax was taken twice/);
    assert.doesNotMatch(said, /can’t be compared/);
  });

  it('is judged as the loss it is, whatever other losses the code makes on the way', async () => {
    for (const way of [
      'val_loss = F.mse_loss(a, b)',
      'train_loss += loss.item()\navg_loss = train_loss / len(loader)',
      'total_loss = loss1 + loss2',
      'print(loss)\nloss = loss / 4\nloss.backward()',
    ]) {
      const made = `loss = F.binary_cross_entropy_with_logits(logits, labels)\n${way}\n${way.includes('print') ? '' : 'print(logits, labels)\nprint(loss.item())'}`;
      assert.match((await saidOf(`${ONE}\nloss: 0.7734`, made)).message, /doesn’t follow/);
    }
  });
});
