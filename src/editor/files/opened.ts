import type { WorkerClient } from '../../worker/client';
import type { OpenRequest } from '../../worker/protocol';

/** What one action opened in the worker. */
export class Opened {
  private readonly endings: (() => Promise<unknown>)[] = [];

  constructor(private readonly client: WorkerClient) {}

  async array(request: OpenRequest): Promise<number> {
    const { session } = await this.client.call('open', request);
    this.endings.push(() => this.client.call('close', { session }));
    return session;
  }

  /** A file of arrays. */
  file(file: number): void {
    this.endings.push(() => this.client.call('closeFile', { file }));
  }

  /** A file of records that was read for the action. */
  dump(session: number): number {
    this.endings.push(() => this.client.call('drop', { held: session }));
    return session;
  }

  close(): void {
    // A worker that was ended has nothing open.
    for (const end of this.endings.splice(0)) end().catch(() => undefined);
  }
}

/** Runs an action and closes what it opened, whichever way it ends. */
export async function closingAfter<T>(client: WorkerClient, run: (opened: Opened) => Promise<T>): Promise<T> {
  const opened = new Opened(client);
  try {
    return await run(opened);
  } finally {
    opened.close();
  }
}
