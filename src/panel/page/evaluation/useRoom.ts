import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Pixels that an element leaves to what it holds, between a least and a most; the least until that is measured. */
export function useRoom(least: number, most: number) {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(least);
  useLayoutEffect(() => {
    const element = box.current!;
    const measure = () => setRoom(Math.round(Math.max(least, Math.min(most, element.clientWidth))));
    measure();
    const { ResizeObserver } = element.ownerDocument.defaultView!;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [least, most]);
  return { box, room };
}
