// Reads a generated evaluation dump as the worker does, against a Python script with json and torch, in one run.
//   LOGITSCOPE_PARQUET_ROWS  rows of the Parquet file, 100,000 by default
//   LOGITSCOPE_DUMP_MB       size of the generated file, 100 by default
//   LOGITSCOPE_DUMP_ROWS     rows to write, in place of a size
//   LOGITSCOPE_DUMP_CLASSES  logits per record, 1000 by default
//   LOGITSCOPE_DUMP_DIGITS   decimals of the logits, 4 by default; "float" writes them as json.dumps(tensor.tolist()) does
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCalls } from '../../src/engine/calls';
import type { ViewSettings } from '../../src/worker/protocol';
import { compareJsonLines } from './jsonLines';
import { compareParquet } from './parquet';

const megabytes = Number(process.env.LOGITSCOPE_DUMP_MB ?? 100);
const rowsWanted = Number(process.env.LOGITSCOPE_DUMP_ROWS ?? Infinity);
const classes = Number(process.env.LOGITSCOPE_DUMP_CLASSES ?? 1000);
const digits = process.env.LOGITSCOPE_DUMP_DIGITS ?? '4';

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
        if len(block) == 64: flush()
    if block: flush()
losses = torch.cat(losses)
print(json.dumps({'seconds': time.perf_counter() - started, 'cpu': time.process_time() - cpu, 'rows': len(losses), 'loss': losses.mean().item(),
  'accuracy': right / len(losses), 'megabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
`;

type Format = 'jsonl' | 'csv';

/** A file of records with reproducible pseudorandom logits. */
function generate(file: string, format: Format, bytesWanted: number): void {
  const fd = openSync(file, 'w');
  let state = 1;
  const random = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * 2 - 1;
  // Fresh digits for every number would take longer than what is measured: numbers are drawn from a pool.
  const write =
    digits === 'float' ? (x: number) => String(Math.fround(x)) : (x: number) => x.toFixed(Number(digits));
  const pool = Array.from({ length: 1 << 16 }, () => write((random() + random() + random()) * 6));
  const target = rowsWanted === Infinity ? bytesWanted : Infinity;
  if (format === 'csv')
    writeSync(fd, `id,${Array.from({ length: classes }, (_, c) => `logit_${c}`).join()},label\n`);
  for (let bytes = 0, id = 0; bytes < target && id < rowsWanted;) {
    const lines: string[] = [];
    for (let i = 0; i < 64 && id < rowsWanted; i++, id++) {
      const at = Math.floor((random() + 1) * (1 << 14));
      const logits = Array.from({ length: classes }, (_, c) => pool[(at + c * 7919) & 0xffff]);
      const label = Math.floor(((random() + 1) / 2) * classes) % classes;
      lines.push(
        format === 'csv'
          ? `${id},${logits.join()},${label}\n`
          : `{"id": ${id}, "logits": [${logits.join(', ')}], "label": ${label}}\n`,
      );
    }
    bytes += writeSync(fd, lines.join(''));
  }
  closeSync(fd);
}

/** CSV beside JSON Lines of the same numbers, by turns, in processor time; the fastest of each counts. */
async function compareFormats(folder: string): Promise<void> {
  const perByte = { jsonl: Infinity, csv: Infinity };
  const formats: readonly Format[] = ['jsonl', 'csv'];
  const fileOf = (format: Format) => path.join(folder, `beside.${format}`);
  for (const format of formats) generate(fileOf(format), format, Math.min(megabytes, 20) * 1e6);
  for (let round = 0; round < 3; round++)
    for (const format of formats) {
      const file = { name: path.basename(fileOf(format)), path: fileOf(format) };
      const columns = Array.from({ length: classes }, (_, c) => `logit_${c}`);
      const logits = format === 'csv' ? columns : ['logits'];
      const context = { signal: new AbortController().signal, progress: () => undefined };
      const before = process.cpuUsage();
      await createCalls().openDump(
        { reading: 'logits', file, fields: { format, records: [], logits, labels: ['label'] } },
        context,
      );
      const used = process.cpuUsage(before);
      const seconds = (used.user + used.system) / 1e6;
      perByte[format] = Math.min(perByte[format], seconds / statSync(file.path).size);
    }
  const speed = (format: Format) => `${(1e-6 / perByte[format]).toFixed(0)} MB/s`;
  console.log(
    `CSV ${speed('csv')}, JSON Lines ${speed('jsonl')}: ${(perByte.csv / perByte.jsonl).toFixed(2)} × JSON Lines per byte (bar: 2)`,
  );
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-bench-'));
  const file = path.join(folder, 'dump.jsonl');
  try {
    await compareParquet(folder);
    await compareFormats(folder);
    generate(file, 'jsonl', megabytes * 1e6);
    await compareJsonLines(file);
    const size = statSync(file).size;
    let peak = 0;
    const started = performance.now();
    const cpuBefore = process.cpuUsage();
    const calls = createCalls();
    const context = {
      signal: new AbortController().signal,
      progress: () => (peak = Math.max(peak, process.memoryUsage.rss())),
    };
    const fields = { format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] } as const;
    const report = await calls.openDump(
      { reading: 'logits', file: { name: 'dump.jsonl', path: file }, fields },
      context,
    );
    const { session } = report;
    const result = await calls.batch({ session, settings: { temperature: 1 } }, context);
    const seconds = (performance.now() - started) / 1000;
    const cpuUsed = process.cpuUsage(cpuBefore);
    const cpu = (cpuUsed.user + cpuUsed.system) / 1e6;
    const opened = peak;
    const again = async (settings: ViewSettings) => {
      const from = performance.now();
      await calls.batch({ session, settings }, context);
      context.progress();
      return ((performance.now() - from) / 1000).toFixed(2);
    };
    const weighted = await again({ temperature: 1, classWeights: new Array<number>(classes).fill(2) });
    const warmer = await again({ temperature: 2 });
    const python = spawnSync('/usr/bin/python3', ['-c', SCRIPT, file], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    if (python.status !== 0) throw new Error(`the Python script failed: ${python.stderr}`);
    const other = JSON.parse(python.stdout) as {
      seconds: number;
      cpu: number;
      rows: number;
      loss: number;
      accuracy: number;
      megabytes: number;
    };
    const speed = (s: number) =>
      `${(size / 1e6 / s).toFixed(0)} MB/s, ${((report.rows * classes) / 1e6 / s).toFixed(1)} M numbers/s`;
    console.log(
      `dump: ${(size / 1e6).toFixed(0)} MB, ${report.rows} rows of ${classes} logits, digits ${digits}`,
    );
    console.log(
      `logitscope        ${seconds.toFixed(2)} s   ${speed(seconds)}   peak RSS ${(opened / 2 ** 20).toFixed(0)} MB`,
    );
    console.log(
      `other class weights ${weighted} s, another temperature ${warmer} s; peak RSS with them ${(peak / 2 ** 20).toFixed(0)} MB`,
    );
    console.log(
      `python json+torch ${other.seconds.toFixed(2)} s   ${speed(other.seconds)}   peak RSS ${other.megabytes.toFixed(0)} MB`,
    );
    console.log(
      `ratio ${(other.seconds / seconds).toFixed(2)} by the clock, ${(other.cpu / cpu).toFixed(2)} in processor time (bar: 3)`,
    );
    console.log(
      `mean loss ${result.reduced} and ${other.loss}: relative difference ${Math.abs(result.reduced! / other.loss - 1).toExponential(1)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void bench();
