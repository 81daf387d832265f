import css from './bars.css';
import { barsPath, miniBars, type BarsRow } from './miniBars';
import { style } from './styles';

style(css);

interface BarsProps extends BarsRow {
  width: number;
  height: number;
}

/** Mini bars on the page. They repeat what stands in words beside them, so screen readers pass over them. */
export function Bars({ width, height, ...row }: BarsProps) {
  return <BarsOfRows rows={[row]} width={width} height={height} />;
}

/** Between rows that stand side by side. */
const GAP = 10;

/**
 * Rows side by side in one drawing; width and height are those of one. A drawing of its own for each took most of the memory
 * of a strip, and a notebook may have hundreds.
 */
export function BarsOfRows({
  rows,
  width,
  height,
}: {
  rows: readonly BarsRow[];
  width: number;
  height: number;
}) {
  const bars = rows.flatMap(({ heights, top, label }, i) =>
    miniBars(heights, { width, height, top, label }).map((bar) => ({ ...bar, x: bar.x + i * (width + GAP) })),
  );
  return (
    <svg
      class={rows.length > 1 ? 'ls-bars ls-several' : 'ls-bars'}
      width={rows.length * (width + GAP) - GAP}
      height={height}
      aria-hidden="true"
    >
      {(['rest', 'top', 'label'] as const).map((role) => {
        const path = barsPath(bars, role);
        return path && <path key={role} class={`ls-bar-${role}`} d={path} />;
      })}
    </svg>
  );
}
