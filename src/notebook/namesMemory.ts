import type * as vscode from 'vscode';
import type { ChosenNames } from '../arrays/words/nameChoice';
import { FileMemory } from '../ui/fileMemory';

/** The names people chose for classes, per notebook or file, kept with the workspace. */
export class NamesMemory {
  private readonly files: FileMemory<ChosenNames>;

  constructor(state: vscode.Memento) {
    this.files = new FileMemory(state, 'logitscope.classNames');
  }

  of(uri: vscode.Uri): ChosenNames {
    return this.files.of(uri) ?? {};
  }

  async remember(uri: vscode.Uri, array: string, key: string): Promise<void> {
    // A computed key of an object literal is always its own property, `__proto__` included.
    await this.files.remember(uri, { ...this.of(uri), [array]: key });
  }
}
