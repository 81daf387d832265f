/** The worker's entry in browsers: the web extension host, the notebook page and the panel. */
import { isGreeting, speak } from '../worker/words';
import { serve } from './serve';

const answer = serve((response, transfer) => postMessage(response, { transfer }));
addEventListener('message', ({ data }) => (isGreeting(data) ? speak(data.words) : answer(data)));
// The spawner takes the first message for a sign of life.
postMessage('ready');
