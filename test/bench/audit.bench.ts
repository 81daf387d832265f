// `npm run bench -- audit [COUNT] [SEED]`: batches whose loss torch computed under random options, printed in every dtype.
// Bar: ≥ 99 % named rightly, no false "agrees", no false error.
import { execFileSync } from 'node:child_process';
import type { Finding } from '../../src/loss/types';
import { inProcessClient } from '../unit/worker/inProcess';

const [count = '2000', seed = '1'] = process.argv.slice(2);

/** What the sentence about the printed loss must say under each option. */
const NAMED: Record<string, RegExp> = {
  mean: /is what these logits and labels give\.$/,
  'one-hot': /is what these logits and labels give\.$/,
  ignored: /is what these logits and labels give/,
  sum: /the sum over the rows/,
  weights: /the weighted mean with “class weights”/,
  probabilities: /is what these logits and labels give\.$/,
  bare: /is what these logits and labels give\.$/,
  'weights and smoothing': /label smoothing 0\.\d+ and “class weights”/,
  'weights summed': /the sum with “class_weights”/,
  'positive weights': /with “pos_weight” on the positive terms/,
  smoothing: /with label smoothing 0\.\d+(?! shared)/,
  'smoothing among others': /label smoothing 0\.\d+ shared by the other|with label smoothing 0\.\d+/,
  // Labels of several classes open under the sigmoid.
  sigmoid: /the mean of sigmoid cross-entropy|is what these logits and labels give\.$/,
  'double softmax': /softmax (?:was )?taken twice/i,
  epsilon: /ε = 1e-\d+/,
  clipping: /clipping at 1e-\d+|ε = 1e-\d+/,
  bits: /the mean in bits/,
  'base 10': /logarithms to base 10/,
  none: /doesn’t follow/,
};
/** Findings that judge a printed loss: one of them at a time. */
const OF_LOSS = ['printed-loss', 'double-softmax'];
const AGREES = /is what these logits and labels give/;

interface Batch {
  option: string;
  /** The code that printed it, where the loss has no name in the text. */
  source?: string;
  text: string;
}

async function main(): Promise<void> {
  const python = process.env.LOGITSCOPE_PYTHON ?? '/usr/bin/python3';
  const lines = execFileSync(python, ['test/bench/audit/batches.py', count, seed], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const batches = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Batch);
  const client = inProcessClient();
  const tally = new Map<string, { all: number; named: number }>();
  const failures = { agrees: 0, errors: 0, taken: 0 };
  for (const { option, text, source } of batches) {
    const explained = await client.call('explain', { text, source });
    const array = explained.find(({ found }) => found.labels !== undefined);
    const of = tally.get(option) ?? { all: 0, named: 0 };
    tally.set(option, { ...of, all: of.all + 1 });
    if (!array?.found.array) {
      failures.taken++;
      continue;
    }
    const { findings } = array;
    const message = findings.find(({ id }) => OF_LOSS.includes(id))?.message ?? '';
    const isNamed = NAMED[option].test(message);
    if (isNamed) tally.set(option, { all: of.all + 1, named: of.named + 1 });
    else if (process.env.VERBOSE) console.log(`${option}: ${message || 'no loss'}\n${text}\n`);
    if (AGREES.test(message) && !isNamed) failures.agrees++;
    failures.errors += findings.filter((finding) => isFalseError(finding, option)).length;
  }
  client.dispose();
  let named = 0;
  for (const [option, { all, named: right }] of [...tally].sort()) {
    named += right;
    console.log(`${option.padEnd(24)} ${right} of ${all}`);
  }
  console.log(
    `named rightly            ${named} of ${batches.length} (${((100 * named) / batches.length).toFixed(2)} %)`,
  );
  console.log(`false "agrees"           ${failures.agrees}`);
  console.log(`false errors             ${failures.errors}`);
  console.log(`labels not taken         ${failures.taken}`);
}

/** Labels that are no class are an error where they are no ignore index that people use. */
function isFalseError({ id, severity }: Finding, option: string): boolean {
  return severity === 'error' && !(option === 'ignored' && id === 'label-range');
}

void main();
