import type { Finding } from '../types';
import type { AuditFacts } from './rule';
import { RULES } from './rules';

const GRAVITY = { error: 0, warning: 1, info: 2 } as const;

/** What is wrong, or worth knowing, about a batch: the gravest first. */
export function audit(facts: AuditFacts): Finding[] {
  return RULES.map((rule) => rule.check(facts))
    .filter((finding) => finding !== undefined)
    .sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity]);
}
