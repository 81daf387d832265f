import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkLossCode } from '../../../src/losscode/check';
import type { CodeFix, CodeRange } from '../../../src/losscode/types';
import { corpus } from './corpus';

const TEXTS = corpus().flatMap(({ files }) => files.map(({ text, cells }) => text ?? cells!.join('\n')));
const PIECES = [
  ...'([{)]}\'":,.=*\n ',
  '    ',
  'self.',
  'super().__init__()',
  'return ',
  'lambda x: ',
  'for x in x:\n',
  'while True:\n',
  'class A(A):\n    ',
  'def f(*a, **k):\n    ',
  'nn.Sequential(*',
  '.append(',
  'F.softmax(',
  ' = ',
  'break\n',
];

const editedBy = (fixes: readonly CodeFix[]): CodeRange[] =>
  fixes.flatMap(({ edits }) => edits.map(({ range }) => range));

describe('Half-typed and hostile code', () => {
  it('never makes the checker of loss code throw, whatever is cut out, put in or repeated', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TEXTS),
        fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.constantFrom('', ...PIECES)), {
          minLength: 1,
          maxLength: 6,
        }),
        (text, changes) => {
          let changed = text;
          for (const [place, length, piece] of changes) {
            const at = place % (changed.length + 1);
            changed = changed.slice(0, at) + piece + changed.slice(at + length);
          }
          for (const { range, fixes } of checkLossCode({ files: [{ uri: 'a.py', text: changed }] }))
            for (const { start, end } of [range, ...editedBy(fixes)])
              assert.ok(start >= 0 && start <= end && end <= changed.length);
        },
      ),
      { numRuns: 150, seed: 17 },
    );
  });

  it('still checks the rest of code that reads long dicts and lists many times', () => {
    const mistake = 'p = F.softmax(x, dim=-1)\nloss = F.cross_entropy(p, y)\n';
    const repeated = (count: number, of: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => of(i)).join('');
    for (const code of [
      `W = {${repeated(1000, (i) => `"n${i}": 1.0, `)}}\n${repeated(120, (i) => `def f${i}(name, x):\n    return x * W[name]\n`)}`,
      `C = {${repeated(1000, (i) => `"n${i}": ${i}, `)}}\n${repeated(60, (i) => `def f${i}(x):\n    for key, value in C.items():\n        print(key)\n`)}`,
    ])
      assert.equal(
        checkLossCode({
          files: [{ uri: 'a.py', text: `import torch.nn.functional as F\n${code}${mistake}` }],
        }).length,
        1,
      );
  });

  it('offers no fix that needs more than is typed', () => {
    const text =
      'import torch\nimport torch.nn.functional as F\nce = F.cross_entropy(z, y, reduction="none")\n' +
      'loss = torch.mean(torch.sum(ce * mask, dim=1) / torch.sum(mask, dim';
    for (const { fixes } of checkLossCode({ files: [{ uri: 'a.py', text }] }))
      for (const { end } of editedBy(fixes)) assert.ok(end <= text.length);
  });

  it('goes on where an index is half-typed', () => {
    const text =
      'x = [1]\nx[ = 2\nimport torch.nn.functional as F\nF.cross_entropy(F.softmax(x, dim=1), y)\n';
    const rules = checkLossCode({ files: [{ uri: 'a.py', text }] }).map(({ rule }) => rule);
    assert.deepEqual(rules, ['softmax-into-cross-entropy']);
  });

  it('ends where calls, loops and lists go round in circles', () => {
    const calls = Array.from(
      { length: 40 },
      (_, i) => `def f${i}(x):\n    return f${(i + 1) % 40}(f${(i + 7) % 40}(x))\n`,
    );
    const lists = 'a = [a, a]\nfor x in a:\n    a = [a, a, x]\n    for y in a:\n        a += [a, y]\n'.repeat(
      20,
    );
    const classes =
      'class A(B):\n    def f(self):\n        return A().f().f()\nclass B(A):\n    pass\nB().f()\n';
    const nested = `${'('.repeat(3000)}x${')'.repeat(3000)}\n${'nn.Sequential('.repeat(300)}x${')'.repeat(300)}(x)\n`;
    for (const text of [`${calls.join('')}f0(1)\n`, lists, classes, nested, 'x = x\n'.repeat(20_000)])
      assert.deepEqual(checkLossCode({ files: [{ uri: 'a.py', text }] }), []);
  });

  it('bears thousands of branches, and knows after them what all of them say', () => {
    const branch = (i: number) => `elif a == ${i}:\n    p = F.softmax(x, dim=1)\n`;
    const after = (last: string) => {
      const branches = Array.from({ length: 4_000 }, (_, i) => branch(i)).join('');
      const text = `import torch.nn.functional as F\nif a:\n    p = F.softmax(x, dim=1)\n${branches}else:\n    p = ${last}\nF.cross_entropy(p, y)\n`;
      return checkLossCode({ files: [{ uri: 'a.py', text }] }).map(({ rule }) => rule);
    };
    assert.deepEqual(after('F.softmax(x, dim=1)'), ['softmax-into-cross-entropy']);
    assert.deepEqual(after('x'), []);
  });

  it('still checks the whole cells of a notebook among thousands that are none', () => {
    const mistake = 'import torch.nn.functional as F\nF.cross_entropy(F.softmax(x, dim=1), y)\n';
    for (const broken of ['f(**a, ', 'with a:', 'try:', 'lambda: (', 'class A(']) {
      const cells = [...Array.from({ length: 3_000 }, (_, i) => `${broken}# ${i}`), mistake];
      const findings = checkLossCode({ files: [{ uri: 'a.ipynb', cells }] });
      assert.deepEqual(
        findings.map(({ rule, range }) => [rule, range.cell]),
        [['softmax-into-cross-entropy', 3_000]],
        broken,
      );
    }
  });

  it('offers no edit that holds pages of code', () => {
    const text = `import torch.nn.functional as F\nx = ${'F.softmax('.repeat(190)}y${', 1)'.repeat(190)}\n`;
    const findings = checkLossCode({ files: [{ uri: 'a.py', text }] });
    assert.ok(findings.length > 0);
    const edits = findings.flatMap(({ fixes }) => fixes.flatMap(({ edits }) => edits));
    for (const edit of edits) assert.ok(edit.text.length <= 2_010, String(edit.text.length));
  });

  it('follows imports that go round in a circle', () => {
    const files = [
      { uri: '/w/a.py', text: 'from b import *\nfrom .b import x\nx = 1' },
      { uri: '/w/b.py', text: 'from a import *\nimport a.b\ny = 1' },
    ];
    assert.deepEqual(checkLossCode({ files }), []);
  });
});
