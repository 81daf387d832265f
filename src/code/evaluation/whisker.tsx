import type { Figure } from '../../loss/types';
import { figure } from './words';

interface WhiskerProps {
  of: Figure;
  /** Ends of the axis. */
  axis: readonly [low: number, high: number];
  width: number;
  /** Where chance alone lies, and its mean. */
  band?: { low: number; high: number; mean: number };
  isWorse?: boolean;
  /** A value that is marked on the axis: nothing, or what all rows have. */
  mark?: number;
}

/** A value and its interval on an axis; what it shows stands beside it in figures. */
export function Whisker({ of, axis, width, band, isWorse, mark }: WhiskerProps) {
  const [low, high] = axis;
  const x = (value: number) => (Math.min(1, Math.max(0, (value - low) / (high - low))) * width).toFixed(1);
  const ends = of.interval?.map(x);
  return (
    <svg class="le-whisker" width={width + 8} height={16} viewBox={`-4 0 ${width + 8} 16`} aria-hidden="true">
      <path class="le-grid" d={`M0 8H${width}`} />
      {mark !== undefined && <path class="le-axis le-dashed" d={`M${x(mark)} 0V16`} />}
      {band && (
        <rect
          class="le-band"
          x={x(band.low)}
          y="3"
          width={Number(x(band.high)) - Number(x(band.low))}
          height="10"
        />
      )}
      {band && <path class="le-axis" d={`M${x(band.mean)} 3V13`} />}
      {ends && (
        <path
          class={isWorse ? 'le-line le-worse' : 'le-line'}
          d={`M${ends[0]} 8H${ends[1]}M${ends[0]} 5V11M${ends[1]} 5V11`}
        />
      )}
      <circle class={isWorse ? 'le-point le-worse' : 'le-point'} cx={x(of.value)} cy="8" r="3" />
    </svg>
  );
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
export function AxisEnds({ axis, width }: { axis: readonly [number, number]; width: number }) {
  const decimals = axis[1] - axis[0] < 0.05 ? 3 : 2;
  return (
    <div class="le-ends" style={{ width: `${width}px` }} aria-hidden="true">
      <span>{figure(axis[0], decimals)}</span>
      <span>{figure(axis[1], decimals)}</span>
    </div>
  );
}
