import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { style } from '../../inspector/styles';
import css from './section.css';
import { sectionName, type SectionId } from './sections';

style(css);

interface SectionProps {
  id: SectionId;
  /** At the end of the heading. */
  action?: ComponentChildren;
  /** It is one line until someone opens it, or comes to it by the contents. */
  folded?: boolean;
  /** What is in it, in few words, while it is folded. */
  words?: string;
  children: ComponentChildren;
}

/** A section of the workbench, which its contents lead to. */
export function Section({ id, action, folded = false, words, children }: SectionProps) {
  const [open, setOpen] = useState(!folded);
  const body = useId();
  const name = sectionName(id);
  return (
    <section
      id={id}
      aria-label={name}
      tabIndex={-1}
      onFocus={({ target, currentTarget }) => target === currentTarget && setOpen(true)}
    >
      <h2>
        {folded ? (
          <button
            type="button"
            class="lw-disclosure"
            aria-expanded={open}
            aria-controls={body}
            onClick={() => setOpen(!open)}
          >
            <span class="lw-triangle" aria-hidden="true" />
            {name}
            {!open && words && <span class="lw-dim"> {words}</span>}
          </button>
        ) : (
          name
        )}
        {action && <span class="lw-space" />}
        {action}
      </h2>
      <div id={body} hidden={!open}>
        {children}
      </div>
    </section>
  );
}
