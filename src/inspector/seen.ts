import { options, type VNode } from 'preact';
import { withoutUnseen } from '../arrays/words/printable';

/** Attributes that a person reads or hears; the title alone has lines. */
const READ = ['aria-label', 'aria-description', 'aria-valuetext', 'placeholder', 'alt', 'label', 'data-tip'];

/**
 * Whatever components draw may come from data: of every text, and of every attribute that is read, each character is seen. What
 * is made by hand, such as the tokens of a text, sees to that itself.
 */
const before = options.vnode;
options.vnode = (vnode) => {
  before?.(vnode);
  makeSeen(vnode);
};

function makeSeen(vnode: VNode): void {
  const { type, props } = vnode as unknown as { type: unknown; props: unknown };
  // A text is a node without a type, and its properties are the text.
  if (typeof props === 'string') (vnode as unknown as { props: unknown }).props = inOneLine(props);
  if (typeof type !== 'string') return;
  const attributes = props as Record<string, unknown>;
  for (const name of READ) {
    const value = attributes[name];
    if (typeof value === 'string') attributes[name] = inOneLine(value);
  }
  if (typeof attributes.title === 'string') attributes.title = withoutUnseen(attributes.title);
}

function inOneLine(text: string): string {
  return withoutUnseen(text).replace(/[\n\t]/g, ' ');
}
