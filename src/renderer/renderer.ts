import type { ActivationFunction, OutputItem, RendererApi } from 'vscode-notebook-renderer';
import { createClient } from '../worker/client';
import { filesBeside } from '../worker/files';
import { spawnWorker } from '../worker/spawn.web';
import { connectHost } from './host';
import { Offers } from './offers';

/**
 * Hands every output to VS Code's own renderer and only then looks at its text. If anything of ours fails, that
 * rendering stands alone.
 */
export const activate: ActivationFunction = async (context): Promise<RendererApi> => {
  const builtin = await context.getRenderer('vscode.builtin-renderer');
  const offers = new Offers(createClient(spawnWorker(filesBeside(import.meta.url))), connectHost(context));
  return {
    async renderOutputItem(item, element, signal) {
      if (builtin) await builtin.renderOutputItem(item, element, signal);
      else renderPlainly(item, element);
      if (!signal.aborted) offers.look(item, element);
    },
    disposeOutputItem(id) {
      offers.forget(id);
      builtin?.disposeOutputItem?.(id);
    },
  };
};

/** Where VS Code has no renderer to delegate to: the text alone. */
function renderPlainly(item: OutputItem, element: HTMLElement): void {
  const text = document.createElement('pre');
  text.textContent = item.text();
  element.replaceChildren(text);
}
