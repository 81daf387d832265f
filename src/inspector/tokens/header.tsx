import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { plural } from '../../arrays/words/plural';
import { printable } from '../../arrays/words/printable';
import type { SequenceSummary } from '../../tokens/model';
import { Menu, type MenuGroup } from '../menu';
import { Collapse } from './collapse';
import { count } from './figures';
import { markedText } from './marks';

interface HeaderProps {
  sequences: readonly SequenceSummary[];
  sequence: number;
  actions: readonly MenuGroup[];
  onSequence(sequence: number): void;
  onCompare(other: number): void;
  onClose?(): void;
  /** A passing word. */
  children?: ComponentChildren;
}

/** Where the tokens come from, and which of several sequences is shown. */
export function TokenHeader(props: HeaderProps) {
  const { sequences, sequence, actions, onSequence, onCompare, onClose, children } = props;
  const { source, path, model, count: tokens, alternatives, values, line } = sequences[sequence];
  return (
    <header class="lt-header">
      {onClose && <Collapse label={l10n.t('Collapse tokens')} onClick={onClose} />}
      <span class="ls-chip">{tokensName(values)}</span>
      <span class="lt-gives" title={path}>
        {source} · <span class="ls-num">{printable(path, 80)}</span>
        {line !== undefined && ` · ${l10n.t('line {0}', count(line))}`}
      </span>
      {model !== undefined && <span class="ls-dim lt-gives">{printable(model, 60)}</span>}
      <span class="ls-num">{tokensText(tokens)}</span>
      {alternatives > 0 && <span class="ls-dim">{l10n.t('top {0}', count(alternatives))}</span>}
      <span class="ls-space" />
      <span class="ls-dim" role="status">
        {children}
      </span>
      {sequences.length > 1 && (
        <Menu
          class="ls-link"
          label={l10n.t('Sequence {0} of {1}: choose another', sequence + 1, sequences.length)}
          groups={[{ items: choicesOf(sequences, sequence, onSequence) }]}
        >
          {l10n.t('{0} of {1}', sequence + 1, sequences.length)} <span aria-hidden="true">▾</span>
        </Menu>
      )}
      {sequences.length > 1 && (
        <Menu
          class="ls-link"
          label={l10n.t('Compare with another sequence')}
          groups={[{ items: choicesOf(sequences, undefined, onCompare).filter((_, i) => i !== sequence) }]}
        >
          {l10n.t('Compare')} <span aria-hidden="true">▾</span>
        </Menu>
      )}
      <Menu class="ls-icon" label={l10n.t('Copy, save, and more')} groups={actions}>
        <span aria-hidden="true">⋯</span>
      </Menu>
    </header>
  );
}

/** More than a menu can hold are chosen in the panel. */
const MAX_LISTED = 200;

export function choicesOf(
  sequences: readonly SequenceSummary[],
  sequence: number | undefined,
  onSequence: (sequence: number) => void,
) {
  return sequences.slice(0, MAX_LISTED).map((one, i) => ({
    label: sequenceName(one, i),
    hint: `${tokensText(one.count)} · ${markedText(one.beginning, 60)}`,
    checked: sequence === undefined ? undefined : i === sequence,
    run: () => onSequence(i),
  }));
}

/** "2 · choices[1].logprobs.content" */
export function sequenceName({ path, line }: SequenceSummary, index: number): string {
  return [
    String(index + 1),
    line === undefined ? undefined : l10n.t('line {0}', count(line)),
    printable(path, 60),
  ]
    .filter(Boolean)
    .join(' · ');
}

export function tokensName(values: SequenceSummary['values']): string {
  return values === 'scores' ? l10n.t('token scores') : l10n.t('token log-probabilities');
}

export function tokensText(n: number): string {
  return plural(n, l10n.t('1 token'), l10n.t('{0} tokens', count(n)));
}
