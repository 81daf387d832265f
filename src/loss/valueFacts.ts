/** What the values of a batch are like, whatever they are called. */
export interface ValueFacts {
  rows: number;
  /** Over finite values. */
  min: number;
  max: number;
  /** Rows whose values all lie in [0, 1] and sum to 1 within 1e-3. */
  unitRows: number;
  /** Rows whose values are all at most 0 and whose exponentials sum to 1 within 1e-3. */
  logUnitRows: number;
  /** Rows in which every value is NaN. */
  allNaNRows: number;
  nanRows: number;
  /** Rows with +∞. */
  infiniteRows: number;
  /** Rows of −∞ only. */
  maskedRows: number;
}

/** How far a printed distribution's sum may be from 1. */
const UNIT_TOLERANCE = 1e-3;

export function noFacts(): ValueFacts {
  return {
    rows: 0,
    min: Infinity,
    max: -Infinity,
    unitRows: 0,
    logUnitRows: 0,
    allNaNRows: 0,
    nanRows: 0,
    infiniteRows: 0,
    maskedRows: 0,
  };
}

/**
 * Adds rows of row-major data.
 *
 * @param logSumExp of each row of the values themselves; NaN where it is not known
 */
export function addFacts(
  facts: ValueFacts,
  data: Float64Array | Float32Array,
  classes: number,
  logSumExp: Float64Array,
): void {
  const rows = logSumExp.length;
  facts.rows += rows;
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    let min = Infinity;
    let max = -Infinity;
    for (const end = at + classes; at < end; at++) {
      const x = data[at];
      sum += x;
      if (x < min) min = x;
      if (x > max) max = x;
    }
    if (Number.isFinite(sum)) {
      if (min < facts.min) facts.min = min;
      if (max > facts.max) facts.max = max;
      if (min >= 0 && max <= 1 && Math.abs(sum - 1) <= UNIT_TOLERANCE) facts.unitRows++;
      else if (max <= 0 && Math.abs(logSumExp[row]) <= UNIT_TOLERANCE) facts.logUnitRows++;
      continue;
    }
    addIrregular(facts, data.subarray(at - classes, at), logSumExp[row]);
  }
}

function addIrregular(facts: ValueFacts, row: Float64Array | Float32Array, logSumExp: number): void {
  let nan = 0;
  let masked = 0;
  let infinite = false;
  for (const x of row) {
    if (Number.isNaN(x)) nan++;
    else if (x === -Infinity) masked++;
    else if (x === Infinity) infinite = true;
    else {
      facts.min = Math.min(facts.min, x);
      facts.max = Math.max(facts.max, x);
    }
  }
  if (nan > 0) facts.nanRows++;
  if (nan === row.length) facts.allNaNRows++;
  if (infinite) facts.infiniteRows++;
  if (masked === row.length) facts.maskedRows++;
  else if (nan === 0 && !infinite && Math.abs(logSumExp) <= UNIT_TOLERANCE) facts.logUnitRows++;
}
