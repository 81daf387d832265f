import * as l10n from '@vscode/l10n';
import type { Slice } from '../../../loss/types';
import { useState } from 'preact/hooks';
import { Whisker } from './whisker';
import { count, figure } from './words';

const SHOWN = 7;
const WIDTH = 130;

interface SlicesProps {
  slices: readonly Slice[];
  overall: number;
  chosen?: string;
  onChoose(value: string | undefined): void;
}

/** How each label fares, the least accurate first. */
export function Slices({ slices, overall, chosen, onChoose }: SlicesProps) {
  const [all, setAll] = useState(false);
  const shown = all ? slices : slices.slice(0, SHOWN);
  const low = Math.min(...slices.map(({ accuracy }) => accuracy.interval![0]), overall);
  const axis = [Math.max(0, Math.floor(low * 10) / 10), 1] as const;
  const more = slices.length - shown.length;
  return (
    <div>
      <table class="le-slices">
        <caption class="ls-hidden">{l10n.t('Accuracy of each label, with 95% intervals')}</caption>
        <thead>
          <tr>
            <th scope="col">{l10n.t('label')}</th>
            <th scope="col">{l10n.t('rows')}</th>
            <th scope="col" class="le-axis-head">
              {figure(axis[0], 1)} … {figure(axis[1], 1)}
            </th>
            <th scope="col">{l10n.t('accuracy')}</th>
            <th scope="col">{l10n.t('loss')}</th>
            <th scope="col">{l10n.t('ECE')}</th>
            <th scope="col">{l10n.t('of all loss')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ value, rows, accuracy, meanLoss, ece, shareOfLoss, worse }) => (
            <tr key={value} class={chosen === value ? 'le-selected' : undefined}>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={chosen === value}
                  onClick={() => onChoose(chosen === value ? undefined : value)}
                >
                  <span
                    class={worse ? 'ls-bad' : 'le-invisible'}
                    role={worse ? 'img' : undefined}
                    aria-label={worse ? l10n.t('Worse than the rest beyond chance') : undefined}
                    aria-hidden={!worse}
                  >
                    ●
                  </span>{' '}
                  {value}
                </button>
              </th>
              <td>{count(rows)}</td>
              <td>
                <Whisker of={accuracy} axis={axis} width={WIDTH} isWorse={worse} />
              </td>
              <td>{figure(accuracy.value)}</td>
              <td>{figure(meanLoss.value)}</td>
              <td>{figure(ece.value)}</td>
              <td>{figure(shareOfLoss, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {(more > 0 || all) && (
        <button type="button" class="ls-link le-foot" onClick={() => setAll(!all)}>
          {all ? l10n.t('Show fewer') : l10n.t('{0} more labels', more)}
        </button>
      )}
    </div>
  );
}
