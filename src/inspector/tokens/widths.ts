/** How wide characters are in a font, in pixels. */
export interface Widths {
  of(text: string): number;
}

/** Where a page draws nothing, as in tests. */
const ANY = 8;

/** Measures each character once: a text of a million has some hundred different ones. */
export function widthsOf(element: HTMLElement): Widths {
  const page = element.ownerDocument;
  const context = contextOf(page);
  const { fontStyle, fontWeight, fontSize, fontFamily } = page.defaultView!.getComputedStyle(element);
  // Not `font`: there is none in short where ligatures are off.
  if (context) context.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const known = new Map<string, number>();
  return {
    of(text) {
      let width = known.get(text);
      if (width === undefined) {
        width = context ? context.measureText(text).width : ANY * text.length;
        if (known.size < 1 << 16) known.set(text, width);
      }
      return width;
    },
  };
}

function contextOf(page: Document): CanvasRenderingContext2D | null {
  try {
    return page.createElement('canvas').getContext('2d');
  } catch {
    return null;
  }
}
