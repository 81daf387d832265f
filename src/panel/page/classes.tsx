import * as l10n from '@vscode/l10n';
import { count } from '../../inspector/format';
import { plural } from '../../arrays/plural';
import type { ClassFigures } from '../../loss/types';
import { percent, shortNumber } from './numbers';
import { Section } from './section';

const SHOWN = 30;

/** The classes that contribute most to the loss. */
export function Classes({ classes, name }: { classes: readonly ClassFigures[]; name(id: number): string }) {
  const shown = [...classes]
    .sort((a, b) => b.support * b.meanLoss - a.support * a.meanLoss || 0)
    .slice(0, SHOWN);
  const more = classes.length - shown.length;
  return (
    <Section id="classes" folded>
      <table>
        <thead>
          <tr>
            <th>{l10n.t('Class')}</th>
            <th class="lw-number">{l10n.t('Rows')}</th>
            <th class="lw-number">{l10n.t('Mean loss')}</th>
            <th class="lw-number">{l10n.t('Recall')}</th>
            <th class="lw-number">{l10n.t('Precision')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, support, meanLoss, recall, precision }) => (
            <tr key={id}>
              <td>{name(id)}</td>
              <td class="lw-number">{count(support)}</td>
              <td class="lw-number">{shortNumber(meanLoss)}</td>
              <td class="lw-number">{percent(recall)}</td>
              <td class="lw-number">{percent(precision)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p class="lw-dim">{plural(more, l10n.t('1 more class'), l10n.t('{0} more classes', count(more)))}</p>
      )}
    </Section>
  );
}
