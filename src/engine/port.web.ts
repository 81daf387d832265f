import type { Response } from '../worker/protocol';
import { isGreeting, speak } from '../worker/words';

/** The same in browsers, in the web extension host, the notebook page and the panel: the worker's own messages. */
export async function openPort(
  serve: (post: (response: Response, transfer: ArrayBuffer[]) => void) => Promise<(message: unknown) => void>,
): Promise<void> {
  const answer = await serve((response, transfer) => postMessage(response, { transfer }));
  addEventListener('message', ({ data }) => (isGreeting(data) ? speak(data.words) : answer(data)));
  // The spawner takes the first message for a sign of life.
  postMessage('ready');
}
