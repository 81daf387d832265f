import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';
import { nameOf, type Case } from './cases';
import { duckdb, intervals, ours, python, type Measured } from './contenders';

const CONTENDERS: Record<string, (one: Case) => Promise<Measured> | Measured> = {
  'ours, one worker': ours,
  'ours, two workers': ours,
  'DuckDB, one thread': (one) => duckdb(one, '1'),
  'DuckDB, two threads': (one) => duckdb(one, '2'),
  'Python, json and torch': python,
};
/** What the machine gives two at most: each reads a file of half the size, and shares nothing with the other. */
export const APART = 'ours, two processes';
const rounds = Number(process.env.LOGITSCOPE_BENCH_ROUNDS ?? 2);

/** Runs a contender in a process of its own. */
export async function run(name: string, one: Case | undefined): Promise<Measured> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [__filename, '--contender', name, JSON.stringify(one ?? null)],
    { env: { ...process.env, LOGITSCOPE_WORKERS: name.includes('two workers') ? '2' : '1' } },
  );
  return JSON.parse(stdout) as Measured;
}

async function runApart({ half, ...one }: Case): Promise<Measured> {
  const halves = [0, 1].map(() => run('ours, one worker', { ...one, file: half! }));
  const [first, second] = await Promise.all(halves);
  return {
    clock: Math.max(first.clock, second.clock),
    cpu: first.cpu + second.cpu,
    megabytes: first.megabytes + second.megabytes,
    loss: first.loss,
  };
}

/** Measures the contenders by turns, prints the best of each, and returns that. */
export async function compare(
  one: Case,
  names = Object.keys(CONTENDERS).filter((name) => one.format === 'jsonl' || !name.startsWith('Python')),
): Promise<Map<string, Measured>> {
  const best = new Map<string, Measured>();
  for (let round = 0; round < rounds; round++)
    for (const name of one.half ? [...names, APART] : names) {
      const got = await (name === APART ? runApart(one) : run(name, one));
      const before = best.get(name);
      best.set(name, {
        ...got,
        clock: Math.min(got.clock, before?.clock ?? Infinity),
        cpu: Math.min(got.cpu, before?.cpu ?? Infinity),
        megabytes: Math.max(got.megabytes, before?.megabytes ?? 0),
      });
    }
  const first = best.get(names[0])!;
  console.log(`\n${nameOf(one)} (${(statSync(one.file).size / 1e6).toFixed(0)} MB on disk)`);
  for (const [name, { clock, cpu, megabytes: peak, loss }] of best) {
    const times = `${clock.toFixed(2)} s, processor ${cpu.toFixed(2)} s, peak ${peak.toFixed(0)} MB`;
    const ratio = `one worker of ours is ${(clock / first.clock).toFixed(2)} × as fast, ${(cpu / first.cpu).toFixed(2)} × in processor time`;
    const differs = Math.abs(loss / first.loss - 1).toExponential(1);
    console.log(
      `  ${name.padEnd(24)} ${times}${name.startsWith('ours') ? '' : `; ${ratio}; the loss differs by ${differs}`}`,
    );
  }
  return best;
}

async function contend(name: string, one: Case): Promise<void> {
  const measured = name === 'intervals' ? await intervals() : await CONTENDERS[name](one);
  process.stdout.write(JSON.stringify(measured), () => process.exit(0));
}

/** A benchmark's own program is that of its contenders as well. */
export function asBenchmark(bench: (wanted: readonly string[]) => Promise<void>): void {
  const [flag, name, one] = process.argv.slice(2);
  if (flag === '--contender') void contend(name, JSON.parse(one) as Case);
  else void bench(process.argv.slice(2));
}
