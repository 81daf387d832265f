import * as vscode from 'vscode';
import type { Overrides } from '../arrays/override';
import type { FetchRequest, FetchState } from '../renderer/fetching';
import { sentenceOf } from '../arrays/sentence';
import { reportingErrors } from '../ui/notifications';
import { NotHeld, type LiveArrays } from './liveArrays';

/** What strips asked of kernels, each with a way to end it. */
export class Fetches {
  private readonly running = new Map<string, AbortController>();

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
    this.running.set(key, controller);
    const asker = {
      signal: controller.signal,
      onWait: (message: string) => tell({ is: 'waiting', for: message }),
    };
    const fetching = { found, codes, count, overrides };
    try {
      await (instead
        ? this.live.fetchInstead(notebook, instead, fetching, asker)
        : this.live.fetch(notebook, fetching, asker));
      tell({ is: 'done' });
    } catch (error) {
      if (error instanceof vscode.CancellationError) return tell({ is: 'done' });
      if (!(error instanceof NotHeld)) {
        tell({ is: 'refused', why: sentenceOf(error) });
        throw error;
      }
      const { message: why, remedy } = error;
      tell({ is: 'refused', why, remedy });
      void reportingErrors(() => this.live.offer(notebook, error, fetching));
    } finally {
      this.running.delete(key);
    }
  }

  cancel(notebook: vscode.Uri, request: number): void {
    this.running.get(keyOf(notebook, request))?.abort(new vscode.CancellationError());
  }
}

function keyOf(notebook: vscode.Uri, request: number): string {
  return `${request} ${notebook.toString()}`;
}
