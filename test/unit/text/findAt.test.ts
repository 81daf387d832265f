import assert from 'node:assert/strict';
import { findArrayAt } from '../../../src/text/findAt';

const ROWS = 20_000;
const rows = (row: (i: number) => string) => Array.from({ length: ROWS }, (_, i) => row(i)).join('');

/** Documents of more than is searched at first, each of one array. */
const documents: readonly (readonly [name: string, text: string, shape: number[]])[] = [
  ['a list over many lines', `x = [${rows((i) => `[1.5, ${i}.5],\n`)}[1.5, 2.5]]\n`, [ROWS + 1, 2]],
  ['a list in one line', `x = [${rows((i) => `[1.5, ${i}.5], `)}[1.5, 2.5]]\n`, [ROWS + 1, 2]],
  ['a row', `x = [${rows((i) => `${i % 7}.12345678, `)}2.5]\n`, [ROWS + 1]],
  [
    'a printed tensor with what stands behind its numbers',
    `logits = tensor([${rows((i) => `[1.5, ${i}.5],\n        `)}[1.5, 2.5]], device='cuda:0', grad_fn=<AddBackward0>)\n`,
    [ROWS + 1, 2],
  ],
  ['a table', `a,b\n${rows((i) => `1.52345,${i}.5\n`)}`, [ROWS, 2]],
  ['records', rows((i) => `{"id": ${i}, "logits": [1.5, ${i}.5], "label": 1}\n`), [ROWS, 2]],
];

describe('The array at a place in a long document', () => {
  for (const [name, text, shape] of documents)
    it(`is all of ${name}, whether it is pointed at near its beginning, in its middle, or near its end`, () => {
      assert.ok(text.length > 200_000);
      // A table's header is none of its numbers.
      for (const at of [12, text.length >> 2, text.length >> 1, text.length - 12]) {
        const found = findArrayAt(text, at);
        assert.deepEqual(found?.shape, shape, `at ${at} of ${text.length}`);
        assert.ok(found.range[0] <= at && at <= found.range[1]);
      }
    });

  it('is none where text stands around it, and the short one where another is long', () => {
    const text = `${'words of a text\n'.repeat(20_000)}y = [1.5, 2.5]\n${'words of a text\n'.repeat(20_000)}`;
    const at = text.indexOf('1.5');
    assert.deepEqual(findArrayAt(text, at)?.range, [at - 1, at + 9]);
    assert.equal(findArrayAt(text, 100), undefined);
    assert.equal(findArrayAt(text, text.length - 100), undefined);
  });
});
