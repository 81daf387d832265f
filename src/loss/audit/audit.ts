import type { Finding } from '../types';
import { codeRulesOf } from './codeRules';
import { explainLoss } from './explainLoss';
import type { AuditFacts } from './facts';
import { RULES } from './rules';

const GRAVITY = { error: 0, warning: 1, info: 2 } as const;

/** What is wrong, or worth knowing, about a batch: the gravest first. */
export function audit(facts: AuditFacts): Finding[] {
  const explained = explainLoss(facts);
  const checked = { ...facts, explained };
  return RULES.map((rule) => rule.check(checked))
    .filter((finding) => finding !== undefined)
    .map((finding) => {
      const codeRules = codeRulesOf(finding, explained);
      return codeRules === undefined ? finding : { ...finding, codeRules };
    })
    .sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity]);
}
