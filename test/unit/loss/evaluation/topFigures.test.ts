import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import { plainRows, weightedRows } from '../../../../src/numerics';
import type { EvaluatedRows } from '../../../../src/loss/evaluation/evaluatedRows';
import { rankRows } from '../../../../src/loss/evaluation/rankedRows';
import { TOP_FIGURES, TopFigures, type TopFigure } from '../../../../src/loss/evaluation/topFigures';

interface Row {
  label: number;
  top: number;
  confidence: number;
  loss: number;
  brier: number;
  inFive: boolean;
  times: number;
}

const CLASSES = 7;
const row = fc.record({
  label: fc.integer({ min: 0, max: CLASSES - 1 }),
  top: fc.integer({ min: 0, max: CLASSES - 1 }),
  // Few values, so that many rows are equally sure.
  confidence: fc.oneof(
    fc.constantFrom(0.2, 0.25, 0.9, 1),
    fc.integer({ min: 150_000, max: 1_000_000 }).map((n) => n / 1e6),
  ),
  loss: fc.oneof(fc.constant(Infinity), fc.double({ min: 0, max: 9, noNaN: true })),
  brier: fc.double({ min: 0, max: 2, noNaN: true }),
  inFive: fc.boolean(),
  times: fc.nat({ max: 12 }),
});

function columnsOf(rows: readonly Row[]): EvaluatedRows {
  return {
    classes: CLASSES,
    row: Int32Array.from(rows, (_, i) => i),
    label: Int32Array.from(rows, ({ label }) => label),
    top: Int32Array.from(rows, ({ top }) => top),
    confidence: Float64Array.from(rows, ({ confidence }) => confidence),
    loss: Float64Array.from(rows, ({ loss }) => loss),
    brier: Float64Array.from(rows, ({ brier }) => brier),
    inTopFive: Uint8Array.from(rows, ({ label, top, inFive }) => Number(label === top || inFive)),
    all: rows.length,
    unlabelled: 0,
    undefined: 0,
  };
}

/** By the words of each definition, of rows that stand there as often as they count. */
function byDefinition(rows: readonly Row[]): Partial<Record<TopFigure, number>> {
  const right = ({ label, top }: Row) => Number(label === top);
  const mean = (of: (one: Row) => number, among: readonly Row[] = rows) =>
    among.reduce((sum, one) => sum + of(one), 0) / among.length;
  const rising = rows.toSorted((a, b) => a.confidence - b.confidence);
  let pairs = 0;
  let area = 0;
  for (const sure of rows)
    for (const other of rows) {
      if (!right(sure) || right(other)) continue;
      pairs++;
      area += sure.confidence > other.confidence ? 1 : sure.confidence === other.confidence ? 0.5 : 0;
    }
  const surest = rising.toReversed();
  const spread = surest.map((one) =>
    mean(
      (tied) => 1 - right(tied),
      surest.filter(({ confidence }) => confidence === one.confidence),
    ),
  );
  let errors = 0;
  const aurc = spread.reduce((sum, error, i) => sum + (errors += error) / (i + 1), 0) / rows.length;
  let gaps = 0;
  for (let part = 0, from = 0; part < 10; part++) {
    const to = from + Math.floor(rows.length / 10) + Number(part < rows.length % 10);
    const inside = rising.slice(from, to);
    gaps += Math.abs(inside.reduce((sum, one) => sum + right(one) - one.confidence, 0));
    from = to;
  }
  return {
    accuracy: mean(right),
    top5Accuracy: mean(({ label, top, inFive }) => Number(label === top || inFive)),
    meanLoss: mean(({ loss }) => loss),
    brier: mean(({ brier }) => brier),
    meanConfidence: mean(({ confidence }) => confidence),
    auroc: area / pairs,
    aurc,
    eceEqualMass: gaps / rows.length,
  };
}

describe('figures of rows that count several times', () => {
  for (const [summed, rowsOf] of [
    ['summed in WebAssembly', weightedRows],
    ['summed plainly', plainRows],
  ] as const)
    it(`are those of rows that stand there several times, by their definitions, ${summed}`, () => {
      fc.assert(
        fc.property(fc.array(row, { minLength: 1, maxLength: 24 }), (rows) => {
          const drawn = rows.flatMap((one) => Array.from({ length: one.times }, () => one));
          if (drawn.length === 0) return;
          const ranked = rankRows(columnsOf(rows));
          const figures = new TopFigures(ranked, rowsOf(rows.length));
          // Twice: nothing is left over from the weights before.
          figures.of(new Uint8Array(rows.length).fill(3));
          const found = figures.of(Uint8Array.from(ranked.row, (at) => rows[at].times));
          // In the order in which they were ranked, as ties have no order of their own.
          const inRank = Array.from(ranked.row, (at) => rows[at]);
          const expected = byDefinition(
            inRank.flatMap((one) => Array.from({ length: one.times }, () => one)),
          );
          for (const [name, value] of Object.entries(expected)) {
            const is = found[TOP_FIGURES.indexOf(name as TopFigure)];
            ok(
              Object.is(is, value) || Math.abs(is - value) <= 1e-12 * Math.max(1, Math.abs(value)),
              `${name} is ${is}, expected ${value}`,
            );
          }
        }),
        { numRuns: 100 },
      );
    });
});
