import { fitTemperature } from '../temperature';
import { sampleOf } from './bootstrap';
import { columnOf, placesUpTo } from './columns';
import { bounded, unlessMasked } from './bounded';
import { eceByChance } from './byChance';
import { pickRows, withProbabilities, type EvaluatedRows, type FullRows } from './evaluatedRows';
import { reliabilityOf } from './figures';
import { FOLDS, foldsOf, placesOf } from './folds';
import { fitIsotonic, risingAt } from './isotonic';
import { orderBy } from './orderBy';
import { fitPlatt } from './platt';
import { rankRows } from './rankedRows';
import { TOP_FIGURES, TopFigures } from './topFigures';
import type {
  AppliedCalibration,
  CalibratedFigures,
  CalibrationMethod,
  CalibrationMethods,
  NoTemperature,
} from './types';
import { fitVectorScaling, MAX_SCALED_CLASSES, softmaxRows, vectorScaled } from './vectorScaling';
import { proportion } from './wilson';

/** What a fit found: the probabilities of any rows under it, and what it is to be told by. */
interface Fit<Parameters> {
  parameters: Parameters;
  probabilitiesOf(rows: FullRows): Float64Array;
}

/** @param near the fit to all rows, for one to most of them */
type Fitting<Parameters> = (
  rows: FullRows,
  near?: Parameters,
) => Fit<Parameters> | Promise<Fit<Parameters> | undefined> | undefined;

/** Draws by which the calibrated figures' error by chance is told: its mean alone. */
const DRAWS = 200;

/** Rows, and logits, that are fitted to; beyond, a sample of the rows: a few hundred parameters gain nothing by more. */
const FITTED_ROWS = 50_000;
const FITTED_NUMBERS = 1 << 19;

/** Places of the rows that are fitted to. */
const fittedPlaces = ({ row, classes }: FullRows, seed: number): Int32Array =>
  sampleOf(row, Math.min(FITTED_ROWS, Math.ceil(FITTED_NUMBERS / classes)), seed);

/**
 * Every way of calibrating that fits the rows, fitted to all of them, and cross-fitted: each row judged under what was
 * fitted without its fold. Of very many rows a sample is fitted to and judged.
 *
 * @param between is awaited between two fits
 */
export async function calibrations(
  all: FullRows,
  seed: number,
  between: () => Promise<void>,
): Promise<CalibrationMethods> {
  const places = fittedPlaces(all, seed);
  const rows = places.length === all.row.length ? all : (pickRows(all, places) as FullRows);
  const judged = <P extends object>(fitting: Fitting<P>, whole?: Fit<P>, fitted = rows) =>
    judge({ rows: fitted, seed, whole }, fitting, between);
  const boundedly = async <P extends object>(
    fitting: Fitting<P>,
    { rows: fitted, bound }: ReturnType<typeof bounded>,
  ): Promise<CalibrationMethod<P & { bound?: number }> | undefined> => {
    const found = await judged(fitting, undefined, fitted);
    return found && { ...found, fitted: { ...found.fitted, ...(bound !== undefined && { bound }) } };
  };
  await between();
  const temperature = await bestTemperature(rows);
  const vector = fits('vector', rows) ? await boundedly(vectorScaling, unlessMasked(rows)) : undefined;
  return {
    folds: FOLDS,
    rows: rows.row.length,
    ...(isFit(temperature)
      ? { temperature: await judged(temperatureScaling, temperature) }
      : { noTemperature: temperature }),
    ...(vector ? { vector } : fits('vector', rows) && { noVector: 'separable' as const }),
    ...(fits('platt', rows) && { platt: await boundedly(plattScaling, bounded(rows)) }),
    isotonic: await judged(isotonicScaling),
  };
}

async function judge<P extends object>(
  { rows, seed, whole }: { rows: FullRows; seed: number; whole?: Fit<P> },
  fitting: Fitting<P>,
  between: () => Promise<void>,
): Promise<CalibrationMethod<P> | undefined> {
  const folds = foldsOf(rows.row, seed);
  const fit = await crossFit({ rows, folds, whole }, fitting, between);
  return (
    fit && {
      fitted: { ...fit.whole.parameters, ...calibrated(rows, fit.whole.probabilitiesOf(rows), seed) },
      crossFitted: calibrated(rows, fit.crossed, seed),
    }
  );
}

/** Rows, the fold of each, and the places of those that are fitted to where they are not all. */
interface CrossFitted<Parameters> {
  rows: FullRows;
  folds: Uint8Array;
  fitted?: Int32Array;
  /** The fit to all of them, where it is known. */
  whole?: Fit<Parameters>;
}

/** The fit to all rows, and each row's probabilities under the fit without its fold. */
async function crossFit<P extends object>(
  { rows, folds, fitted, whole: known }: CrossFitted<P>,
  fitting: Fitting<P>,
  between: () => Promise<void>,
): Promise<{ whole: Fit<P>; crossed: Float64Array } | undefined> {
  const { classes } = rows;
  await between();
  const whole = known ?? (await fitting(fittedOf(rows, fitted)));
  if (!whole) return undefined;
  const crossed = new Float64Array(rows.probabilities.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const inside = placesOf(folds, fold, true);
    if (inside.length === 0) continue;
    await between();
    const outside = fitted?.filter((place) => folds[place] !== fold) ?? placesOf(folds, fold, false);
    const fit = await fitting(pickRows(rows, outside) as FullRows, whole.parameters);
    if (!fit) return undefined;
    const p = fit.probabilitiesOf(pickRows(rows, inside) as FullRows);
    for (let at = 0, from = 0; at < inside.length; at++)
      for (let to = inside[at] * classes, end = to + classes; to < end; to++) crossed[to] = p[from++];
  }
  return { whole, crossed };
}

const fittedOf = (rows: FullRows, fitted: Int32Array | undefined): FullRows =>
  fitted ? (pickRows(rows, fitted) as FullRows) : rows;

/** All rows as they are under what was fitted to the others, or to a sample of those where they are very many. */
function crossFitAll<P extends object>(
  rows: FullRows,
  seed: number,
  fitting: Fitting<P>,
  between: () => Promise<void>,
): Promise<{ whole: Fit<P>; crossed: Float64Array } | undefined> {
  const fitted = fittedPlaces(rows, seed);
  return crossFit({ rows, folds: foldsOf(rows.row, seed), fitted }, fitting, between);
}

/** The fitted temperature, judged, with the rows as they are under a temperature that was fitted without them. */
export async function crossFittedTemperature(
  rows: FullRows,
  seed: number,
  between: () => Promise<void>,
): Promise<{ temperature: number; judged: CalibratedFigures; rows: FullRows } | NoTemperature | undefined> {
  const fitted = fittedPlaces(rows, seed);
  await between();
  const whole = await bestTemperature(fittedOf(rows, fitted));
  if (!isFit(whole)) return whole;
  const fit = await crossFit(
    { rows, folds: foldsOf(rows.row, seed), fitted, whole },
    temperatureScaling,
    between,
  );
  if (!fit) return undefined;
  return {
    temperature: fit.whole.parameters.temperature,
    judged: calibrated(rows, fit.crossed, seed),
    rows: { ...withProbabilities(rows, fit.crossed), probabilities: fit.crossed, logits: rows.logits },
  };
}

/** The same rows, each under what a way of calibrating made of the others; undefined where it does not fit them. */
export async function calibratedRows(
  rows: FullRows,
  name: AppliedCalibration,
  seed: number,
  between: () => Promise<void>,
): Promise<FullRows | undefined> {
  if (!fits(name, rows)) return undefined;
  const fit = await CROSS_FITTINGS[name](rows, seed, between);
  if (!fit) return undefined;
  const p = fit.crossed;
  return { ...withProbabilities(rows, p), probabilities: p, logits: p.map(Math.log) };
}

/** Which rows a way of calibrating is for. */
function fits(name: keyof CalibrationMethods, { classes }: EvaluatedRows): boolean {
  if (name === 'vector') return classes <= MAX_SCALED_CLASSES;
  return name !== 'platt' || classes === 2;
}

function calibrated(rows: EvaluatedRows, p: Float64Array, seed: number): CalibratedFigures {
  const ranked = rankRows(withProbabilities(rows, p));
  const values = new TopFigures(ranked).of(new Uint8Array(ranked.row.length).fill(1));
  const figure = (name: (typeof TOP_FIGURES)[number]) => ({ value: values[TOP_FIGURES.indexOf(name)] });
  const right = ranked.right.reduce((sum, one) => sum + one, 0);
  const { value } = eceByChance(ranked.confidence, seed, DRAWS);
  return {
    meanLoss: figure('meanLoss'),
    brier: figure('brier'),
    ece: figure('ece'),
    eceByChance: { value },
    accuracy: proportion(right, ranked.row.length)!,
    reliability: reliabilityOf(ranked),
  };
}

const temperatureOf = ({ label, logits, classes }: FullRows, near?: { temperature: number }) =>
  fitTemperature(label, async (add) => add({ logits, classes }), near?.temperature);

/** The temperature of all rows, or why none is the best: where all are right, or all classes are better taken as equal. */
async function bestTemperature(
  rows: FullRows,
): Promise<Fit<{ temperature: number }> | NoTemperature | undefined> {
  const { kind, temperature } = await temperatureOf(rows);
  if (kind === 'found') return scaledBy(temperature);
  return kind === 'no-rows' ? undefined : kind;
}

const isFit = <P>(fit: Fit<P> | NoTemperature | undefined): fit is Fit<P> => typeof fit === 'object';

/** Where the loss falls without end in four of five folds, the sharpest temperature that is looked at, and so the flattest. */
const ENDS = { zero: 1e-6, infinite: 1e6 } as const;

async function temperatureScaling(
  rows: FullRows,
  near?: { temperature: number },
): Promise<Fit<{ temperature: number }> | undefined> {
  const { kind, temperature } = await temperatureOf(rows, near);
  if (kind === 'no-rows') return undefined;
  return scaledBy(kind === 'found' ? temperature : ENDS[kind]);
}

const scaledBy = (temperature: number): Fit<{ temperature: number }> => ({
  parameters: { temperature },
  probabilitiesOf: ({ logits, classes }) =>
    softmaxRows(
      logits.map((x) => x / temperature),
      classes,
    ),
});

function vectorScaling(
  rows: FullRows,
  near?: { scale: number[]; bias: number[] },
): Fit<{ scale: number[]; bias: number[] }> | undefined {
  const fit = fitVectorScaling(rows, near);
  // Four of five folds may still be told apart where all rows can't.
  if (fit.separates && !near) return undefined;
  return {
    parameters: { scale: [...fit.scale], bias: [...fit.bias] },
    probabilitiesOf: (some) => vectorScaled(some, fit),
  };
}

/** Of two classes: the second one's logit less the first one's is the score. */
function plattScaling(
  rows: FullRows,
  near?: { slope: number; bias: number },
): Fit<{ slope: number; bias: number }> {
  const { label } = rows;
  const { slope, bias } = fitPlatt(scoresOf(rows), (row) => label[row] === 1, near);
  return {
    parameters: { slope, bias },
    probabilitiesOf(some) {
      const p = new Float64Array(some.logits.length);
      scoresOf(some).forEach((score, row) => {
        const z = slope * score + bias;
        p[2 * row] = 1 / (1 + Math.exp(z));
        p[2 * row + 1] = 1 / (1 + Math.exp(-z));
      });
      return p;
    },
  };
}

function scoresOf({ label, logits }: FullRows): Float64Array {
  return Float64Array.from(label, (_, row) => logits[2 * row + 1] - logits[2 * row]);
}

/** Each class against the rest, then divided by their sum; equal shares where all are 0. Of two classes the second alone. */
function isotonicScaling(rows: FullRows): Fit<object> {
  const { classes, label } = rows;
  const wanted = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c);
  const rising = wanted.map((c) => {
    const score = columnOf(rows.probabilities, classes, c);
    return fitIsotonic(score, (row) => label[row] === c, orderBy(score, placesUpTo(score.length)));
  });
  return {
    parameters: {},
    probabilitiesOf(some) {
      const p = new Float64Array(some.probabilities.length);
      for (let from = 0; from < p.length; from += classes) {
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
      return p;
    },
  };
}

const crossFitting =
  <P extends object>(fitting: Fitting<P>, fitted = (rows: FullRows): { rows: FullRows } => ({ rows })) =>
  (rows: FullRows, seed: number, between: () => Promise<void>) =>
    crossFitAll(fitted(rows).rows, seed, fitting, between);

const CROSS_FITTINGS = {
  vector: crossFitting(vectorScaling, unlessMasked),
  platt: crossFitting(plattScaling, bounded),
  isotonic: crossFitting(isotonicScaling),
} satisfies Record<AppliedCalibration, unknown>;
