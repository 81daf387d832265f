import * as l10n from '@vscode/l10n';
import { shapeText } from '../arrays/ndarray';
import { shownName } from '../arrays/words/shownName';
import type { Look, Offer, Preview } from '../worker/protocol';
import type { FoundArray } from '../arrays/types';
import { BarsOfRows } from './bars';
import { count } from './format';
import { keepKeys } from './keys';
import { Menu, type MenuItem } from './menu';
import { binOf } from '../arrays/binOf';
import { mounted } from './mounted';
import { Problem } from './problem';
import { SaysOfAll } from './saysOfAll';
import { SaysOfValues } from './saysOfValues';
import { evidenceText, readingWords } from './readings';
import css from './strip.css';
import { style } from './styles';

export type { Mounted } from './props';

/** Of an array’s name, in characters. */
const MAX_NAME = 60;

style(css);

export interface StripProps {
  offer: Offer;
  /** Where it stands among others: "layer3 logits, line 12". */
  place?: string;
  /** How the inspector was left, where that is not how it opens; the offer's figures follow it. */
  look?: Look;
  /** Why the inspector did not open. */
  problem?: string;
  /** Opens the inspector in place; 'labels' when the person asked for the loss. */
  onOpen(focus?: 'labels'): void;
  /** Asks the kernel for values that are not in the output. */
  onFetch?(): void;
  /** They were asked for: what is waited for, and the way to end that. */
  waiting?: string;
  onCancel?(): void;
  /** Why they were not to be had, with what there is instead. */
  refused?: { why: string; remedy?: { label: string; run(): void } };
  /** The menu at the end. */
  actions?: readonly MenuItem[];
}

/** The closed strip under an output: what was found, at a glance. */
export const mountStrip = (container: HTMLElement, props: StripProps) => mounted(container, Strip, props);

export function Strip(props: StripProps) {
  const { offer, place, onOpen, actions = [] } = props;
  const { found, preview } = offer;
  const { reading, shape, dtype } = found;
  const { name } = readingWords(reading.kind);
  const openable = Boolean(found.array) || found.held !== undefined;
  const drawn = openable ? preview : undefined;
  const evidence = evidenceText(reading.kind, reading.evidence);
  const what = (
    <>
      <span class="ls-chip">{name}</span> <span class="ls-num">{shapeText(shape)}</span>{' '}
      {dtype && <span class="ls-dim ls-dtype">{dtype}</span>}
      {place && <span class="ls-dim ls-place">{place}</span>}
    </>
  );
  return (
    <div
      class="ls-root"
      role="group"
      aria-label={l10n.t('Logitscope: {0}', title(found))}
      onKeyDown={keepKeys}
    >
      <div class={reading.kind === 'logits' ? 'ls-strip' : 'ls-strip ls-quiet'}>
        {openable ? (
          <button
            type="button"
            class="ls-disclosure"
            aria-expanded={false}
            title={evidence}
            onClick={() => onOpen()}
          >
            <span class="ls-triangle" aria-hidden="true" />
            <span class="ls-hidden">{l10n.t('Inspect')} </span>
            {what}
          </button>
        ) : (
          <span class="ls-disclosure" title={evidence}>
            {what}
          </span>
        )}
        {drawn && <PreviewBars preview={drawn} />}
        <span class="ls-space" />
        <Says {...props} openable={openable} />
        {drawn && offer.summary?.counted === 0 && (
          <button type="button" class="ls-link" onClick={() => onOpen('labels')}>
            {l10n.t('Loss…')}
          </button>
        )}
        {actions.length > 0 && (
          <Menu label={l10n.t('More actions')} class="ls-icon" groups={[{ items: actions }]}>
            <span aria-hidden="true">⋯</span>
          </Menu>
        )}
      </div>
    </div>
  );
}

/** What holds for the whole array, as far as it is here. */
function Says(props: StripProps & { openable: boolean }) {
  const { offer, look, problem, openable, onOpen } = props;
  if (problem)
    return (
      <Problem class="ls-says" onRetry={() => onOpen()}>
        {problem}
      </Problem>
    );
  if (openable && offer.preview) return <SaysOfAll found={offer.found} glance={offer} look={look} />;
  if (openable && offer.values) return <SaysOfValues values={offer.values} />;
  return <Away {...props} />;
}

/** Values that are not here: what there is of them, or how it stands with the kernel that was asked. */
function Away({ offer: { found }, onFetch, waiting, onCancel, refused }: StripProps) {
  if (waiting !== undefined)
    return (
      <>
        <span class="ls-dim ls-says" role="status">
          {waiting || l10n.t('Asking the kernel…')}
        </span>
        <button type="button" class="ls-link" onClick={onCancel}>
          {l10n.t('Cancel')}
        </button>
      </>
    );
  const remedy = refused?.remedy;
  return (
    <>
      {refused ? (
        <Problem class="ls-says">
          <span title={refused.why}>{refused.why}</span>
        </Problem>
      ) : (
        <span class="ls-dim ls-says">{says(found)}</span>
      )}
      {remedy && (
        <button type="button" class="ls-link" onClick={remedy.run}>
          {remedy.label}
        </button>
      )}
      {onFetch && (
        <button type="button" class="ls-link" onClick={onFetch}>
          {refused ? l10n.t('Try again') : l10n.t('Fetch whole array')}
        </button>
      )}
    </>
  );
}

/** What stands in the strip where there is nothing to draw. */
function says({ elided, reading, absent }: FoundArray): string {
  if (absent !== undefined) return absent;
  if (elided) return l10n.t('abbreviated with “...”: values are not in the text');
  return readingWords(reading.kind).meaning;
}

function PreviewBars({ preview: { rows, classes, top, bars, label, targets, flags } }: { preview: Preview }) {
  const shown = top.length;
  const flagged = new Set(flags.map(({ row }) => row));
  // The tallest bar fills the strip; how probable it is stands beside it in figures.
  const tallest = bars.heights.reduce((a, b) => Math.max(a, b), 0) || 1;
  const heights = targets ? bars.heights : bars.heights.map((height) => height / tallest);
  const bins = Array.from({ length: bars.bins }, (_, bin) => bin);
  const topOf = (row: number) => {
    if (targets) return bins.filter((bin) => heights[row * bars.bins + bin] > 0.5);
    return flagged.has(row) || top[row] < 0 ? undefined : binOf(top[row], classes, bars.bins);
  };
  const labelOf = (row: number) => {
    if (targets) return bins.filter((bin) => targets[row * bars.bins + bin] === 1);
    return label && label[row] >= 0 ? binOf(label[row], classes, bars.bins) : undefined;
  };
  return (
    <span class="ls-preview">
      <BarsOfRows
        rows={Array.from({ length: shown }, (_, row) => ({
          heights: heights.subarray(row * bars.bins, (row + 1) * bars.bins),
          top: topOf(row),
          label: labelOf(row),
        }))}
        width={shown === 1 && bars.bins > 12 ? 4 * bars.bins : 46}
        height={15}
      />
      {rows > shown && <span class="ls-num ls-dim">+{count(rows - shown)}</span>}
    </span>
  );
}

/** "logits 32×10 float32", with the name where there is one. */
export function title({ reading, shape, dtype, name }: FoundArray): string {
  const called = name && shownName(name, MAX_NAME);
  return [readingWords(reading.kind).name, called && `“${called}”`, shapeText(shape), dtype]
    .filter(Boolean)
    .join(' ');
}
