import { fitTemperature } from '../temperature';
import { columnOf, picked, placesUpTo } from './columns';
import type { FullRows } from './evaluatedRows';
import { NO_ROWS, outside, type FittedRows, type Span } from './folds';
import { fitIsotonic, risingAt } from './isotonic';
import { orderBy } from './orderBy';
import { fitPlatt } from './platt';
import type { NoTemperature } from './types';
import { fitVectorScaling, scaledLogit } from './vectorScaling';

/** What a fit found, and the probabilities of any rows under it. */
export interface Fit<Parameters> {
  parameters: Parameters;
  /** Writes those of the rows at some places. */
  fill(rows: FullRows, places: Int32Array, probabilities: Float64Array): void;
}

/** Fits to all rows but those of a span; `near` is the fit to all, for one to most of them. */
type FitWithout<Parameters> = (
  without?: Span,
  near?: Parameters,
) => Fit<Parameters> | Promise<Fit<Parameters> | undefined> | undefined;

/** A way of calibrating: does once what every fit to the rows needs. */
export type Fitting<Parameters> = (rows: FittedRows) => FitWithout<Parameters>;

/** The temperature of all rows, or why none is the best: where all are right, or all classes are better taken as equal. */
export async function bestTemperature(
  rows: FittedRows,
): Promise<Fit<{ temperature: number }> | NoTemperature | undefined> {
  const { label, logits, classes } = rows;
  const { kind, temperature } = await fitTemperature(label, async (add) => add({ logits, classes }));
  if (kind === 'found') return scaledBy(temperature);
  return kind === 'no-rows' ? undefined : kind;
}

/** Where the loss falls without end in four of five folds, the sharpest temperature that is looked at, and so the flattest. */
const ENDS = { zero: 1e-6, infinite: 1e6 } as const;

export const temperatureScaling: Fitting<{ temperature: number }> =
  ({ label, logits, classes }) =>
  async (without = NO_ROWS, near) => {
    const [before, behind] = outside(without, label.length);
    const labels = new Int32Array(before.to + behind.to - behind.from);
    labels.set(label.subarray(0, before.to));
    labels.set(label.subarray(behind.from), before.to);
    const { kind, temperature } = await fitTemperature(
      labels,
      async (add) => {
        for (const { from, to } of [before, behind])
          if (from < to) add({ logits: logits.subarray(from * classes, to * classes), classes });
      },
      near?.temperature,
    );
    if (kind === 'no-rows') return undefined;
    return scaledBy(kind === 'found' ? temperature : ENDS[kind]);
  };

const scaledBy = (temperature: number): Fit<{ temperature: number }> => ({
  parameters: { temperature },
  fill({ logits, classes }, places, p) {
    for (const place of places) {
      const from = place * classes;
      for (let at = from; at < from + classes; at++) p[at] = logits[at] / temperature;
      softmaxRow(p, from, classes);
    }
  },
});

export const vectorScaling: Fitting<{ scale: number[]; bias: number[] }> = (rows) => (without, near) => {
  const fit = fitVectorScaling(rows, without, near);
  // Four of five folds may still be told apart where all rows can't.
  if (fit.separates && !near) return undefined;
  return {
    parameters: { scale: [...fit.scale], bias: [...fit.bias] },
    fill({ logits, classes }, places, p) {
      for (const place of places) {
        const from = place * classes;
        for (let c = 0; c < classes; c++) p[from + c] = scaledLogit(fit, c, logits[from + c]);
        softmaxRow(p, from, classes);
      }
    },
  };
};

/** Softmax of one row, in place. */
function softmaxRow(z: Float64Array, from: number, classes: number): void {
  const end = from + classes;
  let max = -Infinity;
  for (let i = from; i < end; i++) if (z[i] > max) max = z[i];
  let sum = 0;
  for (let i = from; i < end; i++) sum += z[i] = z[i] === max ? 1 : Math.exp(z[i] - max);
  for (let i = from; i < end; i++) z[i] /= sum;
}

/** Of two classes: the second one's logit less the first one's is the score. */
export const plattScaling: Fitting<{ slope: number; bias: number }> = ({ label, logits }) => {
  const score = new Float64Array(label.length);
  for (let row = 0; row < score.length; row++) score[row] = logits[2 * row + 1] - logits[2 * row];
  return (without, near) => {
    const { slope, bias } = fitPlatt({ score, label }, without, near);
    return {
      parameters: { slope, bias },
      fill(some, places, p) {
        for (const place of places) {
          const z = slope * (some.logits[2 * place + 1] - some.logits[2 * place]) + bias;
          p[2 * place] = 1 / (1 + Math.exp(z));
          p[2 * place + 1] = 1 / (1 + Math.exp(-z));
        }
      },
    };
  };
};

/** Each class against the rest, then divided by their sum; equal shares where all are 0. Of two classes the second alone. */
export const isotonicScaling: Fitting<object> = ({ classes, label, probabilities }) => {
  const wanted = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c);
  const rankings = wanted.map((c) => {
    const score = columnOf(probabilities, classes, c);
    const places = orderBy(score, placesUpTo(score.length));
    return { score: picked(score, places), places, of: c };
  });
  return (without) => {
    const rising = fitIsotonic(rankings, label, without);
    return {
      parameters: {},
      fill(some, places, p) {
        for (const place of places) {
          const from = place * classes;
          if (classes === 2) {
            p[from + 1] = risingAt(rising[0], some.probabilities[from + 1]);
            p[from] = 1 - p[from + 1];
            continue;
          }
          let sum = 0;
          for (let c = 0; c < classes; c++)
            sum += p[from + c] = risingAt(rising[c], some.probabilities[from + c]);
          for (let c = 0; c < classes; c++) p[from + c] = sum > 0 ? p[from + c] / sum : 1 / classes;
        }
      },
    };
  };
};
