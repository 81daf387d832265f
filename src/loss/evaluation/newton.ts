/** A convex function at a point, with its slope and curvature. */
export interface ConvexAt {
  value: number;
  gradient: Float64Array;
  /** Symmetric, row-major. */
  hessian: Float64Array;
}

/** Where a search ended. */
interface Minimum {
  point: Float64Array;
  value: number;
  /** Whether there is nothing left to gain. */
  isClose: boolean;
}

const MAX_STEPS = 100;
/** A loss, which is 0 at least, that is as good as 0: steps would lead on without end and gain nothing. */
export const AS_GOOD_AS_NONE = 1e-9;
/** Twice what a step would still gain. The step after it is smaller by orders of magnitude, and is taken unseen. */
const CLOSE = 1e-14;

/**
 * The minimum of a convex loss by Newton's method, each step halved until the loss falls, and where it ends. Directions in which
 * it does not change are left where they start: a ridge far below the curvature keeps the equations solvable.
 *
 * @param at the function; where its value is not below the limit, that alone is looked at, and any other such value will do
 * @param elsewhere where the search begins anew if it ends early: far out such a function is straight, and a step that
 * is told by its curvature leads anywhere
 */
export function minimise(
  start: Float64Array,
  at: (point: Float64Array, limit: number) => ConvexAt,
  elsewhere: Float64Array,
): Minimum {
  const found = search(start, at);
  if (found.isClose) return found;
  const anew = search(elsewhere, at);
  return anew.value < found.value - LEAST_GAIN * Math.abs(found.value) ? anew : found;
}

/** What rounding adds up to is no gain. */
const LEAST_GAIN = 1e-9;

function search(start: Float64Array, at: (point: Float64Array, limit: number) => ConvexAt): Minimum {
  let point = start;
  let here = at(point, Infinity);
  for (let step = 0; step < MAX_STEPS; step++) {
    if (here.value < AS_GOOD_AS_NONE) return { point, value: here.value, isClose: true };
    const direction = solve(here.hessian, here.gradient);
    const slope = direction.reduce((sum, d, i) => sum + d * here.gradient[i], 0);
    const along = (length: number) => point.map((x, i) => x - length * direction[i]);
    if (!(slope > CLOSE * Math.max(1, Math.abs(here.value))))
      return { point: slope > 0 ? along(1) : point, value: here.value, isClose: !Number.isNaN(slope) };
    let length = 1;
    let next = at(along(length), here.value);
    while (!(next.value < here.value) && length > 1e-6) next = at(along((length /= 2)), here.value);
    if (!(next.value < here.value)) break;
    point = along(length);
    here = next;
  }
  return { point, value: here.value, isClose: false };
}

/** The solution of H d = g by Cholesky's decomposition, under a small ridge. */
function solve(hessian: Float64Array, gradient: Float64Array): Float64Array {
  const n = gradient.length;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, hessian[i * n + i]);
  const ridge = 1e-10 * (largest || 1);
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = hessian[i * n + j] + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k];
      lower[i * n + j] = i === j ? Math.sqrt(Math.max(sum, ridge * 1e-3)) : sum / lower[j * n + j];
    }
  }
  const solution = gradient.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) solution[i] -= lower[i * n + k] * solution[k];
    solution[i] /= lower[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) solution[i] -= lower[k * n + i] * solution[k];
    solution[i] /= lower[i * n + i];
  }
  return solution;
}
