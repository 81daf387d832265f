/** The worker's entry, in Node and in browsers; `port.ts` is how either is spoken with. */
import { openPort } from './port';
import { serve } from './serve';

openPort((post) => serve(post));
