import * as l10n from '@vscode/l10n';
import { loadCharts } from '../inspector/charts/load';
import type { NDArray } from '../arrays/ndarray';
import type { FoundArray } from '../arrays/types';
import type { InspectorHost, InspectorProps, InspectorView, Mounted } from '../inspector/props';
import { mountStrip, type StripProps } from '../inspector/strip';
import type { WorkerClient } from '../worker/client';
import { latest } from '../worker/latest';
import type { Offer } from '../worker/protocol';
import type { Host } from './host';
import type { Printing } from './fetching';
import { createFetching } from './fetchStrip';
import type { Left } from './memory';
import { preloadInspector } from './preload';
import { followNames, nameActions, namingOf } from './vocabularyNames';

/** One array under an output: its strip, and the inspector in its place once it was opened. */
export interface Slot {
  /** @param isReplaced the output holds something else, rather than more than before */
  update(offer: Offer, place: string | undefined, printing: Printing | undefined, isReplaced?: boolean): void;
  open(): void;
  dispose(): void;
}

/** Loaded when someone comes near: most notebooks are only scrolled through. */
const loadInspector = () => import('../inspector/mount');

/** Charts come after the inspector: whoever clicks at once waits for that alone. */
function prepare(client: WorkerClient): void {
  void client.prepare?.();
  loadInspector()
    .then(loadCharts)
    .catch(() => undefined);
}

interface SlotOptions {
  client: WorkerClient;
  host: Host;
  offer: Offer;
  /** Where the array stands among others. */
  place: string | undefined;
  printing: Printing | undefined;
  /** How it was left before, which is kept up to date. */
  left: Left;
}

export function createSlot(parent: HTMLElement, { client, host, left, ...first }: SlotOptions): Slot {
  const container = document.createElement('div');
  parent.append(container);
  let { offer, place, printing } = first;
  let strip: (Mounted<StripProps> & { focus(): void }) | undefined;
  let inspector: Opened | undefined;
  let view: InspectorView | undefined;
  let problem: string | undefined;
  const fetching = createFetching(host, () => inspector ?? showStrip());
  const [opening, glancing] = [latest(), latest()];

  const props = (): StripProps => ({
    offer,
    place,
    look: left.look,
    problem,
    onOpen: (focus) => void (host.opened?.(), open(focus ?? 'header')),
    ...offered(offer, host, left, printing),
    ...fetching.props(offer.found, printing),
  });
  onApproach(container, () => offer.found.array && prepare(client));

  const showStrip = () => (strip ? strip.update(props()) : void (strip = mountStrip(container, props())));
  /** Whether the figures on the strip are those of another reading or look. */
  let isStale = left.look !== undefined;
  /** The strip says what the inspector said last: under its labels, temperature and reading. */
  const glance = async () => {
    if (!isStale) return;
    const { look } = left;
    const signal = glancing.next();
    try {
      const seen = await client.call('glance', { found: offer.found, look }, { signal });
      if (signal.aborted) return;
      offer = { found: offer.found, ...seen };
      isStale = false;
      if (!inspector) showStrip();
    } catch {
      // It goes on saying what it said before.
    }
  };
  const close = () => {
    inspector?.dispose();
    inspector = undefined;
    left.open = false;
    if (view) [left.look, isStale] = [lookOf(view, offer), true];
    names.of(offer.found);
    showStrip();
    strip!.focus();
    void glance();
  };
  const change = (changed: Partial<FoundArray>) =>
    void (offer = { ...offer, found: { ...offer.found, ...changed } });
  const open = async (focus?: 'header' | 'labels') => {
    if (inspector || !offer.found.array) return;
    const signal = opening.next();
    problem = undefined;
    const module = await loadInspector().catch((error: unknown) => {
      console.warn('Logitscope:', error);
      problem = l10n.t('The inspector couldn’t be loaded.');
      strip?.update(props());
    });
    if (signal.aborted || !module) return;
    strip?.dispose();
    strip = undefined;
    left.open = true;
    inspector = openInspector(module, container, () => reopen('header'), {
      client,
      found: offer.found,
      focus,
      left: left.state,
      onLeft: (state) => (left.state = state),
      onView: (next) => (view = next),
      host: { ...inspectorHost(host, () => offer.found, change, left, printing), close },
    });
  };
  const reopen = (focus?: 'header') => {
    left.state = { ...left.state, kind: offer.found.reading.kind };
    inspector = void inspector?.dispose();
    if (offer.found.array) return void open(focus);
    // What stands there now is printed without its values.
    left.open = false;
    showStrip();
  };
  const names = followNames(host, (named, isNow) => {
    change(named);
    if (!isNow) (inspector ? reopen : showStrip)();
  });
  names.of(offer.found);
  showStrip();
  void glance();
  if (offer.found.array) preloadInspector(client);

  return {
    update(next, nextPlace, nextPrinting, isReplaced = false) {
      const isChosen = next.found.reading.chosen && next.found.reading.kind !== offer.found.reading.kind;
      const isOther = isReplaced && !isAlike(next.found, offer.found);
      const isAsWide = next.found.shape.at(-1) === offer.found.shape.at(-1);
      [offer, place, printing, isStale] = [next, nextPlace, nextPrinting, left.look !== undefined];
      // An opened inspector is being read: it shows what was opened, unless that was chosen otherwise or replaced, and new names.
      if (inspector && !isChosen && !isOther) {
        inspector.compare(offer.found);
        return isAsWide ? names.of(offer.found) : names.end();
      }
      names.of(offer.found);
      if (inspector) return reopen();
      showStrip();
      void glance();
    },
    open: () => void open(),
    dispose() {
      names.end();
      fetching.end();
      opening.end();
      glancing.end();
      inspector?.dispose();
      strip?.dispose();
      container.remove();
    },
  };
}

interface Opened {
  dispose(): void;
  /** What is inspected says so when the output holds something else by now. */
  compare(now: FoundArray): void;
}

function openInspector(
  { mountInspector }: Awaited<ReturnType<typeof loadInspector>>,
  container: HTMLElement,
  reopen: () => void,
  props: InspectorProps,
): Opened {
  const { update, dispose } = mountInspector(container, props);
  return {
    dispose,
    compare(now) {
      const showNew = isAlike(now, props.found) ? undefined : reopen;
      update({ ...props, host: { ...props.host, showNew } });
    },
  };
}

/** Whether the numbers are the same, and the labels beside them. */
function isAlike(one: FoundArray, other: FoundArray): boolean {
  return isSame(one.array, other.array) && isSame(one.labels?.values, other.labels?.values);
}

function isSame(one: NDArray | undefined, other: NDArray | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const { data } = other;
  return (
    one.shape.join() === other.shape.join() &&
    one.data.every((value: number, i: number) => Object.is(value, data[i]))
  );
}

/** What an inspector in the place of a strip can do; what is chosen in it shows on the strip and in the panel at once. */
function inspectorHost(
  host: Host,
  found: () => FoundArray,
  change: (changed: Partial<FoundArray>) => void,
  left: Left,
  printing: Printing | undefined,
): InspectorHost {
  return {
    copy: (text) => host.copy(text),
    save: host.save && ((name, content) => host.save!(name, content)),
    remember(kind) {
      host.remember?.(found(), kind);
      change({ reading: { ...found().reading, kind } });
    },
    rememberNames(key, classNames, namesFrom) {
      host.rememberNames?.(found(), key);
      change({ classNames, namesFrom });
    },
    openInPanel: host.openPanel && (() => host.openPanel!(found(), false, left.state, printing)),
    nameByTokens: namingOf(host, found()),
    inCode: printing && host.inCode?.(printing),
  };
}

/** What a strip offers beside the inspector. */
function offered(
  { found }: Offer,
  host: Host,
  left: Left,
  printing: Printing | undefined,
): Pick<StripProps, 'actions'> {
  const { openPanel } = host;
  return {
    actions:
      openPanel && found.array
        ? [
            ...nameActions(host, found),
            { label: l10n.t('Open in panel'), run: () => openPanel(found, false, left.state, printing) },
            {
              label: l10n.t('Compute softmax loss in panel…'),
              run: () => openPanel(found, true, left.state, printing),
            },
          ]
        : [],
  };
}

/** Whoever comes to a strip is about to open it. One that scrolls under a pointer at rest is entered, but not moved over. */
function onApproach(container: HTMLElement, approach: () => void): void {
  // A finger comes without moving, a moment before its click.
  for (const event of ['pointermove', 'pointerdown', 'focusin'])
    container.addEventListener(event, approach, { once: true });
}

/** What the inspector showed, where that is not what the strip shows by itself. */
function lookOf({ settings, labels, axis }: InspectorView, { found }: Offer): Left['look'] {
  const { temperature, ...others } = settings;
  const isOwn = labels === found.labels?.values;
  const isPlain =
    isOwn &&
    temperature === 1 &&
    JSON.stringify(others) === JSON.stringify({ reduction: 'mean', labelSmoothing: 0 }) &&
    axis === (found.classAxis ?? found.shape.length - 1);
  return isPlain ? undefined : { settings, axis, ...(!isOwn && { labels: labels ?? null }) };
}
