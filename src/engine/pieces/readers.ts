import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { bufferOf, type ComputedPiece, type PieceRequest } from './computedPiece';
import { END, type PieceAnswer, type PieceQuestion } from './servePieces';

/** More threads than these wait for the one that puts their pieces together. */
const MOST = 6;
/** Pieces that a thread has at once: it reads one while it would wait for the next. */
const AT_ONCE = 2;
/** Milliseconds that a thread may take to end by itself. */
const PATIENCE = 2000;

let entry: { file: string | URL; dataOf(): unknown } | undefined;

/** Says where the threads' program is, and what makes the data that they start with; without it nothing is read beside the worker. */
export function readersFrom(file: string | URL, dataOf: () => unknown = () => undefined): void {
  entry = { file, dataOf };
}

/**
 * How many threads may read a file: one in two cores or fewer is left to nobody, of more one is left to the editor.
 * LOGITSCOPE_WORKERS says it otherwise.
 */
export function readerCount(): number {
  if (!entry) return 1;
  const wanted = Number(process.env.LOGITSCOPE_WORKERS);
  if (Number.isInteger(wanted) && wanted > 0) return wanted;
  const cores = availableParallelism();
  return Math.min(MOST, cores > 2 ? cores - 1 : cores);
}

interface Thread {
  worker: Worker;
  /** Of its pieces that are no longer needed. */
  spare: ArrayBuffer[];
  waiting: { resolve(piece: ComputedPiece | undefined): void; reject(reason: Error): void }[];
}

/** A piece from a thread, and what tells that it is no longer needed. */
export interface LentPiece {
  piece: Promise<ComputedPiece | undefined>;
  giveBack(piece: ComputedPiece): void;
}

/** Threads that read pieces of one file. Whoever starts them closes them. */
export class Readers {
  private readonly threads: readonly Thread[];
  private reason: Error | undefined;

  constructor(count: number) {
    const data = entry!.dataOf();
    const threads: Thread[] = [];
    this.threads = threads;
    try {
      while (threads.length < count) threads.push(this.start(data));
    } catch {
      // The system gives no more: those that are there read, and whoever started them.
    }
  }

  /** How many pieces are worth being asked for before the first has come. */
  get atOnce(): number {
    return this.threads.length * AT_ONCE;
  }

  read(request: PieceRequest): LentPiece {
    const thread = this.threads.reduce((a, b) => (b.waiting.length < a.waiting.length ? b : a));
    const piece = new Promise<ComputedPiece | undefined>((resolve, reject) => {
      if (this.reason) return reject(this.reason);
      thread.waiting.push({ resolve, reject });
      const back = thread.spare.pop();
      thread.worker.postMessage({ ...request, back } satisfies PieceQuestion, back ? [back] : []);
    });
    // Whoever stops at the first fault waits for no other piece.
    piece.catch(() => undefined);
    return { piece, giveBack: (computed) => thread.spare.push(bufferOf(computed)) };
  }

  /**
   * Ends the threads, whatever they are at; open reads are rejected with the reason. They are asked to first: of a thread that
   * is ended while it opens a file, the system keeps the handle.
   */
  close(reason: Error): void {
    if (this.reason) return;
    this.reason = reason;
    for (const { worker, waiting } of this.threads) {
      for (const { reject } of waiting.splice(0)) reject(reason);
      worker.postMessage(END);
      const late = setTimeout(() => void worker.terminate(), PATIENCE);
      worker.once('exit', () => clearTimeout(late));
    }
  }

  private start(workerData: unknown): Thread {
    const worker = new Worker(entry!.file, { workerData });
    const thread: Thread = { worker, spare: [], waiting: [] };
    worker.on('message', ({ piece, error, details }: PieceAnswer) => {
      const asked = thread.waiting.shift();
      if (error !== undefined) asked?.reject(new Error(error, { cause: details }));
      else asked?.resolve(piece);
    });
    worker.on('error', (error) => this.close(error));
    worker.on('exit', (code) =>
      this.close(new Error(l10n.t('Logitscope stopped with code {0} and was restarted.', code))),
    );
    return thread;
  }
}
