// Text to arrays: `npm run bench -- arrays [part…]`, the parts being scan, tasks, lines, linear and fuzz; all but fuzz
// where none is named. Each ends within about two minutes, on a busy machine too. FUZZ_RUNS=1000000 says how long to fuzz.
import { findArrays } from '../../src/text/find';
import { findArrayAt } from '../../src/text/findAt';
import { readLiterals } from '../../src/text/literals/literals';
import { mayHoldArray } from '../../src/text/mayHoldArray';
import { parseArrays } from '../../src/text/parse';
import { createCalls } from '../../src/engine/calls';
import { transferables, type Result } from '../../src/worker/protocol';
import { fuzz } from '../unit/text/fuzzing';

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

/** Processor time of this process, in milliseconds: work of other processes on the machine does not count. */
function processorTime(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

interface Times {
  median: number;
  best: number;
}

function summary(times: number[]): Times {
  times.sort((a, b) => a - b);
  return { median: times[times.length >> 1], best: times[0] };
}

/** Runs the tasks in turn, so that a busy spell meets all of them, for `seconds` or `most` rounds, three at least. */
function alternate(tasks: readonly (() => unknown)[], seconds: number, most = 51): Times[] {
  const times = tasks.map((): number[] => []);
  const end = performance.now() + seconds * 1000;
  for (let round = 0; round < most && (round < 3 || performance.now() < end); round++)
    tasks.forEach((task, i) => times[i].push(processorTime(task)));
  return times.map(summary);
}

const print = (...cells: (string | number)[]) => console.log(`| ${cells.join(' | ')} |`);
const head = (...cells: string[]) => {
  console.log('');
  print(...cells);
  print(...cells.map(() => '---'));
};

/** The bar: eight times JSON.parse and flattening, bit for bit the same values. */
function scan() {
  head(
    '2 M numbers, rows of',
    'digits',
    'MB',
    'JSON.parse and flatten, ms',
    'text to Float64Array, ms',
    'ratio of bests',
    'of medians',
    'numbers/s',
  );
  const COUNT = 2_000_000;
  for (const width of [2, 10, 1000]) {
    for (const digits of [4, 8, 17]) {
      const text = matrix(COUNT, width, digits);
      const parse = () => {
        const rows = JSON.parse(text) as number[][];
        const flat = new Float64Array(COUNT);
        let at = 0;
        for (const row of rows) for (const value of row) flat[at++] = value;
        return flat;
      };
      const read = () => readLiterals(text);
      const got = read().values.subarray(0, COUNT);
      if (!parse().every((value, i) => Object.is(value, got[i]))) throw new Error('the values differ');
      const [json, ours] = alternate([parse, read, read, read], 6).slice(0, 2);
      print(
        width,
        digits,
        (text.length / 1e6).toFixed(0),
        json.best.toFixed(0),
        ours.best.toFixed(1),
        (json.best / ours.best).toFixed(1),
        (json.median / ours.median).toFixed(1),
        `${(COUNT / ours.best / 1000).toFixed(0)} M`,
      );
    }
  }
}

function task(name: string, seconds: number, run: () => unknown) {
  const [{ median, best }] = alternate([run], seconds);
  print(name, median.toFixed(2), best.toFixed(2));
}

function tasks() {
  head('task', 'median, ms', 'best, ms');
  const small = `logits = ${matrix(10_000, 10, 4)}\n`;
  task('findArrays: 1,000 × 10 numbers, found and read', 5, () => findArrays(small));
  const prose = 'The quick brown fox (see [12]) jumps over f(x[0]) = 3.5 at 10:42.\n';
  const file = prose.repeat(8000) + small + prose.repeat(8000);
  task('findArrayAt: the same inside 1 MB of other text', 5, () =>
    findArrayAt(file, file.indexOf('logits') + 5000),
  );
  const output = matrix(5_400_000, 10, 4);
  task(`findArrays: ${(output.length / 1e6).toFixed(0)} MB in one array`, 10, () => findArrays(output));
  const log = 'Epoch 3/10 [=====>....] - ETA: 12s - loss: 0.4821 - acc: 0.8312 (step 120)\n'.repeat(1400);
  task(`mayHoldArray: 100 KB of training log (${mayHoldArray(log)})`, 5, () => mayHoldArray(log));
}

/** About 50 MB of records: what a worker needs to find and offer them, beside JSON.parse of the same text. */
function lines() {
  const random = randomFrom(7);
  const record = (i: number) =>
    `{"id": ${i}, "text": "no [array] here", "logits": [1.25, -0.5, ${i}.75], "label": ${i % 3}}`;
  const wide = (width: number) => (i: number) =>
    `{"id": ${i}, "logits": [${Array.from({ length: width }, () => (random() * 20 - 10).toFixed(4)).join(', ')}], "label": ${i % width}}`;
  const many = (count: number, each: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => each(i));
  const score = (i: number) => (0.5 + (i % 5000) / 10_000).toFixed(4);
  const texts: [name: string, text: () => string, parse: (text: string) => unknown][] = [
    ...[75_000, 150_000, 300_000, 600_000].map((count): [string, () => string, (text: string) => unknown] => [
      `${count.toLocaleString('en')} lines of 3 numbers`,
      () => many(count, record).join('\n'),
      parseLines,
    ]),
    ['390,000 lines of 10 numbers', () => many(390_000, wide(10)).join('\n'), parseLines],
    ['56,000 lines of 100 numbers', () => many(56_000, wide(100)).join('\n'), parseLines],
    ['a list of 600,000 records of 3 numbers', () => `[${many(600_000, record).join(',\n')}]`, JSON.parse],
    [
      '500,000 lines of 2 to 4 numbers',
      () =>
        many(
          500_000,
          (i) => `{"id": ${i}, "logits": [0.5${', 1.25'.repeat(1 + (i % 3))}], "label": ${i % 2}}`,
        ).join('\n'),
      parseLines,
    ],
    [
      "a list of 600,000 classifiers' answers",
      () =>
        `[${many(600_000, (i) => `[{"label": "POSITIVE", "score": ${score(i)}}, {"label": "NEGATIVE", "score": ${(1 - Number(score(i))).toFixed(4)}}]`).join(',\n')}]`,
      JSON.parse,
    ],
  ];
  head('records', 'MB', 'JSON.parse, ms', 'findArrays, ms', 'offer and reply, ms', 'memory at most, MB');
  const { offer } = createCalls();
  const context = { signal: new AbortController().signal, progress: () => undefined };
  for (const [name, make, parse] of texts) {
    const text = make();
    let most = 0;
    const answer = () => {
      const offers = offer({ text, detect: 'likely' }, context) as Result<'offer'>;
      most = Math.max(most, process.memoryUsage.rss());
      structuredClone(offers, { transfer: transferables(offers) });
    };
    const times = alternate([() => parse(text), () => findArrays(text), answer], 6, 9);
    print(
      name,
      (text.length / 1e6).toFixed(0),
      ...times.map(({ median, best }) => `${best.toFixed(0)} (${median.toFixed(0)})`),
      (most / 1e6).toFixed(0),
    );
  }
}

function parseLines(text: string) {
  return text.split('\n').map((line) => JSON.parse(line) as unknown);
}

/** Milliseconds of processor time for 1, 2, 4 and 8 MB: twice as long, twice the time. */
function linear() {
  head('1, 2, 4, 8 MB of', 'findArrays, ms', 'parseArrays, ms', 'mayHoldArray, ms');
  const cell = (unit: string, run: (text: string) => unknown) => {
    const times: string[] = [];
    for (const mb of [1, 2, 4, 8]) {
      const text = unit.repeat((mb * 1e6) / unit.length);
      const first = processorTime(() => run(text));
      const best =
        first > 200
          ? first
          : Math.min(
              first,
              processorTime(() => run(text)),
            );
      times.push(best.toFixed(best < 10 ? 1 : 0));
      // Far from linear: what follows would take minutes.
      if (best > 5000) return `${times.join(', ')}, …`;
    }
    return times.join(', ');
  };
  for (const [name, unit] of [
    ['opening brackets', '['],
    ['opening brackets on lines', '[\n'],
    ['parentheses on lines', '(\n'],
    ['parentheses and brackets', '(['],
    ['closing brackets', ']'],
    ['digits', '7'],
    ['digits after brackets', '[7'],
    ['points', '.'],
    ['quotes', '"'],
    ['quotes after brackets', '["'],
    ['commas', ','],
    ['commas after brackets', '[,'],
    ['lists', '[1.5, 2], '],
    ['ragged lists', '[[1.5, 2], [3]], '],
    ['words after brackets', '[a '],
  ])
    print(name, cell(unit, findArrays), cell(unit, parseArrays), cell(unit, mayHoldArray));
}

function fuzzing() {
  const { inputs, bytes, slowest } = fuzz(Number(process.env.FUZZ_RUNS ?? 100_000), 20261121);
  console.log('');
  console.log(
    `Fuzzing: ${inputs} inputs, ${(bytes / 1e6).toFixed(0)} MB, no exception; slowest ${slowest.ms.toFixed(1)} ms for ${slowest.length} characters.`,
  );
}

const parts: Readonly<Record<string, () => void>> = { scan, tasks, lines, linear, fuzz: fuzzing };
const named = process.argv.slice(2);
const unknown = named.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined)
  throw new Error(`there is no part ${unknown}; expected some of ${Object.keys(parts).join(', ')}`);
const chosen =
  named.length > 0
    ? named
    : process.env.FUZZ_RUNS
      ? Object.keys(parts)
      : ['scan', 'tasks', 'lines', 'linear'];
for (const name of chosen) parts[name]();
