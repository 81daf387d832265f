import type { Finding } from '../types';
import { explainLoss } from './explainLoss';
import type { AuditFacts } from './facts';
import { RULES } from './rules';

const GRAVITY = { error: 0, warning: 1, info: 2 } as const;

/** What is wrong, or worth knowing, about a batch: the gravest first. */
export function audit(facts: AuditFacts): Finding[] {
  const explained = explainLoss(facts);
  return RULES.map((rule) => rule.check({ ...facts, explained }))
    .filter((finding) => finding !== undefined)
    .sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity]);
}
