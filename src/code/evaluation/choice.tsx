import type { ComponentChildren } from 'preact';

interface ChoiceProps {
  is: boolean;
  label?: string;
  /** Absent where nothing can be chosen: on paper, in a report. */
  onChoose?(): void;
  children: ComponentChildren;
}

/** Something that filters everything else when it is chosen. */
export function Choice({ is, label, onChoose, children }: ChoiceProps) {
  if (!onChoose) return <span title={label}>{children}</span>;
  return (
    <button type="button" aria-pressed={is} aria-label={label} onClick={onChoose}>
      {children}
    </button>
  );
}
