/** What is done about outputs besides drawing them; loaded after the first is drawn. */
import type { RendererContext } from 'vscode-notebook-renderer';
import { createClient, type Spawn, type WorkerClient } from '../worker/client';
import { filesBeside } from '../worker/files';
import { spawnWorker } from '../worker/spawn.web';
import { ArrayOutputs } from './arrayOutputs';
import type { Looking } from './delegate';
import { connectHost, type Host } from './host';
import { Memory } from './memory';
import { Offers } from './offers';

export function startLooking(context: RendererContext<unknown>, entry: string): Looking {
  const host = connectHost(context);
  const files = filesBeside(entry);
  // The worker starts with the first output that may hold an array, in the language that the host told by then.
  let spawn: Spawn | undefined;
  const client = createClient(async (events) => (spawn ??= spawnWorker(files, await host.words()))(events));
  return createLooking(host, client);
}

export function createLooking(host: Host, client: WorkerClient): Looking {
  const memory = new Memory();
  const offers = new Offers(client, host, memory);
  const arrays = new ArrayOutputs(client, host, memory);
  return {
    look: (item, element) => offers.look(item, element),
    showArray: (item, element) => arrays.show(item, element),
    forget(id) {
      offers.forget(id);
      arrays.forget(id);
    },
  };
}
