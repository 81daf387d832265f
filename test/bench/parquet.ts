import { DuckDBInstance } from '@duckdb/node-api';
import path from 'node:path';
import { createCalls } from '../../src/engine/calls';

const ROWS = Number(process.env.LOGITSCOPE_PARQUET_ROWS ?? 100_000);
const CLASSES = 100;

/** The mean loss in SQL: log-sum-exp by the largest logit, less the label's. */
const SQL = `SELECT avg(m + ln(list_sum(list_transform(logits, x -> exp(x::DOUBLE - m)))) - logits[label + 1])
  FROM (SELECT logits, label, list_max(logits)::DOUBLE AS m FROM read_parquet('FILE'))`;

/** Reads a Parquet file of logits as the worker does, against DuckDB on one thread, in one run. */
export async function compareParquet(folder: string): Promise<void> {
  const file = path.join(folder, 'beside.parquet');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT (SELECT list(sin(i * 0.7 + c * 1.3) * 6) FROM range(${CLASSES}) r(c))::FLOAT[] AS logits,
       (i % ${CLASSES})::INTEGER AS label FROM range(${ROWS}) t(i)) TO '${file}' (FORMAT parquet)`,
  );
  let from = performance.now();
  const reader = await connection.runAndReadAll(SQL.replace('FILE', file));
  const duckdb = (performance.now() - from) / 1000;
  const expected = Number(reader.getRows()[0][0]);
  connection.closeSync();
  instance.closeSync();
  from = performance.now();
  let peak = 0;
  const context = {
    signal: new AbortController().signal,
    progress: () => (peak = Math.max(peak, process.memoryUsage.rss())),
  };
  const calls = createCalls();
  const fields = { format: 'parquet', records: [], logits: ['logits'], labels: ['label'] } as const;
  const { session } = await calls.openDump(
    { reading: 'logits', file: { name: 'beside.parquet', path: file }, fields },
    context,
  );
  const { reduced } = await calls.batch({ session, settings: { temperature: 1 } }, context);
  context.progress();
  const seconds = (performance.now() - from) / 1000;
  console.log(
    `Parquet of ${ROWS} × ${CLASSES}: ${seconds.toFixed(2)} s, DuckDB on one thread ${duckdb.toFixed(2)} s: ${(duckdb / seconds).toFixed(2)} × DuckDB (bar: 1); peak RSS with DuckDB in the process ${(peak / 2 ** 20).toFixed(0)} MB`,
  );
  console.log(`mean loss ${reduced} and ${expected}`);
}
