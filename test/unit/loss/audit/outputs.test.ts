import assert from 'node:assert/strict';
import { inProcessClient } from '../../worker/inProcess';
import { auditOf } from './auditOf';

/** Logits, and losses of them that PyTorch 2.1 printed. */
const LOGITS = `logits: tensor([[ 1.3021, -0.4410,  0.2178],
        [-0.6125,  0.9034,  1.4410],
        [ 0.3307,  2.0415, -1.1892],
        [ 0.8859,  0.1043,  0.7731]])`;
const LABELS = 'labels: tensor([0, 2, 1, 0])';

const rows = [
  [1.3021, -0.441, 0.2178],
  [-0.6125, 0.9034, 1.441],
  [0.3307, 2.0415, -1.1892],
  [0.8859, 0.1043, 0.7731],
];
const logP = rows.map((row) => {
  const sum = Math.log(row.reduce((total, x) => total + Math.exp(x), 0));
  return row.map((x) => x - sum);
});
const losses = (ids: readonly number[]) => ids.map((id, row) => -logP[row][id]);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
const IDS = [0, 2, 1, 0];

describe('what a printed output says of its loss', () => {
  const client = inProcessClient();
  after(() => client.dispose());
  const audit = (...text: string[]) => auditOf(client, text.join('\n'));
  const finding = async (id: string, ...text: string[]) => {
    const { findings } = await audit(...text);
    const one = findings.find((other) => other.id === id);
    assert.ok(one, `${id} among ${JSON.stringify(findings)}`);
    return one;
  };

  it('takes printed weights for class weights where the loss is their weighted mean', async () => {
    const weights = [2, 1, 4];
    const weighted =
      losses(IDS).reduce((sum, loss, row) => sum + loss * weights[IDS[row]], 0) /
      IDS.reduce((sum, id) => sum + weights[id], 0);
    const lines = [LOGITS, LABELS, 'class weights: tensor([2., 1., 4.])', `loss: ${weighted.toFixed(4)}`];
    const one = await finding('printed-loss', ...lines);
    assert.match(one.message, /is the weighted mean with “class weights”/);
    assert.equal(one.severity, 'info');
    assert.deepEqual(one.settings, { classWeights: weights });
    const { findings } = await auditOf(client, lines.join('\n'), { settings: one.settings });
    assert.match(findings.find(({ id }) => id === 'printed-loss')!.message, /is what these logits/);
  });

  it('offers weights that no printed loss confirms', async () => {
    const one = await finding('class-weights', LOGITS, LABELS, 'class_weights: tensor([2., 1., 4.])');
    assert.equal(one.action, 'Use as class weights');
  });

  it('offers what the code states of its loss', async () => {
    const text = [LOGITS, LABELS].join('\n');
    const source = 'loss = nn.CrossEntropyLoss(label_smoothing=0.1, ignore_index=2)(logits, labels)';
    const { findings } = await auditOf(client, text, { source });
    const one = findings.find(({ id }) => id === 'stated-options');
    assert.deepEqual(one?.settings, { labelSmoothing: 0.1, ignoreIndex: 2 });
  });

  for (const ignored of [-1, 255, 3])
    it(`offers ${ignored} as the ignore index, and then the printed loss follows`, async () => {
      const labels = `targets: tensor([0, 2, ${ignored}, 0])`;
      const loss = `loss: ${mean([0, 1, 3].map((row) => losses(IDS)[row])).toFixed(4)}`;
      const one = await finding('label-range', LOGITS, labels, loss);
      assert.deepEqual(one.settings, { ignoreIndex: ignored });
      const { findings } = await auditOf(client, [LOGITS, labels, loss].join('\n'), {
        settings: one.settings,
      });
      assert.ok(!findings.some(({ severity }) => severity === 'error'));
      assert.match(
        findings.find(({ id }) => id === 'printed-loss')!.message,
        /is what these logits and labels give\./,
      );
    });

  it('offers to subtract 1 from labels that count from 1, and then the loss follows', async () => {
    const lines = [LOGITS, 'labels: [1 3 2 1]', `loss: ${mean(losses(IDS)).toFixed(4)}`];
    const one = await finding('label-range', ...lines);
    assert.match(one.message, /off by one: they count from 1 to 3/);
    const { findings } = await auditOf(client, lines.join('\n'), { settings: one.settings });
    assert.match(findings.find(({ id }) => id === 'printed-loss')!.message, /is what these logits/);
  });

  for (const [how, labels] of [
    ['as floats', '[1., 0., 1.],\n [0., 0., 0.],\n [0., 1., 0.],\n [1., 1., 0.]'],
    ['as integers', '[1, 0, 1],\n [0, 0, 0],\n [0, 1, 0],\n [1, 1, 0]'],
  ])
    it(`takes multi-hot labels ${how}, and offers the sigmoid loss that was printed`, async () => {
      const z = [
        [1, 0, 1],
        [0, 0, 0],
        [0, 1, 0],
        [1, 1, 0],
      ];
      const loss = mean(rows.flatMap((row, i) => row.map((x, c) => Math.log1p(Math.exp(x)) - x * z[i][c])));
      const one = await finding(
        'printed-loss',
        LOGITS,
        `labels: tensor([${labels}])`,
        `loss: ${loss.toFixed(4)}`,
      );
      assert.match(one.message, /the mean of sigmoid cross-entropy/);
      assert.deepEqual(one.settings, { loss: 'sigmoid' });
    });

  it('takes one-hot labels of floats', async () => {
    const labels = 'labels: tensor([[1., 0., 0.],\n [0., 0., 1.],\n [0., 1., 0.],\n [1., 0., 0.]])';
    const one = await finding('printed-loss', LOGITS, labels, `loss: ${mean(losses(IDS)).toFixed(4)}`);
    assert.match(one.message, /is what these logits and labels give/);
  });

  it('offers the class axis that labels of a segmentation fit', async () => {
    const { found, findings } = await audit(
      'logits: tensor([[[ 2.0000, -1.0000, 0.5000, 0.2500],\n [ 0.0000, 1.0000, 0.0000, 1.5000],\n [-1.0000, 0.0000, 2.5000, 0.0000]]])',
      'labels: tensor([[0, 1, 2, 1]])',
    );
    assert.equal(found.labels?.axis, 1);
    const one = findings.find(({ id }) => id === 'class-axis');
    assert.deepEqual([one?.action, one?.settings], ['Use axis 1', { axis: 1 }]);
    assert.match(one!.evidence, /the mean loss is 0\.2\d+ along axis 1/);
  });

  it('says that ε caps the loss of a row, where that is what was printed', async () => {
    const text = ['logits = tensor([[-inf, 2.5000], [1.0000, 0.2500]])', 'labels = tensor([0, 0])'];
    const second = Math.log1p(Math.exp(-0.75));
    const loss = (-Math.log(1e-8) - Math.log(Math.exp(-second) + 1e-8)) / 2;
    const one = await finding('printed-loss', ...text, `loss = ${loss.toFixed(4)}`);
    assert.match(one.message, /is ∞\. ε = 1e-8 caps row 0 at 18\.42\d*: that gives the printed loss\./);
    assert.doesNotMatch(one.evidence, /±/);
  });

  it('says which clipping made a log_loss finite', async () => {
    const loss = (-Math.log(1e-15) - Math.log(0.8)) / 2;
    const one = await finding(
      'printed-loss',
      'y_true = [0, 1]',
      'y_prob = array([[0., 1.], [0.2, 0.8]])',
      `log_loss: ${loss.toFixed(6)}`,
    );
    assert.match(one.message, /is ∞\. The printed value is what clipping at 1e-15 gives/);
  });

  it('keeps NaN and ∞, names their cause and agrees with neither', async () => {
    const nan = await finding('printed-loss', LOGITS, 'labels: tensor([0, 9, 1, 0])', 'loss: nan');
    assert.match(nan.message, /The printed loss is NaN: labels from 0 to 9 aren’t classes/);
    const masked = [
      'logits = tensor([[-inf, 2.5000], [1.0000, 0.2500]])',
      'labels = tensor([0, 0])',
      'loss: inf',
    ];
    assert.match((await finding('printed-loss', ...masked)).message, /is ∞: the label of row 0/);
    assert.match((await finding('masked-label', ...masked)).message, /label of row 0 .*so the loss is ∞/);
    assert.match((await finding('printed-loss', LOGITS, LABELS, 'loss: inf')).message, /don’t explain/);
  });

  it('never compares the losses of a training log, and names chance level beside it', async () => {
    const { found, findings } = await audit(
      'epoch 1 loss = 1.0990\nepoch 2 loss = 1.0985',
      'outputs: tensor([[ 0.0101, -0.0032,  0.0044],\n [ 0.0102, -0.0031,  0.0043]], grad_fn=<AddmmBackward0>)',
      'labels: tensor([2, 0])',
    );
    assert.equal(found.printedLoss?.untied, true);
    const ids = findings.map(({ id }) => id);
    assert.ok(!ids.includes('printed-loss'));
    assert.ok(ids.includes('chance-level') && ids.includes('collapsed-rows'));
  });

  it('names label smoothing that the other classes alone share', async () => {
    const epsilon = 0.1;
    const loss = mean(
      logP.map((row, i) =>
        row.reduce((sum, x, c) => sum - x * (c === IDS[i] ? 1 - epsilon : epsilon / 2), 0),
      ),
    );
    const one = await finding('printed-loss', LOGITS, LABELS, `loss: ${loss.toFixed(4)}`);
    assert.match(one.message, /label smoothing 0\.1 shared by the other C − 1 classes/);
  });

  it('allows a bfloat16 loss one step, and no more', async () => {
    // Steps of bfloat16 between 0.5 and 1 are 2^-8.
    const nearest = Math.round(mean(losses(IDS)) * 256) / 256;
    const said = (value: number) =>
      finding('printed-loss', LOGITS, LABELS, `loss: tensor(${value.toFixed(4)}, dtype=torch.bfloat16)`);
    assert.match((await said(nearest)).message, /is what these/);
    assert.match((await said(nearest + 5 / 256)).message, /doesn’t follow|isn’t the loss/);
  });

  it('gives a printed sum the rows’ tolerance together', async () => {
    const sum = losses(IDS).reduce((a, b) => a + b);
    const one = await finding('printed-loss', LOGITS, LABELS, `loss: ${(sum + 1.2e-4).toFixed(4)}`);
    assert.match(one.message, /the sum over the rows/);
    assert.deepEqual(one.settings, { reduction: 'sum' });
  });

  it('says what comes nearest where nothing follows', async () => {
    const one = await finding('printed-loss', LOGITS, LABELS, 'loss: 55.4321');
    assert.equal(one.severity, 'warning');
    assert.match(one.evidence, /difference \d+\.?\d*; the .*: \d/);
  });

  it('says that rows have collapsed, on any label', async () => {
    const one = await finding(
      'collapsed-rows',
      'logits: tensor([[ 5.1023, -1.9921,  0.0310],\n [ 5.1025, -1.9920,  0.0313],\n [ 5.1022, -1.9923,  0.0311]])',
      'labels: tensor([1, 2, 0])',
    );
    assert.match(one.message, /The 3 rows have nearly the same distribution/);
  });
});
