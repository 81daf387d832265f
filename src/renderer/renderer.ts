/** The notebook renderer's entry. */
import type { ActivationFunction } from 'vscode-notebook-renderer';
import { createClient } from '../worker/client';
import { filesBeside } from '../worker/files';
import { spawnWorker } from '../worker/spawn.web';
import { createDelegate } from './delegate';
import { connectHost } from './host';

export const activate: ActivationFunction = (context) => {
  const host = connectHost(context);
  const files = filesBeside(import.meta.url);
  // The worker starts with the first output that may hold an array, in the language that the host told by then.
  const client = createClient(async (events) => spawnWorker(files, await host.words())(events));
  return createDelegate(context, host, client);
};
