import * as l10n from '@vscode/l10n';
import { numberText, powerText, withMinus } from '../../arrays/words/numberText';
import type { NDArray } from '../../arrays/ndarray';
import type { RowDetail } from '../../worker/protocol';
import { full, pointsAligned } from '../format';
import { digits } from '../literals';
import { style } from '../styles';
import css from './classTable.css';
import { labelledIn, othersText, scoreOf } from './rowChart';

style(css);

interface ClassTableProps {
  detail: RowDetail;
  name: string;
  nameOf(id: number): string;
  dtype: NDArray['dtype'];
  /** Each row is one score, as two classes: only the yes has a logit. */
  paired: boolean;
  /** The values are the log-probabilities. */
  areLogs: boolean;
  /** Else it is there for screen readers alone. */
  visible: boolean;
}

/** The figures behind the chart of a row, as exact as anyone needs. */
export function ClassTable({ detail, name, nameOf, dtype, paired, areLogs, visible }: ClassTableProps) {
  const { classes, probabilities, logProbabilities, gradient, others } = detail;
  const logits = paired ? scoreOf(detail) : detail.logits;
  const isLabel = labelledIn(detail);
  const written = (value: number) => (Number.isFinite(value) ? digits(dtype, value) : full(value));
  const scores = pointsAligned(Array.from(logits, (x) => (x === undefined ? '' : withMinus(written(x)))));
  // Digits that were not computed are left blank, in the width of one.
  const [shares, logs, slopes] = [probabilities, logProbabilities, gradient ?? []].map((column) =>
    pointsAligned(
      Array.from(column, (x) => withMinus(exact(x))),
      BLANK,
    ),
  );
  return (
    <div
      class={visible ? 'ls-table' : 'ls-hidden'}
      tabIndex={visible ? 0 : undefined}
      role="region"
      aria-label={l10n.t('Classes')}
    >
      <table>
        <caption class="ls-hidden">{l10n.t('Row {0}, most probable classes first', name)}</caption>
        <thead>
          <tr>
            <th scope="col">{l10n.t('Class')}</th>
            {!areLogs && <th scope="col">{l10n.t('Logit')}</th>}
            <th scope="col">{l10n.t('Probability')}</th>
            <th scope="col">{l10n.t('Log-probability')}</th>
            {gradient && <th scope="col">{l10n.t('Gradient')}</th>}
          </tr>
        </thead>
        <tbody>
          {Array.from(classes, (id, i) => (
            <tr key={id}>
              <th scope="row" class={isLabel(i) ? 'ls-label' : undefined}>
                {isLabel(i) && '◆ '}
                {nameOf(id)}
                {isLabel(i) && <span class="ls-hidden"> {l10n.t('(label)')}</span>}
              </th>
              {!areLogs && <td>{scores[i]}</td>}
              <td>{shares[i]}</td>
              <td>{logs[i]}</td>
              {gradient && <td>{slopes[i]}</td>}
            </tr>
          ))}
          {others.count > 0 && (
            <tr>
              <th scope="row">{othersText(others.count)}</th>
              {!areLogs && <td />}
              <td>{restText(others)}</td>
              <td />
              {gradient && <td />}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** What the classes have together; where each is a yes or no of its own, what none of them exceeds. */
function restText({ mass, largest }: RowDetail['others']): string {
  if (largest !== undefined) return `≤ ${withMinus(exact(largest))}`;
  return Number.isNaN(mass) ? '' : withMinus(exact(mass));
}

/** Eight digits. */
function exact(value: number): string {
  if (!Number.isFinite(value)) return full(value);
  const size = Math.abs(value);
  return size !== 0 && size < 1e-4 ? powerText(value, 8) : numberText(value, 8);
}

const BLANK = '\u2007';
