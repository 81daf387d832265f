import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkLossCode } from '../../src/losscode/check';
import type { RuleId } from '../../src/losscode/types';
import { fixed } from '../unit/losscode/corpus';

/** What a program says of itself: `loss`, and how large its gradient is with respect to `x`, where it has one. */
interface Ran {
  loss?: number | number[];
  gradient?: number;
  error?: string;
}

interface Case {
  rule: RuleId;
  name: string;
  code: string;
  /** What the message promises of the program before and after. */
  promised(before: Ran, after: Ran): boolean;
}

const IMPORTS = `import torch
import torch.nn as nn
import torch.nn.functional as F
`;
/** Three classes; the model is right about the first row and wrong about the second. */
const DATA = `x = torch.tensor([[8.0, 0.0, 0.0], [8.0, 0.0, 0.0]], requires_grad=True)
y = torch.tensor([0, 1])
`;
const LINEAR = `linear = nn.Linear(3, 3)
nn.init.eye_(linear.weight)
nn.init.zeros_(linear.bias)
`;

const CROSS_ENTROPY = (Math.log(1 + 2 * Math.exp(-8)) + Math.log(Math.exp(8) + 2)) / 2;
/** What no loss after a softmax over three classes falls below. */
const FLOOR = Math.log(1 + 2 / Math.E);

const near = (value: Ran['loss'], wanted: number, tolerance = 1e-5) =>
  typeof value === 'number' && Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
const total = (values: Ran['loss']) => (values as number[]).reduce((sum, value) => sum + value, 0);

const sumToOne = (_: Ran, { loss }: Ran) => (loss as number[]).flat(3).every((sum) => near(sum, 1));

const becomesCrossEntropy = (before: Ran, after: Ran) =>
  near(after.loss, CROSS_ENTROPY) && !near(before.loss, CROSS_ENTROPY);

const CASES: readonly Case[] = [
  {
    rule: 'softmax-into-cross-entropy',
    name: 'the last layer',
    code: `${DATA}${LINEAR}model = nn.Sequential(linear, nn.Softmax(dim=1))
criterion = nn.CrossEntropyLoss(reduction="sum")
loss = criterion(model(x), y)
`,
    promised: (before, after) =>
      (before.loss as number) > 2 * FLOOR &&
      near(after.loss, 2 * CROSS_ENTROPY) &&
      after.gradient! > 100 * before.gradient!,
  },
  {
    rule: 'softmax-into-cross-entropy',
    name: 'forward',
    code: `class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        nn.init.eye_(self.fc.weight)
        nn.init.zeros_(self.fc.bias)

    def forward(self, x):
        return F.softmax(self.fc(x), dim=1)


${DATA}loss = F.cross_entropy(Net()(x), y)
`,
    promised: becomesCrossEntropy,
  },
  {
    rule: 'softmax-into-cross-entropy',
    name: 'the call of the loss',
    code: `${DATA}loss = F.cross_entropy(torch.softmax(x, dim=-1), y)
`,
    promised: becomesCrossEntropy,
  },
  {
    rule: 'log-softmax-into-cross-entropy',
    name: 'the call of the loss',
    code: `${DATA}loss = F.cross_entropy(F.log_softmax(x, dim=1), y)
`,
    promised: (before, after) => near(before.loss, CROSS_ENTROPY) && near(after.loss, CROSS_ENTROPY),
  },
  {
    rule: 'log-softmax-into-cross-entropy',
    name: 'the last layer',
    code: `${DATA}${LINEAR}model = nn.Sequential(linear, nn.LogSoftmax(dim=1))
criterion = nn.CrossEntropyLoss()
loss = criterion(model(x), y)
`,
    promised: (before, after) => near(before.loss, CROSS_ENTROPY) && near(after.loss, CROSS_ENTROPY),
  },
  {
    rule: 'sigmoid-into-bce-with-logits',
    name: 'the last layer',
    code: `x = torch.tensor([[8.0]], requires_grad=True)
linear = nn.Linear(1, 1)
nn.init.ones_(linear.weight)
nn.init.zeros_(linear.bias)
net = nn.Sequential(linear, nn.Sigmoid())
loss = nn.BCEWithLogitsLoss()(net(x), torch.ones(1, 1))
`,
    promised: (before, after) =>
      (before.loss as number) >= Math.log(1 + 1 / Math.E) && near(after.loss, Math.log1p(Math.exp(-8))),
  },
  {
    rule: 'sigmoid-into-bce-with-logits',
    name: 'the call of the loss',
    code: `x = torch.tensor([[8.0]], requires_grad=True)
loss = F.binary_cross_entropy_with_logits(torch.sigmoid(x), torch.zeros(1, 1))
`,
    promised: (before, after) =>
      (before.loss as number) < 1.4 && near(after.loss, 8.000335) && after.gradient! > 100 * before.gradient!,
  },
  {
    rule: 'logits-into-probability-loss',
    name: 'NLLLoss',
    code: `${DATA}${LINEAR}criterion = nn.NLLLoss()
loss = criterion(linear(x), y)
`,
    promised: (before, after) => (before.loss as number) < 0 && near(after.loss, CROSS_ENTROPY),
  },
  {
    rule: 'logits-into-probability-loss',
    name: 'BCELoss',
    code: `x = torch.tensor([[8.0]], requires_grad=True)
linear = nn.Linear(1, 1)
nn.init.ones_(linear.weight)
nn.init.zeros_(linear.bias)
loss = nn.BCELoss()(linear(x), torch.ones(1, 1))
`,
    promised: (before, after) => before.error !== undefined && near(after.loss, Math.log1p(Math.exp(-8))),
  },
  {
    rule: 'probabilities-into-nll',
    name: 'NLLLoss',
    code: `${DATA}loss = F.nll_loss(F.softmax(x, dim=1), y)
`,
    promised: (before, after) => (before.loss as number) < 0 && near(after.loss, CROSS_ENTROPY),
  },
  {
    rule: 'probabilities-into-nll',
    name: 'a layer that is called',
    code: `${DATA}softmax = nn.Softmax(dim=1)
criterion = nn.NLLLoss()
loss = criterion(softmax(x), y)
`,
    promised: (before, after) => (before.loss as number) < 0 && near(after.loss, CROSS_ENTROPY),
  },
  {
    rule: 'softmax-into-cross-entropy',
    name: 'the last layer of a list, appended',
    code: `${DATA}${LINEAR}layers = [linear]
layers.append(nn.Softmax(dim=1))
model = nn.Sequential(*layers)
loss = F.cross_entropy(model(x), y)
`,
    promised: becomesCrossEntropy,
  },
  {
    rule: 'softmax-into-cross-entropy',
    name: 'the last layer of a list, written out',
    code: `${DATA}${LINEAR}from collections import OrderedDict
model = nn.Sequential(OrderedDict([
    ("linear", linear),
    ("out", nn.Softmax(dim=1)),
]))
loss = F.cross_entropy(model(x), y)
`,
    promised: becomesCrossEntropy,
  },
  {
    rule: 'softmax-into-cross-entropy',
    name: 'the last layer, added by its name',
    code: `${DATA}${LINEAR}model = nn.Sequential()
model.add_module("linear", linear)
model.add_module("out", nn.Softmax(dim=1))
loss = F.cross_entropy(model(x), y)
`,
    promised: becomesCrossEntropy,
  },
  {
    rule: 'probabilities-into-nll',
    name: 'kl_div of a distribution and itself',
    code: `${DATA}loss = F.kl_div(F.softmax(x, dim=1), F.softmax(x, dim=1), reduction="batchmean")
`,
    promised: (before, after) => (before.loss as number) < -0.9 && near(after.loss, 0),
  },
  {
    rule: 'probabilities-as-logits',
    name: 'Categorical',
    code: `x = torch.tensor([2.0, 1.0, 0.1])
p = torch.softmax(x, dim=-1)
loss = torch.distributions.Categorical(logits=p).probs
`,
    promised: ({ loss: before }, { loss: after }) =>
      near((before as number[])[0], 0.4484, 1e-4) && near((after as number[])[0], 0.659, 1e-4),
  },
  {
    rule: 'softmax-of-softmax',
    name: 'a model that ends in one',
    code: `${DATA}${LINEAR}model = nn.Sequential(linear, nn.Softmax(dim=1))
loss = torch.softmax(model(x), dim=1)[0]
`,
    promised: ({ loss: before }, { loss: after }) =>
      (before as number[])[0] < 0.5762 && (after as number[])[0] > 0.999,
  },
  {
    rule: 'log-of-softmax',
    name: 'a softmax',
    code: `x = torch.tensor([104.0, 0.0, -3.0], requires_grad=True)
loss = -torch.log(torch.softmax(x, dim=0))[1]
`,
    promised: (before, after) => before.loss === Infinity && near(after.loss, 104) && after.gradient! > 1,
  },
  {
    rule: 'log-of-softmax',
    name: 'by methods',
    code: `x = torch.tensor([[104.0, 0.0, -3.0]], requires_grad=True)
loss = -x.softmax(dim=-1).log()[0, 1]
`,
    promised: (before, after) => before.loss === Infinity && near(after.loss, 104),
  },
  {
    rule: 'log-of-softmax',
    name: 'a sigmoid',
    code: `x = torch.tensor(-104.0, requires_grad=True)
loss = -torch.log(torch.sigmoid(x))
`,
    promised: (before, after) => before.loss === Infinity && near(after.loss, 104),
  },
  {
    rule: 'log-with-epsilon',
    name: 'added',
    code: `x = torch.tensor([104.0, 0.0], requires_grad=True)
loss = -torch.log(torch.softmax(x, dim=0) + 1e-9)[1]
`,
    promised: (before, after) =>
      near(before.loss, -Math.log(1e-9)) &&
      before.gradient === 0 &&
      near(after.loss, 104) &&
      after.gradient! > 1,
  },
  {
    rule: 'log-with-epsilon',
    name: 'clamped',
    code: `x = torch.tensor([104.0, 0.0], requires_grad=True)
p = torch.softmax(x, dim=0)
loss = -torch.log(p.clamp(min=1e-8))[1]
`,
    promised: (before, after) => near(before.loss, -Math.log(1e-8)) && near(after.loss, 104),
  },
  {
    rule: 'log-of-sum-of-exp',
    name: 'by hand',
    code: `x = torch.tensor([1000.0, 0.0], requires_grad=True)
loss = torch.log(torch.sum(torch.exp(x), dim=0))
`,
    promised: (before, after) => before.loss === Infinity && near(after.loss, 1000),
  },
  {
    rule: 'log-of-one-plus',
    name: 'a small number',
    code: `x = torch.full((), 1e-9)
loss = torch.log(1 + x)
`,
    promised: (before, after) => before.loss === 0 && Math.abs((after.loss as number) - 1e-9) < 1e-14,
  },
  {
    rule: 'exp-minus-one',
    name: 'a small number',
    code: `x = torch.full((), 1e-9)
loss = torch.exp(x) - 1
`,
    promised: (before, after) => before.loss === 0 && Math.abs((after.loss as number) - 1e-9) < 1e-14,
  },
  {
    rule: 'softmax-axis',
    name: 'over the batch',
    code: `${DATA}${LINEAR}p = torch.softmax(linear(x), dim=0)
predicted = p.argmax(dim=1)
loss = p[0]
`,
    promised: ({ loss: before }, { loss: after }) => !near(total(before), 1) && near(total(after), 1),
  },
  {
    rule: 'softmax-axis',
    name: 'over the batch, by a layer',
    code: `${DATA}${LINEAR}softmax = nn.Softmax(dim=0)
p = softmax(linear(x))
predicted = p.argmax(dim=1)
loss = p[0]
`,
    promised: ({ loss: before }, { loss: after }) => !near(total(before), 1) && near(total(after), 1),
  },
  {
    rule: 'softmax-axis',
    name: 'over the batch, by hand',
    code: `${DATA}def softmax(z):
    return torch.exp(z) / torch.sum(torch.exp(z), dim=0)

p = softmax(x)
predicted = p.argmax(dim=1)
loss = p[0]
`,
    promised: ({ loss: before }, { loss: after }) => !near(total(before), 1) && near(total(after), 1),
  },
  {
    rule: 'softmax-axis',
    name: 'none, over three dimensions',
    code: `x = torch.zeros(4, 2, 3)
loss = F.softmax(x)[0, 0]
`,
    promised: ({ loss: before }, { loss: after }) => !near(total(before), 1) && near(total(after), 1),
  },
  ...[
    'torch.exp(t) / torch.exp(t).sum()',
    't.exp() / t.exp().sum()',
    'torch.exp(t) / torch.sum(torch.exp(t))',
    'torch.exp(t) / torch.sum(\n    torch.exp(t),  # of all\n)',
    'np.exp(t.numpy()) / np.exp(t.numpy()).sum()',
    'np.exp(t.numpy()) / np.sum(np.exp(t.numpy()),)',
  ].flatMap((code): Case[] =>
    ['4', '3'].map((rows) => ({
      rule: 'softmax-axis',
      name: `over everything, by hand, of ${rows} rows: ${code}`,
      code: `import numpy as np
t = torch.arange(3.0 * ${rows}).reshape(${rows}, 3).sin()
p = ${code}
predicted = p.argmax(axis=1)
loss = torch.as_tensor(p).sum(1)
`,
      promised: sumToOne,
    })),
  ),
  {
    rule: 'softmax-axis',
    name: 'over everything, by hand, of exponentials with a name',
    code: `t = torch.arange(12.0).reshape(4, 3).sin()
e = torch.exp(t)
p = e / e.sum()
predicted = p.argmax(dim=1)
loss = p.sum(1)
`,
    promised: sumToOne,
  },
  {
    rule: 'softmax-axis',
    name: 'of joined rows',
    code: `${DATA}${LINEAR}p = F.softmax(torch.cat([linear(x), linear(x)], dim=0), dim=0)
predicted = p.argmax(dim=1)
loss = p.sum(1)
`,
    promised: ({ loss: before }, { loss: after }) =>
      (after as number[]).length === 4 && !near((before as number[])[0], 1) && sumToOne({}, { loss: after }),
  },
  {
    rule: 'softmax-axis',
    name: 'by its place',
    code: `${DATA}${LINEAR}p = F.softmax(linear(x), 0)
predicted = p.argmax(dim=1)
loss = p.sum(1)
`,
    promised: sumToOne,
  },
  ...['F.softmax(c)', 'F.softmax(c,)', 'F.softmax(\n    c,  # scores, by pixel\n)'].map((code): Case => ({
    rule: 'softmax-axis',
    name: `none, of images: ${code}`,
    code: `c = nn.Conv2d(3, 2, 1)(torch.arange(96.0).reshape(2, 3, 4, 4).sin())
loss = ${code}.sum(1)
`,
    // PyTorch guesses right here, and says that it won't for ever.
    promised: (before, after) => sumToOne({}, before) && sumToOne({}, after),
  })),
  ...[
    'F.log_softmax(F.softmax(x, 1), 1)',
    'F.softmax(x, dim=1).log_softmax(dim=1)',
    'F.log_softmax(nn.Sequential(linear, nn.Softmax(dim=1))(x), dim=1)',
    'nn.Sequential(linear, nn.Softmax(dim=1), nn.LogSoftmax(dim=1))(x)',
    'F.log_softmax(p, dim=1)',
  ].map((code): Case => ({
    rule: 'softmax-of-softmax',
    name: `a log-softmax of one, ${code}`,
    code: `${DATA}${LINEAR}z = linear(x)
p = F.softmax(z, dim=1)
loss = F.nll_loss(${code}, y)
`,
    promised: becomesCrossEntropy,
  })),
  {
    rule: 'sigmoid-into-bce-with-logits',
    name: 'in another shape',
    code: `z = nn.Linear(1, 1)(torch.ones(4, 1)) * 0 + 8
p = torch.sigmoid(z).squeeze()
loss = F.binary_cross_entropy_with_logits(p, torch.ones(4))
`,
    promised: (before, after) =>
      near(before.loss, Math.log1p(Math.exp(-1 / (1 + Math.exp(-8))))) &&
      near(after.loss, Math.log1p(Math.exp(-8))),
  },
  {
    rule: 'softmax-into-cross-entropy',
    name: 'of some rows, into a name that it replaces',
    code: `${DATA}x = F.softmax(x, dim=1)
loss = F.cross_entropy(x, y)
`,
    promised: becomesCrossEntropy,
  },
  {
    rule: 'logits-into-probability-loss',
    name: 'NLLLoss, imported by its name',
    code: `from torch.nn import NLLLoss
${DATA}${LINEAR}loss = NLLLoss()(linear(x), y)
`,
    promised: (before, after) => (before.loss as number) < 0 && near(after.loss, CROSS_ENTROPY),
  },
  {
    rule: 'label-kind',
    name: 'one-hot of integers',
    code: `${DATA}target = F.one_hot(y, num_classes=3)
loss = F.cross_entropy(x, target)
`,
    promised: (before, after) => before.error !== undefined && near(after.loss, CROSS_ENTROPY),
  },
  {
    rule: 'temperature-after-softmax',
    name: 'divided',
    code: `temperature = 2.0
x = torch.tensor([2.0, 1.0, 0.1])
loss = torch.softmax(x, dim=-1) / temperature
`,
    promised: ({ loss: before }, { loss: after }) =>
      near(total(before), 0.5) && near(total(after), 1) && near((after as number[])[0], 0.5017, 1e-3),
  },
  {
    rule: 'temperature-after-softmax',
    name: 'divided on the next line',
    code: `temperature = 2.0
x = torch.tensor([2.0, 1.0, 0.1])
p = torch.softmax(x, dim=-1)
p /= temperature
loss = p
`,
    promised: ({ loss: before }, { loss: after }) =>
      near(total(before), 0.5) && near(total(after), 1) && near((after as number[])[0], 0.5017, 1e-3),
  },
  {
    rule: 'smoothing-twice',
    name: 'by hand and by option',
    code: `${DATA}target = F.one_hot(y, 3).float() * 0.9 + 0.1 / 3
loss = F.cross_entropy(x, target, label_smoothing=0.1)
`,
    // The second row is wrong: with more smoothing it costs less, the first more; 0.19 becomes 0.1.
    promised: (before, after) => !near(before.loss, after.loss as number, 1e-3),
  },
  {
    rule: 'padding-in-loss',
    name: 'pad_sequence',
    code: `from torch.nn.utils.rnn import pad_sequence
PAD = 0
tags = pad_sequence([torch.tensor([1, 2, 1]), torch.tensor([2])], batch_first=True, padding_value=PAD)
x = torch.tensor([[0.0, 1.0, 1.0]] * 4 + [[9.0, 0.0, 0.0]] * 2)
scores = x.view(2, 3, 3)
criterion = nn.CrossEntropyLoss()
loss = criterion(scores.view(-1, 3), tags.view(-1))
`,
    promised: (before, after) =>
      near(after.loss, Math.log(2 + 1 / Math.E)) && (before.loss as number) < (after.loss as number),
  },
  {
    rule: 'mean-of-means',
    name: 'a short and a long sequence',
    code: `logits = torch.tensor([[[4.0, 0.0]] * 2 + [[0.0, 0.0]] * 6, [[0.0, 0.0]] * 8])
labels = torch.ones(2, 8, dtype=torch.long)
mask = torch.tensor([[1.0] * 2 + [0.0] * 6, [1.0] * 8])
per_token = F.cross_entropy(logits.transpose(1, 2), labels, reduction="none")
loss = ((per_token * mask).sum(1) / mask.sum(1)).mean()
`,
    promised: (before, after) => {
      const [short, long] = [Math.log1p(Math.exp(4)), Math.LN2];
      return near(before.loss, (short + long) / 2) && near(after.loss, (2 * short + 8 * long) / 10);
    },
  },
];

/** Runs each program by itself, in one Python. */
const RUNNER = `
import json, sys, warnings
warnings.simplefilter("ignore")
out = []
for code in json.load(open(sys.argv[1])):
    scope, ran = {}, {}
    try:
        exec(code, scope)
        loss, x = scope["loss"], scope.get("x")
        ran["loss"] = loss.tolist()
        if loss.dim() == 0 and x is not None and x.requires_grad:
            loss.backward()
            ran["gradient"] = x.grad.abs().nan_to_num().sum().item()
    except Exception as error:
        ran["error"] = repr(error)
    out.append(ran)
print(json.dumps(out))
`;

function run(programs: readonly string[]): Ran[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-losscode-'));
  try {
    const file = path.join(folder, 'programs.json');
    writeFileSync(file, JSON.stringify(programs));
    const { status, stdout, stderr } = spawnSync(process.env.LOGITSCOPE_PYTHON!, ['-c', RUNNER, file], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout.replace(/-?Infinity|NaN/g, '"$&"'), (_, value: unknown) =>
      value === 'Infinity' || value === '-Infinity' || value === 'NaN' ? Number(value) : value,
    ) as Ran[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('The fixes of mistakes around the loss, executed', function () {
  this.timeout(60_000);

  it('change loss or gradient as the messages say', () => {
    const all = CASES.map(({ rule, name, code }) => {
      const files = [{ uri: 'main.py', text: `${IMPORTS}${code}` }];
      const finding = checkLossCode({ files }).find((one) => one.rule === rule);
      assert.ok(finding, `${rule} is not found in ${name}:\n${code}`);
      const programs = finding.fixes.map((fix) => fixed(files, finding, fix)[0].text!);
      assert.ok(programs.length > 0, `${rule} has no fix in ${name}:\n${code}`);
      return [files[0].text, ...programs];
    });
    const ran = run(all.flat());
    let at = 0;
    const wrong = all.flatMap(([, ...fixes], i) => {
      const before = ran[at++];
      return fixes.flatMap((program) => {
        const after = ran[at++];
        const { rule, name, promised } = CASES[i];
        return after.error === undefined && promised(before, after)
          ? []
          : [`${rule}, ${name}: ${JSON.stringify(before)}, then ${JSON.stringify(after)} of\n${program}`];
      });
    });
    assert.deepEqual(wrong, []);
  });
});
