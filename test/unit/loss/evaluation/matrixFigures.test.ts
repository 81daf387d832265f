import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import {
  matrixFigures,
  ResampledMatrixFigures,
  type MatrixFigures,
  type ProbabilityRows,
} from '../../../../src/loss/evaluation/matrixFigures';

const CLASSES = 3;

/**
 * Few probabilities, so that many are equal, and some that differ by rounding alone: 0.3 equals the next of its three, which
 * equals the last, but not 0.3.
 */
const probability = fc.oneof(
  fc.constantFrom(
    0,
    0.1,
    0.3,
    0.1 + 2e-16,
    0.3 - 5e-17,
    0.3 + 2.4e-15,
    0.3 + 4.8e-15,
    1,
    Number.MIN_VALUE,
    1e-300,
  ),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const row = fc.record({
  label: fc.integer({ min: 0, max: CLASSES - 1 }),
  p: fc.array(probability, { minLength: CLASSES, maxLength: CLASSES }),
  times: fc.nat({ max: 5 }),
});
interface Row {
  label: number;
  p: number[];
}

const columnsOf = (rows: readonly Row[]): ProbabilityRows => ({
  classes: CLASSES,
  label: Int32Array.from(rows, ({ label }) => label),
  probabilities: Float64Array.from(rows.flatMap(({ p }) => p)),
});

/** In pairs and bins, by the words of each definition. */
function byDefinition(rows: readonly Row[]): MatrixFigures {
  const ece = new Float64Array(CLASSES);
  const auroc = new Float64Array(CLASSES);
  const parts = { reliability: 0, resolution: 0, uncertainty: 0 };
  for (let c = 0; c < CLASSES; c++) {
    let [pairs, above] = [0, 0];
    for (const own of rows.filter(({ label }) => label === c))
      for (const other of rows.filter(({ label }) => label !== c)) {
        pairs++;
        const difference = own.p[c] - other.p[c];
        const equal = Math.abs(difference) <= 1e-14 * Math.max(own.p[c], other.p[c]);
        above += equal ? 0.5 : Number(difference > 0);
      }
    auroc[c] = above / pairs;
    const base = rows.filter(({ label }) => label === c).length / rows.length;
    for (let bin = 0; bin < 10; bin++) {
      const inside = rows.filter(({ p }) => binWith(p[c]) === bin);
      if (inside.length === 0) continue;
      const share = inside.filter(({ label }) => label === c).length / inside.length;
      const gap = share - inside.reduce((sum, { p }) => sum + p[c], 0) / inside.length;
      ece[c] += (inside.length / rows.length) * Math.abs(gap);
      parts.reliability += (inside.length / rows.length) * gap * gap;
      parts.resolution += (inside.length / rows.length) * (share - base) ** 2;
    }
    parts.uncertainty += base * (1 - base);
  }
  return { ece, auroc, ...parts };
}

function holdEqual(is: MatrixFigures, expected: MatrixFigures): void {
  const numbers = ({ ece, auroc, reliability, resolution, uncertainty }: MatrixFigures) => [
    ...[...ece, ...auroc, reliability, resolution, uncertainty],
  ];
  const wanted = numbers(expected);
  numbers(is).forEach((one, i) => {
    ok(Object.is(one, wanted[i]) || Math.abs(one - wanted[i]) <= 1e-12, `${one}, expected ${wanted[i]}`);
  });
}

/** The last of ten bins that begins at a probability or, but for rounding, below it. */
const binWith = (p: number): number =>
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].findLast((bin) => bin / 10 - p <= 1e-14 * p)!;

describe('figures of every class’s probability', () => {
  it('are what their definitions say, ties but for rounding by half', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
        holdEqual(matrixFigures(columnsOf(rows)), byDefinition(rows));
      }),
      { numRuns: 300 },
    );
  });

  it('are, of rows that count several times, those of rows that stand there several times', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
        const drawn = rows.flatMap((one) => Array.from({ length: one.times }, () => one));
        if (drawn.length === 0) return;
        const figures = new ResampledMatrixFigures(columnsOf(rows));
        // Twice: nothing is left over from the weights before.
        figures.of(new Uint8Array(rows.length).fill(3));
        holdEqual(figures.of(Uint8Array.from(rows, ({ times }) => times)), byDefinition(drawn));
      }),
      { numRuns: 300 },
    );
  });
});
