import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { style } from '../styles';
import css from './tips.css';

style(css);

interface Tip {
  text: string;
  x: number;
  y: number;
}

/** Shows what an element with `data-tip` says while the pointer or the keyboard is on it. */
export function Tips({ class: place, children }: { class?: string; children: ComponentChildren }) {
  const frame = useRef<HTMLDivElement>(null);
  const [tip, setTip] = useState<Tip>();
  const show = (event: Event) => {
    const target = (event.target as Element).closest<HTMLElement>('[data-tip]');
    if (!target || !frame.current) return setTip(undefined);
    const [box, own] = [frame.current, target].map((element) => element.getBoundingClientRect());
    setTip({ text: target.dataset.tip!, x: own.left + own.width / 2 - box.left, y: own.top - box.top });
  };
  const hide = () => setTip(undefined);
  return (
    <div
      ref={frame}
      class={`ls-tips ${place ?? ''}`}
      onPointerOver={show}
      onPointerLeave={hide}
      onFocusIn={show}
      onFocusOut={hide}
    >
      {children}
      {tip && (
        <div
          class={tip.y < 40 ? 'ls-tip ls-below' : 'ls-tip'}
          role="presentation"
          style={{
            left: `clamp(80px, ${tip.x}px, calc(100% - 80px))`,
            top: `${tip.y}px`,
          }}
        >
          {tip.text}
        </div>
      )}
    </div>
  );
}
