import assert from 'node:assert/strict';
import type { Explained } from '../../../../src/worker/protocol';
import { inProcessClient } from '../../worker/inProcess';

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

  const PROBS = `tensor([[0.0184, 0.8643, 0.0273, 0.0899],
        [0.2697, 0.0101, 0.6058, 0.1145],
        [0.0598, 0.0313, 0.3630, 0.5459],
        [0.6601, 0.3152, 0.0010, 0.0238],
        [0.9538, 0.0169, 0.0014, 0.0279],
        [0.0220, 0.6835, 0.2507, 0.0437]])\nlabels: tensor([0, 2, 1, 1, 3, 0])`;

  it('allows a printed probability half a unit of its own last digit', async () => {
    const [agreeing] = await explain(`probs: ${PROBS}\nloss: 2.7514474391937256`);
    assert.match(messageOf(agreeing), AGREES);
    const [twice] = await explain(`probs: ${PROBS}\nloss: 1.5144368410110474`);
    assert.ok(twice.findings.some(({ id }) => id === 'double-softmax'));
    const [other] = await explain(`probs: ${PROBS}\nloss: 2.7714`);
    assert.match(messageOf(other), /doesn’t follow/);
  });

  it('ties a loss printed first by the names in the code, and none of a training log', async () => {
    const source = (print: string) => `for epoch in range(9):
    loss = F.cross_entropy(logits, y)
    print(${print})
print(f"Scores:\\n{logits}")
print(f"Tags: {y}")`;
    const [first] = await explain(`loss 1.4518\nScores:\n${LOGITS}\nTags: ${LABELS}`, source('"loss", loss'));
    assert.match(messageOf(first), AGREES);
    const log = 'epoch 0 loss 2.1333\nepoch 10 loss 1.7201\n';
    const [logged] = await explain(
      `${log}Scores:\n${LOGITS}\nTags: ${LABELS}`,
      source('f"epoch {epoch} loss {loss:.4f}"'),
    );
    assert.equal(messageOf(logged), '');
    assert.equal(logged.found.labels?.name, 'Tags');
  });

  it('allows printed rows of labels their rounding, and a label on a probability printed as 0 its silence', async () => {
    const soft = `logits: tensor([[-0.3066,  1.4395, -2.0578, -6.6067,  4.1841,  2.0887],
        [-0.6672,  0.2121,  1.6184,  2.4452,  7.4770, -4.7809],
        [ 3.9917,  1.8367,  9.7456, -0.5872,  1.9405,  0.8209]])
targets: tensor([[    0.0257,     0.1034,     0.1882,     0.0005,     0.6508,     0.0313],
        [    0.0660,     0.8704,     0.0008,     0.0527,     0.0036,     0.0066],
        [    0.3105,     0.3253,     0.0720,     0.2036,     0.0162,     0.0724]])
loss: `;
    assert.match(messageOf((await explain(`${soft}5.429727554321289`))[0]), AGREES);
    assert.match(messageOf((await explain(`${soft}5.83`))[0]), /doesn’t follow/);

    const hidden = `probs: tensor([[0.7310, 0.0000, 0.2689], [0.8668, 0.1173, 0.0159], [0.3072, 0.1863, 0.5065]])
labels: tensor([1, 0, 2])
loss: `;
    const [open] = await explain(`${hidden}4.045491695404053`);
    const finding = open.findings.find(({ id }) => id === 'printed-loss');
    assert.equal(finding?.severity, 'info');
    assert.match(finding.message, /printed as 0, which hides its loss: the mean is at least 3\.57/);
    // Below what half a unit of the last digit gives.
    assert.match(messageOf((await explain(`${hidden}3.2`))[0]), /No setting that was tried gives/);
    // A clipped loss is still told by its own digits: (−ln 1e-15 + 0.14295 + 0.68023) / 3.
    assert.match(messageOf((await explain(`${hidden}11.7873`))[0]), /clipping at 1e-15/);
  });

  it('takes a loss of a coarse type for its rows’, whatever comes closer by chance', async () => {
    const text = `logits: tensor([[ 0.2334,  0.6055,  0.5117,  0.0096],
        [-0.0728,  0.3867, -0.4180, -0.2988],
        [ 0.8281, -0.3906,  0.5781, -0.3418],
        [ 0.1953,  0.5000, -0.3066,  0.4590]], dtype=torch.bfloat16)
targets: [255 255   0   2]
Cross-entropy: 1.4140625`;
    const [{ findings }] = await explain(text);
    assert.match(findings.find(({ id }) => id === 'printed-loss')?.message ?? '', AGREES);
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('reads scores as logits whose labels are class IDs, from 0 or 1 or with one ignored, or rows of 0 and 1', async () => {
    const kindOf = async (labels: string) =>
      (await explain(`scores: ${LOGITS}\n${labels}`))[0].found.reading.kind;
    for (const labels of [
      'targets: [0, 2, 1, 1]',
      'targets: [1, 3, 2, 2]',
      'y_true: [255, 2, 255, 1]',
      'labels: [[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 0]]',
    ])
      assert.equal(await kindOf(labels), 'logits', labels);
    for (const labels of [
      'targets: [12, 40, 7, 9]',
      'targets: [[0.5, 0.1, 0.2], [0.9, 0.3, 0.2], [0.1, 0.1, 0.1], [0.7, 0.6, 0.5]]',
    ])
      assert.equal(await kindOf(labels), 'other', labels);
  });

  it('takes no predictions, ids or lengths for labels, whoever says that they are', async () => {
    for (const name of ['pred', 'predictions', 'preds', 'argmax', 'lengths', 'input_ids', 'indices']) {
      const [logits] = await explain(`logits: ${LOGITS}\n${name}: tensor([1, 0, 1, 0])`);
      assert.equal(logits.found.labels, undefined, name);
    }
    const [shown] = await explain(
      `${LOGITS}\ntensor([0, 1, 1, 2])`,
      'print(logits)\nprint(logits.argmax(1))',
    );
    assert.equal(shown.found.labels, undefined);
  });

  it('reads weights under the numbers of their classes', async () => {
    const [logits] = await explain(
      `logits: ${LOGITS}\nlabels: ${LABELS}\nclass_weight: {0: 1.0, 1: 2.0, 2: 5.0}`,
    );
    assert.deepEqual(logits.found.weights?.values, [1, 2, 5]);
  });

  it('says of a class that the code leaves out no more than that', async () => {
    const source = 'PAD = 0\ncriterion = nn.CrossEntropyLoss(ignore_index=PAD)\nloss = criterion(logits, labels)\nprint("logits:", logits)\nprint("labels:", labels)\nprint("loss:", loss)'; // prettier-ignore
    const loss = 1.7953; // The rows labelled 2, 1 and 1.
    const [logits] = await explain(`logits: ${LOGITS}\nlabels: ${LABELS}\nloss: ${loss}`, source);
    const finding = logits.findings.find(({ id }) => id === 'printed-loss');
    assert.deepEqual(
      [finding?.severity, /without the rows labeled 0/.test(finding?.message ?? '')],
      ['info', true],
    );
  });

  it('names the axis of a softmax over the rows, and a label on a masked class', async () => {
    const wrong = `probs: tensor([[[0.10, 0.70], [0.20, 0.10], [0.70, 0.20]], [[0.30, 0.60], [0.30, 0.20], [0.40, 0.20]]])`;
    const [{ findings }] = await explain(wrong, 'probs = F.softmax(logits, 1)\nprint("probs:", probs)');
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.match(findings.find(({ id }) => id === 'normalized-axis')?.message ?? '', /axis 1/);
    const masked =
      'logits: tensor([[-1.0000e+09,  2.5707e+00], [ 4.5389e-01, -3.7431e+00]])\nlabels: tensor([0, 0])';
    const [logits] = await explain(masked);
    assert.match(messageOf(logits, 'masked-label'), /row 0 is a masked class/);
  });

  it('does not hold the loss of a batch against its first rows', async () => {
    const first = LOGITS.split('\n').slice(0, 2).join('\n').replace(/,$/, '])');
    const losses: [text: string, source?: string][] = [
      [`${first}\ntensor([0, 2])\ntensor(1.4518)`, 'print(logits[:2])\nprint(labels[:2])\nprint(F.cross_entropy(logits, labels))'], // prettier-ignore
      [`logits[:2]: ${first}\nlabels[:2]: tensor([0, 2])\nloss: 1.4518`],
    ];
    for (const [text, source] of losses) {
      const [logits] = await explain(text, source);
      assert.deepEqual([logits.found.name, messageOf(logits)], ['logits', ''], text);
    }
  });

  it('ties a loss that was printed first to the arrays that the code computes it of, however they are labeled', async () => {
    const source = 'loss = F.cross_entropy(logits, labels)\nprint("Loss:", loss)\nprint("Logits:", logits)\nprint("Labels:", labels)'; // prettier-ignore
    const [logits] = await explain(`Loss: 1.4518\nLogits: ${LOGITS}\nLabels: ${LABELS}`, source);
    assert.match(messageOf(logits), AGREES);
  });

  it('allows a small number beside others half a unit of its own last digit', async () => {
    // Python prints what is below 1e-4 with an exponent: 5e-05 stands for 5.23e-05.
    const probs = '[[0.9998, 5e-05, 0.00015], [0.1, 0.8, 0.1], [0.0003, 3e-06, 0.9997]]';
    const [small] = await explain(`probs = ${probs}\nlabels = [1, 1, 1]\nloss = 7.5667`);
    assert.match(messageOf(small), AGREES);
    const [other] = await explain(`probs = ${probs}\nlabels = [1, 1, 1]\nloss = 7.8`);
    assert.match(messageOf(other), /doesn’t follow/);
  });

  it('allows numbers that were printed with as many digits each half a unit of the last', async () => {
    // `%.3g` of log-probabilities whose loss torch gives as 4.9669: by their places it would be 4.9647 ± 8e-4.
    const digits = `log_probs = [[-10.2, -0.13, -2.1], [-1.55, -0.24, -18.5], [-0.105, -9.89, -2.3],
  [-7.12, -1.55, -0.241]]\nlabels = [0, 1, 2, 0]\nloss = `;
    const [even] = await explain(`${digits}4.9669`);
    assert.match(messageOf(even), AGREES);
    const [other] = await explain(`${digits}5.1`);
    assert.doesNotMatch(messageOf(other), AGREES);
    const [scores] = await explain('probs = [0.00013, 0.826, 0.149, 0.999, 0.00029]\ny_true = [0, 1, 0, 0, 0]\nloss = 1.5877'); // prettier-ignore
    assert.deepEqual([scores.found.reading.kind, AGREES.test(messageOf(scores))], ['sigmoid-scores', true]);
  });

  it('takes IDs that are written as texts for labels, and names the one that is out of range', async () => {
    const textOf = (labels: readonly string[]) =>
      labels.map((label, i) => JSON.stringify({ logits: [2 - i, 0.5 * i, 0.1], label })).join('\n');
    const [{ found }] = await explain(textOf(['2', '0', '1']));
    assert.deepEqual([...found.labels!.values.data], [2, 0, 1]);
    const [fromOne] = await explain(textOf(['3', '1', '2']));
    assert.equal(fromOne.found.labels, undefined);
    assert.match(
      messageOf(fromOne, 'unfit-labels'),
      /its label “3” is out of range: class IDs go from 0 to 2/,
    );
    const names = await explain(textOf(['cat', 'dog', 'cat']));
    assert.equal(names[0].findings.find(({ id }) => id === 'unfit-labels')?.remedy, 'Name every class, or give class IDs.'); // prettier-ignore
  });

  it('says why labels that are names are not taken where no list has the names, and shows no mean', async () => {
    const records = ['cat', 'dog', 'bird'].map((label, i) => ({ logits: [2 - i, 0.5 * i, 0.1], label }));
    const text = records.map((record) => JSON.stringify(record)).join('\n');
    const [inText] = await explain(text);
    assert.match(messageOf(inText, 'unfit-labels'), /“label” can’t be used as labels: it holds names/);
    const file = { name: 'dump.jsonl', bytes: new TextEncoder().encode(text) };
    const [inFile] = await client.call('explainFile', { file });
    assert.deepEqual([inFile.batch?.counted, inFile.batch?.reduced], [0, undefined]);
    const finding = inFile.findings.find(({ id }) => id === 'labels-not-taken');
    assert.match(finding!.evidence, /the class of "cat" in “[^”]*” is unknown/);
  });

  it('reads what a model gives behind its loss, and the first rows of a frame, as what they are', async () => {
    const rows = 'tensor([[ 2.1213,  1.0452, -0.1321],\n        [ 0.5543,  2.5122, -0.3432]])';
    const [pair] = await explain(`0.3185\n${rows}`, 'outputs = model(ids, labels=labels)\nloss, out = outputs[:2]\nprint(loss.item())\nprint(out)'); // prettier-ignore
    assert.deepEqual([pair.found.name, pair.found.reading.kind], ['out', 'logits']);
    const frame =
      '          0         1         2\n0  1.234211 -0.451234  2.110921\n1 -0.332114  0.812334 -1.200114';
    const [head] = await explain(frame, 'df = pd.DataFrame(logits)\ndf.head(2)');
    assert.equal(head.found.reading.kind, 'logits');
  });

  it('weighs the positive terms of labels that open under a sigmoid', async () => {
    const [logits] = await explain(`logits: tensor([[ 1.5000, -0.5000], [-1.0000,  2.0000]])
labels: tensor([[1., 0.], [1., 1.]])
pos_weight: tensor([3., 1.])
loss: 1.2863`);
    assert.match(messageOf(logits), /with “pos_weight” on the positive terms/);
  });

  it('reads what is called probabilities as sigmoid scores where labels mark several classes', async () => {
    const text = 'probs: [[0.91, 0.35, 0.72], [0.12, 0.88, 0.4]]\ny_true: [[1, 0, 1], [0, 1, 0]]';
    const [probs] = await explain(text);
    assert.equal(probs.found.reading.kind, 'sigmoid-scores');
    assert.deepEqual(probs.findings, []);
  });

  it('reads the values of a server’s response in the shape that stands beside them', async () => {
    const values = '[2.31, -0.42, 0.11, -1.2, 0.87, 1.93]';
    const output = (name: string, more = '') =>
      `{"name": "${name}", "datatype": "FP32", "shape": [2, 3], "data": ${values}${more}}`;
    const text = `{"outputs": [${output('logits')}, ${output('embeddings')}, {"name": "label", "shape": [2], "data": [0, 2]}]}`;
    const [logits, embeddings] = await explain(text);
    assert.deepEqual([logits.found.name, logits.found.shape, logits.offered], ['logits', [2, 3], true]);
    assert.deepEqual([...logits.found.labels!.values.data], [0, 2]);
    assert.equal(embeddings.offered, false);
    const file = { name: 'response.json', bytes: new TextEncoder().encode(text) };
    const [first] = await client.call('explainFile', { file });
    assert.deepEqual([first.found.name, first.batch?.accuracy], ['logits', 1]);
  });

  it('takes rounded probabilities for probabilities', async () => {
    const [{ found, findings }] = await explain(
      'probs: [[0.73 0.19 0.08]\n [0.6  0.39 0.01]\n [0.46 0.03 0.52]]',
    );
    assert.equal(found.reading.kind, 'probabilities');
    assert.deepEqual(findings, []);
  });
});
