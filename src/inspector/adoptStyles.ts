import css from './styles.css';

const sheets = new WeakMap<Window, CSSStyleSheet>();

/** Gives a page or a shadow root the inspector's styles, once; a constructed sheet needs no inline-style permission. */
export function adoptStyles(container: HTMLElement): void {
  const root = container.getRootNode();
  const target = 'adoptedStyleSheets' in root ? (root as ShadowRoot | Document) : container.ownerDocument;
  const view = container.ownerDocument.defaultView;
  if (!view) return;
  let sheet = sheets.get(view);
  if (!sheet) {
    sheet = new view.CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(view, sheet);
  }
  if (!target.adoptedStyleSheets.includes(sheet))
    target.adoptedStyleSheets = [...target.adoptedStyleSheets, sheet];
}
