import type { WorkerOptions } from 'node:worker_threads';

/** Runs a test while each new thread has a heap of 16 MB. */
export async function withLittleMemory<T>(run: () => Promise<T>): Promise<T> {
  const threads = process.getBuiltinModule('node:worker_threads');
  const { Worker } = threads;
  class Limited extends Worker {
    constructor(file: string | URL, options?: WorkerOptions) {
      super(file, { ...options, resourceLimits: { maxOldGenerationSizeMb: 16 } });
    }
  }
  threads.Worker = Limited;
  try {
    return await run();
  } finally {
    threads.Worker = Worker;
  }
}

/** Code that takes memory until there is none. */
export const GREEDY = 'for (const all = [];;) all.push(new Array(1e5).fill(all.length));';
