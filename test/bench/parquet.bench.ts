// Reads Parquet in the codecs and types that people use, beside DuckDB on one thread, in one run: each in a process of its
// own, by turns, and the fastest of the rounds counts.
//   npm run bench -- parquet [WORD]…      the cases whose name holds each word, "10 classes zstd", all by default
//   LOGITSCOPE_BENCH_ROUNDS  2 by default
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nameOf, write, type Case } from './loss/cases';
import { asBenchmark, compare } from './loss/compare';

const ROWS = 1_000_000;
const OURS = 'ours, one worker';
const DUCKDB = 'DuckDB, one thread';

async function bench(words: readonly string[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-bench-'));
  const cases = [10, 100].flatMap((classes) =>
    ['FLOAT[]', 'DOUBLE[]', `FLOAT[${classes}]`, `DOUBLE[${classes}]`, 'FLOAT[] of 200 values'].flatMap(
      (type) =>
        ['snappy', 'zstd', 'gzip', 'uncompressed'].map((codec): Case => {
          const megabytes = (ROWS * classes * 8) / 1e6;
          return {
            format: 'parquet',
            classes,
            megabytes,
            type,
            codec,
            file: path.join(folder, 'dump.parquet'),
          };
        }),
    ),
  );
  const ratios: string[] = [];
  try {
    for (const one of cases.filter((some) => words.every((word) => nameOf(some).includes(word)))) {
      await write(one);
      const best = await compare(one, [OURS, DUCKDB]);
      const { cpu, megabytes } = best.get(OURS)!;
      const ratio = best.get(DUCKDB)!.cpu / cpu;
      ratios.push(`${nameOf(one).padEnd(60)} ${ratio.toFixed(2)} ×  ${megabytes.toFixed(0)} MB`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\nprocessor time of DuckDB on one thread by ours, and our peak\n${ratios.join('\n')}`);
}

asBenchmark(bench);
