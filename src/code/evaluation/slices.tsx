import * as l10n from '@vscode/l10n';
import { HeadCell } from './dataTable';
import type { Slice } from '../../loss/types';
import { Choice } from './choice';
import { Whisker } from './whisker';
import { count, endText, figure } from './words';

const WIDTH = 130;

interface SliceTableProps {
  slices: readonly Slice[];
  /** Those that are shown; the axis is that of all. */
  shown?: readonly Slice[];
  overall: number;
  chosen?: string;
  /** Absent where nothing can be chosen. */
  onChoose?(value: string | undefined): void;
}

/** How the rows of each value of a field fare, the least accurate first. */
export function SliceTable({ slices, shown = slices, overall, chosen, onChoose }: SliceTableProps) {
  const low = Math.min(...slices.map(({ accuracy }) => accuracy.interval![0]), overall);
  const axis = [Math.max(0, Math.floor(low * 10) / 10), 1] as const;
  const field = slices[0]?.field ?? 'label';
  return (
    <table class="le-slices">
      <caption class="ls-hidden">{l10n.t('Accuracy by {0}, with 95% intervals', field)}</caption>
      <thead>
        <tr>
          {field === 'label' ? <HeadCell>{l10n.t('label')}</HeadCell> : <th scope="col">{field}</th>}
          <HeadCell>{l10n.t('rows')}</HeadCell>
          <th scope="col">
            <span class="ls-hidden">95%</span>
            <AxisHead axis={axis} overall={overall} />
          </th>
          <HeadCell>{l10n.t('accuracy')}</HeadCell>
          <HeadCell>{l10n.t('loss')}</HeadCell>
          <HeadCell>{l10n.t('ECE')}</HeadCell>
          <HeadCell>{l10n.t('of all loss')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ value, rows, accuracy, meanLoss, ece, shareOfLoss, worse }) => (
          <tr key={value} class={chosen === value ? 'le-selected' : undefined}>
            <th scope="row">
              <Choice
                is={chosen === value}
                onChoose={onChoose && (() => onChoose(chosen === value ? undefined : value))}
              >
                <span
                  class={worse ? 'le-dot ls-bad' : 'le-dot le-invisible'}
                  role={worse ? 'img' : undefined}
                  aria-label={worse ? l10n.t('Worse than the rest beyond chance') : undefined}
                  aria-hidden={!worse}
                >
                  ●
                </span>{' '}
                <bdi class="le-name" title={value}>
                  {value}
                </bdi>
              </Choice>
            </th>
            <td>{count(rows)}</td>
            <td>
              <Whisker of={accuracy} axis={axis} width={WIDTH} mark={overall} isWorse={worse} />
            </td>
            <td>{figure(accuracy.value)}</td>
            <td>{figure(meanLoss.value)}</td>
            <td>{figure(ece.value)}</td>
            <td>{figure(shareOfLoss, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Half the room that the figure of all rows takes over the axis, and what its ends take. */
const [HALF, END] = [26, 16];

/** The axis of the whiskers over them: its ends, and where all rows stand. */
function AxisHead({ axis: [low, high], overall }: { axis: readonly [number, number]; overall: number }) {
  const at = ((overall - low) / (high - low)) * WIDTH;
  const middle = Math.min(WIDTH - HALF, Math.max(HALF, at));
  return (
    <svg class="le-whisker le-scale" width={WIDTH} height={14} aria-hidden="true">
      {middle - HALF > END && (
        <text x={0} y={11}>
          {endText(low, 1)}
        </text>
      )}
      <text x={middle} y={11} text-anchor="middle">
        {l10n.t('all {0}', figure(overall))}
      </text>
      {middle + HALF < WIDTH - END && (
        <text x={WIDTH} y={11} text-anchor="end">
          {endText(high, 1)}
        </text>
      )}
    </svg>
  );
}
