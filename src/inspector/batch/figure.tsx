import type { ComponentChildren } from 'preact';
import { DataTable } from '../../code/evaluation/dataTable';
import { style } from '../styles';
import css from './figure.css';
import { Tips } from './tips';

style(css);

interface FigureProps {
  caption: string;
  about?: string;
  /** The same figures for screen readers, where the picture does not say them itself. */
  head?: readonly string[];
  table?: readonly (readonly (string | number)[])[];
  class?: string;
  children: ComponentChildren;
}

/** A picture under its caption, with its table. */
export function Figure({ caption, about, head, table, class: place, children }: FigureProps) {
  return (
    <figure class={`ls-figure ${place ?? ''}`}>
      <figcaption>
        {caption} {about && <span class="ls-about">{about}</span>}
      </figcaption>
      <Tips>{children}</Tips>
      {head && <DataTable class="ls-hidden" heads={head} rows={table ?? []} />}
    </figure>
  );
}
