/** Numbers behind these words are ranks, members of an ensemble, or places in a model or text: `top_1_prob`, `logit_seed0`. */
export const OTHER_COUNTS =
  /(?:top|rank|best|fold|seed|layer|token|tok|step|epoch|head|model|run|sample|draw|member|exit|pos|turn|trial|view|crop|aug|round|checkpoint|ckpt)s?[^a-z0-9]?\d/i;
