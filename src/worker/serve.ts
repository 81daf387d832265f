import { isRequest, transferables, type Response } from './protocol';
import { createCalls } from './calls';

/** Answers requests one by one; an error goes back as its message, never as an exception of the worker. */
export function serve(
  post: (response: Response, transfer: ArrayBuffer[]) => void,
): (message: unknown) => void {
  const calls = createCalls();
  return (message) => {
    if (!isRequest(message)) return;
    const { id, call, params } = message;
    try {
      if (!Object.hasOwn(calls, call)) throw new Error(`unknown call ${JSON.stringify(call)}`);
      const result = (calls[call] as (params: unknown) => unknown)(params);
      post({ id, result }, transferables(result));
    } catch (error) {
      post({ id, error: error instanceof Error ? error.message : String(error) }, []);
    }
  };
}
