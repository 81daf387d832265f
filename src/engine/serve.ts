import { detailsOf, Fault, sentenceOf } from '../arrays/words/sentence';
import type { CallContext } from './callContext';
import { createCalls, type Limits } from './calls';
import { checkParams } from './params';
import { Running } from '../worker/running';
import { isCancel, isRequest, transferables, type Response } from '../worker/protocol';

/**
 * Answers requests; an error goes back as its message, never as an exception of the worker. Short calls are answered
 * one by one; a long one gives way to others between its steps, reports progress and can be cancelled.
 */
export function serve(
  post: (response: Response, transfer: ArrayBuffer[]) => void,
  limits?: Limits,
): (message: unknown) => void {
  const calls = createCalls(limits);
  const running = new Running<number>();
  return (message) => {
    if (isCancel(message)) return running.abort(message.cancel, new Error('cancelled'));
    if (!isRequest(message)) return;
    const { id, call, params } = message;
    const answer = (result: unknown) => post({ id, result }, transferables(result));
    const refuse = (error: unknown) => post({ id, error: sentenceOf(error), details: detailsOf(error) }, []);
    try {
      if (!Object.hasOwn(calls, call)) throw new Fault(`unknown call ${JSON.stringify(call)}`);
      const controller = new AbortController();
      const context: CallContext = {
        signal: controller.signal,
        progress: (progress) => post({ id, progress }, []),
      };
      const ask = calls[call] as (params: unknown, context: CallContext) => unknown;
      const result = ask(checkParams(call, params), context);
      if (!(result instanceof Promise)) return answer(result);
      running.add(id, controller);
      // An answer for which there is no room is refused like any other.
      void result
        .then(answer)
        .catch(refuse)
        .finally(() => running.end(id, controller));
    } catch (error) {
      refuse(error);
    }
  };
}
