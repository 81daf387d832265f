// `npm run bench -- tokens`: 100,000 tokens with 20 alternatives each, against JSON.parse of the same text.
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

// Twice as much of a hostile text takes twice as long.
const HALF = 1 << 20;
const growth = HOSTILE.map((seed) => {
  const [once, twice] = [HALF, 2 * HALF].map((length) => {
    const hostile = `logprob ${seed.repeat(length / seed.length)}`;
    return median(Array.from({ length: ROUNDS }, () => seconds(() => readTokens(hostile))));
  });
  return { seed, twice, ratio: twice / Math.max(once, 0.01) };
});
const worst = growth.reduce((a, b) => (b.ratio > a.ratio ? b : a));
const slowest = growth.reduce((a, b) => (b.twice > a.twice ? b : a));
console.log(`hostile texts, 2 MB  ${slowest.twice.toFixed(2)} at most (${JSON.stringify(slowest.seed)})`);
console.log(`against 1 MB         ${worst.ratio.toFixed(1)} × at most (${JSON.stringify(worst.seed)})`);
