import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import css from './menu.css';
import { style } from './styles';

style(css);

export interface MenuItem {
  label: string;
  /** A second, quieter line. */
  hint?: string;
  /** Makes the item one choice among several. */
  checked?: boolean;
  run(): void;
}

export interface MenuGroup {
  /** Above the items. */
  name?: string;
  items: readonly MenuItem[];
}

interface MenuProps {
  /** For screen readers; the visible face is `children`. */
  label: string;
  title?: string;
  class?: string;
  /** Shown above the items. */
  note?: ComponentChildren;
  groups: readonly MenuGroup[];
  children: ComponentChildren;
}

/** A button with a menu. The menu is a popover, so that no scrolling or clipping ancestor cuts it off. */
export function Menu({ label, title, class: face, note, groups, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const id = useId();

  useLayoutEffect(() => {
    const menu = popup.current;
    if (!open || !menu || !button.current) return;
    menu.showPopover?.();
    const anchor = button.current;
    const unwatch = watchSeen(anchor.ownerDocument, (seen) => place(menu, anchor, seen));
    (menu.querySelector<HTMLElement>('[aria-checked="true"]') ?? itemsOf(menu)[0])?.focus({
      preventScroll: true,
    });
    return unwatch;
  }, [open]);

  useEffect(() => {
    if (!open) return;
    const close = (event: Event) => {
      const path = event.composedPath();
      if (!path.includes(popup.current!) && !path.includes(button.current!)) setOpen(false);
    };
    const page = button.current!.ownerDocument;
    const view = page.defaultView!;
    page.addEventListener('pointerdown', close, true);
    view.addEventListener('resize', close);
    view.addEventListener('scroll', close, true);
    return () => {
      page.removeEventListener('pointerdown', close, true);
      view.removeEventListener('resize', close);
      view.removeEventListener('scroll', close, true);
    };
  }, [open]);

  const closeAndReturn = () => {
    setOpen(false);
    button.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const list = itemsOf(popup.current!);
    const at = list.indexOf(event.target as HTMLElement);
    const to = {
      ArrowDown: (at + 1) % list.length,
      ArrowUp: (at - 1 + list.length) % list.length,
      Home: 0,
      End: list.length - 1,
    }[event.key];
    if (to !== undefined) list[to]?.focus();
    else if (event.key === 'Escape') closeAndReturn();
    else if (event.key === 'Tab') return setOpen(false);
    else if (event.key.length === 1 && event.key !== ' ') {
      const letter = event.key.toLowerCase();
      const after = [...list.slice(at + 1), ...list.slice(0, at + 1)];
      after.find((item) => item.textContent.toLowerCase().startsWith(letter))?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <span class="ls-menu">
      <button
        ref={button}
        type="button"
        class={face}
        title={title}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </button>
      {open && (
        <div ref={popup} class="ls-popup" popover="manual">
          {note && <div class="ls-popup-note">{note}</div>}
          <div id={id} role="menu" aria-label={label} onKeyDown={onKeyDown}>
            {groups.map(({ name, items }) => (
              <div key={name} role="group" aria-label={name} class="ls-group">
                {name && (
                  <div class="ls-group-name" aria-hidden="true">
                    {name}
                  </div>
                )}
                {items.map((item) => (
                  <button
                    key={item.label}
                    type="button"
                    class="ls-item"
                    role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
                    aria-checked={item.checked}
                    tabIndex={-1}
                    onClick={() => {
                      closeAndReturn();
                      item.run();
                    }}
                  >
                    {item.label}
                    {item.hint && <span class="ls-hint">{item.hint}</span>}
                  </button>
                ))}
              </div>
            ))}
          </div>
        </div>
      )}
    </span>
  );
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('.ls-item')];
}

/** The part of a page that a person sees, in its coordinates. */
type Bounds = Pick<DOMRectReadOnly, 'left' | 'top' | 'right' | 'bottom'>;

/**
 * Below the button, or above it where below there is little room and above more; inside what is seen either way, and scrolling
 * where it is too high. Above an output of a notebook there are editors, which cover whatever the page draws there.
 */
function place(menu: HTMLElement, button: HTMLElement, seen: Bounds): void {
  const anchor = button.getBoundingClientRect();
  menu.style.maxHeight = '';
  const { width, height } = menu.getBoundingClientRect();
  const [over, under] = [anchor.top - seen.top - 2 * GAP, seen.bottom - anchor.bottom - 2 * GAP];
  const isBelow = under >= Math.min(height, over, ENOUGH);
  const high = Math.min(height, Math.max(MIN_HEIGHT, isBelow ? under : over));
  const left = anchor.left + width <= seen.right - 4 ? anchor.left : anchor.right - width;
  menu.style.left = `${Math.max(seen.left + 4, left)}px`;
  menu.style.top = `${isBelow ? anchor.bottom + GAP : anchor.top - high - GAP}px`;
  if (high < height) menu.style.maxHeight = `${high}px`;
}

/** Between a menu and its button, and the edge of what is seen. */
const GAP = 2;
/** In so much a menu can be scrolled through. */
const ENOUGH = 200;
/** A menu is not made lower than some of its items. */
const MIN_HEIGHT = 80;

/**
 * Tells what of a page is seen. A notebook's page is as high as all of its outputs and the window shows a part of it, which
 * nothing in the page knows but an observer.
 */
function watchSeen(page: Document, tell: (seen: Bounds) => void): () => void {
  const { innerWidth: right, innerHeight: bottom, IntersectionObserver } = page.defaultView!;
  tell({ left: 0, top: 0, right, bottom });
  if (typeof IntersectionObserver === 'undefined') return () => undefined;
  // As large as the page, however its own elements are laid out.
  const whole = page.createElement('div');
  whole.style.cssText = 'position: fixed; inset: 0; visibility: hidden; pointer-events: none';
  page.body.append(whole);
  const end = () => {
    observer.disconnect();
    whole.remove();
  };
  const observer = new IntersectionObserver((entries) => {
    const { intersectionRect } = entries[entries.length - 1];
    if (intersectionRect.height > 0) tell(intersectionRect);
    end();
  });
  observer.observe(whole);
  return end;
}
