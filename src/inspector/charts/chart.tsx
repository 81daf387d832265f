import * as l10n from '@vscode/l10n';
import type { ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { followSize } from '../followSize';
import { Problem } from '../problem';
import { style } from '../styles';
import css from './chart.css';
import { loadCharts } from './load';
import type { ChartContent, DrawnChart, Template } from './content';

style(css);

export interface ChartProps extends Omit<ChartContent, 'width'> {
  template: Template;
  /** What the picture shows, in a sentence. */
  label: string;
  /** Pixels between the element's width and the drawing's, for the template's padding. */
  padding: number;
  /** Fixed width of the drawing; by default it fills its element. */
  width?: number;
  /** Room kept while the library loads, so that nothing jumps. */
  reserve: number;
  /** What stands there until the library has drawn it. */
  First?: ComponentType<ChartContent>;
  /** Handed the drawing, for saving. */
  onDrawn?(chart: DrawnChart | undefined): void;
  /** Names and figures of the drawing once its width is known. */
  fit?(width: number): Record<string, string | number>;
}

/** A chart drawn by Vega from a compiled template. What it shows stands in a table beside it for screen readers. */
export function Chart(props: ChartProps) {
  const { template, label, reserve, First, onDrawn } = props;
  const element = useRef<HTMLDivElement>(null);
  // In no variable that functions of an earlier drawing share, and would keep.
  const chart = useRef<DrawnChart | undefined>(undefined);
  const [isDrawn, setDrawn] = useState(false);
  const [ready, setReady] = useState(false);
  const [failed, setFailed] = useState(false);
  const [attempt, retry] = useReducer((n: number) => n + 1, 0);
  const { space, isLaidOut } = useSpace(element);
  const wasDrawn = useRef(false);
  const content = contentOf(props, space);
  const latest = useRef(content);
  latest.current = content;

  useEffect(() => {
    // The library's own graph of a drawing takes more memory than all else of an inspector: none for what nobody can see.
    if (!isLaidOut) return undefined;
    let gone = false;
    const fail = (error: unknown) => {
      console.warn('Logitscope:', error);
      if (!gone) setFailed(true);
    };
    setFailed(false);
    // To evaluate the library and draw takes longer than all before it: what can be seen without is seen first.
    // It comes back into the page before it comes into sight, and scrolling goes on meanwhile.
    (wasDrawn.current ? idle() : painted())
      .then(loadCharts)
      .then(({ drawChart }) => {
        if (gone || !element.current) return;
        const drawn = drawChart(element.current, template, latest.current, fail);
        wasDrawn.current = true;
        chart.current = drawn;
        setDrawn(true);
        void drawn.ready.then(() => gone || setReady(true));
        onDrawn?.(drawn);
      })
      .catch(fail);
    return () => {
      gone = true;
      chart.current?.dispose();
      chart.current = undefined;
      setDrawn(false);
      setReady(false);
      onDrawn?.(undefined);
    };
  }, [template, attempt, isLaidOut]);

  // In the frame of the figures beside it: an effect would come after the next one.
  useLayoutEffect(() => chart.current?.update(content));

  return (
    <>
      <div
        class="ls-chart"
        role="img"
        aria-label={label}
        hidden={failed}
        style={isDrawn ? undefined : { minHeight: `${reserve}px` }}
      >
        {/* Both places stay, whatever is in them: the library keeps the element it was given. */}
        <div aria-hidden="true">
          {First && !ready && isLaidOut && content.width! > 0 && <First {...content} />}
        </div>
        <div ref={element} aria-hidden="true" />
      </div>
      {failed && (
        <Problem onRetry={() => retry(undefined)}>{l10n.t('The chart couldn’t be loaded.')}</Problem>
      )}
    </>
  );
}

/** The frame that is being made is on the screen. */
const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

const idle = () =>
  new Promise<void>((resolve) =>
    typeof requestIdleCallback === 'undefined'
      ? setTimeout(resolve)
      : requestIdleCallback(() => resolve(), { timeout: 200 }),
  );

/** Pixels across the place a drawing stands in, and whether it stands on the page at all. */
function useSpace(element: { current: HTMLElement | null }) {
  const [space, setSpace] = useState(0);
  const [isLaidOut, setLaidOut] = useState(true);
  useLayoutEffect(() => {
    const box = element.current!.parentElement!;
    const measured = () => {
      setSpace(box.clientWidth);
      setLaidOut(true);
    };
    return followSize(box, measured, () => setLaidOut(false));
  }, []);
  return { space, isLaidOut };
}

function contentOf({ rows, signals, width, height, padding, fit }: ChartProps, space: number): ChartContent {
  const fitted = width ?? Math.max(0, space - padding);
  return { rows, signals: { ...signals, ...fit?.(fitted) }, width: fitted, height };
}
