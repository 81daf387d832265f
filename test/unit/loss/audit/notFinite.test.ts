import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Beside, PrintedLoss } from '../../../../src/arrays/types';
import { audit } from '../../../../src/loss/audit/audit';
import { lossTable } from '../../../../src/loss/lossTable';
import { partsOf } from '../../../../src/loss/sequences';

const AGREES =
  /is what these logits and labels give|^The stored losses follow|is the (?:weighted )?mean|it is /;
const UNREAL = [NaN, Infinity, -Infinity];

const logit = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -200, max: 200, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(...UNREAL) },
);

const batches = fc.integer({ min: 2, max: 4 }).chain((classes) =>
  fc.record({
    rows: fc.array(
      fc.record({
        logits: fc.array(logit, { minLength: classes, maxLength: classes }),
        label: fc.constantFrom(-100, -1, 0, 1, classes - 1, classes, 255),
        stored: fc.constantFrom(...UNREAL, 0.5),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    classes: fc.constant(classes),
    printed: fc.oneof(fc.constantFrom(...UNREAL), fc.double({ min: 0, max: 30, noNaN: true })),
    dtype: fc.constantFrom(undefined, 'torch.bfloat16', 'float16'),
    weights: fc.option(fc.array(fc.constantFrom(0, 1, 2.5), { minLength: classes, maxLength: classes }), {
      nil: undefined,
    }),
    soft: fc.boolean(),
  }),
);

describe('values that are not finite', () => {
  it('agree with nothing and are agreed with by nothing, under any rule', () => {
    fc.assert(
      fc.property(batches, ({ rows, classes, printed, dtype, weights, soft }) => {
        const logits = Float64Array.from(rows.flatMap((row) => row.logits));
        const label = Int32Array.from(rows, (row) => (soft ? 0 : row.label));
        const values = {
          logits,
          classes,
          label,
          soft: soft ? Float64Array.from(logits, (x) => Number(x > 0)) : undefined,
          part: partsOf(rows.length, rows.length),
          storedLoss: Float64Array.from(rows, (row) => row.stored),
        };
        const printedLoss: PrintedLoss = { value: printed, decimals: 4, name: 'loss', dtype };
        const beside: Beside = {
          printedLoss,
          dtype,
          weights: weights && { role: 'class-weights', name: 'weights', values: weights },
        };
        const table = lossTable(values, { temperature: 1 }, 4);
        const findings = audit({
          table,
          reading: 'logits',
          beside,
          values,
          shape: [rows.length, classes],
          classAxis: 1,
        });
        for (const { id, message, evidence } of findings) {
          if (id === 'printed-loss' && !Number.isFinite(printed)) assert.doesNotMatch(message, AGREES);
          if (id === 'printed-loss' && !Number.isFinite(table.reduced!))
            assert.doesNotMatch(message, /is what these logits and labels give/);
          if (id === 'double-softmax') assert.ok(Number.isFinite(printed));
          assert.doesNotMatch(evidence, /(?:NaN|∞) ± |± (?:NaN|∞)/);
        }
        const compared = rows.filter(({ stored }) => Number.isFinite(stored)).length;
        if (compared === 0) assert.ok(!findings.some(({ id }) => id === 'stored-loss'));
      }),
      { numRuns: 300 },
    );
  });
});
