import { Described, sumsToOne, UNIT_TOLERANCE } from '../numerics';

/** What the values of a batch are like, whatever they are called. */
export interface ValueFacts {
  rows: number;
  /** Rows whose values all lie in [0, 1] and sum to 1 within 1e-3. */
  unitRows: number;
  /** Rows whose exponentials sum to 1 within 1e-3. */
  logUnitRows: number;
  /** Rows in which every value is NaN. */
  allNaNRows: number;
  nanRows: number;
  /** Rows with +∞ and no NaN. */
  infiniteRows: number;
  /** Rows of −∞ only. */
  maskedRows: number;
}

export function noFacts(): ValueFacts {
  return {
    rows: 0,
    unitRows: 0,
    logUnitRows: 0,
    allNaNRows: 0,
    nanRows: 0,
    infiniteRows: 0,
    maskedRows: 0,
  };
}

/**
 * Adds rows of row-major data. Most rows show within a few values that they are no distribution: the rest of such a
 * row is not looked at.
 *
 * @param logSumExp of each row, at any temperature: finite where the row has a distribution
 * @param isPlain logSumExp is that of the values themselves, at temperature 1
 */
export function addFacts(
  facts: ValueFacts,
  data: Float64Array | Float32Array,
  classes: number,
  logSumExp: Float64Array,
  isPlain: boolean,
): void {
  facts.rows += logSumExp.length;
  for (let row = 0; row < logSumExp.length; row++) {
    const start = row * classes;
    if (!Number.isFinite(logSumExp[row])) addIrregular(facts, data.subarray(start, start + classes));
    else if (isPlain && Math.abs(logSumExp[row]) <= UNIT_TOLERANCE) facts.logUnitRows++;
    else if (sumsToOne(data, start, start + classes)) facts.unitRows++;
  }
}

/** Adds what the kernels counted of so many rows; irregular ones are added one by one. */
export function addFactsOf(facts: ValueFacts, counts: Float64Array, rows: number): void {
  facts.rows += rows;
  facts.unitRows += counts[Described.Unit];
  facts.logUnitRows += counts[Described.LogUnit];
}

/** Adds a row without a finite log Σ exp. */
export function addIrregular(facts: ValueFacts, row: Float64Array | Float32Array): void {
  let nan = 0;
  let masked = 0;
  let infinite = false;
  for (const x of row) {
    if (Number.isNaN(x)) nan++;
    else if (x === -Infinity) masked++;
    else if (x === Infinity) infinite = true;
  }
  if (nan > 0) facts.nanRows++;
  if (nan === row.length) facts.allNaNRows++;
  else if (infinite) facts.infiniteRows++;
  if (masked === row.length) facts.maskedRows++;
}
