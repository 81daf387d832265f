/** The program of a thread that reads pieces beside the worker, whose own program would take it twice as long to start. */
import { parentPort, workerData } from 'node:worker_threads';
import { speak } from '../../worker/words';
import type { ThreadData } from './readers';
import { servePieces } from './servePieces';

speak((workerData as ThreadData).words);
servePieces(parentPort!);
