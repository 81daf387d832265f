import * as l10n from '@vscode/l10n';
import type { NDArray } from '../arrays/ndarray';
import { shapeText } from '../arrays/ndarray';
import { haveSameShape } from './broadcast';
import { CompensatedSum } from './compensatedSum';
import { assemble, crossEntropySteps, type ResolvedOptions, type Target } from './crossEntropy';
import { type Data, LOG, MAX, STATISTICS, TAIL } from './kernel';
import { unknownClassId } from './indices';
import { kernelsFor } from './kernels';
import { type Layout, layoutWithClasses } from './layout';
import { CROSS_ENTROPY_OPTIONS, resolveOptions } from './options';
import { precisionPath } from './precisionPath';
import { reduced, weightedLoss } from './reduced';
import { rowChunks, rowsAtOnce } from './rowChunks';
import { maskedLabel, rowFlag } from './rowFlag';
import { finish, type Steps } from './steps';
import type { CrossEntropyOptions, CrossEntropyResult, RowFlag } from './types';
import { zeros } from './zeros';

/**
 * Softmax cross-entropy with class ids, fused: (max − x_label)/T + log1p(Σ of the others) per row, in nats.
 * `classIds` has the logits' shape without the class axis. `perExample` has that shape too.
 *
 * Options are those of `torch.nn.functional.cross_entropy` (Source: PyTorch). Weights: the row's loss is multiplied by
 * its class's weight, and a mean is Σ w l / Σ w over the rows that are not ignored; NaN when Σ w is 0. Ignored rows have
 * loss 0 and gradient 0. Smoothing: (1 − ε) w_label nll + ε/C Σ_c w_c (−log p_c).
 *
 * The gradient is that of `reduced` for 'mean' and 'sum', of each row's own loss for 'none', with respect to the logits
 * before the temperature: w (softmax − onehot)/T, for a mean divided by Σ w. At the label it is minus the sum of the
 * other probabilities, never p − 1.
 *
 * @throws when a class id is no integer of [0, C) and not `ignoreIndex`: the error names the row, the value and the range
 */
export function sparseSoftmaxCrossEntropy(
  logits: NDArray,
  classIds: NDArray,
  options: CrossEntropyOptions = {},
): CrossEntropyResult {
  return finish(sparseSoftmaxCrossEntropySteps(logits, classIds, options));
}

/** `sparseSoftmaxCrossEntropy`, chunk by chunk. */
export function* sparseSoftmaxCrossEntropySteps(
  logits: NDArray,
  classIds: NDArray,
  given: CrossEntropyOptions = {},
): Steps<CrossEntropyResult> {
  const options = resolveOptions(CROSS_ENTROPY_OPTIONS, given, logits.shape);
  const layout = layoutWithClasses(logits, options.axis);
  const ids = checkClassIds(classIds, layout, options.ignoreIndex);
  if (options.labelSmoothing === 0 && !options.gradient)
    return yield* lossSteps(logits, layout, ids, options);
  const gradient = options.gradient ? zeros(logits.dtype, logits.shape) : undefined;
  return yield* crossEntropySteps(logits, layout, options, targetOf(layout.n, ids, options), gradient);
}

function checkClassIds(classIds: NDArray, layout: Layout, ignoreIndex: number): NDArray['data'] {
  const { n, rows, rowShape } = layout;
  const { shape, data } = classIds;
  if (!haveSameShape(shape, rowShape)) {
    throw new Error(
      l10n.t(
        'classIds: expected shape {0}, the logits’ shape without the class axis, got {1}',
        shapeText(rowShape),
        shapeText(shape),
      ),
    );
  }
  if (data.length !== rows)
    throw new Error(l10n.t('classIds.data: expected {0} elements, got {1}', rows, data.length));
  const row = firstUnknown(data, n, ignoreIndex);
  if (row >= 0) {
    throw unknownClassId('classIds', row, data[row], n, ignoreIndex);
  }
  return data;
}

/** The first row whose class id is none; -1 when there is no such row. */
function firstUnknown(ids: NDArray['data'], n: number, ignoreIndex: number): number {
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row];
    if (!((id | 0) === id && id >= 0 && id < n) && id !== ignoreIndex) return row;
  }
  return -1;
}

/** The summed weight of the rows that are not ignored: what a mean divides by. */
function weightOf(ids: NDArray['data'], { ignoreIndex, classWeights }: ResolvedOptions): number {
  if (!classWeights) {
    let count = 0;
    for (let row = 0; row < ids.length; row++) if (ids[row] !== ignoreIndex) count++;
    return count;
  }
  const weights = new CompensatedSum();
  for (let row = 0; row < ids.length; row++)
    if (ids[row] !== ignoreIndex) weights.add(classWeights[ids[row]]);
  return weights.value;
}

/** Class ids as weighted and smoothed targets. */
function targetOf(n: number, ids: NDArray['data'], options: ResolvedOptions): Target {
  const { labelSmoothing, classWeights, ignoreIndex } = options;
  const share = labelSmoothing / n;
  const spread = Float64Array.from({ length: n }, (_, c) => share * (classWeights ? classWeights[c] : 1));
  return {
    denominator: weightOf(ids, options),
    flags: [],
    fill(row, target) {
      const id = ids[row];
      if (id === ignoreIndex) return undefined;
      target.set(spread);
      target[id] += (1 - labelSmoothing) * (classWeights ? classWeights[id] : 1);
      return 0;
    },
  };
}

/** Without smoothing and gradient only the label's logit is looked at, beside the row's log-sum-exp. */
function* lossSteps(
  logits: NDArray,
  layout: Layout,
  ids: NDArray['data'],
  options: ResolvedOptions,
): Steps<CrossEntropyResult> {
  const { classWeights, ignoreIndex, reduction, temperature } = options;
  const { n } = layout;
  const fast = precisionPath(logits, { temperature }) === 'fast';
  const kernels = kernelsFor(n);
  const perExample = zeros(logits.dtype, layout.rowShape);
  const flags: RowFlag[] = [];
  const total = new CompensatedSum();
  const stats = new Float64Array(rowsAtOnce(layout) * STATISTICS);
  for (const { x, first, rows } of rowChunks(logits, layout)) {
    kernels.statistics(x, n, temperature, fast ? 'fast' : 'plain', stats);
    const chunk = { x, n, first, ids, ignoreIndex, classWeights, temperature, stats };
    addLosses(chunk, perExample.data.subarray(first, first + rows), total, flags);
    yield { done: first + rows, total: layout.rows };
  }
  return assemble(perExample, reduced(reduction, total.value, weightOf(ids, options)), undefined, flags);
}

interface LabelledRows {
  x: Data;
  n: number;
  /** The first row's number among all. */
  first: number;
  ids: NDArray['data'];
  ignoreIndex: number;
  classWeights: ArrayLike<number> | undefined;
  temperature: number;
  stats: Float64Array;
}

/**
 * Writes the losses of the rows that are not ignored, and adds them before they are rounded to the input's dtype. Outside
 * the generator, in which engines compile loops worse.
 */
function addLosses(rows: LabelledRows, losses: Data, total: CompensatedSum, flags: RowFlag[]): void {
  const { x, n, first, ids, ignoreIndex, classWeights, temperature, stats } = rows;
  for (let row = 0, at = 0; row < losses.length; row++, at += STATISTICS) {
    const id = ids[first + row];
    if (id === ignoreIndex) continue;
    const weight = classWeights ? classWeights[id] : 1;
    const nll = stats[at + LOG] - (x[row * n + id] - stats[at + MAX]) / temperature;
    const loss = weightedLoss(nll, weight);
    if (!Number.isFinite(loss)) {
      const flag =
        rowFlag(stats[at + MAX], stats[at + TAIL]) ?? (loss === Infinity ? maskedLabel() : undefined);
      if (flag) flags.push({ row: first + row, ...flag });
    }
    losses[row] = loss;
    total.add(loss);
  }
}
