import { DuckDBInstance } from '@duckdb/node-api';
import { statSync } from 'node:fs';
import { createCalls } from '../../src/engine/calls';

/** The mean loss in SQL: log-sum-exp by the largest logit, less the label's. */
const SQL = `SELECT avg(m + ln(list_sum(list_transform(logits, x -> exp(x - m)))) - logits[label + 1])
  FROM (SELECT logits, label, list_max(logits) AS m
    FROM read_json('FILE', format='newline_delimited', columns={logits: 'DOUBLE[]', label: 'INTEGER'}))`;

/** Seconds by the clock and of the processor. */
async function timed<T>(work: () => Promise<T>): Promise<{ result: T; clock: number; cpu: number }> {
  const before = process.cpuUsage();
  const from = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, clock: (performance.now() - from) / 1000, cpu: (user + system) / 1e6 };
}

/** Reads JSON Lines and computes their losses as the worker does, against DuckDB on one and two threads, in one run. */
export async function compareJsonLines(file: string): Promise<void> {
  const ours = await timed(async () => {
    const calls = createCalls();
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const fields = { format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] } as const;
    const { session } = await calls.openDump(
      { reading: 'logits', file: { name: 'dump.jsonl', path: file }, fields },
      context,
    );
    return (await calls.batch({ session, settings: { temperature: 1 } }, context)).reduced!;
  });
  console.log(
    `JSON Lines of ${(statSync(file).size / 1e6).toFixed(0)} MB: ${ours.clock.toFixed(2)} s, ${ours.cpu.toFixed(2)} s of the processor`,
  );
  for (const threads of ['1', '2']) {
    const instance = await DuckDBInstance.create(':memory:', { threads });
    const connection = await instance.connect();
    const theirs = await timed(async () =>
      Number((await connection.runAndReadAll(SQL.replace('FILE', file))).getRows()[0][0]),
    );
    connection.closeSync();
    instance.closeSync();
    console.log(
      `  DuckDB, ${threads} thread${threads === '1' ? '' : 's'}: ${theirs.clock.toFixed(2)} s, ${theirs.cpu.toFixed(2)} s of the processor: ` +
        `${(theirs.clock / ours.clock).toFixed(2)} × DuckDB by the clock, ${(theirs.cpu / ours.cpu).toFixed(2)} in processor time; ` +
        `mean loss differs by ${Math.abs(theirs.result / ours.result - 1).toExponential(1)}`,
    );
  }
}
