import assert from 'node:assert/strict';
import { findArrays } from '../../../../src/text/find';
import { inProcessClient } from '../../worker/inProcess';
import { auditOf } from './auditOf';

const LOGITS = `logits: tensor([[ 1.3021, -0.4410,  0.2178],
        [-0.6125,  0.9034,  1.4410],
        [ 0.3307,  2.0415, -1.1892],
        [ 0.8859,  0.1043,  0.7731]])`;

describe('what stands beside logits and fits none of them', () => {
  const client = inProcessClient();
  after(() => client.dispose());
  const unfit = async (labels: string) => {
    const { findings } = await auditOf(client, `${LOGITS}\n${labels}\nloss: 0.9`);
    return findings.find(({ id }) => id === 'unfit-labels')?.message;
  };

  const said: [text: string, message: string][] = [
    ['labels: tensor([0, 2, 1, 0, 1])', '“labels” has 5 values for 4 rows.'],
    ['target = [0, 2]', '“target” has 2 values for 4 rows.'],
    ['y_true: [2]', '“y_true” has 1 value for 4 rows.'],
    ['labels: tensor([[0, 1], [2, 0]])', '“labels” has shape 2×2, which doesn’t fit labels of 4 rows.'],
    ['batch.labels: [0 1 2 0 1 2 0]', '“batch.labels” has 7 values for 4 rows.'],
    [
      'targets: [[2, 0, 1], [0, 1, 2], [1, 1, 1], [0, 0, 3]]',
      '“targets” has the shape of these logits, but values outside [0, 1].',
    ],
  ];
  for (const [text, message] of said)
    it(`is named with its shape: ${text}`, async () => assert.equal(await unfit(text), message));

  const unsaid: [what: string, text: string][] = [
    ['labels that fit', 'labels: [0, 2, 1, 0]'],
    ['a list of the classes', 'labels: [0 1 2]'],
    ['how many were right', 'correct: [3, 1, 0]'],
    ['predictions', 'predicted labels: [0, 1, 2, 0, 1]'],
    ['what the name calls classes', 'classes: [0, 2, 2, 1, 0]'],
    ['labels of another array', 'labels: [0, 2, 1, 0]\nother_logits: [[0.5, -0.25]]\nother_labels: [1]'],
  ];
  for (const [what, text] of unsaid)
    it(`is nothing of ${what}`, async () => assert.equal(await unfit(text), undefined));

  it('is never what labels another array, which is pointed out for neither', () => {
    const text = `val_logits: [[1.5, -2.5], [0.5, 3.5]]\nval_labels: [0, 1]\nlogits: [[0.5, 1.5, -2.5]]`;
    for (const { unfitLabels } of findArrays(text)) assert.equal(unfitLabels, undefined);
  });
});

describe('a temperature that code states', () => {
  const client = inProcessClient();
  after(() => client.dispose());
  const stated = (source: string, text = LOGITS) =>
    findArrays(text, { source }).find(({ name }) => name === 'logits')?.lossOptions?.temperature;

  const ways: [source: string, temperature: number | undefined][] = [
    ['probs = F.softmax(logits / 2.0, dim=-1)', 2],
    ['T = 0.5\nprobs = softmax(logits / T)', 0.5],
    ['temperature = 1.5\np = torch.softmax(out.logits / temperature, dim=1)', 1.5],
    ['T = 4\np = (logits / T).softmax(-1)', 4],
    ['scaled = logits / 0.7\nprobs = torch.nn.functional.softmax(scaled, -1)', 0.7],
    ['tau = 3.\nloss = F.cross_entropy(logits / tau, y)', 3],
    ['T = get_temperature()\nprobs = softmax(logits / T)', undefined],
    ['a = softmax(logits / 2)\nb = softmax(logits / 3)', undefined],
    ['for T in [0.5, 1, 2]:\n    print(softmax(logits / T))', undefined],
    ['T = 2\ndef f(logits, T):\n    return softmax(logits / T)', undefined],
    ['probs = softmax(x / 2)', undefined],
    ['probs = softmax(logits / 1.0)', undefined],
    ['print("logits:", logits / 2)\nsoftmax(logits / 2)', undefined],
    ['softmax(logits / len(x))', undefined],
    ['mean = logits / 2', undefined],
  ];
  for (const [source, temperature] of ways)
    it(`is ${temperature ?? 'none'} in ${JSON.stringify(source)}`, () =>
      assert.equal(stated(source), temperature));

  it('is offered, with the loss that was printed at it', async () => {
    const source = 'T = 2.0\nloss = F.cross_entropy(logits / T, labels)\nprint("logits:", logits)';
    const options = { source };
    const { findings } = await auditOf(client, `${LOGITS}\nlabels: [0, 2, 1, 0]`, options);
    const offered = findings.find(({ id }) => id === 'stated-temperature');
    assert.deepEqual(offered?.settings, { temperature: 2 });
    // torch.nn.functional.cross_entropy(logits / 2, labels)
    const printed = await auditOf(client, `${LOGITS}\nlabels: [0, 2, 1, 0]\nloss: 0.7236`, options);
    const [one, ...others] = printed.findings.filter(({ severity }) => severity === 'info');
    assert.deepEqual(others, []);
    assert.match(one.message, /“loss” is the mean at the temperature 2 of the code/);
    assert.deepEqual(one.settings, { temperature: 2 });
  });
});

describe('a loss of several heads', () => {
  const client = inProcessClient();
  after(() => client.dispose());
  const text = (loss: string) => `start_logits: tensor([[ 2.1023, -1.0120,  0.3310, -0.2207],
        [ 0.5210,  1.5310, -0.7120,  0.1042]])
end_logits: tensor([[-0.6610,  0.4310,  0.9990,  1.2014],
        [ 0.0610,  0.2100,  1.4530, -0.8803]])
start_positions: tensor([0, 1])
end_positions: tensor([2, 2])
${loss}`;

  it('has for each array the labels whose names go with it', () => {
    const labels = findArrays(text(''))
      .slice(0, 2)
      .map(({ labels: beside }) => beside?.name);
    assert.deepEqual(labels, ['start_positions', 'end_positions']);
  });

  // numpy's log-sum-exp in float64: 0.4043 for the start, 0.7917 for the end.
  for (const [what, loss, message] of [
    ['sum', '1.1960', /it is the sum of its mean and that of “start_logits”/],
    ['average', '0.5980', /it is the average of its mean and that of “start_logits”/],
  ] as const)
    it(`may be their ${what}`, async () => {
      const explained = await client.call('explain', { text: text(`loss: ${loss}`) });
      const messages = explained.flatMap(({ findings }) => findings.map((one) => one.message));
      assert.ok(messages.some((one) => message.test(one)), messages.join('\n')); // prettier-ignore
    });
});
