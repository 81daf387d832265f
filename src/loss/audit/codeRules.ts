import type { Finding } from '../types';
import type { Explained } from './explainLoss';
import type { WayId } from './ways/way';

/** Rules of the checker of loss code that find in the code what the numbers of a finding come from. */

const TWICE = ['softmax-into-cross-entropy', 'softmax-of-softmax', 'probabilities-as-logits'];

const OF_FINDINGS: Readonly<Record<string, readonly string[]>> = {
  'double-softmax': TWICE,
  'probabilities-as-logits': TWICE,
  'logits-as-probabilities': ['logits-into-probability-loss', 'relu-into-probability-loss'],
  'log-probabilities': ['log-softmax-into-cross-entropy'],
  'normalized-axis': ['softmax-axis'],
};

/** Of ways that give the printed loss; of a second softmax there is a finding of its own. */
const OF_WAYS: Readonly<Partial<Record<WayId, readonly string[]>>> = {
  epsilon: ['log-with-epsilon'],
  clipping: ['log-with-epsilon'],
};

const NOT_FINITE = ['log-of-softmax', 'log-of-sum-of-exp', 'log-of-one-plus'];

/** None where no mistake of the code is known to lead to it. */
export function codeRulesOf(
  { id, severity, settings }: Finding,
  explained: Explained | undefined,
): readonly string[] | undefined {
  if (id === 'shifted-labels')
    return severity === 'warning' && settings?.shifted === true ? ['unshifted-labels'] : undefined;
  if (id !== 'printed-loss') return OF_FINDINGS[id];
  if (severity !== 'warning' || explained === undefined) return undefined;
  if (!Number.isFinite(explained.printed.value)) return NOT_FINITE;
  const way = explained.fitting[0]?.id;
  return way && OF_WAYS[way];
}
