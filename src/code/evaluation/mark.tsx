import type { ComponentChildren } from 'preact';

interface MarkProps {
  /** What it shows, in a sentence: its name. */
  said: string;
  /** The same in as few words as fit under the chart. */
  short: string;
  /** Where those words stand. */
  at: { x: number; y: number };
  is?: boolean;
  /** Absent where nothing can be chosen; `more` where it joins what is chosen already. */
  onChoose?(more: boolean): void;
  children: ComponentChildren;
}

/**
 * A mark of a chart that a pointer or the keyboard comes to: what it shows is written under the chart while it is there. One
 * mark is a step of the keyboard, arrows go to the others (`chartKeys`).
 */
export function Mark({ said, short, at, is = false, onChoose, children }: MarkProps) {
  const chosenBy = onChoose && {
    role: 'button' as const,
    'aria-pressed': is,
    onClick: ({ shiftKey }: MouseEvent) => onChoose(shiftKey),
    // A pointer that is dragged over marks takes them in.
    onPointerEnter: ({ buttons }: PointerEvent) => buttons === 1 && onChoose(true),
  };
  return (
    <>
      <g class="le-choice" tabindex={-1} role="img" aria-label={said} {...chosenBy}>
        {children}
      </g>
      <text class="le-said" aria-hidden="true" {...at}>
        {short}
      </text>
    </>
  );
}

/** Arrows lead from mark to mark, Enter and the space bar choose one; with Shift it joins what is chosen. */
function chartKeys(event: KeyboardEvent): void {
  const chart = event.currentTarget as Element;
  const marks = [...chart.querySelectorAll<SVGElement>('.le-choice')];
  const now = marks.findIndex((mark) => mark.contains(event.target as Node));
  if (now < 0) return;
  const step = STEPS[event.key];
  if (step !== undefined) marks[Math.min(marks.length - 1, Math.max(0, step(now, marks.length)))].focus();
  else if (event.key === 'Enter' || event.key === ' ')
    marks[now].dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: event.shiftKey }));
  else return;
  event.preventDefault();
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

interface ChartProps {
  width: number;
  height: number;
  label: string;
  children: ComponentChildren;
}

/** A chart whose marks the keyboard goes through. */
export function Chart({ width, height, label, children }: ChartProps) {
  return (
    <svg
      class="le-chart"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={label}
      onKeyDown={chartKeys}
      onFocusIn={enterChart}
      ref={enterable}
    >
      {children}
    </svg>
  );
}

/** The mark that was come to last is the one that the keyboard comes back to. */
function enterChart({ currentTarget, target }: FocusEvent): void {
  for (const mark of (currentTarget as Element).querySelectorAll('.le-choice'))
    mark.setAttribute('tabindex', mark.contains(target as Node) ? '0' : '-1');
}

function enterable(chart: SVGSVGElement | null): void {
  const marks = chart?.querySelectorAll('.le-choice') ?? [];
  if (marks.length > 0 && ![...marks].some((mark) => mark.getAttribute('tabindex') === '0'))
    marks[0].setAttribute('tabindex', '0');
}
