import type * as vscode from 'vscode';
import type { Overrides } from '../arrays/override';
import type { ReadingKind } from '../arrays/types';
import { FileMemory } from '../ui/fileMemory';

/** The readings people chose, per notebook or file, kept with the workspace. */
export class ReadingMemory {
  private readonly files: FileMemory<Overrides>;

  constructor(state: vscode.Memento) {
    this.files = new FileMemory(state, 'logitscope.readings');
  }

  of(uri: vscode.Uri): Overrides {
    return this.files.of(uri) ?? {};
  }

  async remember(uri: vscode.Uri, array: string, kind: ReadingKind): Promise<void> {
    // A computed key of an object literal is always its own property, `__proto__` included.
    await this.files.remember(uri, { ...this.of(uri), [array]: kind });
  }
}
