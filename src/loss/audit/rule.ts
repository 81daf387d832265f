import type { Finding } from '../types';
import type { AuditFacts } from './facts';
import type { Explained } from './explainLoss';

export type CheckedFacts = AuditFacts & { explained?: Explained };

/** One thing to look for. */
export interface AuditRule {
  check(facts: CheckedFacts): Finding | undefined;
}

/** Rows that a finding names, of many. */
export const NAMED_ROWS = 100;
