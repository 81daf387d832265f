import * as vscode from 'vscode';
import type { Overrides } from '../arrays/override';
import type { FetchRequest, FetchState } from '../renderer/fetching';
import { sentenceOf } from '../arrays/words/sentence';
import { reportingErrors } from '../ui/notifications';
import { Running } from '../worker/running';
import { NotHeld, type LiveArrays } from './liveArrays';

/** What strips asked of kernels, each with a way to end it. */
export class Fetches {
  private readonly running = new Running<string>();

  constructor(private readonly live: LiveArrays) {}

  /** Opens the array, and tells the strip how it stands. What goes wrong is said there and in a notification. */
  async fetch(
    notebook: vscode.Uri,
    { request, found, instead, codes, count }: FetchRequest,
    overrides: Overrides,
    tell: (state: FetchState) => void,
  ): Promise<void> {
    const key = keyOf(notebook, request);
    const controller = new AbortController();
    // A page that was loaded anew counts from the beginning: nobody waits for what the one before asked under this number.
    this.running.abort(key, new vscode.CancellationError());
    this.running.add(key, controller);
    const told = (state: FetchState) => {
      if (this.running.has(key, controller)) tell(state);
    };
    const asker = {
      signal: controller.signal,
      onWait: (message: string) => told({ is: 'waiting', for: message }),
    };
    const fetching = { found, codes, count, overrides };
    try {
      await (instead
        ? this.live.fetchInstead(notebook, instead, fetching, asker)
        : this.live.fetch(notebook, fetching, asker));
      told({ is: 'done' });
    } catch (error) {
      if (error instanceof vscode.CancellationError) return told({ is: 'done' });
      if (!(error instanceof NotHeld)) {
        told({ is: 'refused', why: sentenceOf(error) });
        throw error;
      }
      const { message: why, remedy } = error;
      told({ is: 'refused', why, remedy });
      void reportingErrors(() => this.live.offer(notebook, error, fetching));
    } finally {
      this.running.end(key, controller);
    }
  }

  cancel(notebook: vscode.Uri, request: number): void {
    this.running.abort(keyOf(notebook, request), new vscode.CancellationError());
  }
}

function keyOf(notebook: vscode.Uri, request: number): string {
  return `${request} ${notebook.toString()}`;
}
