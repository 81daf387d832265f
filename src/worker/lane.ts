import * as l10n from '@vscode/l10n';
import { detailsOf, sentenceOf, sentenceOfProgram } from '../arrays/words/sentence';
import {
  isResponse,
  type Call,
  type Cancel,
  type Params,
  type Progress,
  type Request,
  type Response,
  type Result,
} from './protocol';

/** A running worker, whatever it runs on. */
export interface WorkerPort {
  post(request: Request | Cancel, transfer: ArrayBuffer[]): void;
  terminate(): void;
}

export interface WorkerEvents {
  onMessage(message: unknown): void;
  /** @param details for the log */
  onError(reason: string, details?: string): void;
}

export type Spawn = (events: WorkerEvents) => WorkerPort | Promise<WorkerPort>;

export interface CallOptions {
  /** Buffers to move instead of copying; the caller loses them. */
  transfer?: ArrayBuffer[];
  /** The call is dropped when it aborts, and the worker told: a long one stops at its next step. */
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

export interface WorkerClient {
  call<C extends Call>(call: C, params: Params<C>, options?: CallOptions): Promise<Result<C>>;
  /** Starts the worker for what is about to be opened; settles once it runs, or cannot. */
  prepare?(): Promise<void>;
  /** Ends the worker; open and later calls are rejected with the reason. */
  dispose(reason?: string): void;
}

/** A machine that is busy with much else starts a worker in seconds. */
const START_MS = 120_000;

/** A call was lost with the worker that it ran in. */
export class WorkerEnded extends Error {}

type Closing = { [C in Call]?: (opened: Result<C>) => Omit<Request, 'id'> | undefined };

/** How what a call opened is closed again. */
const CLOSING: Closing = {
  open: ({ session }) => ({ call: 'close', params: { session } }),
  openDump: ({ session }) => ({ call: 'drop', params: { held: session } }),
  openFile: ({ file }) => ({ call: 'closeFile', params: { file } }),
  hold: ({ held }) => ({ call: 'drop', params: { held } }),
  holdTokens: ({ held }) => ({ call: 'drop', params: { held } }),
  openSample: ({ session }) => ({ call: 'close', params: { session } }),
  openTokens: (opened) => opened && { call: 'closeTokens', params: { handle: opened.handle } },
};

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
  onProgress?(progress: Progress): void;
}

/**
 * One worker, started at the first call. When it crashes or runs away, every open call is rejected with
 * the reason and the next call starts a fresh one; arrays opened in the old one are gone.
 *
 * @param timeoutMs of silence while a call is open; Infinity where nobody watches for it
 * @param startMs after which a worker that has given no sign of life is none
 */
export function createLane(spawn: Spawn, timeoutMs: number, startMs = START_MS): WorkerClient {
  const pending = new Map<number, Pending>();
  /** Calls that nobody waits for any more and that may still be answered. */
  const dropped = new Map<number, Call>();
  let port: Promise<WorkerPort> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let nextId = 1;
  let disposed: string | undefined;
  /** Set while a worker starts. */
  let abandon: ((error: Error) => void) | undefined;

  // A long call reports its progress and short ones are answered at once, so silence while a call is open means that
  // one is stuck. The clock runs from the last answer: calls posted meanwhile must not keep a stuck worker alive.
  const watch = () => {
    if (timer === undefined && pending.size > 0 && timeoutMs !== Infinity) {
      timer = setTimeout(() => fail(l10n.t('Logitscope stopped responding and was restarted.')), timeoutMs);
    }
  };
  const rest = () => {
    clearTimeout(timer);
    timer = undefined;
    watch();
  };

  const fail = (reason: string, details?: string) => {
    const ended = port;
    port = undefined;
    void ended?.then(
      (p) => p.terminate(),
      () => undefined,
    );
    const open = [...pending.values()];
    pending.clear();
    dropped.clear();
    rest();
    for (const { reject } of open) reject(new WorkerEnded(reason, { cause: details }));
  };

  /** What was opened just before it was told that nobody wants it is closed. */
  const lateAnswer = (message: Response) => {
    const call = dropped.get(message.id);
    dropped.delete(message.id);
    const closing = call && 'result' in message && CLOSING[call]?.(message.result as never);
    if (closing) void port?.then((running) => running.post({ id: nextId++, ...closing }, []));
  };

  const start = () => {
    const starting = (async () =>
      spawn({
        onMessage(message) {
          if (port !== started || !isResponse(message)) return;
          const call = pending.get(message.id);
          if ('progress' in message) {
            rest();
            return call?.onProgress?.(message.progress);
          }
          pending.delete(message.id);
          rest();
          if (!call) return lateAnswer(message);
          if ('error' in message) call.reject(new Error(message.error, { cause: message.details }));
          else call.resolve(message.result);
        },
        onError(reason, details) {
          if (port === started) fail(reason, details);
        },
      }))();
    const started = new Promise<WorkerPort>((resolve, reject) => {
      abandon = reject;
      const late = setTimeout(
        () =>
          reject(new Error(l10n.t('its worker didn’t respond for {0} seconds', Math.round(startMs / 1000)))),
        startMs,
      );
      starting.then(resolve, reject).finally(() => clearTimeout(late));
    });
    // One that comes too late is not wanted any more.
    started.catch(
      () =>
        void starting.then(
          (late) => late.terminate(),
          () => undefined,
        ),
    );
    return started;
  };

  /** A worker that runs; why it cannot start is worded. */
  const running = (current: Promise<WorkerPort>) =>
    current.catch((error: unknown) => {
      if (port === current) port = undefined;
      if (error instanceof WorkerEnded) throw error;
      throw new Error(whyNotStarted(error), { cause: detailsOf(error) ?? (error as Error).stack });
    });
  const throwIfUnwanted = (signal: AbortSignal | undefined) => {
    if (disposed !== undefined) throw new WorkerEnded(disposed);
    signal?.throwIfAborted();
  };

  return {
    async call<C extends Call>(
      call: C,
      params: Params<C>,
      { transfer = [], signal, onProgress }: CallOptions = {},
    ) {
      let worker: WorkerPort;
      let current: Promise<WorkerPort>;
      do {
        throwIfUnwanted(signal);
        current = port ??= start();
        worker = await running(current);
        // One that has ended meanwhile answers nothing: the next one is asked.
      } while (port !== current && disposed === undefined);
      throwIfUnwanted(signal);
      return new Promise<Result<C>>((resolve, reject) => {
        const id = nextId++;
        // A signal may outlive the call by hours: what it holds is let go of with the call.
        const settled =
          <T>(settle: (value: T) => void) =>
          (value: T) => {
            signal?.removeEventListener('abort', abort);
            settle(value);
          };
        const abort = () => {
          if (!pending.delete(id)) return;
          if (CLOSING[call]) dropped.set(id, call);
          settled(reject)(signal!.reason as Error);
          worker.post({ cancel: id }, []);
        };
        pending.set(id, { resolve: settled(resolve), reject: settled(reject), onProgress });
        signal?.addEventListener('abort', abort);
        try {
          worker.post({ id, call, params }, transfer);
        } catch (error) {
          pending.delete(id);
          settled(reject)(error);
        }
        watch();
      });
    },
    async prepare() {
      if (disposed !== undefined) return;
      const current = (port ??= start());
      // Why it cannot start is told to the call that needs it.
      await current.catch(() => port === current && (port = undefined));
    },
    dispose(reason = l10n.t('Logitscope was shut down.')) {
      disposed = reason;
      abandon?.(new WorkerEnded(reason));
      if (port) fail(reason);
    },
  };
}

function whyNotStarted(error: unknown): string {
  const reason = sentenceOf(error, '');
  if (reason === '') return l10n.t('Logitscope couldn’t start. See its output channel for details.');
  return sentenceOfProgram(error) ?? l10n.t('Logitscope couldn’t start: {0}', reason);
}
