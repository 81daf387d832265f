import { closeSync, openSync, writeSync } from 'node:fs';

export type Format = 'jsonl' | 'csv' | 'parquet';

/** A file of records with reproducible pseudorandom logits, and the columns that hold them. */
export interface Case {
  format: Format;
  classes: number;
  /** Of Parquet what float64 would take. */
  megabytes: number;
  /** Of Parquet's logits, as DuckDB calls it; "of 200 values" where a dictionary pays. */
  type?: string;
  codec?: string;
  file: string;
  /** The same of half the rows, to be read twice at once. */
  half?: string;
}

export function nameOf({ format, classes, megabytes, type, codec }: Case): string {
  return [format, codec, type, `${classes} classes`, `${megabytes} MB`].filter(Boolean).join(', ');
}

/** "float" writes logits as json.dumps(tensor.tolist()) does. */
const digits = process.env.LOGITSCOPE_DUMP_DIGITS ?? '4';

export const logitColumns = (classes: number): string[] =>
  Array.from({ length: classes }, (_, c) => `logit_${c}`);

export async function write(one: Case): Promise<void> {
  if (one.half) await write({ ...one, megabytes: one.megabytes / 2, file: one.half, half: undefined });
  if (one.format === 'parquet') await writeParquet(one);
  else writeText(one);
}

/** As many rows as float64 would take the megabytes for; the file is smaller. */
async function writeParquet({
  classes,
  megabytes,
  file,
  type = 'FLOAT[]',
  codec = 'snappy',
}: Case): Promise<void> {
  // Loaded here alone: threads that read pieces are this program, too.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const rows = Math.round((megabytes * 1e6) / (8 * classes));
  // Three uniform numbers added up, as different from each other as a model's logits are.
  const uniform = (salt: number) => `hash(i * 10000 + c * 10 + ${salt}) / 2.0 ** 64`;
  const value = type.includes('of 200')
    ? '(hash(i * 10000 + c) % 200) / 20.0 - 5'
    : `(${uniform(0)} + ${uniform(1)} + ${uniform(2)} - 1.5) * 6`;
  await connection.run(
    `COPY (SELECT i AS id, list_transform(range(${classes}), c -> ${value})::${type.split(' ')[0]} AS logits,
       (i % ${classes})::INTEGER AS label FROM range(${rows}) t(i)) TO '${file}' (FORMAT parquet, CODEC '${codec}')`,
  );
  connection.closeSync();
  instance.closeSync();
}

function writeText({ format, classes, megabytes, file }: Case): void {
  const fd = openSync(file, 'w');
  let state = 1;
  const random = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * 2 - 1;
  // Fresh digits for every number would take longer than what is measured: numbers are drawn from a pool.
  const number =
    digits === 'float' ? (x: number) => String(Math.fround(x)) : (x: number) => x.toFixed(Number(digits));
  const pool = Array.from({ length: 1 << 16 }, () => number((random() + random() + random()) * 6));
  if (format === 'csv') writeSync(fd, `id,${logitColumns(classes).join()},label\n`);
  for (let bytes = 0, id = 0; bytes < megabytes * 1e6;) {
    const lines: string[] = [];
    for (let i = 0; i < 64; i++, id++) {
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
