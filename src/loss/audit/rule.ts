import type { Finding } from '../types';
import type { AuditFacts } from './facts';
import type { Explained } from './explainLoss';

/** One thing to look for. */
export interface AuditRule {
  check(facts: AuditFacts & { explained?: Explained }): Finding | undefined;
}

/** Rows that a finding names, of many. */
export const NAMED_ROWS = 100;
