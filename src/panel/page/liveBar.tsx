import * as l10n from '@vscode/l10n';
import { shortNumber } from './shortNumber';
import { style } from '../../inspector/styles';
import type { LiveState, WatchedRun } from '../protocol';
import css from './liveBar.css';

style(css);

const WIDTH = 96;
const HEIGHT = 18;
/** Runs that a line shows. */
const SHOWN = 60;

/** How it stands with an array that stays in a kernel: whether it can be asked, and what its cell’s runs gave. */
export function LiveBar({ live, onWatch }: { live: LiveState; onWatch(on: boolean): void }) {
  const { gone, watch } = live;
  return (
    <>
      {gone !== undefined && (
        <p class="lw-gone" role="alert">
          {gone} {l10n.t('The figures below are out of date.')}
        </p>
      )}
      {watch && (
        <div class="ls-colors lw-watch" role="group" aria-label={l10n.t('Runs')}>
          <label>
            <input
              type="checkbox"
              checked={watch.on}
              onChange={(event) => onWatch(event.currentTarget.checked)}
            />{' '}
            {l10n.t('Keep watching')}
          </label>
          {watch.on && watch.runs.length === 0 && <span>{l10n.t('Figures follow each run of a cell.')}</span>}
          <Line runs={watch.runs} of="loss" name={l10n.t('Mean loss')} />
          <Line runs={watch.runs} of="accuracy" name={l10n.t('Accuracy')} />
          <Line runs={watch.runs} of="entropy" name={l10n.t('Mean entropy')} />
        </div>
      )}
    </>
  );
}

/** One figure over the runs, the last one in digits. */
function Line({ runs, of, name }: { runs: readonly WatchedRun[]; of: keyof WatchedRun; name: string }) {
  const values = runs.slice(-SHOWN).map((run) => run[of]);
  const known = values.filter((value): value is number => value !== undefined && Number.isFinite(value));
  const last = values.at(-1);
  if (known.length === 0 || last === undefined) return null;
  const least = Math.min(...known);
  const span = Math.max(...known) - least || 1;
  const x = (i: number) => 2 + (i * (WIDTH - 4)) / Math.max(1, values.length - 1);
  const y = (value: number) => 2 + (HEIGHT - 4) * (1 - (value - least) / span);
  const points = values.flatMap((value, i) =>
    value === undefined || !Number.isFinite(value) ? [] : [`${x(i).toFixed(1)},${y(value).toFixed(1)}`],
  );
  const said = l10n.t(
    '{0}: {1} after {2} runs, from {3}',
    name,
    shortNumber(last),
    values.length,
    shortNumber(known[0]),
  );
  return (
    <span class="lw-line" title={said}>
      {name}{' '}
      <svg width={WIDTH} height={HEIGHT} role="img" aria-label={said}>
        {points.length > 1 && <polyline points={points.join(' ')} />}
        <circle cx={points.at(-1)!.split(',')[0]} cy={points.at(-1)!.split(',')[1]} r="2" />
      </svg>{' '}
      <b>{shortNumber(last)}</b>
    </span>
  );
}
