import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A Python process that the tests talk to, a line each way. */
export interface PythonProcess {
  tell(value: unknown): void;
  /** The line that is printed next. */
  ask(value: unknown): Promise<string>;
  end(): void;
}

/** Runs a file of test/fixtures/live, which imports the kernel-side file from the folder in its first argument. */
export function startPython(file: string): PythonProcess {
  const script = [path.join('test/fixtures/live', file), path.resolve('out/kernel')];
  const child = spawn(process.env.LOGITSCOPE_PYTHON!, script, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const tell = (value: unknown) => void child.stdin.write(`${JSON.stringify(value)}\n`);
  return {
    tell,
    async ask(value) {
      tell(value);
      const next = await lines.next();
      if (next.done) throw new Error(`${file} ended`);
      return next.value;
    },
    end: () => child.stdin.end(),
  };
}
