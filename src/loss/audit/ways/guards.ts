import * as l10n from '@vscode/l10n';
import { powerText } from '../../../arrays/words/numberText';
import { EPSILONS } from '../../../numerics';
import { figure } from '../figures';
import type { RowLosses } from '../rowLosses';
import { totals, type Losses, type Way, type Ways } from './way';

/** ε that people add to a probability before its logarithm. */
const ADDED = [...new Set([...EPSILONS, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5])].sort((a, b) => a - b);
/** What scikit-learn clips probabilities to, before 1.3 and since, in float64 and float32, and Keras. */
const LIBRARY_BOUNDS = [1e-15, 2 ** -52, 2 ** -23, 1e-7];
const OTHER_BOUNDS = [1e-12, 1e-10, 1e-9, 1e-8, 1e-6, 1e-5];
/** torch.nn.BCELoss lets no logarithm fall below this. */
const LEAST_LOG = -100;

/** Losses in which a constant guards the logarithm of 0. */
export const guards: Ways = (rows) => {
  if (!rows.full) return [];
  const plain = totals(rows).mean.value;
  const changes = ({ value }: Way) =>
    Number.isFinite(value) && (plain === Infinity || Math.abs(value - plain) > 1e-12 * plain);
  const ways = [
    ...clipped(rows, LIBRARY_BOUNDS),
    ...added(rows),
    ...clipped(rows, OTHER_BOUNDS),
    ...clamped(rows),
  ];
  return ways.filter(changes);
};

function added(rows: RowLosses): Way[] {
  return ADDED.map((epsilon): Way => {
    const { mean } = totals(guarded(rows, (logP) => Math.log(Math.exp(logP) + epsilon)));
    const top = worst(rows);
    const cap = -Math.log(epsilon);
    return {
      ...mean,
      id: 'epsilon',
      ...(epsilon > 1e-7 && { rare: true }),
      what: l10n.t('the mean of −log(p + ε) with ε = {0}', exponent(epsilon)),
      sentence:
        rows.loss[top] > cap
          ? l10n.t(
              'ε = {0} caps row {1} at {2}: that gives the printed loss.',
              exponent(epsilon),
              rows.row[top],
              figure(cap),
            )
          : l10n.t('ε = {0} inside the logarithm gives the printed loss.', exponent(epsilon)),
      remedy: l10n.t('Take the loss from the logits: log_softmax needs no ε.'),
    };
  });
}

function clipped(rows: RowLosses, bounds: readonly number[]): Way[] {
  return bounds.map((bound): Way => {
    const low = Math.log(bound);
    const high = Math.log1p(-bound);
    const { mean } = totals(guarded(rows, (logP) => Math.min(high, Math.max(low, logP))));
    return {
      ...mean,
      id: 'clipping',
      ...(bound > 2e-7 && { rare: true }),
      what: l10n.t('the mean with probabilities clipped at {0}', exponent(bound)),
      sentence: l10n.t('The printed value is what clipping at {0} gives.', exponent(bound)),
      remedy: l10n.t('Take the loss from the logits: log_softmax needs no clipping.'),
    };
  });
}

function clamped(rows: RowLosses): Way[] {
  const { mean } = totals(guarded(rows, (logP) => Math.max(LEAST_LOG, logP)));
  return [
    {
      ...mean,
      id: 'clipping',
      what: l10n.t('the mean with logarithms clamped at {0}', figure(LEAST_LOG)),
      sentence: l10n.t('The printed value is what clamping logarithms at {0} gives.', figure(LEAST_LOG)),
      remedy: l10n.t('Take the loss from the logits: log_softmax needs no clamp.'),
    },
  ];
}

/**
 * −Σ q · guard(log p); rounding moves a guarded loss no farther than the plain one, and not at all where the guard is all
 * there is: a probability of 0 that is none would be another explanation.
 */
function guarded(
  { full, classes, count, loss: plain, open: all }: RowLosses,
  guard: (logP: number) => number,
): Losses {
  const open = all.map((one, row) => (plain[row] === Infinity ? 0 : one));
  const loss = new Float64Array(count);
  full!.q.forEach((q, i) => {
    if (q !== 0) loss[Math.floor(i / classes)] -= q * guard(full!.logP[i]);
  });
  return { loss, open };
}

function worst({ loss }: RowLosses): number {
  return loss.reduce((most, x, row) => (x > loss[most] ? row : most), 0);
}

/** As people write it in code, to be looked for there. */
function exponent(epsilon: number): string {
  if (epsilon >= 1e-3) return String(epsilon);
  return powerText(Number(epsilon.toPrecision(3))).replace('−', '-');
}
