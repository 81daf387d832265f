/** The worker's entry in browsers: the web extension host, the notebook page and the panel. */
import { serve } from './serve';

const answer = serve((response, transfer) => postMessage(response, { transfer }));
addEventListener('message', (event) => answer(event.data));
// The spawner takes the first message for a sign of life.
postMessage('ready');
