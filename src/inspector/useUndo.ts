import { useEffect, useRef } from 'preact/hooks';

/** Changes within this many milliseconds are one: a drag. */
const ONE_CHANGE_MS = 500;
const MAX_CHANGES = 100;

/** Takes changes of a value back, and makes them again, by the keys that do so everywhere. Fields of text have their own. */
export function useUndo<T>(value: T, set: (value: T) => void): (event: KeyboardEvent) => void {
  const history = useRef({ past: [] as T[], future: [] as T[], now: value, changed: -Infinity });
  useEffect(() => {
    const { current } = history;
    if (value === current.now) return;
    const time = performance.now();
    if (time - current.changed > ONE_CHANGE_MS)
      current.past = [...current.past, current.now].slice(-MAX_CHANGES);
    current.changed = time;
    current.now = value;
    current.future = [];
  }, [value]);
  return (event) => {
    const { current } = history;
    const key = event.key.toLowerCase();
    const isRedo = key === 'y' || (key === 'z' && event.shiftKey);
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return;
    if ((event.target as Element).matches('input:not([type=range], [type=checkbox])')) return;
    const [from, to] = isRedo ? [current.future, current.past] : [current.past, current.future];
    const next = from.pop();
    event.preventDefault();
    event.stopPropagation();
    if (next === undefined) return;
    to.push(current.now);
    current.now = next;
    current.changed = -Infinity;
    set(next);
  };
}
