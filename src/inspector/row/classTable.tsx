import * as l10n from '@vscode/l10n';
import type { NDArray } from '../../arrays/ndarray';
import type { RowDetail } from '../../worker/protocol';
import { full } from '../format';
import { digits } from '../literals';
import { style } from '../styles';
import css from './classTable.css';
import { othersText } from './rowChart';

style(css);

interface ClassTableProps {
  detail: RowDetail;
  name: string;
  nameOf(id: number): string;
  dtype: NDArray['dtype'];
  /** Else it is there for screen readers alone. */
  visible: boolean;
}

/** The figures behind the chart of a row, as exact as anyone needs. */
export function ClassTable({ detail, name, nameOf, dtype, visible }: ClassTableProps) {
  const { classes, logits, probabilities, logProbabilities, gradient, others, label } = detail;
  const exact = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(8)) : full(value));
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
            <th scope="col">{l10n.t('Logit')}</th>
            <th scope="col">{l10n.t('Probability')}</th>
            <th scope="col">{l10n.t('Log-probability')}</th>
            {gradient && <th scope="col">{l10n.t('Gradient')}</th>}
          </tr>
        </thead>
        <tbody>
          {Array.from(classes, (id, i) => (
            <tr key={id}>
              <th scope="row" class={id === label ? 'ls-label' : undefined}>
                {id === label && '◆ '}
                {nameOf(id)}
                {id === label && <span class="ls-hidden"> {l10n.t('(label)')}</span>}
              </th>
              <td>{Number.isFinite(logits[i]) ? digits(dtype, logits[i]) : full(logits[i])}</td>
              <td>{exact(probabilities[i])}</td>
              <td>{exact(logProbabilities[i])}</td>
              {gradient && <td>{exact(gradient[i])}</td>}
            </tr>
          ))}
          {others.count > 0 && (
            <tr>
              <th scope="row">{othersText(others.count)}</th>
              <td />
              <td>{exact(others.mass)}</td>
              <td />
              {gradient && <td />}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
