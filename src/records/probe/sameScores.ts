/** How far probabilities of the same scores are apart at most, as people save them: logits in half precision, shares of two decimals. */
const NEAR = 6e-3;
/** The same of one decimal. */
const TENTHS = 0.051;
/** Rows that are compared. */
const MOST_ROWS = 200;
/** One row in so many may be damaged. */
const MOST_OTHERS = 0.1;

type Row = readonly number[];

/**
 * Whether two fields hold the same scores of the same rows, one as logits and the other as what a softmax or a sigmoid makes of them, or
 * both as either. Undefined where that can't be told: there are no rows of as many numbers.
 *
 * @param one a number, a row or rows for each record
 */
export function areSameScores(one: readonly unknown[], other: readonly unknown[]): boolean | undefined {
  const pairs: [Row, Row][] = [];
  for (let at = 0; at < Math.min(one.length, other.length) && pairs.length < MOST_ROWS; at++) {
    const [rows, others] = [rowsIn(one[at]), rowsIn(other[at])];
    if (rows.length !== others.length) return undefined;
    for (const [row, own] of rows.entries()) {
      if (own.length !== others[row].length) return undefined;
      if (![...own, ...others[row]].every(Number.isFinite)) continue;
      pairs.push([own, others[row]]);
    }
  }
  if (pairs.length === 0) return undefined;
  const [a, b] = [0, 1].map((side) => pairs.map((pair) => pair[side]));
  if (areNear(a, b, (row) => row)) return true;
  // The same classes in another order: whose are whose isn't known here.
  return areNear(a, b, (row) => row.toSorted((x, y) => x - y)) ? undefined : false;
}

function areNear(a: readonly Row[], b: readonly Row[], ordered: (row: Row) => Row): boolean {
  const most = MOST_OTHERS * a.length;
  const near = [a, b].some(areTenths) ? TENTHS : NEAR;
  return formsOf(a).some((form) =>
    formsOf(b).some((as) => {
      let apart = 0;
      for (let row = 0; row < a.length && apart <= most; row++) {
        const [p, q] = [ordered(form(a[row])), ordered(as(b[row]))];
        if (!p.every((x, c) => Math.abs(x - q[c]) <= near)) apart++;
      }
      return apart <= most;
    }),
  );
}

/** Whether all are whole, as classes that a model chose and votes are: no scores. */
export const areWhole = (values: readonly unknown[]): boolean =>
  values.every((value) =>
    rowsIn(value).every((row) => row.every((x) => Number.isInteger(x) || Number.isNaN(x))),
  );

function rowsIn(value: unknown): Row[] {
  if (typeof value === 'number') return [[value]];
  if (!Array.isArray(value)) return [];
  return Array.isArray(value[0]) ? value.map(numbersIn) : [numbersIn(value)];
}

const numbersIn = (row: unknown): Row =>
  Array.isArray(row) ? row.map((x) => (typeof x === 'number' ? x : NaN)) : [];

type Form = (row: Row) => Row;

/** What rows may be as probabilities. */
function formsOf(rows: readonly Row[]): Form[] {
  const areOne = rows[0].length === 1;
  const arePositive = rows.every((row) => row.every((x) => x >= 0));
  if (arePositive && rows.every((row) => row.every((x) => x <= 1)))
    return areOne ? [asIs, sigmoid] : [asIs, divided, sigmoid];
  if (areOne) return [sigmoid];
  return arePositive ? [softmax, sigmoid, divided] : [softmax, sigmoid];
}

const asIs: Form = (row) => row;
const sigmoid: Form = (row) => row.map((x) => 1 / (1 + Math.exp(-x)));

const divided: Form = (row) => {
  const sum = row.reduce((total, x) => total + x, 0);
  return row.map((x) => x / sum);
};

const softmax: Form = (row) => {
  const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
  return divided(row.map((x) => Math.exp(x - most)));
};

const areTenths = (rows: readonly Row[]): boolean =>
  rows.every((row) => row.every((x) => Math.abs(10 * x - Math.round(10 * x)) < 1e-9));
