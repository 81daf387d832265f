/** The worker's entry, in Node and in browsers; `port.ts` is how either is spoken with. */
import { openPort } from './port';

// Threads that read pieces need none of it, and are there sooner without.
void openPort(async (post) => (await import('./serve')).serve(post));
