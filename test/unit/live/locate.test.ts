import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { FoundArray } from '../../../src/arrays/types';
import { readAnswer } from '../../../src/live/answers';
import { identityOf, locateRequest, readLocated, type Located } from '../../../src/live/locating';
import { findArrays } from '../../../src/text/find';
import { startPython, type PythonProcess } from './pythonProcess';

interface Ran {
  count: number;
  outputs: { mime: string; text: string }[];
}

interface Case {
  title: string;
  /** The last one prints. */
  cells: string[];
  /** Run afterwards. */
  after?: string[];
  /** The printing cell as the notebook has it. */
  source?: string;
  /** Which abbreviated array of the outputs. */
  nth?: number;
  /** "same logits": the status, then the path or name. */
  is: string;
}

const NUMPY = `import numpy as np
rng = np.random.default_rng(0)
def made(*shape): return rng.normal(0, 3, shape).astype(np.float32)
logits = made(200, 300)
q = made(200, 300)`;

const cases: Case[] = [
  // The three everyday cells.
  { title: 'a label before another array', cells: ['print("logits", q)'], is: 'same q' },
  {
    title: 'a dict shown by its last expression, with a key that is another variable’s name',
    cells: ['hist = {"logits": made(150, 40), "step": 3}', 'hist'],
    is: "same hist['logits']",
  },
  {
    title: 'a variable assigned anew with the same shape',
    cells: ['print(logits)'],
    after: ['logits = made(200, 300)'],
    is: 'changed logits',
  },
  // More of the kind.
  { title: 'the variable itself', cells: ['logits'], is: 'same logits' },
  { title: 'an alias', cells: ['alias = logits', 'print(alias)'], is: 'same alias' },
  {
    title: 'an alias, after the name was given to another array',
    cells: ['alias = logits', 'print(logits)'],
    after: ['logits = made(200, 300)'],
    is: 'same alias',
  },
  {
    title: 'what a cell’s output is kept as, after its name was given to another array',
    cells: ['logits'],
    after: ['logits = made(200, 300)'],
    is: 'same Out[2]',
  },
  {
    title: 'an array changed in place',
    cells: ['print(logits)'],
    after: ['logits *= 2'],
    is: 'changed logits',
  },
  {
    title: 'an array changed in place, which the cell’s output is too',
    cells: ['logits'],
    after: ['logits[0, 0] += 1'],
    is: 'changed logits',
  },
  { title: 'a slice', cells: ['print(logits[:150])'], is: 'same logits[:150]' },
  { title: 'a transposed array', cells: ['logits.T'], is: 'same logits.T' },
  { title: 'arithmetic', cells: ['print(logits[10:] * 2 - 1)'], is: 'same logits[10:] * 2 - 1' },
  {
    title: 'a function of a library',
    cells: ['print(np.exp(logits - logits.max(axis=1, keepdims=True)))'],
    is: 'same np.exp(logits - logits.max(axis=1, keepdims=True))',
  },
  {
    title: 'what a function prints of its argument',
    cells: ['def show(x): print(x)', 'show(q)'],
    is: 'same q',
  },
  {
    title: 'the elements of a list, printed in a loop',
    cells: ['heads = [made(60, 40) for _ in range(3)]', 'for head in heads: print(head)'],
    nth: 1,
    is: 'same heads[1]',
  },
  {
    title: 'the values of a dict, printed with their keys',
    cells: [
      'parts = {"logits": made(60, 40), "q": made(60, 40)}',
      'for name, part in parts.items(): print(name, part)',
    ],
    nth: 0,
    is: "same parts['logits']",
  },
  {
    title: 'arrays made in a loop that nothing keeps',
    cells: ['for i in range(3): step = made(60, 40); print(step)'],
    nth: 0,
    is: 'changed step',
  },
  {
    title: 'what a comprehension prints',
    cells: ['rows = (made(60, 40), made(60, 40))', '_ = [print(row) for row in rows]'],
    nth: 1,
    is: 'same rows[1]',
  },
  {
    title: 'a name that a function has of its own',
    cells: ['def work():\n    logits = made(200, 300)\n    print(logits)', 'work()'],
    is: 'unkept',
  },
  { title: 'an f-string', cells: ['print(f"logits: {q}")'], is: 'same q' },
  {
    title: 'an attribute of an object',
    cells: [
      'class Model: pass',
      'model = Model(); model.head = Model(); model.head.out = made(60, 40)',
      'print(model.head.out)',
    ],
    is: 'same model.head.out',
  },
  {
    title: 'a field of a dataclass',
    cells: [
      'import dataclasses',
      '@dataclasses.dataclass\nclass Output:\n    logits: object\n    loss: float',
      'out = Output(made(60, 40), 0.5)',
      'print(out.logits)',
    ],
    is: 'same out.logits',
  },
  {
    title: 'a named tuple shown as a whole',
    cells: [
      'from collections import namedtuple\nPair = namedtuple("Pair", "first logits")',
      'pair = Pair(made(60, 40), made(60, 40))',
      'pair',
    ],
    nth: 1,
    is: 'same pair.logits',
  },
  {
    title: 'an index by a variable',
    cells: ['steps = [made(60, 40) for _ in range(3)]\ni = 2', 'print("logits", steps[i])'],
    is: 'same steps[i]',
  },
  { title: 'a deleted variable', cells: ['print(q)'], after: ['del q'], is: 'gone q' },
  {
    title: 'a variable that holds something else now',
    cells: ['print(q)'],
    after: ['q = "no array"'],
    is: 'unkept',
  },
  {
    title: 'zeros, of which there are several, by the expression printed',
    cells: ['zeros = np.zeros((60, 40)); mask = np.zeros((60, 40))', 'print(mask)'],
    is: 'same mask',
  },
  {
    title: 'zeros under another name only, which may be anything',
    cells: ['mask = np.zeros((60, 40)); marks = np.zeros((60, 40)); marks[30, 20] = 1', 'print(mask)'],
    after: ['del mask'],
    is: 'several marks',
  },
  {
    title: 'two copies that differ where nothing was printed, after their name went',
    cells: ['a = made(60, 40); b = a.copy(); b[30, 20] = 9; c = a', 'print(c)'],
    after: ['del c'],
    is: 'several b,a',
  },
  {
    title: 'another dtype under the same name, rounded to the same digits',
    cells: ['p = np.round(made(60, 40), 1)', 'p'],
    after: ['del Out[2]', 'p = p.astype(np.float64)'],
    is: 'changed p',
  },
  {
    title: 'a property, which is code of the user’s',
    cells: [
      'class Model:\n    calls = 0\n    @property\n    def out(self):\n        Model.calls += 1\n        return made(60, 40)',
      'model = Model()',
      'print(model.out)',
    ],
    is: 'unkept',
  },
  {
    title: 'another session’s number for the cell',
    cells: ['print(logits)'],
    after: ['logits = made(200, 300)', 'In[2] = "something else"'],
    is: 'changed logits',
  },
  {
    title: 'a cell with magics, of which the kernel has no record',
    cells: ['print(q)'],
    source: '%%time\n!ls\n%matplotlib inline\nprint(q)',
    after: ['logits = q', 'In.clear()'],
    is: 'same q',
  },
];

const TORCH = `import torch
import torch.nn.functional as F
torch.manual_seed(0)
def made(*shape): return torch.randn(*shape) * 3
logits = made(200, 300)
q = made(200, 300)`;

const torchCases: Case[] = [
  ...cases.slice(0, 8).filter(({ title }) => !title.includes('dict')),
  {
    title: 'detached and moved',
    cells: ['w = made(300, 80).requires_grad_()', 'out = logits @ w', 'print(out.detach().cpu())'],
    is: 'same out.detach().cpu()',
  },
  {
    title: 'NumPy’s view of a tensor',
    cells: ['print("logits", q.numpy())'],
    is: 'same q.numpy()',
  },
  {
    title: 'a softmax of logits',
    cells: ['F.softmax(logits, dim=-1)'],
    is: 'same F.softmax(logits, dim=-1)',
  },
  {
    title: 'scores of steps in a tuple, one of them',
    cells: [
      'class Output: pass\nout = Output(); out.scores = tuple(made(1, 3000) for _ in range(4))',
      'print(out.scores[0])',
    ],
    is: 'same out.scores[0]',
  },
  {
    title: 'a weight of a layer',
    cells: ['fc = torch.nn.Linear(60, 40)', 'fc.weight'],
    is: 'same fc.weight',
  },
  {
    title: 'half precision under a name that holds its float32 now',
    cells: ['half = logits.half()', 'print(half)'],
    after: ['half = half.float()'],
    is: 'changed half',
  },
  {
    title: 'a change through .data, which torch does not count',
    cells: ['print(logits)'],
    after: ['logits.data.add_(1)'],
    is: 'changed logits',
  },
];

function abbreviated({ outputs }: Ran, source: string): FoundArray[] {
  return outputs.flatMap(({ text, mime }) =>
    findArrays(text, { source, mime }).filter(({ elided }) => elided),
  );
}

function word(located: Located): string {
  switch (located.status) {
    case 'same':
    case 'changed':
      return `${located.status} ${located.path}`;
    case 'gone':
      return `gone ${located.name}`;
    case 'several':
      return `several ${located.choices.map(({ name }) => name).join()}`;
    default:
      return 'unkept';
  }
}

describe('The array that was printed', function () {
  this.timeout(60_000);
  let python: PythonProcess;
  const hasTorch = (() => {
    try {
      execFileSync(process.env.LOGITSCOPE_PYTHON!, ['-c', 'import torch'], { stdio: 'ignore' });
      return Boolean(process.env.LOGITSCOPE_HEAVY);
    } catch {
      return false;
    }
  })();
  before(() => (python = startPython('notebook.py')));
  after(() => python.end());
  const run = async (cell: string) => JSON.parse(await python.ask({ cell })) as Ran;

  async function located(
    setup: string,
    { cells, after = [], nth = 0, source: shown }: Case,
  ): Promise<string> {
    python.tell({ restart: true });
    const before = await run([setup, ...cells.slice(0, -1)].join('\n'));
    assert.deepEqual(before.outputs, []);
    const source = cells.at(-1)!;
    const ran = await run(source);
    const found = abbreviated(ran, source)[nth];
    assert.ok(found, `an abbreviated array in ${JSON.stringify(ran.outputs).slice(0, 300)}`);
    for (const cell of after) await run(cell);
    const request = locateRequest(identityOf(found)!, { codes: [shown ?? source], count: ran.count });
    const answer = readLocated(readAnswer(await python.ask({ ask: request })));
    if (answer.status === 'same') {
      const printed = identityOf(found);
      readAnswer(await python.ask({ ask: { op: 'describe', name: answer.path, printed } }));
    }
    return word(answer);
  }

  for (const one of cases)
    it(`of NumPy is told: ${one.title}`, async () => {
      const answer = await located(NUMPY, one);
      assert.equal(one.is === 'unkept' ? answer.split(' ')[0] : answer, one.is);
    });
  if (hasTorch)
    for (const one of torchCases)
      it(`of torch is told: ${one.title}`, async () => {
        assert.equal(await located(TORCH, one), one.is);
      });
});
