import type { OutputItem, RendererApi, RendererContext } from 'vscode-notebook-renderer';
import type { WorkerClient } from '../worker/client';
import { ARRAY_MIME } from '../bytes/mime';
import { ArrayOutputs } from './arrayOutputs';
import type { Host } from './host';
import { Memory } from './memory';
import { Offers } from './offers';

/**
 * Shows arrays that a kernel displayed as themselves. Hands every other output to VS Code's own renderer and only then
 * looks at its text. If anything of ours fails, that rendering stands alone.
 */
export async function createDelegate(
  context: RendererContext<unknown>,
  host: Host,
  client: WorkerClient,
): Promise<RendererApi> {
  const builtin = await context.getRenderer('vscode.builtin-renderer');
  const memory = new Memory();
  const offers = new Offers(client, host, memory);
  const arrays = new ArrayOutputs(client, host, memory);
  return {
    async renderOutputItem(item, element, signal) {
      if (item.mime === ARRAY_MIME) return arrays.show(item, element);
      if (builtin) await builtin.renderOutputItem(item, element, signal);
      else renderPlainly(item, element);
      if (!signal.aborted) offers.look(item, element);
    },
    disposeOutputItem(id) {
      offers.forget(id);
      arrays.forget(id);
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
