import * as vscode from 'vscode';
import type { Overrides } from '../arrays/override';
import type { ReadingKind } from '../arrays/types';
import { FileMemory } from '../ui/fileMemory';

/** The readings people chose, per notebook or file, kept with the workspace. */
export class ReadingMemory {
  private readonly files: FileMemory<Overrides>;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  /** Someone chose a reading for an array of this notebook or file, in whatever view. */
  readonly onDidChange = this.changed.event;

  constructor(state: vscode.Memento) {
    this.files = new FileMemory(state, 'logitscope.readings');
  }

  of(uri: vscode.Uri): Overrides {
    return this.files.of(uri) ?? {};
  }

  async remember(uri: vscode.Uri, array: string, kind: ReadingKind): Promise<void> {
    // A computed key of an object literal is always its own property, `__proto__` included.
    await this.files.remember(uri, { ...this.of(uri), [array]: kind });
    this.changed.fire(uri);
  }
}
