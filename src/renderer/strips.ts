import * as l10n from '@vscode/l10n';
import { plural } from '../arrays/words/plural';
import { shownName } from '../arrays/words/shownName';
import { adoptStyles, style } from '../inspector/styles';
import type { WorkerClient } from '../worker/client';
import type { Offer } from '../worker/protocol';
import type { Printing } from './fetching';
import type { Host } from './host';
import type { Place } from './memory';
import { EMPTY_MS, HELD_MS, keepRoom } from './room';
import { createSlot, type Slot } from './slot';
import css from './strips.css';

style(css);

/** The strips under one output. */
export interface Strips {
  /** Stands at the end of the output's element; its own shadow tree keeps the page's styles out and ours in. */
  element: HTMLElement;
  /** Nothing was shown yet: it only keeps room. */
  readonly isEmpty: boolean;
  /** @param from the output's text, where the arrays are found in one, and where it was printed */
  show(offers: readonly Offer[], open: boolean, from?: { text: string; printing?: Printing }): void;
  /** Nothing is to be shown any more: its room goes, too, unless something is shown again soon. */
  leave(onGone: () => void): void;
  dispose(): void;
}

/** An output with more arrays than this has them in one list, the first ones at once. */
const SEPARATE = 3;
const LISTED = 6;
/** How many more a click shows. */
const STEP = 50;
export function createStrips(client: WorkerClient, host: Host, place: Place): Strips {
  // Not a div: VS Code's own styles and code address the divs of an output.
  const element = document.createElement('logitscope-strips');
  element.style.display = 'block';
  const shadow = element.attachShadow({ mode: 'open' });
  const list = document.createElement('div');
  list.className = 'ls-list';
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'ls-show-more';
  shadow.append(list);
  adoptStyles(list);
  const slots: Slot[] = [];
  let shown: readonly Offer[] = [];
  let placeOf: (offer: Offer) => string | undefined = () => undefined;
  let printing: Printing | undefined;
  let text: string | undefined;
  let most = LISTED;
  let wasOpen: boolean | undefined;
  const room = keepRoom(element, place);
  // Whoever folds something knows why it becomes less. It is laid out before that takes the focus.
  shadow.addEventListener('click', () => room.release(), true);

  const draw = (open: boolean, { opensAll = false, isReplaced = false } = {}) => {
    const count = shown.length <= SEPARATE ? shown.length : Math.min(most, shown.length);
    list.classList.toggle('ls-joined', shown.length > SEPARATE);
    while (slots.length > count) slots.pop()!.dispose();
    for (const [i, offer] of shown.slice(0, count).entries()) {
      if (i < slots.length) {
        slots[i].update(offer, placeOf(offer), printing, isReplaced);
        if (opensAll) slots[i].open();
        continue;
      }
      const left = (place.arrays[i] ??= { open: false });
      const slot = createSlot(list, { client, host, left, offer, place: placeOf(offer), printing });
      slots.push(slot);
      if (open || left.open) slot.open();
    }
    const rest = shown.length - count;
    if (rest === 0) return more.remove();
    shadow.append(more);
    const next = Math.min(rest, STEP);
    more.textContent = plural(next, l10n.t('Show 1 more array'), l10n.t('Show {0} more arrays', next));
  };
  more.addEventListener('click', () => {
    most += STEP;
    draw(false);
  });

  return {
    element,
    get isEmpty() {
      return slots.length === 0;
    },
    show(offers, open, from) {
      shown = offers;
      printing = from?.printing;
      placeOf = offers.length > 1 && from ? placesIn(from.text) : () => undefined;
      // Once when the setting changes: what a person closed after that stays closed.
      draw(open, { opensAll: open && wasOpen === false, isReplaced: !from?.text.startsWith(text ?? '') });
      text = from?.text;
      wasOpen = open;
      room.holdFor(HELD_MS);
    },
    leave(onGone) {
      while (slots.length > 0) slots.pop()!.dispose();
      more.remove();
      room.holdFor(EMPTY_MS, onGone);
    },
    dispose() {
      room.dispose();
      for (const slot of slots) slot.dispose();
      element.remove();
    },
  };
}

/** Of an array's name, in characters. */
const MAX_NAME = 40;

/** What an array is called among others of a text, and the line it begins on. */
function placesIn(text: string): (offer: Offer) => string {
  let line = 1;
  let at = 0;
  const known = new Map<Offer, string>();
  return (offer) => {
    const before = known.get(offer);
    if (before !== undefined) return before;
    const { range, name } = offer.found;
    // They come in the order of the text, mostly: each line end is counted once.
    if (range[0] < at) [line, at] = [1, 0];
    for (let end = text.indexOf('\n', at); end >= 0 && end < range[0]; end = text.indexOf('\n', at)) {
      line++;
      at = end + 1;
    }
    const called = name && shownName(name, MAX_NAME);
    const place = called ? l10n.t('{0}, line {1}', called, line) : l10n.t('line {0}', line);
    known.set(offer, place);
    return place;
  };
}
