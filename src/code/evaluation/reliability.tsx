import * as l10n from '@vscode/l10n';
import type { ReliabilityFigures } from '../../loss/types';
import { Behind } from './dataTable';
import { Chart, Mark } from './mark';
import { count, figure, range, shortCount, tickText } from './words';

const SIZE = 208;
const LEFT = 30;
const TOP = 8;
const BASE = TOP + SIZE;
const BARS = 34;
/** Bins of fewer rows are drawn hollow. */
const FEW = 20;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

const x = (confidence: number) => LEFT + confidence * SIZE;
const y = (accuracy: number) => BASE - accuracy * SIZE;

interface ReliabilityProps {
  bins: readonly ReliabilityFigures[];
  /** The same under the temperature that each row was not fitted to. */
  after?: readonly ReliabilityFigures[];
  chosen?: number;
  /** Absent where nothing can be chosen. */
  onChoose?(bin: number | undefined): void;
}

/** Accuracy against confidence, bin by bin, over how many rows there are of each confidence. */
export function Reliability({ bins, after, chosen, onChoose }: ReliabilityProps) {
  const most = Math.max(...bins.map((bin) => bin.count));
  const label = l10n.t('Accuracy against confidence in ten bins, with 95% intervals.');
  return (
    <div>
      <Chart width={SIZE + 36} height={BASE + 86} label={label}>
        {TICKS.map((tick) => (
          <g key={tick}>
            <path class="le-grid" d={`M${LEFT} ${y(tick)}H${LEFT + SIZE}M${x(tick)} ${TOP}V${BASE}`} />
            <text x={LEFT - 6} y={y(tick) + 3.5} text-anchor="end">
              {tickText(tick)}
            </text>
          </g>
        ))}
        <path class="le-axis le-dashed" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
        {after?.map((bin) => (
          <circle
            key={bin.from}
            class="le-after"
            cx={x(bin.meanConfidence)}
            cy={y(bin.accuracy.value)}
            r="3"
          />
        ))}
        {bins.map((bin) => (
          <Bin key={bin.from} bin={bin} most={most} {...{ chosen, onChoose }} />
        ))}
        <text x={LEFT + 6} y={TOP + 12}>
          {l10n.t('accuracy')}
        </text>
        <path class="le-axis" d={`M${LEFT} ${BASE + 54}H${LEFT + SIZE}`} />
        <text x={LEFT} y={BASE + 68}>
          0
        </text>
        <text x={x(0.5)} y={BASE + 68} text-anchor="middle">
          {l10n.t('confidence')}
        </text>
        <text x={x(1)} y={BASE + 68} text-anchor="end">
          1
        </text>
      </Chart>
      <Behind
        caption={label}
        heads={[l10n.t('confidence'), l10n.t('rows'), l10n.t('mean confidence'), l10n.t('accuracy'), '95%']}
        rows={bins.map(({ from, to, count: n, meanConfidence, accuracy }) => [
          `${figure(from, 1)} … ${figure(to, 1)}`,
          count(n),
          figure(meanConfidence),
          figure(accuracy.value),
          range(accuracy.interval!),
        ])}
      />
    </div>
  );
}

interface BinProps extends Pick<ReliabilityProps, 'chosen' | 'onChoose'> {
  bin: ReliabilityFigures;
  most: number;
}

function Bin({ bin, most, chosen, onChoose }: BinProps) {
  const { from, to, count: n, meanConfidence, accuracy } = bin;
  const [low, high] = accuracy.interval!;
  const at = x(meanConfidence);
  const few = n < FEW ? ' le-few' : '';
  const height = Math.max(1, (n / most) * BARS);
  const place = Math.round(from * 10);
  const isChosen = chosen === place;
  const said = l10n.t(
    'Confidence {0} to {1}: {2} rows, accuracy {3}',
    figure(from, 1),
    figure(to, 1),
    count(n),
    figure(accuracy.value),
  );
  return (
    <>
      <Mark
        said={said}
        short={l10n.t(
          '{0}: {1} rows, accuracy {2}',
          `${figure(from, 1)} … ${figure(to, 1)}`,
          count(n),
          figure(accuracy.value),
        )}
        at={{ x: 0, y: BASE + 83 }}
        is={isChosen}
        onChoose={onChoose && (() => onChoose(isChosen ? undefined : place))}
      >
        <rect class="le-hit" x={x(from)} y={TOP} width={SIZE / 10} height={BASE + 54 - TOP} />
        <path
          class={`le-line${few}`}
          d={`M${at} ${y(low)}V${y(high)}M${at - 3} ${y(low)}h6M${at - 3} ${y(high)}h6`}
        />
        <circle class={`le-point${few}`} cx={at} cy={y(accuracy.value)} r="3.2" />
        <rect class="le-rest" x={x(from) + 1} y={BASE + 54 - height} width={SIZE / 10 - 2} height={height} />
      </Mark>
      <text
        class="le-small"
        aria-hidden="true"
        pointer-events="none"
        x={x(from) + SIZE / 20}
        y={BASE + 51 - height}
        text-anchor="middle"
      >
        {shortCount(n)}
      </text>
    </>
  );
}
