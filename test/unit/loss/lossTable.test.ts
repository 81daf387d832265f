import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LossTableBuilder, lossTable } from '../../../src/loss/lossTable';

describe('a table of losses', () => {
  it('is the same in whatever blocks the rows come, neighbours in sequences included', () => {
    const classes = 3;
    const row = fc.record({
      logits: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: classes, maxLength: classes }),
      label: fc.constantFrom(0, 1, 2, -100),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 6 }),
        (rows, steps, size) => {
          const block = (from: number, to: number) => ({
            classes,
            logits: Float64Array.from(rows.slice(from, to).flatMap(({ logits }) => logits)),
            label: Int32Array.from(rows.slice(from, to), ({ label }) => label),
            part: Int32Array.from(rows.slice(from, to), (_, i) => (from + i) % steps),
          });
          const settings = { temperature: 1 };
          const builder = new LossTableBuilder(settings);
          for (let from = 0; from < rows.length; from += size)
            builder.add(block(from, Math.min(from + size, rows.length)));
          assert.deepEqual(
            { ...builder.build(), decimals: undefined },
            lossTable(block(0, rows.length), settings),
          );
        },
      ),
    );
  });
});
