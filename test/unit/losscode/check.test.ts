import assert from 'node:assert/strict';
import { checkLossCode } from '../../../src/losscode/check';
import type { CodeFix, LossCodeFinding } from '../../../src/losscode/types';

const HEAD = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n';

function check(text: string): LossCodeFinding[] {
  return checkLossCode({ files: [{ uri: 'a.py', text: HEAD + text }] });
}

function rulesOf(text: string): string[] {
  return check(text).map(({ rule }) => rule);
}

/** The text once a fix is made. */
function fixed(text: string, { edits }: CodeFix): string {
  let changed = HEAD + text;
  for (const { range, text: replacement } of [...edits].sort((a, b) => b.range.start - a.range.start))
    changed = changed.slice(0, range.start) + replacement + changed.slice(range.end);
  return changed.slice(HEAD.length);
}

describe('Values followed through code', () => {
  it('go the way they go, whatever they are called', () => {
    assert.deepEqual(rulesOf('softmax = nn.Linear(3, 4)(x)\nF.cross_entropy(softmax, y)'), []);
    assert.deepEqual(rulesOf('logits = F.softmax(x, dim=1)\nF.cross_entropy(logits, y)'), [
      'softmax-into-cross-entropy',
    ]);
  });

  it('tell the parts of a pair apart', () => {
    const model =
      'class M(nn.Module):\n    def forward(self, x):\n        z = self.fc(x)\n        return z, F.softmax(z, dim=1)\nm = M()\n';
    assert.deepEqual(rulesOf(`${model}z, p = m(x)\nF.cross_entropy(z, y)`), []);
    assert.deepEqual(rulesOf(`${model}z, p = m(x)\nF.cross_entropy(p, y)`), ['softmax-into-cross-entropy']);
  });

  it('are not known where two ways disagree', () => {
    assert.deepEqual(rulesOf('p = x\nif a:\n    p = F.softmax(x, dim=1)\nF.cross_entropy(p, y)'), []);
    assert.deepEqual(
      rulesOf(
        'if a:\n    p = F.softmax(x, dim=1)\nelse:\n    p = F.softmax(z, dim=1)\nF.cross_entropy(p, y)',
      ),
      ['softmax-into-cross-entropy'],
    );
    assert.deepEqual(
      rulesOf(
        'p = F.softmax(x, dim=1)\nfor i in a:\n    if i:\n        break\n    p = q\nF.cross_entropy(p, y)',
      ),
      [],
    );
  });

  it('take the branch that a default decides', () => {
    const model = 'def f(x, probs=True):\n    if probs:\n        return F.softmax(x, dim=1)\n    return x\n';
    assert.deepEqual(rulesOf(`${model}F.cross_entropy(f(x), y)`), ['softmax-into-cross-entropy']);
    assert.deepEqual(rulesOf(`${model}F.cross_entropy(f(x, False), y)`), []);
    assert.deepEqual(rulesOf(`${model}F.cross_entropy(f(x, flag), y)`), []);
  });

  it('go through lists of layers that loops build', () => {
    const layers = 'layers = []\nfor n in sizes:\n    layers += [nn.Linear(n, n), nn.ReLU()]\n';
    assert.deepEqual(
      rulesOf(`${layers}layers.append(nn.Softmax(dim=1))\nF.cross_entropy(nn.Sequential(*layers)(x), y)`),
      ['softmax-into-cross-entropy'],
    );
    assert.deepEqual(
      rulesOf(`${layers}layers.append(nn.Linear(3, 4))\nF.cross_entropy(nn.Sequential(*layers)(x), y)`),
      [],
    );
  });

  it('stay the same value until something is written into it', () => {
    assert.deepEqual(rulesOf('p = F.softmax(x, dim=1)\np[0] = z\nF.cross_entropy(p, y)'), []);
  });
});

describe('Findings', () => {
  it('lie in the cell where they are found, and name the other end', () => {
    const [finding] = checkLossCode({
      files: [
        {
          uri: 'a.ipynb',
          cells: [
            '%matplotlib inline\nimport torch.nn as nn\nnet = nn.Sequential(nn.Linear(3, 4), nn.Softmax(dim=1))',
            '!pip list\nloss = nn.CrossEntropyLoss()',
            'loss(net(x), y)',
          ],
        },
      ],
    });
    assert.deepEqual(finding.range, { cell: 2, start: 0, end: 15 });
    assert.deepEqual(
      finding.related.map(({ range }) => range.cell),
      [0, 1],
    );
  });

  it('lie in the file whose code is wrong, found from where it is called', () => {
    const files = [
      {
        uri: 'w/net.py',
        text: 'import torch.nn as nn\nnet = nn.Sequential(nn.Linear(3, 4), nn.Softmax(dim=1))',
      },
      { uri: 'w/train.py', text: 'def train(model, criterion):\n    return criterion(model(x), y)' },
      {
        uri: 'w/main.py',
        text: 'import torch\nfrom net import net\nfrom train import train\ntrain(net, torch.nn.CrossEntropyLoss())',
      },
    ];
    const found = checkLossCode({ files });
    assert.deepEqual(
      found.map(({ uri, rule, related }) => [uri, rule, ...related.map((one) => one.uri)]),
      [['w/train.py', 'softmax-into-cross-entropy', 'w/net.py', 'w/main.py']],
    );
    assert.deepEqual(checkLossCode({ files, only: ['w/main.py'] }), []);
  });

  it('are silenced by comments', () => {
    const line = 'F.cross_entropy(F.softmax(x, dim=1), y)';
    for (const comment of ['noqa', 'logitscope: ignore', 'logitscope: ignore[softmax-into-cross-entropy]'])
      assert.deepEqual(rulesOf(`${line}  # ${comment}`), [], comment);
    for (const comment of ['noqa: E501', 'logitscope: ignore[log-of-softmax]'])
      assert.equal(rulesOf(`${line}  # ${comment}`).length, 1, comment);
  });

  it('carry fixes that leave the softmax to predictions where its logits have a name', () => {
    const text = 'z = net(x)\np = F.softmax(z, dim=1)\nloss = F.cross_entropy(p, y)';
    const [finding] = check(text);
    assert.equal(
      fixed(text, finding.fixes[0]),
      'z = net(x)\np = F.softmax(z, dim=1)\nloss = F.cross_entropy(z, y)',
    );
  });

  it('carry fixes that take a softmax out of a Sequential, a call or a layer of Keras', () => {
    for (const [text, after, title] of [
      [
        'F.cross_entropy(F.softmax(a + b, dim=1), y)',
        'F.cross_entropy((a + b), y)',
        'Replace “F.softmax(a + b, dim=1)” with “a + b”',
      ],
      [
        'F.cross_entropy(model(input_ids=input_ids, attention_mask=attention_mask).logits.softmax(dim=-1), y)',
        'F.cross_entropy(model(input_ids=input_ids, attention_mask=attention_mask).logits, y)',
        'Remove “.softmax(dim=-1)”',
      ],
      ['F.cross_entropy((a + b).softmax(1), y)', 'F.cross_entropy((a + b), y)', 'Remove “.softmax(1)”'],
      [
        'F.cross_entropy(nn.Sequential(nn.Linear(3, 4), nn.Softmax(dim=1))(x), y)',
        'F.cross_entropy(nn.Sequential(nn.Linear(3, 4))(x), y)',
        'Remove “nn.Softmax(dim=1)”',
      ],
      [
        'import tensorflow as tf\nm = tf.keras.Sequential([tf.keras.layers.Dense(3, activation="softmax")])\nm.compile(loss=tf.keras.losses.CategoricalCrossentropy(from_logits=True))',
        'import tensorflow as tf\nm = tf.keras.Sequential([tf.keras.layers.Dense(3)])\nm.compile(loss=tf.keras.losses.CategoricalCrossentropy(from_logits=True))',
      ],
      ['torch.log(F.softmax(x, dim=1))', 'F.log_softmax(x, dim=1)'],
    ]) {
      const [finding] = check(text);
      assert.equal(fixed(text, finding.fixes[0]), after);
      if (title) assert.equal(finding.fixes[0].title, title);
    }
  });
});
