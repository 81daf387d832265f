import type { OutputItem, RendererApi, RendererContext } from 'vscode-notebook-renderer';
import { ARRAY_MIME } from '../bytes/mime';

/** What is done about outputs besides drawing them. */
export interface Looking {
  /** Puts what it finds under an output that was drawn. */
  look(item: OutputItem, element: HTMLElement): void;
  /** Draws an array that a kernel displayed as itself. */
  showArray(item: OutputItem, element: HTMLElement): Promise<void>;
  /** Without an id, every output. */
  forget(id?: string): void;
}

/**
 * Shows arrays that a kernel displayed as themselves. Hands every other output to VS Code's own renderer and only then
 * looks at its text. If anything of ours fails, that rendering stands alone.
 */
export async function createDelegate(
  context: RendererContext<unknown>,
  load: () => Promise<Looking>,
): Promise<RendererApi> {
  const builtin = await context.getRenderer('vscode.builtin-renderer');
  /** Drawn, and not looked at yet. */
  const waiting = new Map<string, [OutputItem, HTMLElement]>();
  let loading: Promise<Looking> | undefined;
  let looking: Looking | undefined;
  const ready = () =>
    (loading ??= load().then((loaded) => {
      for (const one of waiting.values()) loaded.look(...one);
      waiting.clear();
      return (looking = loaded);
    }));

  const look = (item: OutputItem, element: HTMLElement) => {
    // At once where that can be: what stands under an output that is drawn again does not leave the page.
    if (looking) return looking.look(item, element);
    waiting.set(item.id, [item, element]);
    if (!loading) ready().catch((error: unknown) => console.warn('Logitscope:', error));
  };
  return {
    async renderOutputItem(item, element, signal) {
      if (item.mime === ARRAY_MIME) return (await ready()).showArray(item, element);
      if (builtin) await builtin.renderOutputItem(item, element, signal);
      else renderPlainly(item, element);
      if (!signal.aborted) look(item, element);
    },
    disposeOutputItem(id) {
      if (id === undefined) waiting.clear();
      else waiting.delete(id);
      looking?.forget(id);
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
