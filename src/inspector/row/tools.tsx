import * as l10n from '@vscode/l10n';
import { COUNTS, MANY_CLASSES, type RowView } from './view';

interface ToolsProps {
  classes: number;
  /** How many classes are shown one by one. */
  k: number;
  view: RowView;
  cutting: boolean;
  /** Its probabilities add up to 1: ranks and cutoffs mean something. */
  isDistribution: boolean;
  onCount(k: number): void;
  onView(view: RowView): void;
  onCutting(cutting: boolean): void;
}

/** What of a row is shown, and how. */
export function Tools(props: ToolsProps) {
  const { classes, k, view, cutting, isDistribution, onCount, onView, onCutting } = props;
  const toggle = (to: RowView) => () => onView(view === to ? 'bars' : to);
  return (
    <span class="ls-tools">
      {classes > COUNTS[0] && view !== 'ranks' && (
        <label class="ls-field">
          {l10n.t('Show top')}{' '}
          <select
            class="ls-select"
            value={k}
            onChange={(event) => onCount(Number(event.currentTarget.value))}
          >
            {COUNTS.filter((_, i) => i === 0 || COUNTS[i - 1] < classes).map((n) => (
              <option key={n} value={n}>
                {n}
              </option>
            ))}
          </select>
        </label>
      )}
      {classes > 2 && isDistribution && (
        <Toggle
          pressed={cutting}
          onClick={() => onCutting(!cutting)}
          title={l10n.t('Show top-k and top-p cutoffs')}
        >
          {l10n.t('Cutoffs')}
        </Toggle>
      )}
      {classes > MANY_CLASSES && isDistribution && (
        <Toggle
          pressed={view === 'ranks'}
          onClick={toggle('ranks')}
          title={l10n.t('Plot probability against rank')}
        >
          {l10n.t('Ranks')}
        </Toggle>
      )}
      <Toggle pressed={view === 'table'} onClick={toggle('table')} title={l10n.t('Show values as a table')}>
        {l10n.t('Table')}
      </Toggle>
    </span>
  );
}

function Toggle(props: { pressed: boolean; title: string; onClick(): void; children: string }) {
  return (
    <button
      type="button"
      class="ls-link"
      aria-pressed={props.pressed}
      title={props.title}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}
