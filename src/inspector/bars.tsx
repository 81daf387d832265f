import css from './bars.css';
import { barsPath, miniBars } from './miniBars';
import { style } from './styles';

style(css);

interface BarsProps {
  heights: ArrayLike<number>;
  width: number;
  height: number;
  top?: number | readonly number[];
  label?: number | readonly number[];
}

/** Mini bars on the page. They repeat what stands in words beside them, so screen readers pass over them. */
export function Bars({ heights, width, height, top, label }: BarsProps) {
  const bars = miniBars(heights, { width, height, top, label });
  return (
    <svg class="ls-bars" width={width} height={height} aria-hidden="true">
      {(['rest', 'top', 'label'] as const).map((role) => (
        <path key={role} class={`ls-bar-${role}`} d={barsPath(bars, role)} />
      ))}
    </svg>
  );
}
