/** Puts the strip back in the place of what was opened. */
export function Collapse({ label, onClick }: { label: string; onClick(): void }) {
  return (
    <button
      type="button"
      class="ls-close"
      aria-expanded={true}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <span class="ls-triangle" aria-hidden="true" />
    </button>
  );
}
