import { useEffect, useRef } from 'preact/hooks';
import { latest, type Latest } from '../worker/latest';

/** One line of work for as long as the component stands. */
export function useLatest(): Latest {
  const line = useRef<Latest>(undefined as unknown as Latest);
  line.current ??= latest();
  useEffect(() => () => line.current.end(), []);
  return line.current;
}
