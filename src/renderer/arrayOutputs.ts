import * as l10n from '@vscode/l10n';
import type { OutputItem } from 'vscode-notebook-renderer';
import { sentenceOf } from '../arrays/words/sentence';
import type { WorkerClient } from '../worker/client';
import type { Host } from './host';
import type { Memory } from './memory';
import { createStrips, type Strips } from './strips';

interface Shown {
  element: HTMLElement;
  strips: Strips;
}

/** Outputs that a kernel displayed as arrays: there is no other rendering of them, so they open at once. */
export class ArrayOutputs {
  private readonly shown = new Map<string, Shown>();

  constructor(
    private readonly client: WorkerClient,
    private readonly host: Host,
    private readonly memory: Memory,
  ) {}

  /** A value that is not what the MIME type promises is named as such, with the field that is wrong. */
  async show(item: OutputItem, element: HTMLElement): Promise<void> {
    this.forget(item.id);
    const strips = createStrips(this.client, this.host, this.memory.of(element));
    const entry = { element, strips };
    this.shown.set(item.id, entry);
    element.replaceChildren(strips.element);
    try {
      const offer = await this.client.call('readArray', { text: item.text() });
      if (this.shown.get(item.id) !== entry) return;
      strips.show([offer], Boolean(offer.found.array));
    } catch (error) {
      if (this.shown.get(item.id) !== entry) return;
      const problem = document.createElement('pre');
      problem.textContent = l10n.t('Logitscope can’t read this array: {0}', sentenceOf(error));
      element.replaceChildren(problem);
    }
  }

  /** Without an id, every output. */
  forget(id?: string): void {
    for (const one of id === undefined ? [...this.shown.keys()] : [id]) {
      this.shown.get(one)?.strips.dispose();
      this.shown.delete(one);
    }
  }
}
