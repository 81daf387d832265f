// `npm run bench -- tokens`: 100,000 tokens with 20 alternatives each, against JSON.parse of the same text: what is read of
// it, what the whole call of a file takes, and what a page does until the text stands there.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCalls } from '../../src/engine/calls';
import { joinRuns } from '../../src/inspector/tokens/columns';
import { breakLines } from '../../src/inspector/tokens/lines';
import type { TokenRun } from '../../src/tokens/model';
import { MAX_TOKEN_RUN } from '../../src/worker/protocol';
import { readTokens } from '../../src/tokens/find';
import { runOf, summaryOf } from '../../src/tokens/run';
import { HOSTILE } from '../unit/tokens/hostile';

const [TOKENS, ALTERNATIVES, ROUNDS] = [100_000, 20, 3];

/** A chat response of about 60 MB. */
function response(): string {
  let seed = 1;
  const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
  const word = () => ` ${Math.floor(random() * 5000).toString(36)}`;
  const parts: string[] = [];
  let text = '';
  for (let place = 0; place < TOKENS; place++) {
    const tops: string[] = [];
    let [token, logprob, rest] = ['', 0, 0.6];
    for (let rank = 0; rank < ALTERNATIVES; rank++, rest /= 2) {
      const [other, value] = [word(), Number(Math.log(rest * (0.9 + 0.1 * random())).toFixed(4))];
      if (rank === 0) [token, logprob] = [other, value];
      tops.push(`{"token":"${other}","logprob":${value}}`);
    }
    text += token;
    parts.push(`{"token":"${token}","logprob":${logprob},"top_logprobs":[${tops.join()}]}`);
  }
  return `{"choices":[{"message":{"content":"${text}"},"logprobs":{"content":[${parts.join()}]}}]}`;
}

function seconds(work: () => unknown): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];

const text = response();
const times: [parse: number, open: number, run: number][] = [];
for (let round = 0; round < ROUNDS; round++) {
  const parse = seconds(() => JSON.parse(text));
  let answers: ReturnType<typeof readTokens> = [];
  const open = seconds(() => {
    answers = readTokens(text);
    answers.map((answer) => summaryOf(answer));
  });
  times.push([parse, open, seconds(() => runOf(answers[0], 50_000, 52_000, 50_000))]);
}
const [parse, open, run] = [0, 1, 2].map((column) => median(times.map((row) => row[column])));
console.log(
  `${(text.length / 1e6).toFixed(0)} MB, ${TOKENS} tokens × ${ALTERNATIVES}, processor seconds, medians of ${ROUNDS}`,
);
console.log(`JSON.parse           ${parse.toFixed(2)}`);
console.log(`opened, with figures ${open.toFixed(2)}  (${(open / parse).toFixed(2)} ×)`);
console.log(`a run of 2,000       ${run.toFixed(3)}`);

/** As the panel opens a file: held by one call, opened by the next, its columns in runs that cross to the page. */
async function wholeCall(file: string): Promise<{ [stage: string]: number }> {
  const calls = createCalls();
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const stages: { [stage: string]: number } = {};
  const timed = async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
    const began = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(began);
    stages[stage] = (user + system) / 1e6;
    return result;
  };
  const request = { file: { name: 'response.json', path: file } };
  const { held } = await timed('read from the file', () => calls.holdTokens(request, context));
  const opened = (await timed('opened, with figures', () => calls.openTokens({ held }, context)))!;
  await timed('opened by the panel', () => calls.openTokens({ held }, context));
  const of = { handle: opened.handle, sequence: 0 };
  const run = async (from: number, to: number) =>
    structuredClone<TokenRun>(await calls.tokenRun({ ...of, from, to }, context));
  const widths = { of: () => 8 };
  await timed('click to text', async () => breakLines(joinRuns([await run(0, 4000)]), 800, widths));
  await timed('all of the text', async () => {
    const runs: TokenRun[] = [];
    for (let from = 0; from < TOKENS; from += MAX_TOKEN_RUN)
      runs.push(await run(from, Math.min(TOKENS, from + MAX_TOKEN_RUN)));
    return breakLines(joinRuns(runs), 800, widths);
  });
  return stages;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tokens-'));
  const file = path.join(folder, 'response.json');
  writeFileSync(file, text);
  const stages = await wholeCall(file);
  rmSync(folder, { recursive: true });
  console.log('the whole call of a file:');
  for (const [stage, took] of Object.entries(stages))
    console.log(`  ${stage.padEnd(22)}${took.toFixed(3)}  (${(took / parse).toFixed(2)} ×)`);

  // Twice as much of a hostile text takes twice as long.
  const HALF = 1 << 18;
  const growth = HOSTILE.map((seed) => {
    const [once, twice] = [HALF, 2 * HALF].map((length) => {
      const hostile = `logprob ${seed.repeat(length / seed.length)}`;
      return median(Array.from({ length: ROUNDS }, () => seconds(() => readTokens(hostile))));
    });
    return { seed, twice, ratio: twice / Math.max(once, 0.01) };
  });
  const worst = growth.reduce((a, b) => (b.ratio > a.ratio ? b : a));
  const slowest = growth.reduce((a, b) => (b.twice > a.twice ? b : a));
  console.log(`hostile texts, .5 MB ${slowest.twice.toFixed(2)} at most (${JSON.stringify(slowest.seed)})`);
  console.log(`against half of it   ${worst.ratio.toFixed(1)} × at most (${JSON.stringify(worst.seed)})`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
