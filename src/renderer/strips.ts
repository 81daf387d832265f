import * as l10n from '@vscode/l10n';
import { loadCharts } from '../inspector/charts/load';
import { plural } from '../arrays/plural';
import type { Mounted } from '../inspector/props';
import { mountStrip, type StripProps } from '../inspector/strip';
import type { WorkerClient } from '../worker/client';
import { latest } from '../worker/latest';
import type { Offer } from '../worker/protocol';
import type { Host } from './host';

/** The strips under one output. */
export interface Strips {
  /** Stands at the end of the output's element; its own shadow tree keeps the page's styles out and ours in. */
  element: HTMLElement;
  show(offers: readonly Offer[], open: boolean): void;
  dispose(): void;
}

/** An output with more arrays than this is a listing; the rest is named by count. */
const MAX_STRIPS = 12;

export function createStrips(client: WorkerClient, host: Host): Strips {
  // Not a div: VS Code's own styles and code address the divs of an output.
  const element = document.createElement('logitscope-strips');
  element.style.display = 'block';
  const shadow = element.attachShadow({ mode: 'open' });
  let slots: Slot[] = [];

  return {
    element,
    show(offers, open) {
      const shown = offers.slice(0, MAX_STRIPS);
      while (slots.length > shown.length) slots.pop()!.dispose();
      for (const [i, offer] of shown.entries()) {
        if (i < slots.length) {
          slots[i].update(offer);
          continue;
        }
        const slot = createSlot(shadow, client, host, offer);
        slots.push(slot);
        if (open) slot.open();
      }
      shadow.querySelector('.more')?.remove();
      if (offers.length > shown.length) {
        const more = document.createElement('div');
        more.className = 'more';
        const n = offers.length - shown.length;
        more.textContent = plural(n, l10n.t('1 more array'), l10n.t('{0} more arrays', n));
        shadow.append(more);
      }
    },
    dispose() {
      for (const slot of slots) slot.dispose();
      slots = [];
      element.remove();
    },
  };
}

/** The inspector, with the charts that it shows coming beside it: most notebooks are only scrolled through. */
function loadInspector() {
  const inspector = import('../inspector/mount');
  // Without charts it still has its tables.
  loadCharts().catch(() => undefined);
  return inspector;
}

interface Slot {
  update(offer: Offer): void;
  open(): void;
  dispose(): void;
}

/** One array: its strip, and the inspector in its place once it was opened. */
function createSlot(parent: ShadowRoot, client: WorkerClient, host: Host, first: Offer): Slot {
  const container = document.createElement('div');
  container.style.paddingTop = '4px';
  parent.append(container);
  let offer = first;
  let strip: (Mounted<StripProps> & { focus(): void }) | undefined;
  let inspector: { dispose(): void } | undefined;
  let problem: string | undefined;
  const opening = latest();

  const props = (): StripProps => ({
    offer,
    problem,
    onOpen: (focus) => void open(focus ?? 'header'),
    onFetch:
      host.fetch && !offer.found.array && (offer.found.elided || offer.found.absent !== undefined)
        ? () => host.fetch!(offer.found)
        : undefined,
    actions: [
      ...(host.openPanel && offer.found.array
        ? [
            { label: l10n.t('Open in panel'), run: () => host.openPanel!(offer.found, false) },
            {
              label: l10n.t('Compute softmax loss in panel…'),
              run: () => host.openPanel!(offer.found, true),
            },
          ]
        : []),
    ],
  });
  // Whoever comes to a strip is about to open it. A strip that scrolls under a pointer at rest is entered, but not moved over.
  const approach = () => {
    if (!offer.found.array) return;
    client.prepare?.();
    loadInspector().catch(() => undefined);
  };
  container.addEventListener('pointermove', approach, { once: true });
  // A finger comes without moving, a moment before its click.
  container.addEventListener('pointerdown', approach, { once: true });
  container.addEventListener('focusin', approach, { once: true });
  const close = (focus: boolean) => {
    inspector?.dispose();
    inspector = undefined;
    if (strip) strip.update(props());
    else strip = mountStrip(container, props());
    if (focus) strip.focus();
  };
  const open = async (focus?: 'header' | 'labels') => {
    if (inspector || !offer.found.array) return;
    const signal = opening.next();
    problem = undefined;
    const module = await loadInspector().catch((error: unknown) => {
      console.warn('Logitscope:', error);
      problem = l10n.t('The inspector could not be loaded.');
      strip?.update(props());
    });
    if (signal.aborted || !module) return;
    strip?.dispose();
    strip = undefined;
    inspector = module.mountInspector(container, {
      client,
      found: offer.found,
      focus,
      host: {
        copy: (text) => host.copy(text),
        save: host.save && ((name, content) => host.save!(name, content)),
        remember:
          host.remember &&
          ((kind) => {
            host.remember!(offer.found, kind);
            // The strip and the panel show the choice at once.
            const reading = { ...offer.found.reading, kind };
            offer = { ...offer, found: { ...offer.found, reading } };
          }),
        openInPanel: host.openPanel && (() => host.openPanel!(offer.found, false)),
        close: () => close(true),
      },
    });
  };
  close(false);

  return {
    update(next) {
      offer = next;
      // An opened inspector keeps showing what was opened: someone is reading it.
      if (!inspector) close(false);
    },
    open: () => void open(),
    dispose() {
      opening.end();
      inspector?.dispose();
      strip?.dispose();
      container.remove();
    },
  };
}
