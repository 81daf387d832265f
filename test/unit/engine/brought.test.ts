import assert from 'node:assert/strict';
import type { Explained } from '../../../src/worker/protocol';
import { inProcessClient } from '../worker/inProcess';

/** What a cell prints and its code; the losses are PyTorch's. */
const LOGITS = `tensor([[ 1.6066,  0.3497,  0.1780],
        [-1.2274,  0.0924, -2.7365],
        [ 0.6750,  2.0222, -2.8704],
        [ 1.9549,  1.0441,  2.4758]])`;
const LABELS = 'tensor([0, 2, 1, 1])';
const AGREES = /is what these logits and labels give/;

describe('what people bring', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  const explain = (text: string, source?: string) => client.call('explain', { text, source });
  const messageOf = ({ findings }: Explained, id = 'printed-loss') =>
    findings.find((finding) => finding.id === id)?.message ?? '';

  const bare: [what: string, text: string, source: string][] = [
    [
      'a print of its own',
      `${LOGITS}\n${LABELS}\ntensor(1.4518)`,
      'print(logits)\nprint(labels)\nprint(loss)',
    ],
    ['the item of a loss', `${LOGITS}\n${LABELS}\n1.4518309831619263`, 'print(logits)\nprint(labels)\nprint(loss.item())'], // prettier-ignore
    ['a call', `${LOGITS}\n${LABELS}\ntensor(1.4518)`, 'print(logits)\nprint(labels)\nprint(F.cross_entropy(logits, labels))'], // prettier-ignore
    ['the last of a tuple', `(${LOGITS},\n ${LABELS},\n tensor(1.4518))`, 'logits, labels, loss'],
    ['lines of one print', `${LOGITS}\n${LABELS}\ntensor(1.4518)`, 'print(logits, labels, loss, sep="\\n")'],
    ['words without a sign', `logits ${LOGITS}\nlabels ${LABELS}\nloss tensor(1.4518)`, ''],
  ];
  for (const [what, text, source] of bare)
    it(`has its loss where the code prints it as ${what}`, async () => {
      const [logits] = await explain(text, source === '' ? undefined : source);
      assert.equal(logits.found.printedLoss?.value.toFixed(4), '1.4518');
      assert.match(messageOf(logits), AGREES);
    });

  it('takes the weights of a loss from the name they are bound to', async () => {
    const source =
      'weights = torch.tensor([1., 2., 5.]).to(device)\ncriterion = nn.CrossEntropyLoss(weight=weights)\n' +
      'loss = criterion(logits, labels)\nprint(logits)\nprint(labels)\nprint(f"loss: {loss:.4f}")';
    const [logits] = await explain(`${LOGITS}\n${LABELS}\nloss: 2.0527`, source);
    assert.deepEqual(logits.found.lossOptions?.classWeights, [1, 2, 5]);
    assert.match(messageOf(logits), /weighted mean with the class weights/);
  });

  it('takes one score and one yes or no for each example as a binary batch', async () => {
    const text =
      'logits: tensor([-1.7293,  0.5979,  0.8384, -0.1597,  1.8528])\nlabels: tensor([1., 0., 1., 1., 0.])';
    const [scores] = await explain(`${text}\nloss: tensor(1.2125)`);
    assert.equal(scores.found.reading.kind, 'binary-logits');
    assert.match(messageOf(scores), AGREES);
  });

  it('takes outputs beside class ids as a classifier’s, and no outputs of a regression', async () => {
    const predictions = 'array([[ 1.6066,  0.3497,  0.1780],\n       [-1.2274,  0.0924, -2.7365]])';
    const [output] = await explain(`PredictionOutput(predictions=${predictions}, label_ids=array([0, 2]))`);
    assert.equal(output.found.reading.kind, 'logits');
    const [other] = await explain(`predictions: ${predictions}\ntargets: array([0, 2])`);
    assert.equal(other.found.reading.kind, 'other');
  });

  it('calls no label wrong that the code or the printed loss leaves out', async () => {
    const text = `logits: ${LOGITS}\nlabels: tensor([0, -1, 2, 1])`;
    const severity = async (more: string, source?: string) => {
      const [{ findings }] = await explain(text + more, source);
      return findings.find(({ id }) => id === 'label-range')?.severity;
    };
    assert.equal(await severity(''), 'error');
    assert.equal(await severity('\nloss: 2.5296'), 'info');
    assert.equal(
      await severity('', 'F.cross_entropy(logits, labels, ignore_index=-1)\nprint("logits:", logits)\nprint("labels:", labels)'), // prettier-ignore
      'info',
    );
  });
});
