import { render } from 'preact';
import { className } from '../arrays/classNames';
import { shapeText } from '../arrays/ndarray';
import type { Offer, Preview } from '../worker/protocol';
import type { FoundArray } from '../arrays/types';
import { adoptStyles } from './adoptStyles';
import { Bars } from './bars';
import { count, probability } from './format';
import { keepKeys } from './keys';
import { Menu, type MenuItem } from './menu';
import { binOf } from './miniBars';
import type { Mounted } from './props';

export type { Mounted } from './props';
import { evidenceText, isDistribution, READINGS } from './readings';

export interface StripProps {
  offer: Offer;
  /** Opens the inspector in place; 'labels' when the person asked for the loss. */
  onOpen(focus?: 'labels'): void;
  /** Asks the kernel for values that are not in the output. */
  onFetch?(): void;
  /** The menu at the end. */
  actions?: readonly MenuItem[];
}

/** The closed strip under an output: what was found, at a glance. Focus returns to it through `focus`. */
export function mountStrip(
  container: HTMLElement,
  props: StripProps,
): Mounted<StripProps> & { focus(): void } {
  adoptStyles(container);
  const update = (next: StripProps) => render(<Strip {...next} />, container);
  update(props);
  return {
    update,
    focus: () => container.querySelector('button')?.focus({ preventScroll: true }),
    dispose: () => render(null, container),
  };
}

export function Strip({ offer: { found, preview }, onOpen, onFetch, actions = [] }: StripProps) {
  const { reading, shape, dtype } = found;
  const name = READINGS[reading.kind].name;
  const openable = Boolean(found.array) || found.held !== undefined;
  const drawn = openable && preview && isDistribution(reading.kind) ? preview : undefined;
  const evidence = evidenceText(reading.kind, reading.evidence);
  const what = (
    <>
      <span class="ls-chip">{name}</span> <span class="ls-num">{shapeText(shape)}</span>{' '}
      {dtype && <span class="ls-dim ls-dtype">{dtype}</span>}
    </>
  );
  return (
    <div
      class="ls-root ls-strip"
      role="group"
      aria-label={`Logitscope: ${title(found)}`}
      onKeyDown={keepKeys}
    >
      {openable ? (
        <button
          type="button"
          class="ls-disclosure"
          aria-expanded={false}
          title={evidence}
          onClick={() => onOpen()}
        >
          <span class="ls-triangle" aria-hidden="true" />
          <span class="ls-hidden">Inspect </span>
          {what}
        </button>
      ) : (
        <span class="ls-disclosure" title={evidence}>
          {what}
        </span>
      )}
      {drawn && <PreviewBars preview={drawn} />}
      <span class="ls-space" />
      {drawn ? <TopClass preview={drawn} found={found} /> : <span class="ls-dim ls-says">{says(found)}</span>}
      {drawn && (
        <>
          <button type="button" class="ls-link ls-softmax" onClick={() => onOpen()}>
            softmax
          </button>
          <button type="button" class="ls-link" onClick={() => onOpen('labels')}>
            loss…
          </button>
        </>
      )}
      {onFetch && (
        <button type="button" class="ls-link" onClick={onFetch}>
          fetch the whole array
        </button>
      )}
      {actions.length > 0 && (
        <Menu label="More actions" class="ls-icon" groups={[{ items: actions }]}>
          <span aria-hidden="true">⋯</span>
        </Menu>
      )}
    </div>
  );
}

/** What stands in the strip where there is nothing to draw. */
function says({ elided, reading, absent }: FoundArray): string {
  if (absent !== undefined) return absent;
  if (elided) return 'printed with “...”: its values are not in the text';
  return READINGS[reading.kind].meaning;
}

function PreviewBars({ preview: { rows, classes, top, bars, flags } }: { preview: Preview }) {
  const shown = top.length;
  const flagged = new Set(flags.map(({ row }) => row));
  // The tallest bar fills the strip; how probable it is stands beside it in figures.
  const tallest = bars.heights.reduce((a, b) => Math.max(a, b), 0) || 1;
  const heights = bars.heights.map((height) => height / tallest);
  return (
    <span class="ls-preview">
      {Array.from({ length: shown }, (_, row) => (
        <Bars
          key={row}
          heights={heights.subarray(row * bars.bins, (row + 1) * bars.bins)}
          width={46}
          height={15}
          top={flagged.has(row) ? undefined : binOf(top[row], classes, bars.bins)}
        />
      ))}
      {rows > shown && <span class="ls-num ls-dim">+{count(rows - shown)}</span>}
    </span>
  );
}

/** The first row in words, both rows when there are two. */
function TopClass({
  preview: { rows, top, topProbability, flags },
  found,
}: {
  preview: Preview;
  found: FoundArray;
}) {
  const said = Array.from({ length: rows === 2 ? 2 : Math.min(rows, 1) }, (_, row) => {
    const flag = flags.find((f) => f.row === row);
    if (flag) return `row ${row}: ${flag.message}`;
    return `top ${className(found, row, top[row]) ?? top[row]} p ${probability(topProbability[row])}`;
  });
  return (
    <span class="ls-num ls-top" title={rows > 2 ? 'of row 0' : undefined}>
      {said.join(' · ')}
    </span>
  );
}

/** "logits 32×10 float32", with the name where there is one. */
export function title({ reading, shape, dtype, name }: FoundArray): string {
  return [READINGS[reading.kind].name, name && `“${name}”`, shapeText(shape), dtype]
    .filter(Boolean)
    .join(' ');
}
