import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';

/** Debian's interpreter; another python3 may stand before it on the PATH. */
const interpreter = '/usr/bin/python3';

export interface Python {
  /** "torch 1.13.0", "scipy 1.10.1": those that are there. */
  versions: string[];
  has(library: 'torch' | 'scipy'): boolean;
  /** Milliseconds of one run; the input is made on the first request for a shape and dtype. */
  time(library: string, operation: string, rows: number, classes: number, dtype: string): Promise<number>;
  close(): void;
}

/** A Python process that times torch and SciPy on request, in this same run; undefined without NumPy. */
export async function startPython(): Promise<Python | undefined> {
  if (spawnSync(interpreter, ['-c', 'import numpy']).status !== 0) return undefined;
  const child = spawn(interpreter, [path.resolve('test/bench/kernels/peers.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const line = await lines.next();
    if (line.done) throw new Error('The Python peer ended.');
    return line.value;
  };
  const versions = JSON.parse(await next()) as string[];
  return {
    versions,
    has: (library) => versions.some((version) => version.startsWith(library)),
    async time(...request) {
      child.stdin.write(JSON.stringify(request) + '\n');
      return Number(await next());
    },
    close: () => child.stdin.end(),
  };
}
