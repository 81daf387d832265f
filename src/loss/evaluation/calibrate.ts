import { sampleOf } from './bootstrap';
import { bounded, unlessMasked } from './bounded';
import { calibratedFigures } from './calibratedFigures';
import { placesUpTo } from './columns';
import { pickRows, withProbabilities, type EvaluatedRows, type FullRows } from './evaluatedRows';
import {
  bestTemperature,
  isotonicScaling,
  plattScaling,
  temperatureScaling,
  vectorScaling,
  type Fit,
  type Fitting,
} from './fittings';
import { FOLDS, foldedRows, spanOf, type FoldedRows } from './folds';
import type {
  AppliedCalibration,
  CalibratedFigures,
  CalibrationMethod,
  CalibrationMethods,
  NoTemperature,
} from './types';
import { MAX_SCALED_CLASSES } from './vectorScaling';

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
  const folded = foldedRows(rows, seed);
  const judged = <P extends object>(fitting: Fitting<P>, whole?: Fit<P>, of = folded) =>
    judge({ folded: of, seed, whole }, fitting, between);
  const boundedly = async <P extends object>(
    fitting: Fitting<P>,
    { rows: some, bound }: ReturnType<typeof bounded>,
  ): Promise<CalibrationMethod<P & { bound?: number }> | undefined> => {
    const found = await judged(fitting, undefined, some === rows ? folded : foldedRows(some, seed));
    return found && { ...found, fitted: { ...found.fitted, ...(bound !== undefined && { bound }) } };
  };
  await between();
  const temperature = await bestTemperature(folded.fitted);
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

interface CrossFitted<Parameters> {
  folded: FoldedRows;
  /** The fit to all rows, where it is known. */
  whole?: Fit<Parameters>;
}

async function judge<P extends object>(
  { folded, seed, whole }: CrossFitted<P> & { seed: number },
  fitting: Fitting<P>,
  between: () => Promise<void>,
): Promise<CalibrationMethod<P> | undefined> {
  const { rows } = folded;
  const fit = await crossFit({ folded, whole }, fitting, between);
  if (!fit) return undefined;
  const p = new Float64Array(rows.probabilities.length);
  fit.whole.fill(rows, placesUpTo(rows.row.length), p);
  return {
    fitted: { ...fit.whole.parameters, ...calibratedFigures(rows, p, seed) },
    crossFitted: calibratedFigures(rows, fit.crossed, seed),
  };
}

/** The fit to all rows, and each row's probabilities under the fit without its fold. */
async function crossFit<P extends object>(
  { folded, whole: known }: CrossFitted<P>,
  fitting: Fitting<P>,
  between: () => Promise<void>,
): Promise<{ whole: Fit<P>; crossed: Float64Array } | undefined> {
  const { rows, places, fitted, ends } = folded;
  await between();
  const fitTo = fitting(fitted);
  const whole = known ?? (await fitTo());
  if (!whole) return undefined;
  const crossed = new Float64Array(rows.probabilities.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const inside = spanOf(places.ends, fold);
    if (inside.from === inside.to) continue;
    await between();
    const fit = await fitTo(spanOf(ends, fold), whole.parameters);
    if (!fit) return undefined;
    fit.fill(rows, places.place.subarray(inside.from, inside.to), crossed);
  }
  return { whole, crossed };
}

/** All rows fold after fold; those that are fitted to are a sample where they are very many. */
function foldedSample(rows: FullRows, seed: number): FoldedRows {
  const places = fittedPlaces(rows, seed);
  return foldedRows(rows, seed, places.length < rows.row.length ? places : undefined);
}

/** The fitted temperature, judged, with the rows as they are under a temperature that was fitted without them. */
export async function crossFittedTemperature(
  rows: FullRows,
  seed: number,
  between: () => Promise<void>,
): Promise<{ temperature: number; judged: CalibratedFigures; rows: FullRows } | NoTemperature | undefined> {
  const folded = foldedSample(rows, seed);
  await between();
  const whole = await bestTemperature(folded.fitted);
  if (!isFit(whole)) return whole;
  const fit = await crossFit({ folded, whole }, temperatureScaling, between);
  if (!fit) return undefined;
  return {
    temperature: fit.whole.parameters.temperature,
    judged: calibratedFigures(rows, fit.crossed, seed),
    rows: { ...withProbabilities(rows, fit.crossed), probabilities: fit.crossed, logits: rows.logits },
  };
}

const isFit = <P>(fit: Fit<P> | NoTemperature | undefined): fit is Fit<P> => typeof fit === 'object';

/** The same rows, each under what a way of calibrating made of the others; undefined where it does not fit them. */
export async function calibratedRows(
  rows: FullRows,
  name: AppliedCalibration,
  seed: number,
  between: () => Promise<void>,
): Promise<FullRows | undefined> {
  if (!fits(name, rows)) return undefined;
  const p = await CROSS_FITTINGS[name](rows, seed, between);
  return p && { ...withProbabilities(rows, p), probabilities: p, logits: p.map(Math.log) };
}

/** Which rows a way of calibrating is for. */
function fits(name: keyof CalibrationMethods, { classes }: EvaluatedRows): boolean {
  if (name === 'vector') return classes <= MAX_SCALED_CLASSES;
  return name !== 'platt' || classes === 2;
}

const crossFitting =
  <P extends object>(fitting: Fitting<P>, fitted = (rows: FullRows): { rows: FullRows } => ({ rows })) =>
  async (rows: FullRows, seed: number, between: () => Promise<void>) =>
    (await crossFit({ folded: foldedSample(fitted(rows).rows, seed) }, fitting, between))?.crossed;

const CROSS_FITTINGS = {
  vector: crossFitting(vectorScaling, unlessMasked),
  platt: crossFitting(plattScaling, bounded),
  isotonic: crossFitting(isotonicScaling),
} satisfies Record<AppliedCalibration, unknown>;
