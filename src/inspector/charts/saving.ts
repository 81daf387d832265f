/** What leaves the page of a chart: its drawing and its Vega-Lite, neither of which may lean on the page's theme. */
import ranks from './ranks.vl.json?source';
import row from './row.vl.json?source';
import type { ChartContent, Template } from './content';

const sources: Record<Template, object> = { ranks, row };

/** Pixels of a saved picture for each pixel of the page. */
const SCALE = 2;

/** Replaces each theme variable by its colour of the moment, and the placeholder font by the page's. */
export function withTheme(text: string, element: HTMLElement): string {
  const { defaultView } = element.ownerDocument;
  const probe = element.appendChild(element.ownerDocument.createElement('span'));
  const resolved = text.replace(/var\((--[\w-]+)\)/g, (_, name: string) => {
    probe.style.color = `var(${name})`;
    return plainColour(defaultView!.getComputedStyle(probe).color);
  });
  probe.style.fontFamily = 'var(--ls-mono)';
  const font = defaultView!.getComputedStyle(probe).fontFamily.replaceAll('"', "'").replace(/[<>&]/g, '');
  probe.remove();
  return resolved.replace(/(font-family="|"(?:f|labelF)ont": ")monospace"/g, (_, name) => `${name}${font}"`);
}

/** Draws an SVG document into a PNG. As a data address it is allowed under every policy the page may stand under. */
export async function pngOf(svg: string, element: HTMLElement): Promise<Uint8Array> {
  const page = element.ownerDocument;
  const image = page.createElement('img');
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = page.createElement('canvas');
  canvas.width = Math.ceil(image.naturalWidth * SCALE);
  canvas.height = Math.ceil(image.naturalHeight * SCALE);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this page draws no pictures');
  context.fillStyle = withTheme('var(--ls-bg)', element);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error(`a picture of ${canvas.width} by ${canvas.height} pixels is too large`);
  return new Uint8Array(await blob.arrayBuffer());
}

interface Source {
  params?: { name: string; value: unknown }[];
  [key: string]: unknown;
}

/** The template with its table, parameters and size filled in. */
export function vegaLiteOf(template: Template, content: ChartContent, element: HTMLElement): string {
  const { rows, signals = {}, width, height } = content;
  const source = sources[template] as Source;
  const spec = {
    ...source,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    background: 'var(--ls-bg)',
    ...(source.params && {
      params: source.params.map(({ name, value }) => ({ name, value: signals[name] ?? value })),
    }),
    data: { name: 'table', values: rows },
  };
  return withTheme(JSON.stringify(spec, null, 2), element);
}

/** Mixed colours compute to `color(srgb 0.1 0.2 0.3)`, which few programs outside browsers read. */
function plainColour(colour: string): string {
  const mixed = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)/.exec(colour);
  if (!mixed) return colour;
  return `rgb(${mixed
    .slice(1)
    .map((part) => Math.round(Number(part) * 255))
    .join(', ')})`;
}
