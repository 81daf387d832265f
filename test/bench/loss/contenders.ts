import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { DumpFields } from '../../../src/records/types';
import { figuresAtOnce } from '../../../src/loss/evaluation/figures';
import { createClient } from '../../../src/worker/client';
import { spawnWorker } from '../../../src/worker/spawn';
import { drawRows, rowsOf } from '../drawnRows';
import { logitColumns, type Case } from './cases';

/** Seconds by the clock and of all of the process's threads, the most memory it had, and the mean loss. */
export interface Measured {
  clock: number;
  cpu: number;
  megabytes: number;
  loss: number;
}

async function measured(work: () => Promise<number>): Promise<Measured> {
  const before = process.cpuUsage();
  const from = performance.now();
  const loss = await work();
  const { user, system } = process.cpuUsage(before);
  return {
    clock: (performance.now() - from) / 1000,
    cpu: (user + system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
    loss,
  };
}

/** Reads a file and computes its figures as when somebody opens it: in the worker, which is there by then. */
export async function ours({ format, classes, file }: Case): Promise<Measured> {
  const client = createClient(
    spawnWorker({
      path: (name) => path.resolve('dist', name),
      read: () => Promise.reject(new Error('files are read by their path')),
    }),
  );
  await client.call('close', { session: 0 });
  return measured(async () => {
    const logits = format === 'csv' ? logitColumns(classes) : ['logits'];
    const fields: DumpFields = { format, records: [], logits, labels: ['label'] };
    const dump = { name: `dump.${format}`, path: file };
    const { session } = await client.call('openDump', { reading: 'logits', file: dump, fields });
    return (await client.call('batch', { session, settings: { temperature: 1 } })).reduced!;
  });
}

/** The mean loss in SQL: log-sum-exp by the largest logit, less the label's. */
export async function duckdb(one: Case, threads: string): Promise<Measured> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  return measured(async () => {
    const instance = await DuckDBInstance.create(':memory:', { threads });
    const connection = await instance.connect();
    const sql = `SELECT avg(m + ln(list_sum(list_transform(logits, x -> exp(x::DOUBLE - m)))) - logits[label + 1])
      FROM (SELECT logits, label, list_max(logits)::DOUBLE AS m FROM ${sourceOf(one)})`;
    return Number((await connection.runAndReadAll(sql)).getRows()[0][0]);
  });
}

function sourceOf({ format, classes, file }: Case): string {
  if (format === 'parquet') return `read_parquet('${file}')`;
  if (format === 'jsonl')
    return `read_json('${file}', format='newline_delimited', columns={logits: 'DOUBLE[]', label: 'INTEGER'})`;
  const columns = logitColumns(classes);
  const types = ["id: 'INTEGER'", ...columns.map((name) => `${name}: 'DOUBLE'`), "label: 'INTEGER'"];
  return `(SELECT [${columns.join()}] AS logits, label
    FROM read_csv('${file}', header=true, columns={${types.join()}}))`;
}

const SCRIPT = `
import json, resource, sys, time
import torch
torch.set_num_threads(1)
started, cpu = time.perf_counter(), time.process_time()
losses, right, block, labels = [], 0, [], []
def flush():
    global right
    x, y = torch.tensor(block, dtype=torch.float64), torch.tensor(labels)
    losses.append(torch.nn.functional.cross_entropy(x, y, reduction='none'))
    right += (x.argmax(1) == y).sum().item()
    block.clear(); labels.clear()
with open(sys.argv[1]) as file:
    for line in file:
        record = json.loads(line)
        block.append(record['logits']); labels.append(record['label'])
        if len(block) == int(sys.argv[2]): flush()
    if block: flush()
losses = torch.cat(losses)
print(json.dumps({'clock': time.perf_counter() - started, 'cpu': time.process_time() - cpu, 'loss': losses.mean().item(),
  'megabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
`;

/** json and torch, in batches of 64,000 numbers. */
export function python({ file, classes }: Case): Measured {
  const batch = String(Math.max(1, Math.round(64_000 / classes)));
  const { status, stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', SCRIPT, file, batch], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the Python script failed: ${stderr}`);
  return JSON.parse(stdout) as Measured;
}

/** All figures of a million rows of ten classes, with the intervals of 1,000 resamples: softmax, figures, intervals. */
export function intervals(): Promise<Measured> {
  const drawn = drawRows(1_000_000);
  return measured(() =>
    Promise.resolve(figuresAtOnce(rowsOf(drawn), { resamples: 1000, seed: 0 }).meanLoss!.value),
  );
}
