import type { ComponentChildren } from 'preact';
import type { RowFilter } from '../../worker/protocol';
import { style } from '../styles';
import css from './mark.css';

style(css);

/** Rows that someone points at in a figure, and what they are called. */
export interface Brushed {
  where: RowFilter;
  name: string;
}

export interface Brush {
  brushed?: Brushed;
  onBrush(brushed: Brushed | undefined): void;
}

interface MarkProps {
  brush: Brush;
  of: Brushed;
  /** What it stands for, in a sentence. */
  tip: string;
  class?: string;
  style?: Record<string, string>;
  children?: ComponentChildren;
}

/** A part of a figure that keeps its rows in the list at a click, and all rows again at a second. */
export function Mark({
  brush: { brushed, onBrush },
  of,
  tip,
  class: place,
  style: own,
  children,
}: MarkProps) {
  const isActive = JSON.stringify(brushed?.where) === JSON.stringify(of.where);
  return (
    <button
      type="button"
      class={`ls-mark ${place ?? ''}`}
      data-tip={tip}
      aria-label={tip}
      aria-pressed={isActive}
      style={own}
      onClick={() => onBrush(isActive ? undefined : of)}
    >
      {children}
    </button>
  );
}
