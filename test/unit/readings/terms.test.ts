import assert from 'node:assert/strict';
import { isOffered, isQuietlyOffered } from '../../../src/arrays/offer';
import { findArrays } from '../../../src/text/find';

const kind = (text: string, source?: string) =>
  findArrays(text, source === undefined ? {} : { source })[0].reading.kind;
const offered = (text: string, source?: string) =>
  findArrays(text, source === undefined ? {} : { source }).some((one) => isOffered(one, 'likely'));

const MATRIX = '[[ 2.31 -0.44  1.07]\n [-1.2   0.35  0.88]]';

describe('terms of textbooks and libraries', () => {
  it('decision_function gives logits of several classes, binary logits of two', () => {
    assert.equal(kind(MATRIX, 'svc.decision_function(X[:2])'), 'logits');
    assert.equal(kind(MATRIX, 'd = svc.decision_function(X)\nprint(d[:2])'), 'logits');
    assert.equal(kind('array([ 1.31, -0.44,  2.07])', 'svc.decision_function(X[:3])'), 'binary-logits');
    assert.equal(kind('array([ 1.31, -0.44,  2.07])', 'svc.decision_function(X[:1])[0]'), 'logits');
  });
  it('what a model gives, of which the code takes the largest of each row, is logits where rows are none of probabilities', () => {
    const small =
      'tensor([[-0.3696, -0.9529, -0.2122], [ 0.5090, -1.1055,  0.1862]], grad_fn=<MulBackward0>)';
    for (const ranked of ['torch.max(out, 1)', 'out.argmax(dim=-1)', 'np.argmax(out, axis=1)'])
      assert.equal(offered(small, `out = net(x)\npreds = ${ranked}\nprint(out)`), true, ranked);
    assert.equal(offered(small, 'out = net(x)\nm = torch.max(out, 0)\nprint(out)'), false);
    const sums = 'tensor([[0.2500, 0.5000, 0.2500], [0.1250, 0.1250, 0.7500]])';
    assert.equal(kind(sums, 'out = net(x)\npreds = out.argmax(1)\nprint(out)'), 'probabilities');
  });
  it('decision_function of a detector of outliers tells nothing of classes', () => {
    for (const made of ['IsolationForest()', 'svm.OneClassSVM(nu=0.1)'])
      assert.equal(kind('array([ 0.11, -0.04,  0.07])', `d = ${made}\nd.decision_function(X)`), 'other');
  });
  it('net input, raw scores, raw outputs, margins and energies are logits where there are classes', () => {
    for (const term of ['Net input', 'raw scores', 'raw_outputs', 'Margins', 'energies', 'decision scores']) {
      assert.ok(offered(`${term}: ${MATRIX}`), term);
      assert.ok(!offered(`${term}: [-74.9 -75.2 -76.4]`), term);
    }
    for (const name of ['net_input', 'raw_scores', 'margins', 'self.energies'])
      assert.ok(offered(MATRIX, `print(${name})`), name);
  });
  it('the second value of a known pair counts by what it is', () => {
    const source = 'preds, raw_outputs = model.predict(texts)\nprint(preds)\nprint(raw_outputs)';
    const [preds, raw] = findArrays('[1 0]\n[[-0.71  1.18]\n [ 0.95 -0.8 ]]', { source });
    assert.notEqual(preds.reading.kind, 'logits');
    assert.equal(raw.reading.kind, 'logits');
    assert.equal(kind('tensor([3, 0, 7])', 'best, where = torch.max(out, 1)\nwhere'), 'class-labels');
  });
  it('one column of predict_proba is no distribution', () => {
    assert.equal(kind('array([0.38, 0.62])', 'clf.predict_proba(X)[:2, 1]'), 'sigmoid-scores');
    const source = 'p = clf.predict_proba(X)[:, 1]\nprint(p[:3])';
    assert.equal(kind('[0.38 0.72 0.11]', source), 'sigmoid-scores');
  });
  it('probabilities are offered where a model gave them, under whatever name, and not where numbers merely sum to 1', () => {
    const rows = '[[0.81 0.1  0.09]\n [0.03 0.94 0.03]]';
    const quiet = (text: string, source: string) => findArrays(text, { source }).some(isQuietlyOffered);
    for (const source of [
      'pred = model.predict(x)\nprint(pred)',
      'p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)\nprint(p)',
      'e = np.exp(z)\np = e / np.sum(e, axis=1, keepdims=True)\nprint(p)',
      'bst = xgb.train({"objective": "multi:softprob"}, d)\nprint(bst.predict(dtest))',
      'print(cat.predict(X, prediction_type="Probability"))',
      'print(predict(fit, newdata = d, type = "probs"))',
    ])
      assert.ok(quiet(rows, source), source);
    for (const source of [
      'print(topics)',
      'print(A / A.sum(axis=1))',
      'print(x / np.exp(x).sum())',
      'attn = s.mean(0)\nprint(attn)',
    ])
      assert.ok(!quiet(rows, source), source);
    // A forest of few trees gives nothing but 0 and 1.
    assert.ok(quiet('[[1. 0. 0.]\n [0. 1. 0.]]', 'proba = rf.predict_proba(X)\nprint(proba)'));
    assert.ok(quiet('[[-0.21 -1.66]\n [-2.3  -0.11]]', 'clf.predict_log_proba(X)'));
  });
  it('rows are no classes after .T', () => {
    assert.ok(!offered(MATRIX, 'y = model(x).T\nprint(y)'));
    assert.ok(!offered(MATRIX, 'hidden.T'));
    for (const [text, source] of [
      [MATRIX, 'logits.T'],
      [`logits: ${MATRIX}`, 'print("logits:", logits.T)'],
    ]) {
      const [found] = findArrays(text, { source });
      assert.equal(found.reading.kind, 'logits', source);
      assert.equal(found.classAxis, 0, source);
      assert.match(found.reading.evidence.join(), /logits\.T: rows are classes, columns are examples/);
    }
    assert.equal(findArrays(MATRIX, { source: 'logits.T.T' })[0].classAxis, undefined);
    assert.ok(offered(MATRIX, 'logits.T.T'));
  });
  it('columns that sum to 1 are the probabilities of their .T', () => {
    const source = 'probs = softmax(logits)\nprint(probs.T)';
    const [columns] = findArrays('[[0.25 0.51]\n [0.31 0.08]\n [0.44 0.41]]', { source });
    assert.deepEqual([columns.reading.kind, columns.classAxis], ['probabilities', 0]);
    assert.ok(columns.reading.evidence.some((sentence) => /sum to 1/.test(sentence)));
  });
  it('a model that ends in a linear layer gives logits, tried out in any framework', () => {
    for (const source of [
      'net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))\nnet(torch.randn(2, 4))',
      "net = keras.Sequential([Dense(8, activation='relu'), layers.Dense(3)])\nnet(tf.random.normal((2, 4)))",
      'class Net(nn.Module):\n    @nn.compact\n    def __call__(self, x):\n        x = nn.relu(nn.Dense(8)(x))\n        return nn.Dense(3)(x)\nnet = Net()\ny = net.apply(params, jnp.ones((2, 4)))\ny',
      'class Net(nn.Module):\n    def __init__(self):\n        self.fc = nn.Linear(4, 3)\n    def forward(self, x):\n        return self.fc(x)\nnet = Net()\nx = torch.rand(2, 4)\nnet(x)',
    ])
      assert.ok(offered(MATRIX, source), source);
    for (const call of [
      'torch.randn(2, 4)',
      'np.random.standard_normal((2, 4))',
      'tf.ones((2, 4))',
      'jnp.ones((2, 4))',
    ])
      assert.ok(!offered(MATRIX, `y = model(${call})\ny`), call);
  });
  it('a model that ends in a softmax gives probabilities', () => {
    const text = 'array([[0.21, 0.33, 0.47]])';
    const source = "net = Sequential([Dense(8), Dense(3, activation='softmax')])\nnet.predict(x)";
    assert.equal(kind(text, source), 'probabilities');
  });
});
