import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { style } from '../styles';
import css from './section.css';

style(css);

interface SectionProps {
  name: string;
  /** What is in it, in few words, while it is folded. */
  words?: string;
  /** It begins unfolded. */
  open?: boolean;
  /** Made when someone first opens it; kept from then on. Without, there is no more to say than the words. */
  children?: ComponentChildren;
}

/** What stands below the rows and charts of an inspector: one line until someone opens it. */
export function Section({ name, words, open: isOpen = false, children }: SectionProps) {
  const [open, setOpen] = useState(isOpen);
  const opened = useRef(false);
  opened.current ||= open;
  const body = useId();
  if (!children)
    return (
      <section class="ls-section ls-folded" aria-label={name}>
        <p class="ls-disclosure">
          <span class="ls-triangle" aria-hidden="true" />
          <span>{name}</span>
          <span class="ls-dim">{words}</span>
        </p>
      </section>
    );
  return (
    <section class="ls-section ls-folded" aria-label={name}>
      <button
        type="button"
        class="ls-disclosure"
        aria-expanded={open}
        aria-controls={body}
        onClick={() => setOpen(!open)}
      >
        <span class="ls-triangle" aria-hidden="true" />
        <span>{name}</span>
        {!open && words && <span class="ls-dim">{words}</span>}
      </button>
      <div id={body} class="ls-folded-body" hidden={!open}>
        {opened.current && children}
      </div>
    </section>
  );
}
