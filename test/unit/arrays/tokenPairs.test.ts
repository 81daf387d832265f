import assert from 'node:assert/strict';
import fc from 'fast-check';
import { areOfRows, pairsOf, type Candidate } from '../../../src/arrays/tokenPairs';

describe('rows of logits and the ids of their tokens', () => {
  const rows = (count: number, name?: string): Candidate => ({
    ...(name !== undefined && { name }),
    shape: [count, 4],
    isWhole: false,
    kind: 'logits',
  });
  const ids = (length: number, name = 'input_ids'): Candidate => ({ name, shape: [length], isWhole: true });

  it('belong together where there are as many, before more; else where they stand nearest', () => {
    assert.deepEqual(pairsOf([ids(9), ids(5), rows(5)]), [{ logits: 2, ids: 1 }]);
    assert.deepEqual(pairsOf([ids(5), rows(5), ids(5), rows(5)]), [
      { logits: 1, ids: 0 },
      { logits: 3, ids: 2 },
    ]);
    assert.deepEqual(pairsOf([ids(4), rows(5)]), []);
    assert.deepEqual(pairsOf([ids(5, 'counts'), rows(5)]), []);
  });

  it('are those that a look at every pair finds', () => {
    const candidate = fc.record({
      name: fc.constantFrom(undefined, 'input_ids', 'logits', 'x'),
      shape: fc.oneof(
        fc.tuple(fc.integer({ min: 1, max: 4 })),
        fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(2, 3, 50257)),
        fc.tuple(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 3 }), fc.constantFrom(2, 50257)),
      ),
      isWhole: fc.boolean(),
      kind: fc.constantFrom('logits' as const, 'probabilities' as const, 'other' as const, undefined),
    });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 9 }), (arrays) => {
        assert.deepEqual(pairsOf(arrays), onePairByAnother(arrays));
      }),
    );
  });

  it('are found among ten thousand of both', () => {
    const many = Array.from({ length: 10_000 }, () => [rows(2), ids(2)]).flat();
    assert.equal(pairsOf(many).length, 10_000);
  });
});

function onePairByAnother(arrays: readonly Candidate[]) {
  const used = new Set<number>();
  const length = (at: number) => arrays[at].shape.at(-1)!;
  return arrays.flatMap((rows, logits) => {
    const [ids] = arrays
      .flatMap((one, at) => (!used.has(at) && areOfRows(one, rows) ? [at] : []))
      .sort((a, b) => length(a) - length(b) || Math.abs(a - logits) - Math.abs(b - logits));
    if (ids === undefined) return [];
    used.add(ids);
    return [{ logits, ids }];
  });
}
