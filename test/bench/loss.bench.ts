// Reads generated evaluation files as the worker does, beside DuckDB and Python's json and torch, in one run: each in a
// process of its own, by turns, and the fastest of the rounds counts.
//   npm run bench -- loss [jsonl|csv|parquet]… [CLASSES]… [MB]…     all formats, 10 and 1000 classes, 10 and 200 MB
//   LOGITSCOPE_BENCH_LARGE   also measures files of 2 GB
//   LOGITSCOPE_BENCH_ROUNDS  2 by default
//   LOGITSCOPE_DUMP_DIGITS   decimals of the logits, 4 by default; "float" writes them as json.dumps(tensor.tolist()) does
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isMainThread, parentPort } from 'node:worker_threads';
import { readersFrom } from '../../src/engine/pieces/readers';
import { servePieces } from '../../src/engine/pieces/servePieces';
import { write, type Case, type Format } from './loss/cases';
import { duckdb, intervals, ours, python, type Measured } from './loss/contenders';

const CONTENDERS: Record<string, (one: Case) => Promise<Measured> | Measured> = {
  'ours, one worker': ours,
  'ours, two workers': ours,
  'DuckDB, one thread': (one) => duckdb(one, '1'),
  'DuckDB, two threads': (one) => duckdb(one, '2'),
  'Python, json and torch': python,
};
const rounds = Number(process.env.LOGITSCOPE_BENCH_ROUNDS ?? 2);

/** Runs a contender in a process of its own. */
function run(name: string, one: Case | undefined): Measured {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [__filename, '--contender', name, JSON.stringify(one ?? null)],
    {
      encoding: 'utf8',
      env: { ...process.env, LOGITSCOPE_WORKERS: name.includes('two workers') ? '2' : '1' },
    },
  );
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  return JSON.parse(stdout) as Measured;
}

function compare(one: Case): void {
  const { format, classes, megabytes, file } = one;
  const names = Object.keys(CONTENDERS).filter((name) => format === 'jsonl' || !name.startsWith('Python'));
  const best = new Map<string, Measured>();
  for (let round = 0; round < rounds; round++)
    for (const name of names) {
      const got = run(name, one);
      const before = best.get(name);
      best.set(name, {
        ...got,
        clock: Math.min(got.clock, before?.clock ?? Infinity),
        cpu: Math.min(got.cpu, before?.cpu ?? Infinity),
        megabytes: Math.max(got.megabytes, before?.megabytes ?? 0),
      });
    }
  const [first, second] = names.map((name) => best.get(name)!);
  console.log(
    `\n${format}, ${classes} classes, ${megabytes} MB (${(statSync(file).size / 1e6).toFixed(0)} MB on disk)`,
  );
  for (const [name, { clock, cpu, megabytes: peak, loss }] of best) {
    const times = `${clock.toFixed(2)} s, processor ${cpu.toFixed(2)} s, peak ${peak.toFixed(0)} MB`;
    const ratio = `one worker of ours is ${(clock / first.clock).toFixed(2)} × as fast, ${(cpu / first.cpu).toFixed(2)} × in processor time`;
    const differs = Math.abs(loss / first.loss - 1).toExponential(1);
    console.log(
      `  ${name.padEnd(24)} ${times}${name.startsWith('ours') ? '' : `; ${ratio}; the loss differs by ${differs}`}`,
    );
  }
  console.log(`  two workers are ${(first.clock / second.clock).toFixed(2)} × one`);
}

async function bench(wanted: readonly string[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-bench-'));
  const formats = (['jsonl', 'csv', 'parquet'] as Format[]).filter(
    (one, _, all) => wanted.includes(one) || !all.some((other) => wanted.includes(other)),
  );
  const [counts, sizes] = [[10, 1000], process.env.LOGITSCOPE_BENCH_LARGE ? [10, 200, 2000] : [10, 200]];
  const numbers = wanted.map(Number).filter((n) => n > 0);
  const classCounts = numbers.length > 0 ? numbers.slice(0, 1) : counts;
  const megabytes = numbers.length > 1 ? numbers.slice(1) : sizes;
  try {
    for (const format of formats)
      for (const classes of classCounts)
        for (const size of megabytes) {
          const one = { format, classes, megabytes: size, file: path.join(folder, `dump.${format}`) };
          await write(one);
          compare(one);
        }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (wanted.length > 0) return;
  const { cpu, clock } = run('intervals', undefined);
  console.log(
    `\nall figures with intervals of 1,000,000 rows of 10 classes: ${clock.toFixed(2)} s, processor ${cpu.toFixed(2)} s (bar: 3)`,
  );
}

async function contend(name: string, one: Case): Promise<void> {
  readersFrom(__filename);
  const measured = name === 'intervals' ? await intervals() : await CONTENDERS[name](one);
  process.stdout.write(JSON.stringify(measured), () => process.exit(0));
}

const [flag, name, one] = process.argv.slice(2);
if (!isMainThread) servePieces(parentPort!);
else if (flag === '--contender') void contend(name, JSON.parse(one) as Case);
else void bench(process.argv.slice(2));
