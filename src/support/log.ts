import * as vscode from 'vscode';
import { printable } from '../arrays/words/printable';
import { detailsOf, sentenceOf } from '../arrays/words/sentence';
import type { FoundArray } from '../arrays/types';
import type { WorkerClient } from '../worker/client';
import type { Call, Params, Result } from '../worker/protocol';

const MAX_NAME = 60;
const MAX_EVIDENCE = 120;
const MAX_DETAILS = 2000;

export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Logitscope', { log: true });
}

/** The client, with what was found and why in the output channel. Values never stand there. */
export function logged(client: WorkerClient, log: vscode.LogOutputChannel): WorkerClient {
  return {
    ...client,
    async call<C extends Call>(call: C, params: Params<C>, options?: Parameters<WorkerClient['call']>[2]) {
      const start = performance.now();
      try {
        const result = await client.call(call, params, options);
        tell(log, call, result, performance.now() - start);
        return result;
      } catch (error) {
        log.warn(`${call}: ${sentenceOf(error)}`);
        const details = detailsOf(error);
        if (details !== undefined) log.warn(printable(details, MAX_DETAILS));
        throw error;
      }
    },
  };
}

function tell<C extends Call>(log: vscode.LogOutputChannel, call: C, result: Result<C>, ms: number): void {
  // Composing sentences that nobody sees would cost every call.
  if (log.logLevel === vscode.LogLevel.Off || log.logLevel > vscode.LogLevel.Debug) return;
  log.debug(`${call}: ${ms.toFixed(1)} ms`);
  for (const found of foundIn(result)) {
    const { name, container, shape, reading } = found;
    const reasons = reading.evidence.map((sentence) => printable(sentence, MAX_EVIDENCE)).join('; ');
    log.debug(
      `  ${printable(name ?? '', MAX_NAME)} [${shape.join(', ')}] ${container}: ${reading.kind}, because ${reasons}`,
    );
  }
}

/** Arrays in an answer, bare or with what is shown of them. */
function foundIn(result: unknown): FoundArray[] {
  const entries: unknown[] = Array.isArray(result) ? result : [result];
  return entries.flatMap((entry) => {
    const { found = entry } = (entry ?? {}) as { found?: unknown };
    return isFound(found) ? [found] : [];
  });
}

function isFound(value: unknown): value is FoundArray {
  return typeof value === 'object' && value !== null && 'reading' in value && 'container' in value;
}
