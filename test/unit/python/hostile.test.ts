import assert from 'node:assert/strict';
import { parser } from '@lezer/python';
import fc from 'fast-check';
import { parse } from '../../../src/python/parse';
import { walk } from '../../../src/python/walk';

const CODE = `import torch
%matplotlib inline
class Net(nn.Module):
    @torch.no_grad()
    def forward(self, x: Tensor = None, *args, **kw) -> Tensor:
        for i, (a, b) in enumerate(loader):
            print("Batch #", i, f"{a:.{n}f} {b['k']!r} {{}} {c = }", sep=" ")
        return F.softmax(self.head(x[:, -1, ...]) / T, dim=-1) if x else None
y = [t for t in z if (w := t) > 1e-3]; d = {'a': 1, **rest}
with open(r'\\x') as f, g() as h: await k(*h)
!ls {d} \\
  -la
'''long
string''' 'next' b"\\x00"
logits?
`;
const PIECES = [
  ...'([{)]}\'"#\\:;,.=%!?@*-\n\t {}',
  '"""',
  "'''",
  'f"{',
  ' if ',
  ' for ',
  'lambda ',
  ':=',
  '\n    ',
  'é',
  '\0',
];

const mutated = fc
  .array(fc.tuple(fc.nat(CODE.length), fc.nat(30), fc.constantFrom(...PIECES)), { maxLength: 6 })
  .map((cuts) =>
    cuts.reduce((code, [at, length, piece]) => code.slice(0, at) + piece + code.slice(at + length), CODE),
  );

/** Nodes of what was read, each checked for its place. */
function nodesOf(text: string): number {
  let nodes = 0;
  const check = ({ start, end }: { start: number; end: number }) => {
    nodes++;
    assert.ok(0 <= start && start <= end && end <= text.length, JSON.stringify(text));
  };
  walk(parse(text), { statement: check, expression: check });
  return nodes;
}

describe('hostile Python', () => {
  it('raises nothing, and what is read of it lies in the text', () => {
    fc.assert(
      fc.property(mutated, (text) => void nodesOf(text)),
      { numRuns: 40 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void nodesOf(text)),
      { numRuns: 100 },
    );
  });

  const units = [
    '(',
    '[{',
    ')',
    'f"{',
    '"',
    '"""',
    'a.',
    'a+',
    'x,',
    'not ',
    '-',
    'lambda:',
    'a=f(b=',
    'a:',
    '%x\n',
    'x?\n',
    '\\\n',
    '#',
    'if x:\n ',
    'print ',
    'the quick brown fox ',
    '$?=)(&%',
    'f(x)\n',
    '@a\n',
  ];

  it('gives two nodes for a character at most, however long it is', () => {
    for (const unit of units)
      for (const length of [1_000, 6_000]) {
        const text = unit.repeat(length / unit.length);
        assert.ok(nodesOf(text) <= 2 * text.length, unit);
      }
  });

  it('is read in steps that grow with its length alone', () => {
    // What parse hands over is taken in one step for each token at most.
    const steps = (text: string) => {
      const parse = parser.startParse(text);
      let count = 1;
      while (parse.advance() === null) count++;
      return count;
    };
    for (const unit of [')', 'a+', 'a:', 'print ', '$?=)(&%'])
      assert.ok(steps(unit.repeat(2_000 / unit.length)) <= 2_001, unit);
  });
});
