import type { ComponentChildren } from 'preact';

/** The question that a part of an evaluation answers, and how to read the answer. */
export function Question({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="le-question">
      <b>{title}</b>
      <span class="le-caption">{children}</span>
    </div>
  );
}
