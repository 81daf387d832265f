import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { OpenedTokens } from '../../tokens/model';
import { keepKeys } from '../keys';
import { Menu, type MenuItem } from '../menu';
import { mounted } from '../mounted';
import { Problem } from '../problem';
import stripCss from '../strip.css';
import { style } from '../styles';
import { Steps } from './chart';
import { questionsText } from './choices';
import type { TokenColumns } from './columns';
import { count, exactly, fixed } from './figures';
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
export const mountTokenStrip = (container: HTMLElement, props: TokenStripProps) =>
  mounted(container, TokenStrip, props);

function TokenStrip(props: TokenStripProps) {
  const { opened, sequence, columns, problem, onOpen, actions = [] } = props;
  const { sequences, choices } = opened;
  const shown = sequences.at(sequence);
  const name = shown ? tokensName(shown.values) : l10n.t('multiple choice');
  return (
    <div
      class="ls-root"
      role="group"
      aria-label={l10n.t(
        'Logitscope: {0}, {1}',
        name,
        shown ? tokensText(shown.count) : questionsText(choices?.rows.length ?? 0),
      )}
      onKeyDown={keepKeys}
    >
      <div class="ls-strip lt-strip">
        <button type="button" class="ls-disclosure" aria-expanded={false} onClick={onOpen}>
          <span class="ls-triangle" aria-hidden="true" />
          <span class="ls-hidden">{l10n.t('Show')} </span>
          <span class="ls-chip">{name}</span>{' '}
          <span class="ls-num">{count(shown?.count ?? choices?.rows.length ?? 0)}</span>
        </button>
        {columns && shown?.values !== 'scores' && <Heat columns={columns} />}
        <span class="ls-space" />
        {problem !== undefined && (
          <Problem class="ls-says" onRetry={onOpen}>
            {problem}
          </Problem>
        )}
        {problem === undefined && sequences.length > 1 && (
          <span class="ls-dim">{l10n.t('{0} sequences', count(sequences.length))}</span>
        )}
        {problem === undefined && <Figure opened={opened} sequence={sequence} />}
        <button type="button" class="ls-link" onClick={onOpen}>
          {l10n.t('Open')}
        </button>
        {actions.length > 0 && (
          <Menu label={l10n.t('More actions')} class="ls-icon" groups={[{ items: actions }]}>
            <span aria-hidden="true">⋯</span>
          </Menu>
        )}
      </div>
    </div>
  );
}

/** What is said of all of it. */
function Figure({ opened: { sequences, choices }, sequence }: Pick<TokenStripProps, 'opened' | 'sequence'>) {
  const shown = sequences.at(sequence);
  const value = shown ? shown.figures.perplexity : choices?.acc;
  if (value === undefined) return null;
  return (
    <span class="ls-num ls-says">
      {shown ? l10n.t('perplexity {0}', fixed(value, 3)) : l10n.t('accuracy {0}', exactly(value))}
    </span>
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
