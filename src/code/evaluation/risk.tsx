import * as l10n from '@vscode/l10n';
import { withMinus } from '../../arrays/words/numberText';
import type { EvaluationSummary, LossSummary, RiskSummary } from '../../loss/types';
import { Behind } from './dataTable';
import { Chart, Mark } from './mark';
import { count, figure, range, tickText } from './words';

/** As wide as these charts are where nobody says how much room there is. */
export const NARROWEST = 281;
const LEFT = 28;
const HEIGHT = 112;
const TOP = 6;
/** A little above the largest error there is. */
const MOST = 1.07;

/** The error among the surest rows, by the share that is answered. */
export function Risk({ risk, room = NARROWEST }: { risk: RiskSummary; room?: number }) {
  const { points, overall, answerable } = risk;
  const wide = room - LEFT - 4;
  // An error is at most 1: an evaluation that says more, as anybody may hand over, isn't drawn a line for each.
  const largest = Math.max(overall * 1.07, ...points.slice(4).map(({ high }) => high), 0.01);
  const most = largest <= MOST ? largest : MOST;
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25].find((one) => most / one <= 5) ?? 0.5;
  const x = (share: number) => LEFT + share * wide;
  const y = (error: number) => TOP + HEIGHT * (1 - Math.min(1, error / most));
  const line = (of: (point: RiskSummary['points'][number]) => number, from: typeof points) =>
    from
      .map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.share).toFixed(1)} ${y(of(point)).toFixed(1)}`)
      .join('');
  const back = [...points].reverse();
  const band = `${line(({ high }) => high, points)}${line(({ low }) => low, back).replace('M', 'L')}Z`;
  const ideal = line(({ share }) => Math.max(0, 1 - (1 - overall) / share), points);
  // Few rows jump over a round error.
  const answered = points.findLast(({ share }) => share <= (answerable?.share ?? 0) + 1e-9)?.error ?? 0;
  // The curve rises: beside it there is room above on the left, below on the right; and none where guessing is told.
  const isLeft = (answerable?.share ?? 0) > 0.4;
  const isNear = y(answered) - y(overall) < 22;
  const hasRoomBelow = y(answered) + 18 < TOP + HEIGHT;
  const isBelow = hasRoomBelow && (isNear || !isLeft);
  // Neither above nor below: over the line of guessing and what is written on it.
  const answerAt = isNear && !hasRoomBelow ? y(overall) - 16 : y(answered) + (isBelow ? 16 : -7);
  const tenths = points.filter((_, i) => i % 10 === 9);
  const label = l10n.t('Error of the most confident share of the rows, with 95% intervals.');
  return (
    <div>
      <Chart width={room} height={TOP + HEIGHT + 34} label={label}>
        {Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step).map((tick) => (
          <g key={tick}>
            <path class={tick === 0 ? 'le-axis' : 'le-grid'} d={`M${LEFT} ${y(tick)}H${LEFT + wide}`} />
            <text x={LEFT - 6} y={y(tick) + 3.5} text-anchor="end">
              {figure(tick, 2)}
            </text>
          </g>
        ))}
        <path class="le-confidence" d={band} />
        <path class="le-axis le-dashed" d={`M${LEFT} ${y(overall)}H${LEFT + wide}`} />
        <text class="le-over" x={LEFT + 4} y={y(overall) - 4}>
          {l10n.t('at random {0}', figure(overall))}
        </text>
        <path class="le-curve le-ideal" d={ideal} />
        <path class="le-curve" d={line(({ error }) => error, points)} />
        {answerable && answerable.share > 0 && (
          <>
            <circle class="le-point" cx={x(answerable.share)} cy={y(answered)} r="3.2" />
            <text
              class="le-strong"
              x={x(answerable.share) - 6}
              y={answerAt}
              text-anchor={isLeft ? 'end' : 'start'}
            >
              {l10n.t('{0} of rows at {1}', figure(answerable.share, 2), figure(answerable.error, 2))}
            </text>
          </>
        )}
        {tenths.map((point) => (
          <Mark
            key={point.share}
            said={l10n.t(
              'Most confident {0} of the rows: {1} of them wrong; 95% interval {2}',
              figure(point.share, 2),
              figure(point.error),
              range([point.low, point.high]),
            )}
            short={l10n.t(
              '{0} of rows answered: error {1}, {2}',
              figure(point.share, 2),
              figure(point.error),
              range([point.low, point.high]),
            )}
            at={{ x: 0, y: TOP + HEIGHT + 31 }}
          >
            <rect class="le-hit" x={x(point.share) - wide / 20} y={TOP} width={wide / 10} height={HEIGHT} />
            <path class="le-line le-cursor" d={`M${x(point.share)} ${y(point.low)}V${y(point.high)}`} />
            <circle class="le-point le-cursor" cx={x(point.share)} cy={y(point.error)} r="3.2" />
          </Mark>
        ))}
        <text x={x(0)} y={TOP + HEIGHT + 14}>
          0
        </text>
        <text x={x(0.5)} y={TOP + HEIGHT + 14} text-anchor="middle">
          {l10n.t('share answered, most confident first')}
        </text>
        <text x={x(1)} y={TOP + HEIGHT + 14} text-anchor="end">
          1
        </text>
      </Chart>
      <Behind
        caption={label}
        heads={[l10n.t('share'), l10n.t('error'), '95%']}
        rows={tenths.map(({ share, error, low, high }) => [
          figure(share, 2),
          figure(error),
          range([low, high]),
        ])}
      />
    </div>
  );
}

const TALL = 84;
/** A character of a chart's words, in its pixels. */
const WORD = 6.1;

interface LossesProps extends Pick<EvaluationSummary, 'figures' | 'classes'> {
  losses: LossSummary;
  /** Bins from one to before another. */
  chosen?: readonly [from: number, to: number];
  /** Absent where nothing can be chosen. */
  onChoose?(bins: readonly [from: number, to: number] | undefined): void;
  room?: number;
}

/** How many rows have which loss, wrong ones on top. */
export function Losses({ losses, figures, classes, chosen, onChoose, room = NARROWEST }: LossesProps) {
  const { from, width, right, wrong } = losses;
  const most = Math.max(1, ...right.map((rows, bin) => rows + wrong[bin]));
  const span = room - 8;
  const bar = span / right.length;
  const x = (loss: number) => 4 + ((Math.log10(Math.max(loss, 10 ** from)) - from) / width) * bar;
  const ticks = [1e-3, 0.01, 0.1, 1, 10].filter((tick) => x(tick) <= span);
  const label = l10n.t('Rows by loss on a logarithmic axis, wrong rows on top.');
  const [mean, uniform] = [figures.meanLoss?.value, Math.log(classes)];
  // The name of the lower one stands before it: two that are close do not touch.
  const marks = [
    { at: mean, name: l10n.t('mean'), before: mean !== undefined && mean <= uniform },
    { at: uniform, name: l10n.t('uniform'), before: mean !== undefined && mean > uniform },
  ];
  // What would stand beyond the end moves back, and the name before it as far.
  const last = marks.findLast(({ at, before }) => at !== undefined && !before && x(at) < span);
  const beyond = last ? Math.max(0, x(last.at!) + 3 + WORD * last.name.length - (span + 8)) : 0;
  return (
    <div>
      <Chart width={span + 8} height={TALL + 68} label={label}>
        {right.map((rows, bin) => {
          const low = (rows / most) * TALL;
          const high = (wrong[bin] / most) * TALL;
          const left = 4 + bin * bar;
          const is = chosen !== undefined && bin >= chosen[0] && bin < chosen[1];
          const [above, upTo] = [bin, bin + 1].map((edge) =>
            withMinus((10 ** (from + edge * width)).toPrecision(2)),
          );
          return (
            <Mark
              key={bin}
              said={l10n.t(
                'Loss {0} to {1}: {2} right rows, {3} wrong',
                above,
                upTo,
                count(rows),
                count(wrong[bin]),
              )}
              short={l10n.t(
                '{0}: {1} right, {2} wrong',
                `${above} … ${upTo}`,
                count(rows),
                count(wrong[bin]),
              )}
              at={{ x: 4, y: TALL + 64 }}
              is={is}
              onChoose={
                onChoose && rows + wrong[bin] > 0 ? (more) => onChoose(brushed(bin, chosen, more)) : undefined
              }
            >
              <rect class="le-hit" x={left} y={22} width={bar} height={TALL} />
              <rect class="le-rest" x={left + 0.6} y={TALL + 22 - low} width={bar - 1.2} height={low} />
              <rect
                class="le-wrong"
                x={left + 0.6}
                y={TALL + 22 - low - high}
                width={bar - 1.2}
                height={high}
              />
            </Mark>
          );
        })}
        <text x="4" y="11">
          {l10n.t('rows, up to {0}', count(most))}
        </text>
        <text x={4 + span / 2} y={TALL + 50} text-anchor="middle">
          {l10n.t('loss, nats; logarithmic')}
        </text>
        {marks.map(({ at, name, before }) =>
          at !== undefined && x(at) < span ? (
            <g key={name}>
              <path class="le-axis le-dashed" d={`M${x(at)} 14V${TALL + 22}`} />
              <text x={x(at) + (before ? -3 : 3) - beyond} y="11" text-anchor={before ? 'end' : 'start'}>
                {name}
              </text>
            </g>
          ) : null,
        )}
        <path class="le-axis" d={`M4 ${TALL + 22}H${span + 4}`} />
        <text x="4" y={TALL + 36}>
          ≤ .0001
        </text>
        {ticks.slice(1).map((tick) => (
          <text key={tick} x={x(tick)} y={TALL + 36} text-anchor="middle">
            {tickText(tick)}
          </text>
        ))}
      </Chart>
      <Behind
        caption={label}
        heads={[l10n.t('loss up to'), l10n.t('right rows'), l10n.t('wrong rows')]}
        rows={right.map((rows, bin) => [
          withMinus((10 ** (from + (bin + 1) * width)).toPrecision(2)),
          count(rows),
          count(wrong[bin]),
        ])}
      />
    </div>
  );
}

/** One bin; with others, all from the first to the last of them; none where it was the one that was chosen. */
function brushed(
  bin: number,
  chosen: readonly [from: number, to: number] | undefined,
  more: boolean,
): readonly [from: number, to: number] | undefined {
  if (more && chosen) return [Math.min(chosen[0], bin), Math.max(chosen[1], bin + 1)];
  return chosen?.[0] === bin && chosen[1] === bin + 1 ? undefined : [bin, bin + 1];
}
