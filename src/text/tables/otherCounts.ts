const BEFORE =
  /(?:^|[^a-z])(?:top|rank|best|fold|seed|layer|token|tok|step|epoch|head|model|run|sample|draw|member|exit|pos|turn|trial|view|crop|aug|round|checkpoint|ckpt)s?[^a-z0-9]?$/i;

/**
 * Whether numbers behind this part of a name are ranks, members of an ensemble, or places in a model or text: `top_1_prob`,
 * `logit_seed0`.
 */
export const countsOthers = (before: string): boolean => BEFORE.test(before);

/** Whether a name ends in such a number. */
export function endsInOtherCount(name: string): boolean {
  let end = name.length;
  while (end > 0 && name[end - 1] >= '0' && name[end - 1] <= '9') end--;
  return end < name.length && countsOthers(name.slice(0, end));
}
