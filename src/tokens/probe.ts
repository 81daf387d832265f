/**
 * A test cheap enough for every text: false means certainly no tokens with log-probabilities. Linear in the text's length.
 * Every shape has one of these words, except a dict from token ids to numbers and the table of transformers.
 */
export function mayHoldTokens(text: string): boolean {
  return WORDS.test(text) || BY_ID.test(text) || ROW.test(text);
}

const WORDS =
  /log_?prob|Logprob|_probabilities|tok_str|generatedToken|"prefill"|log_probs|filtered_resps|token_likelihoods|chosen_?Candidates|['"]prob['"]/i;
/** `{4521: -6.9`, `{"29992": -1.5`, `{791: Logprob(` */
const BY_ID = /\{\s{0,20}["']?\d{1,10}["']?\s{0,4}:\s{0,4}(?:-\d|-inf|-0|0\.|\{\s{0,20}["']log)/;
/** `| -1.414 | 24.33%` */
const ROW = /\| {0,4}-?\d{1,4}\.\d{1,10} \| {0,4}\d{1,3}(?:\.\d{1,6})?%/;
