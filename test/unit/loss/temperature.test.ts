import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addLossAt, fitTemperature, meanOf, noSums } from '../../../src/loss/temperature';

const fit = (logits: number[][], labels: number[]) =>
  fitTemperature(Int32Array.from(labels), async (add) =>
    add({ logits: Float64Array.from(logits.flat()), classes: logits[0].length }),
  );

describe('the temperature that minimises the loss', () => {
  it('of two classes has a closed form', async () => {
    // One row in four is wrong, each by a margin of 2: the best temperature makes the margin ln 3.
    const { kind, temperature, after } = await fit(
      [
        [2, 0],
        [2, 0],
        [2, 0],
        [2, 0],
      ],
      [0, 0, 0, 1],
    );
    assert.equal(kind, 'found');
    assert.ok(Math.abs(temperature - 2 / Math.log(3)) < 1e-12);
    const entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    assert.ok(Math.abs(after - entropy) < 1e-14);
  });

  it('scales with the logits, and no other temperature is better', async () => {
    const row = fc.array(
      fc.integer({ min: -300, max: 300 }).map((x) => x / 10),
      { minLength: 4, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(row, fc.nat(3)), { minLength: 5, maxLength: 30 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        async (rows, scale) => {
          const logits = rows.map(([values]) => values);
          const labels = rows.map(([, label]) => label);
          const best = await fit(logits, labels);
          if (best.kind !== 'found') return;
          for (const factor of [0.9, 1.1]) {
            const sums = noSums();
            addLossAt(
              sums,
              Float64Array.from(logits.flat()),
              4,
              Int32Array.from(labels),
              factor / best.temperature,
            );
            assert.ok(meanOf(sums).loss >= best.after - 1e-12);
          }
          const scaled = await fit(
            logits.map((values) => values.map((x) => x * scale)),
            labels,
          );
          if (scaled.kind === 'found' && best.temperature > 1e-3 && best.temperature < 1e3)
            assert.ok(Math.abs(scaled.temperature / (best.temperature * scale) - 1) < 1e-6);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the same from wherever it is looked for', async () => {
    const logits = [2, 0, 1, 3, 0, 1, 5, 1];
    const from = (near: number) =>
      fitTemperature(
        Int32Array.of(0, 0, 1, 0),
        async (add) => add({ logits: Float64Array.from(logits), classes: 2 }),
        near,
      );
    const { temperature } = await from(1);
    for (const near of [temperature, temperature * (1 + 1e-9), 0.01, 100, 0, Infinity])
      assert.ok(Math.abs((await from(near)).temperature / temperature - 1) < 1e-13, String(near));
  });

  it('goes to 0 where every row is right, and grows without end where guessing is better', async () => {
    const right = await fit(
      [
        [2, 0],
        [0, 1],
      ],
      [0, 1],
    );
    assert.equal(right.kind, 'zero');
    const inverse = await fit(
      [
        [2, 0],
        [0, 1],
      ],
      [1, 0],
    );
    assert.equal(inverse.kind, 'infinite');
    assert.ok(Math.abs(inverse.after - Math.LN2) < 1e-4);
  });

  it('leaves out rows without a label or a distribution', async () => {
    const { rows } = await fit(
      [
        [1, 0],
        [NaN, 1],
        [1, 2],
        [-Infinity, 1],
        [0, 2],
      ],
      [0, 0, -1, 0, 0],
    );
    assert.equal(rows, 2);
    const { kind } = await fit([[1, 2]], [-1]);
    assert.equal(kind, 'no-rows');
  });
});
