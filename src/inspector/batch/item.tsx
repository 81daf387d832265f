import type { ComponentChildren } from 'preact';
import { full } from '../format';
import { style } from '../styles';
import css from './item.css';

style(css);

interface ItemProps {
  name: string;
  about?: string;
  value: string;
  exact?: number;
  /** Beside the value, dim. */
  children?: ComponentChildren;
}

/** A figure of a band, under its name. They stand in a `dl` of the class `ls-band`. */
export function Item({ name, about, value, exact, children }: ItemProps) {
  return (
    <div class="ls-item-figure">
      <dt title={about}>{name}</dt>
      <dd>
        <span class="ls-value" title={exact === undefined ? undefined : full(exact)}>
          {value}
        </span>
        {children && <span class="ls-dim"> {children}</span>}
      </dd>
    </div>
  );
}
