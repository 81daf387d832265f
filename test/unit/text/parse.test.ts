import assert from 'node:assert/strict';
import { findArrayAt } from '../../../src/text/findAt';
import { mayHoldArray } from '../../../src/text/mayHoldArray';
import { parseArrays } from '../../../src/text/parse';

describe('parseArrays', () => {
  const good: [text: string, shape: string][] = [
    ['[2.0, 1.0, 0.1]', '3'],
    ['((1.5, 2), (3, 4))', '2,2'],
    ['1 2 3\n4 5 6', '2,3'],
    ['1.5, 2.5, 3.5', '3'],
    ['0.5\n0.25\n', '2'],
    ['logit_a,logit_b\n1.5,2.5\n3.5,4.5', '2,2'],
    ['{"logits": [[2, 1]], "labels": [0]}', '1,2'],
    ['array([[1., 2.]], dtype=float32)', '1,2'],
  ];
  for (const [text, shape] of good)
    it(`reads ${JSON.stringify(text)}`, () => {
      const { found, problem } = parseArrays(text);
      assert.equal(problem, undefined);
      assert.equal(found[0].shape.join(), shape);
    });

  const bad: [text: string, problem: RegExp][] = [
    ['[[1, 2, 3], [4, 5]]', /^row 1 has 2 numbers, but the first row has 3 \(ragged\)$/],
    ['1 2 3\n4 5', /^row 1 has 2 numbers, but the first row has 3 \(ragged\)$/],
    ['[[1, 2, "abc"]]', /^\[0\]\[2\]: expected a number, got "abc"$/],
    ['[1, 2, null]', /^\[2\]: expected a number, got null$/],
    ['[[1, 2], 3]', /^\[1\]: expected a list, as before it, got 3 \(ragged\)$/],
    ['[1, [2, 3]]', /^\[1\]: expected a number, as before it, got a list \(ragged\)$/],
    ['[[1, 2], [3', /truncated/],
    ['[0.1, 0.2, ..., 0.9]', /elided.*not in the text/],
    ['[1, 2 3]', /^\[2\]: expected a comma before 3/],
    ['1, 2\n3, x', /^\[1\]\[1\]: expected a number, got "x"$/],
    ['hello', /expected numbers in brackets/],
    ['  \n', /empty/],
  ];
  for (const [text, problem] of bad)
    it(`says of ${JSON.stringify(text)} what is wrong`, () =>
      assert.match(parseArrays(text).problem ?? '', problem));

  // The JSON grammar's must-accept and must-reject rules, on arrays of numbers.
  it('accepts every JSON number and any JSON white space', () => {
    for (const text of [
      '[123e65,0]',
      '[0e+1, 1]',
      '[0e1, 1]',
      '[ 4, 1]',
      '[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001, 1]',
      '[20e1, 1]',
      '[-0, 1]',
      '[-123, 1]',
      '[1E22, 1]',
      '[1E-2, 1]',
      '[1E+2, 1]',
      '[123.456e78, 1]',
      '[1\t,\r\n 2]',
      ' [1, 2] ',
    ])
      assert.deepEqual([...parseArrays(text).found[0].array!.data], JSON.parse(text), text);
  });
  it('rejects what no notation of numbers allows', () => {
    for (const text of [
      '[1 true, 2.5 x]',
      '[1,,2]',
      '[,1]',
      '[1,2',
      '[1]]',
      '[1.5e]',
      '[1e+, 2]',
      '[1.2.3, 1]',
      '[0x12, 1]',
      '[--1, 2]',
      '[1-2, 3]',
      '[1:2, 3]',
      '["1", 2]',
      '[1, a]',
      '[1;2]',
      '[1}',
      '{"a": 1',
      '[∞, 1]',
      '[１, 2]',
    ])
      assert.ok(
        parseArrays(text).problem !== undefined || parseArrays(text).found[0].shape.join() === '1',
        text,
      );
  });
});

describe('findArrayAt', () => {
  const source =
    'def f():\n    """Gives\n    >>> logits\n    tensor([[1.5, -2.5]])\n    """\n    # [[0.5, 0.25]]\n    x = np.array([3.5, 4.5])\n';
  it('finds the array around an offset, in code, comments and docstrings, and none beside it', () => {
    assert.deepEqual([...findArrayAt(source, source.indexOf('-2.5'))!.array!.data], [1.5, -2.5]);
    assert.deepEqual([...findArrayAt(source, source.indexOf('0.25'))!.array!.data], [0.5, 0.25]);
    assert.equal(findArrayAt(source, source.indexOf('4.5'))!.name, 'x');
    assert.equal(findArrayAt(source, 3), undefined);
  });
  it('finds it from either edge', () => {
    const at = source.indexOf('tensor');
    assert.equal(findArrayAt(source, at)!.name, 'logits');
    assert.equal(findArrayAt(source, at + 'tensor([[1.5, -2.5]])'.length)!.name, 'logits');
  });
  it('gives offsets in the whole of a long file, and the labels of the record', () => {
    const filler = 'const a = b[0] + "it\'s";\n'.repeat(60_000);
    const text = `${filler}{"logits": [[1.5, -2.5]], "labels": [1]}\n${filler}`;
    const found = findArrayAt(text, text.indexOf('-2.5'))!;
    assert.equal(text.slice(...found.range), '[[1.5, -2.5]]');
    assert.deepEqual([...found.labels!.values.data], [1]);
    assert.equal(text.slice(...found.labels!.range!), '[1]');
  });
  it('finds an array larger than the first window', () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `[${i}.5, -1.25]`).join(',\n');
    const text = `x = [${rows}]\n`;
    assert.deepEqual([...findArrayAt(text, text.length >> 1)!.shape], [60_000, 2]);
  });
});

describe('mayHoldArray', () => {
  it('lets through every notation that can be offered', () => {
    for (const text of [
      'tensor([[1.5, 2.5]])',
      'logits: [[1.5 2.5]]',
      'array([ 1. , -inf])',
      '[[nan, 1.5]]',
      'tensor([[ 0.1,  ...,  0.2]])',
      '{"logits": [1.5,2.5]}',
      '[np.float32(1.5), np.float32(2.5)]',
      '(0.5, 0.25)',
      '# tensor([[1.5,\n#          2.5]])',
      "[{'label': 'A', 'score': 0.5}]",
      'a,b\n1.5,2.5\n3.5,4.5',
    ])
      assert.ok(mayHoldArray(text), text);
  });
  it('turns ordinary logs, prose and code away', () => {
    for (const text of [
      'Epoch 1/10: loss=0.5, acc=0.75',
      '[00:02<00:00,  9.50it/s]',
      'see [1] and [2]',
      'x = f(a)[0]',
      'Requirement already satisfied: numpy (1.24.2)',
      'torch.Size([2])',
      'model(\n  (fc): Linear(in_features=3, out_features=2, bias=True)\n)',
    ])
      assert.equal(mayHoldArray(text), false, text);
  });
});
