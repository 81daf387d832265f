// Text to arrays: `npm run bench -- arrays`. Compares with JSON.parse in the same run; FUZZ_RUNS=1000000 fuzzes as well.
import { findArrays } from '../../src/arrays/find';
import { findArrayAt } from '../../src/arrays/findAt';
import { readLiterals } from '../../src/arrays/literals';
import { mayHoldArray } from '../../src/arrays/mayHoldArray';
import { fuzz } from '../unit/arrays/fuzzing';

function randomFrom(seed: number): () => number {
  return () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function matrix(count: number, width: number, digits: number): string {
  const random = randomFrom(digits);
  const number = () => {
    const value = random() * 20 - 10 + random() * 1e-9;
    return digits === 17 ? String(value) : value.toFixed(digits);
  };
  const rows = Array.from(
    { length: count / width },
    () => `[${Array.from({ length: width }, number).join(', ')}]`,
  );
  return `[${rows.join(',\n ')}]`;
}

/** Median and best of several runs, in milliseconds. */
function time(runs: number, run: () => unknown): { median: number; best: number } {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return { median: times[runs >> 1], best: times[0] };
}

const lines: string[] = [];
const print = (line: string) => {
  lines.push(line);
  console.log(line);
};

print(
  '| 2 M numbers, rows of | digits | MB | JSON.parse and flatten, ms | text to Float64Array, ms | ratio of bests | numbers/s |',
);
print('|---|---|---|---|---|---|---|');
const COUNT = 2_000_000;
for (const width of [2, 10, 1000]) {
  for (const digits of [4, 8, 17]) {
    const text = matrix(COUNT, width, digits);
    const json = time(7, () => {
      const rows = JSON.parse(text) as number[][];
      const flat = new Float64Array(COUNT);
      let at = 0;
      for (const row of rows) for (const value of row) flat[at++] = value;
      return flat;
    });
    const ours = time(9, () => readLiterals(text));
    const cells = [
      width,
      digits,
      (text.length / 1e6).toFixed(0),
      json.best.toFixed(0),
      ours.best.toFixed(1),
      (json.best / ours.best).toFixed(1),
      `${(COUNT / ours.best / 1000).toFixed(0)} M`,
    ];
    print(`| ${cells.join(' | ')} |`);
  }
}

print('');
print('| task | median, ms | best, ms |');
print('|---|---|---|');
const row = (task: string, { median, best }: { median: number; best: number }) =>
  print(`| ${task} | ${median.toFixed(2)} | ${best.toFixed(2)} |`);
const small = `logits = ${matrix(10_000, 10, 4)}\n`;
row(
  'findArrays: 1,000 × 10 numbers, found and read',
  time(51, () => findArrays(small)),
);
const prose = 'The quick brown fox (see [12]) jumps over f(x[0]) = 3.5 at 10:42.\n';
const file = prose.repeat(8000) + small + prose.repeat(8000);
row(
  'findArrayAt: the same inside 1 MB of other text',
  time(31, () => findArrayAt(file, file.indexOf('logits') + 5000)),
);
const output = matrix(5_400_000, 10, 4);
row(
  `findArrays: ${(output.length / 1e6).toFixed(0)} MB in one array`,
  time(5, () => findArrays(output)),
);
const record = (i: number) =>
  `{"id": ${i}, "text": "no [array] here", "logits": [1.25, -0.5, ${i}.75], "label": ${i % 3}}\n`;
const dump = Array.from({ length: 600_000 }, (_, i) => record(i)).join('');
row(
  `findArrays: ${(dump.length / 1e6).toFixed(0)} MB of JSON Lines, 600,000 records`,
  time(3, () => findArrays(dump)),
);
const log = 'Epoch 3/10 [=====>....] - ETA: 12s - loss: 0.4821 - acc: 0.8312 (step 120)\n'.repeat(1400);
row(
  `mayHoldArray: 100 KB of training log (${mayHoldArray(log)})`,
  time(51, () => mayHoldArray(log)),
);

print('');
print('| 1, 2, 4, 8 MB of | findArrays, ms |');
print('|---|---|');
for (const [name, unit] of [
  ['opening brackets', '['],
  ['digits', '7'],
  ['points', '.'],
  ['quotes', '"'],
  ['lists', '[1.5, 2], '],
]) {
  const times = [1, 2, 4, 8].map((mb) =>
    time(3, () => findArrays(unit.repeat((mb * 1e6) / unit.length))).best.toFixed(0),
  );
  print(`| ${name} | ${times.join(', ')} |`);
}

const runs = Number(process.env.FUZZ_RUNS ?? 0);
if (runs > 0) {
  const { inputs, bytes, slowest } = fuzz(runs, 20261121);
  print('');
  print(
    `Fuzzing: ${inputs} inputs, ${(bytes / 1e6).toFixed(0)} MB, no exception; slowest ${slowest.ms.toFixed(1)} ms for ${slowest.length} characters.`,
  );
}
