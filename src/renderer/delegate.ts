import type { OutputItem, RendererApi, RendererContext } from 'vscode-notebook-renderer';
import type { WorkerClient } from '../worker/client';
import { connectHost } from './host';
import { Offers } from './offers';

/**
 * Hands every output to VS Code's own renderer and only then looks at its text. If anything of ours fails, that
 * rendering stands alone.
 */
export async function createDelegate(
  context: RendererContext<unknown>,
  client: WorkerClient,
): Promise<RendererApi> {
  const builtin = await context.getRenderer('vscode.builtin-renderer');
  const offers = new Offers(client, connectHost(context));
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
}

/** Where VS Code has no renderer to delegate to: the text alone. */
function renderPlainly(item: OutputItem, element: HTMLElement): void {
  const text = document.createElement('pre');
  text.textContent = item.text();
  element.replaceChildren(text);
}
