import * as l10n from '@vscode/l10n';
import { plural } from '../../arrays/words/plural';
import type { ReliabilityBin } from '../../loss/types';
import { count, probability } from '../format';
import { style } from '../styles';
import { Figure } from './figure';
import { Mark, type Brush } from './mark';
import css from './reliability.css';

style(css);

const BINS = 10;

/** How often rows are right that are so confident: on the dashed line where a model is as sure as it may be. */
export function Reliability({ bins, brush }: { bins: readonly ReliabilityBin[]; brush: Brush }) {
  const byPlace = new Map(bins.map((bin) => [Math.round(bin.from * BINS), bin]));
  return (
    <Figure
      class="ls-reliability"
      caption={l10n.t('Reliability')}
      about={l10n.t('accuracy against confidence')}
    >
      <div class="ls-reliable">
        <div class="ls-axis ls-upright" aria-hidden="true">
          <span>1</span>
          <span>.5</span>
          <span>0</span>
        </div>
        <div class="ls-plot ls-calibrated">
          <svg class="ls-ideal" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
            <line x1="0" y1="1" x2="1" y2="0" vector-effect="non-scaling-stroke" />
          </svg>
          {Array.from({ length: BINS }, (_, place) => (
            <Bin key={place} bin={byPlace.get(place)} brush={brush} />
          ))}
        </div>
        <div class="ls-counts" aria-hidden="true">
          {Array.from({ length: BINS }, (_, place) => (
            <span key={place}>{short(byPlace.get(place)?.count ?? 0)}</span>
          ))}
        </div>
        <div class="ls-axis ls-across" aria-hidden="true">
          <span>0</span>
          <span>.5</span>
          <span>1</span>
        </div>
      </div>
      <div class="ls-axis-title">{l10n.t('Confidence; rows in each bin')}</div>
    </Figure>
  );
}

function Bin({ bin, brush }: { bin?: ReliabilityBin; brush: Brush }) {
  if (!bin) return <span class="ls-calibration" />;
  const { from, to, count: rows, meanConfidence, accuracy } = bin;
  const said = [probability(meanConfidence, 3), probability(accuracy, 3)] as const;
  const [low, high] = accuracy < meanConfidence ? [accuracy, meanConfidence] : [meanConfidence, accuracy];
  const span = [probability(from), probability(to)] as const;
  return (
    <Mark
      class="ls-calibration"
      brush={brush}
      of={{ where: { confidence: [from, to] }, name: l10n.t('confidence {0} to {1}', ...span) }}
      tip={plural(
        rows,
        l10n.t('Confidence {0}, accuracy {1}, 1 row', ...said),
        l10n.t('Confidence {0}, accuracy {1}, {2} rows', ...said, count(rows)),
      )}
    >
      <span class="ls-gap" style={{ bottom: `${100 * low}%`, height: `${100 * (high - low)}%` }} />
      <span class={rows < 20 ? 'ls-point ls-hollow' : 'ls-point'} style={{ bottom: `${100 * accuracy}%` }} />
    </Mark>
  );
}

/** A count in the room of a bin. */
function short(n: number): string {
  if (n < 1000) return n === 0 ? '' : String(n);
  return n < 1e6 ? `${Math.round(n / 1e3)}k` : `${Math.round(n / 1e6)}M`;
}
