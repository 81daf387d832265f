import type * as vscode from 'vscode';
import type { Overrides } from '../arrays/override';
import type { ReadingKind } from '../arrays/types';

const KEY = 'logitscope.readings';
/** Files whose choices are kept; the longest unused is dropped first. */
const MAX_FILES = 200;

/** The readings people chose, per notebook or file, kept with the workspace. */
export class ReadingMemory {
  constructor(private readonly state: vscode.Memento) {}

  of(uri: vscode.Uri): Overrides {
    return new Map(this.entries()).get(uri.toString()) ?? {};
  }

  async remember(uri: vscode.Uri, array: string, kind: ReadingKind): Promise<void> {
    const file = uri.toString();
    const others = this.entries().filter(([name]) => name !== file);
    // A computed key of an object literal is always its own property, `__proto__` included.
    const chosen = { ...this.of(uri), [array]: kind };
    await this.state.update(KEY, [...others.slice(1 - MAX_FILES), [file, chosen]]);
  }

  private entries(): [file: string, chosen: Overrides][] {
    return this.state.get(KEY, []);
  }
}
