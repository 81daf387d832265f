import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LossTable } from '../../../../src/loss/lossTable';
import type { RowFilter } from '../../../../src/worker/protocol';
import { orderOf } from '../../../../src/engine/views/rowOrder';

const table = (loss: number[], top = loss.map(() => 0), label = loss.map(() => 0)) =>
  ({
    rows: loss.length,
    loss: Float64Array.from(loss),
    top: Int32Array.from(top),
    label: Int32Array.from(label),
  }) as unknown as LossTable;

describe('the order of a row list', () => {
  const value = fc.oneof(
    fc.double(),
    fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, Number.MIN_VALUE, -Number.MIN_VALUE, 1, -1),
  );

  it('is what a stable comparison sort gives, rows without a value last either way', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 300 }), fc.boolean(), (loss, descending) => {
        const sign = descending ? -1 : 1;
        const expected = loss
          .map((x, row) => ({ x, row }))
          .sort((a, b) => {
            if (Number.isNaN(a.x) || Number.isNaN(b.x))
              return Number(Number.isNaN(a.x)) - Number(Number.isNaN(b.x));
            return a.x === b.x ? 0 : sign * (a.x < b.x ? -1 : 1);
          })
          .map(({ row }) => row);
        assert.deepEqual([...orderOf(table(loss), { sort: { key: 'loss', descending } })], expected);
      }),
    );
  });

  it('sorts class ids and row numbers', () => {
    const rows = table([1, 2, 3, 4], [2, 0, 2, 1]);
    assert.deepEqual([...orderOf(rows, { sort: { key: 'top', descending: false } })], [1, 3, 0, 2]);
    assert.deepEqual([...orderOf(rows, { sort: { key: 'top', descending: true } })], [0, 2, 3, 1]);
    assert.deepEqual([...orderOf(rows, { sort: { key: 'row', descending: true } })], [3, 2, 1, 0]);
  });

  it('keeps the rows whose top class is not their label', () => {
    const rows = table([3, 1, 2, 9], [0, 1, 1, 1], [0, 0, 0, -1]);
    assert.deepEqual([...orderOf(rows, { wrongOnly: true })], [1, 2]);
    assert.deepEqual(
      [...orderOf(rows, { sort: { key: 'loss', descending: true }, wrongOnly: true })],
      [2, 1],
    );
  });

  it('keeps the rows that someone points at in a figure, labelled ones alone where there are labels', () => {
    const rows = {
      ...table([0.1, 2, 0.5, 3], [0, 1, 1, 1], [0, 0, 1, -1]),
      topProbability: Float64Array.of(0.9, 0.5, 1, 0.5),
    };
    const under = (where: RowFilter) => [...orderOf(rows, { where })];
    assert.deepEqual(under({ label: 0, predicted: 1 }), [1]);
    assert.deepEqual(under({ confidence: [0.5, 0.6] }), [1]);
    assert.deepEqual(under({ confidence: [0.9, 1] }), [0, 2]);
    assert.deepEqual(under({ loss: [0.1, 0.5] }), [0]);
    assert.deepEqual(under({ loss: [0.5, Infinity] }), [1, 2]);
    const sort = { key: 'loss', descending: true } as const;
    assert.deepEqual([...orderOf(rows, { sort, where: { predicted: 1 } })], [1, 2]);
  });

  it('is computed once for the pages of a list', () => {
    const rows = table([3, 1, 2]);
    const sort = { key: 'loss', descending: true } as const;
    assert.equal(orderOf(rows, { sort }), orderOf(rows, { sort: { ...sort } }));
    assert.notEqual(orderOf(rows, { sort }), orderOf(rows, { sort: { ...sort, descending: false } }));
  });
});
