import * as l10n from '@vscode/l10n';
import { areShares } from '../../../arrays/shares';
import { ndarray, sizeOf } from '../../../arrays/ndarray';
import { classAxisBack, classAxisLast } from '../../classAxis';
import type { AuditFacts } from '../facts';
import type { AuditRule } from '../rule';

const TOLERANCE = 1e-3;
/** Fewer slices than this sum to 1 by accident. */
const LEAST_SLICES = 3;

/** Values in [0, 1] that sum to 1 along another axis than the classes': softmax was taken over that one. */
export const normalizedAxis: AuditRule = {
  check(facts) {
    const { table, shape, classAxis, reading, values } = facts;
    if (!values || table.values.unitRows === table.values.rows || shape.length < 2) return undefined;
    const data = reading === 'probabilities' ? Float64Array.from(values.logits, Math.exp) : values.logits;
    if (sizeOf(shape) !== data.length || !areShares(data)) return undefined;
    if (sumsToOne(facts, data, classAxis)) return undefined;
    const axis = shape.findIndex((n, at) => at !== classAxis && n > 1 && sumsToOne(facts, data, at));
    if (axis < 0) return undefined;
    return {
      id: 'normalized-axis',
      severity: 'warning',
      message: l10n.t(
        'Softmax was taken over axis {0}, not over the classes along axis {1}.',
        axis,
        classAxis,
      ),
      evidence: l10n.t('the values sum to 1 along axis {0} and not along axis {1}', axis, classAxis),
      remedy: l10n.t('Use dim={0} for the softmax.', classAxis),
    };
  },
};

function sumsToOne(
  { shape, classAxis }: AuditFacts,
  data: Float64Array | Float32Array,
  axis: number,
): boolean {
  const array = ndarray(classAxisBack(data, shape, classAxis), shape);
  const slices = classAxisLast(array, axis);
  const n = shape[axis];
  if (slices.length / n < LEAST_SLICES) return false;
  for (let at = 0; at < slices.length; at += n) {
    let sum = 0;
    for (let i = at; i < at + n; i++) sum += slices[i];
    if (!(Math.abs(sum - 1) <= TOLERANCE)) return false;
  }
  return true;
}
