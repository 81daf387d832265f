import type { ComponentChild, ComponentChildren, VNode } from 'preact';

/** Elements without an end. */
const VOID = new Set(['br', 'col', 'hr', 'img', 'input', 'link', 'meta']);

/**
 * What components draw, as markup: the pieces of the view stand in a document without a script. Whatever is text is
 * escaped, in elements and in attributes; handlers are left out. Components with hooks have no place here.
 */
export function markupOf(node: ComponentChildren): string {
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (Array.isArray(node)) return (node as ComponentChild[]).map(markupOf).join('');
  if (!isElement(node)) return escaped(String(node as string | number));
  const { type, props } = node;
  if (typeof type === 'function') return markupOf((type as (of: object) => ComponentChildren)(props));
  const { children, ...rest } = props as Record<string, unknown> & { children?: ComponentChildren };
  // A mark is no button without a script; what scrolls does so by keyboard all the same.
  const scrolls = rest.class === 'le-scroll' ? ' tabindex="0"' : '';
  const start = `<${type}${Object.entries(rest).map(attribute).join('')}${scrolls}>`;
  return VOID.has(type) ? start : `${start}${markupOf(children)}</${type}>`;
}

/** Markup that stays what the text said. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function isElement(node: ComponentChild): node is VNode {
  return typeof node === 'object' && node !== null && 'type' in node;
}

function attribute([name, value]: [string, unknown]): string {
  if (name === 'key' || name === 'ref' || name.toLowerCase() === 'tabindex' || typeof value === 'function')
    return '';
  if (value === undefined || value === null) return '';
  const isSaid = name.startsWith('aria-');
  if (value === false && !isSaid) return '';
  if (value === true && !isSaid) return ` ${name}`;
  const text = typeof value === 'object' ? styleText(value) : `${value as string}`;
  return text === '' && name === 'style' ? '' : ` ${name}="${escaped(text)}"`;
}

function styleText(style: object): string {
  return Object.entries(style)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}:${value}`)
    .join(';');
}
