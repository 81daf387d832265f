import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { style } from '../styles';
import css from './tips.css';

style(css);

interface Tip {
  text: string;
  x: number;
  /** Where the element begins, or ends. */
  y: number;
  /** It stands under the element: there is no room above. */
  isBelow: boolean;
}

/** Shows what an element with `data-tip` says while the pointer or the keyboard is on it. */
export function Tips({ class: place, children }: { class?: string; children: ComponentChildren }) {
  const frame = useRef<HTMLDivElement>(null);
  const [tip, setTip] = useState<Tip>();
  const show = (event: Event) => {
    const target = (event.target as Element).closest<HTMLElement>('[data-tip]');
    if (!target || !frame.current) return setTip(undefined);
    const [box, own] = [frame.current, target].map((element) => element.getBoundingClientRect());
    const isBelow = own.top - box.top < 40;
    setTip({
      text: target.dataset.tip!,
      x: own.left + own.width / 2 - box.left,
      y: (isBelow ? own.bottom : own.top) - box.top,
      isBelow,
    });
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
      onKeyDown={(event) => {
        if (!tip || event.key !== 'Escape') return;
        event.stopPropagation();
        hide();
      }}
    >
      {children}
      {tip && (
        <div
          class={tip.isBelow ? 'ls-tip ls-below' : 'ls-tip'}
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
