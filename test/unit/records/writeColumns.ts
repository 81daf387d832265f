import { DuckDBInstance } from '@duckdb/node-api';

/** Runs statements in a DuckDB of its own, on one thread, so that files come out the same each time. */
export async function runSql(...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    for (const statement of statements) await connection.run(statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** SQL of a number, bit for bit. */
export function sqlNumber(x: number, type: 'FLOAT' | 'DOUBLE'): string {
  const text = Number.isNaN(x) ? 'nan' : x === Infinity ? 'inf' : x === -Infinity ? '-inf' : String(x);
  return `'${Object.is(x, -0) ? '-0.0' : text}'::${type}`;
}
