import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { useMemo } from 'preact/hooks';
import type { OpenedTokens } from '../../tokens/model';
import { keepKeys } from '../keys';
import { Menu, type MenuItem } from '../menu';
import { Problem } from '../problem';
import type { Mounted } from '../props';
import stripCss from '../strip.css';
import { adoptStyles, style } from '../styles';
import { Steps } from './chart';
import type { TokenColumns } from './columns';
import { count, fixed } from './figures';
import { cellsOf } from './geometry';
import { tokensName, tokensText } from './header';
import css from './strip.css';

for (const sheet of [stripCss, css]) style(sheet);

export interface TokenStripProps {
  opened: OpenedTokens;
  sequence: number;
  /** For the colours; absent where there are too many tokens, or not yet. */
  columns?: TokenColumns;
  problem?: string;
  onOpen(): void;
  actions?: readonly MenuItem[];
}

/** The closed strip under an output: how surprising each token was, at a glance. */
export function mountTokenStrip(
  container: HTMLElement,
  props: TokenStripProps,
): Mounted<TokenStripProps> & { focus(): void } {
  adoptStyles(container);
  const update = (next: TokenStripProps) => render(<TokenStrip {...next} />, container);
  update(props);
  return {
    update,
    focus: () => container.querySelector('button')?.focus({ preventScroll: true }),
    dispose: () => render(null, container),
  };
}

function TokenStrip({ opened, sequence, columns, problem, onOpen, actions = [] }: TokenStripProps) {
  const { sequences } = opened;
  const { values, count: tokens, figures } = sequences[sequence];
  const name = tokensName(values);
  return (
    <div
      class="ls-root ls-strip lt-strip"
      role="group"
      aria-label={l10n.t('Logitscope: {0}, {1}', name, tokensText(tokens))}
      onKeyDown={keepKeys}
    >
      <button type="button" class="ls-disclosure" aria-expanded={false} onClick={onOpen}>
        <span class="ls-triangle" aria-hidden="true" />
        <span class="ls-hidden">{l10n.t('Show')} </span>
        <span class="ls-chip">{name}</span> <span class="ls-num">{count(tokens)}</span>
      </button>
      {columns && values !== 'scores' && <Heat columns={columns} />}
      <span class="ls-space" />
      {problem !== undefined && (
        <Problem class="ls-says" onRetry={onOpen}>
          {problem}
        </Problem>
      )}
      {problem === undefined && sequences.length > 1 && (
        <span class="ls-dim">{l10n.t('{0} sequences', count(sequences.length))}</span>
      )}
      {problem === undefined && figures.perplexity !== undefined && (
        <span class="ls-num ls-says">{l10n.t('perplexity {0}', fixed(figures.perplexity, 3))}</span>
      )}
      <button type="button" class="ls-link" onClick={onOpen}>
        {l10n.t('Open')}
      </button>
      {actions.length > 0 && (
        <Menu label={l10n.t('More actions')} class="ls-icon" groups={[{ items: actions }]}>
          <span aria-hidden="true">⋯</span>
        </Menu>
      )}
    </div>
  );
}

/** Cells of a strip, and pixels of one. */
const CELLS = 100;
const CELL = 4;
const HEIGHT = 14;

function Heat({ columns }: { columns: TokenColumns }) {
  const width = Math.min(CELLS, columns.count) * CELL;
  const cells = useMemo(
    () => cellsOf(columns, CELLS, { x: 0, y: 0, width, height: HEIGHT }),
    [columns, width],
  );
  return (
    <svg
      class="lt-heat"
      style={{ width: `${width}px` }}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <Steps bars={cells} />
    </svg>
  );
}
