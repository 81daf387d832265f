import * as l10n from '@vscode/l10n';
import { createLane, WorkerEnded, type CallOptions, type Spawn, type WorkerClient } from './lane';
import type { Call, Params, Result } from './protocol';

export interface Patience {
  /**
   * After which a text that is still being read no longer holds up the others, in milliseconds: of a worker that runs, on
   * a machine that has time.
   */
  waitMs: number;
  /** After which a text is given up, in milliseconds, for a text of so many characters. */
  deadlineMs(length: number): number;
  /** Processor time that the threads of this process have used, in milliseconds, where that is known. */
  processorMs?(): number | undefined;
}

const PATIENCE: Patience = {
  waitMs: 400,
  deadlineMs: (length) => 10_000 + length / 500,
  processorMs: () => {
    const spent = globalThis.process?.cpuUsage?.();
    return spent && (spent.user + spent.system) / 1000;
  },
};

/**
 * A machine that trains a model, or has just woken, may have given a worker hardly any time until its deadline: where it was
 * less than this share of it, the text gets another one, so often at most. Three: one that the machine slept through, and two
 * in which a thread that gets a twentieth of a core has a second, more than a text of a megabyte takes. A worker that waits for
 * what never comes looks the same and costs its own text half a minute, no other text anything; that a text is given up
 * wrongly costs more, for it is not read again.
 */
const LEAST_SHARE = 1 / 4;
const MOST_DEADLINES = 3;

/**
 * Another worker costs as much as the first did: where that took long, the machine is slow or busy, and more workers make
 * it busier. Others wait at least so many times as long.
 */
const LONGER_THAN_START = 4;
/** A wait is made of so many: while this thread is busy itself, answers lie about unread, and but one of them passes. */
const TURNS = 4;

/** Workers that may go on with a slow text while another worker reads the rest. */
const MAX_ASIDE = 3;
/** Texts that were given up and are not tried again. */
const MAX_FAULTS = 64;

/** A worker, and how long it took to start. */
interface Reader {
  lane: WorkerClient;
  started: Promise<number>;
}

interface Job {
  call: Call;
  params: Params<Call>;
  text: string;
  /** Rejects at once when the caller gives up, also while the text is being read. */
  settle(error: Error | undefined, result?: unknown): void;
  settled: boolean;
}

/**
 * Reads texts one after the other. What one text does to a worker never costs another its answer: a slow text keeps
 * its worker and the others go on in a fresh one; a text that passes its deadline or ends its worker is given up with
 * a sentence, and remembered, so that it is not read again.
 */
export function createTexts(spawn: Spawn, patience = PATIENCE): WorkerClient {
  const queue: Job[] = [];
  const aside = new Set<WorkerClient>();
  const faults = new Faults();
  let reader: Reader | undefined;
  let busy = false;
  /** Set while the text that is being read has used up the patience of others. */
  let overdue: (() => void) | undefined;
  let disposed = false;

  const next = () => {
    if (busy) return overdue?.();
    const job = queue.shift();
    if (!job) return;
    busy = true;
    void run(job);
  };

  const run = async (job: Job) => {
    const current = (reader ??= startReader(spawn));
    const own = current.lane;
    const startMs = await current.started;
    /** Whether it is still this text that the others wait for. */
    let leads = true;
    const leave = () => {
      if (!leads) return;
      leads = false;
      overdue = undefined;
      busy = false;
      next();
    };
    const endWait = afterTurns(Math.max(patience.waitMs, LONGER_THAN_START * startMs), () => {
      overdue = () => {
        if (queue.length === 0 || aside.size >= MAX_ASIDE) return;
        reader = undefined;
        aside.add(own);
        leave();
      };
      overdue();
    });
    const deadline = patience.deadlineMs(job.text.length);
    const begun = patience.processorMs?.();
    let deadlines = 1;
    const giveUp = () => {
      const spent = begun === undefined ? Infinity : patience.processorMs!()! - begun;
      if (spent < deadline * LEAST_SHARE && deadlines++ < MOST_DEADLINES) {
        end = setTimeout(giveUp, deadline);
        return;
      }
      if (reader === current) reader = undefined;
      own.dispose(tooLong());
    };
    let end = setTimeout(giveUp, deadline);
    try {
      job.settle(undefined, await own.call(job.call, job.params));
    } catch (error) {
      if (error instanceof WorkerEnded && !disposed) faults.add(job.text, error.message);
      job.settle(error as Error);
    } finally {
      endWait();
      clearTimeout(end);
      if (aside.delete(own)) {
        own.dispose();
        overdue?.();
      }
      leave();
    }
  };

  return {
    call<C extends Call>(call: C, params: Params<C>, { signal }: CallOptions = {}) {
      return new Promise<Result<C>>((resolve, reject) => {
        const text = textIn(params);
        if (disposed) throw new Error(l10n.t('Logitscope was shut down.'));
        signal?.throwIfAborted();
        const fault = faults.of(text);
        if (fault !== undefined) throw new Error(fault);
        const abort = () => job.settle(signal!.reason as Error);
        const job: Job = {
          call,
          params,
          text,
          settled: false,
          settle(error, result) {
            if (job.settled) return;
            job.settled = true;
            signal?.removeEventListener('abort', abort);
            const at = queue.indexOf(job);
            if (at >= 0) queue.splice(at, 1);
            if (error) reject(error);
            else resolve(result as Result<C>);
          },
        };
        signal?.addEventListener('abort', abort);
        // Someone's pointer waits for this one.
        if (call === 'findAt') queue.unshift(job);
        else queue.push(job);
        next();
      });
    },
    dispose(reason = l10n.t('Logitscope was shut down.')) {
      disposed = true;
      for (const job of [...queue]) job.settle(new Error(reason));
      for (const ended of [...aside, reader?.lane]) ended?.dispose(reason);
    },
  };
}

function startReader(spawn: Spawn): Reader {
  const lane = createLane(spawn, Infinity);
  const begun = Date.now();
  return { lane, started: lane.prepare!().then(() => Date.now() - begun) };
}

/** Calls back after so many milliseconds in which this thread got its turns. Returns what ends the wait. */
function afterTurns(ms: number, done: () => void): () => void {
  let left = TURNS;
  let timer: ReturnType<typeof setTimeout>;
  const turn = () => {
    if (left-- > 0) timer = setTimeout(turn, ms / TURNS);
    else done();
  };
  turn();
  return () => clearTimeout(timer);
}

function tooLong(): string {
  return l10n.t('Logitscope gave up reading this text because it took too long.');
}

/** What is read: the text, or all texts of several files. Whether they are texts is for the worker to say. */
function textIn(params: unknown): string {
  const { text } = (params ?? {}) as { text?: unknown };
  return typeof text === 'string' ? text : textsIn(params).join('\0');
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Why texts were given up, by their length and hash: they may be long, and are not kept. */
class Faults {
  private readonly lengths = new Set<number>();
  private readonly reasons = new Map<string, string>();

  add(text: string, reason: string): void {
    if (this.reasons.size >= MAX_FAULTS) return;
    this.lengths.add(text.length);
    this.reasons.set(keyOf(text), reason);
  }

  of(text: string): string | undefined {
    return this.lengths.has(text.length) ? this.reasons.get(keyOf(text)) : undefined;
  }
}

/** Two 32-bit hashes: that two texts of one length share both is not to be expected. */
function keyOf(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x85ebca6b);
  }
  return `${first}:${second}`;
}
