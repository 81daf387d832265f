import type { Figure } from '../../loss/types';
import { endText } from './words';

interface WhiskerProps {
  of: Figure;
  /** Ends of the axis. */
  axis: readonly [low: number, high: number];
  /** In pixels; else it takes the width of its place. */
  width?: number;
  /** Where chance alone lies, and its mean. */
  band?: { low: number; high: number; mean: number };
  isWorse?: boolean;
  /** A value that is marked on the axis: nothing, or what all rows have. */
  mark?: number;
}

/** A value and its interval on an axis; what it shows stands beside it in figures. */
export function Whisker({ of, axis, width, band, isWorse, mark }: WhiskerProps) {
  const [low, high] = axis;
  const share = (value: number) => 100 * Math.min(1, Math.max(0, (value - low) / (high - low)));
  const x = (value: number) => `${share(value).toFixed(1)}%`;
  const ends = of.interval?.map(x);
  const worse = isWorse ? ' le-worse' : '';
  return (
    <svg class="le-whisker" width={width ?? '100%'} height={16} aria-hidden="true">
      <line class="le-grid" x1="0" x2="100%" y1="8" y2="8" />
      {mark !== undefined && <Tick class="le-axis le-dashed" at={x(mark)} from={0} to={16} />}
      {band && (
        <rect
          class="le-band"
          x={x(band.low)}
          y="3"
          width={`${(share(band.high) - share(band.low)).toFixed(1)}%`}
          height="10"
        />
      )}
      {band && <Tick class="le-axis" at={x(band.mean)} from={3} to={13} />}
      {ends && <line class={`le-line${worse}`} x1={ends[0]} x2={ends[1]} y1="8" y2="8" />}
      {ends?.map((end) => (
        <Tick key={end} class={`le-line${worse}`} at={end} from={5} to={11} />
      ))}
      <circle class={`le-point${worse}`} cx={x(of.value)} cy="8" r="3" />
    </svg>
  );
}

function Tick({ class: place, at, from, to }: { class: string; at: string; from: number; to: number }) {
  return <line class={place} x1={at} x2={at} y1={from} y2={to} />;
}

/** An axis around an interval with round ends. */
export function axisAround(
  { value, interval }: Figure,
  least = -Infinity,
  most = Infinity,
): [number, number] {
  const [low, high] = interval ?? [value, value];
  const wide = Math.max(high - low, Math.abs(value) * 0.02, 1e-3) * 1.2;
  const step = 10 ** Math.floor(Math.log10(wide * 2)) / 2;
  const from = Math.max(least, Math.floor((low - wide / 2) / step) * step);
  const to = Math.min(most, Math.ceil((high + wide / 2) / step) * step);
  return [from, to > from ? to : from + step];
}

/** The ends of an axis under it. */
export function AxisEnds({ axis }: { axis: readonly [number, number] }) {
  const decimals = axis[1] - axis[0] < 0.05 ? 3 : 2;
  return (
    <div class="le-ends" aria-hidden="true">
      <span>{endText(axis[0], decimals)}</span>
      <span>{endText(axis[1], decimals)}</span>
    </div>
  );
}
