/** The entry of threads that read pieces of a file for the worker, in Node. */
import { parentPort, workerData } from 'node:worker_threads';
import { speak, type Words } from '../worker/words';
import { servePieces } from './pieces/servePieces';

speak((workerData as Words | null) ?? undefined);
servePieces(parentPort!);
