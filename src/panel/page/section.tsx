import type { ComponentChildren } from 'preact';
import { style } from '../../inspector/styles';
import css from './section.css';
import { sectionName, type SectionId } from './sections';

style(css);

interface SectionProps {
  id: SectionId;
  /** At the end of the heading. */
  action?: ComponentChildren;
  children: ComponentChildren;
}

/** A section of the workbench, which its contents lead to. */
export function Section({ id, action, children }: SectionProps) {
  const name = sectionName(id);
  return (
    <section id={id} aria-label={name} tabIndex={-1}>
      <h2>
        {name}
        {action && <span class="lw-space" />}
        {action}
      </h2>
      {children}
    </section>
  );
}
