// Every component has styles: what it draws is seen.
import './seen';
import pieces from './pieces.css';
import tokens from './tokens.css';

const texts = [tokens, pieces];
const sheets = new WeakMap<Window, Map<string, CSSStyleSheet>>();

/** A component's own styles: they come with its module, and to every page or shadow root that adopts styles after. */
export function style(css: string): void {
  texts.push(css);
}

/**
 * Gives a page or a shadow root the styles of all components loaded so far, each once. A constructed sheet needs no
 * inline-style permission.
 */
export function adoptStyles(container: HTMLElement): void {
  const root = container.getRootNode();
  const target = 'adoptedStyleSheets' in root ? (root as ShadowRoot | Document) : container.ownerDocument;
  const view = container.ownerDocument.defaultView;
  if (!view) return;
  const known = sheets.get(view) ?? new Map<string, CSSStyleSheet>();
  sheets.set(view, known);
  const wanted = texts.map((css) => {
    const sheet = known.get(css) ?? new view.CSSStyleSheet();
    if (!known.has(css)) sheet.replaceSync(css);
    known.set(css, sheet);
    return sheet;
  });
  const missing = wanted.filter((sheet) => !target.adoptedStyleSheets.includes(sheet));
  if (missing.length > 0) target.adoptedStyleSheets = [...target.adoptedStyleSheets, ...missing];
}
