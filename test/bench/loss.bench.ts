// Reads generated evaluation files as the worker does, beside DuckDB and Python's json and torch, in one run: each in a
// process of its own, by turns, and the fastest of the rounds counts.
//   npm run bench -- loss [jsonl|csv|parquet]… [CLASSES]… [MB]…     all formats, 10 and 1000 classes, 10 and 200 MB
//   LOGITSCOPE_BENCH_LARGE   also measures files of 2 GB
//   LOGITSCOPE_BENCH_ROUNDS  2 by default
//   LOGITSCOPE_DUMP_DIGITS   decimals of the logits, 4 by default; "float" writes them as json.dumps(tensor.tolist()) does
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { write, type Format } from './loss/cases';
import { APART, asBenchmark, compare, run } from './loss/compare';

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
          const [file, half] = ['dump', 'half'].map((name) => path.join(folder, `${name}.${format}`));
          const one = { format, classes, megabytes: size, file, half };
          await write(one);
          const best = await compare(one);
          const ratio = (name: string) =>
            (best.get('ours, one worker')!.clock / best.get(name)!.clock).toFixed(2);
          console.log(
            `  two workers are ${ratio('ours, two workers')} × one; two processes that share nothing, ${ratio(APART)} ×`,
          );
        }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (wanted.length > 0) return;
  const { cpu, clock } = await run('intervals', undefined);
  console.log(
    `\nall figures with intervals of 1,000,000 rows of 10 classes: ${clock.toFixed(2)} s, processor ${cpu.toFixed(2)} s (bar: 3)`,
  );
}

asBenchmark(bench);
