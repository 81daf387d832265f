const OWN_KEYS = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Enter',
  'Backspace',
  'Delete',
]);

/**
 * Keeps what is typed and steered inside the view to itself: a notebook takes plain letters and arrows that reach
 * the window for its own commands, and a `d` in an input would count towards deleting the cell.
 */
export function keepKeys(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.length === 1 || OWN_KEYS.has(event.key)) event.stopPropagation();
}
