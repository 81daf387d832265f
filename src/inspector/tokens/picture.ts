/** The chart of surprisal as a picture of its own, with the colours that the page's theme has at the moment. */
import * as l10n from '@vscode/l10n';
import { pngOf, withTheme } from '../charts/saving';
import { surprisalOf, type Range, type TokenColumns } from './columns';
import { fixed } from './figures';
import { axisOf, barsOf, largest, positionsOf, slotOf } from './geometry';

const PLOT = { x: 34, y: 32, height: 74 };
const HEIGHT = 128;
const TITLE = 14;
/** Pixels of a token, and of the whole picture at least and at most. */
const SLOT = 9;
const WIDTHS = { least: 320, most: 4000 };

const FILLS = [
  'var(--ls-bar-rest)',
  'var(--ls-bar-rest)',
  'var(--ls-bar-rest)',
  'var(--ls-accent)',
  'var(--ls-accent)',
  'var(--ls-accent)',
];
const OPACITIES = [0.55, 1, 1, 0.6, 0.78, 1];

/** @param element of the view: its theme is the picture's */
export function svgOf(columns: TokenColumns, range: Range | undefined, element: HTMLElement): string {
  const shown = range ?? { from: 0, to: columns.count };
  const wanted = (shown.to - shown.from) * SLOT + PLOT.x + 8;
  const width = Math.min(WIDTHS.most, Math.max(WIDTHS.least, wanted));
  const plot = { ...PLOT, width: width - PLOT.x - 8 };
  const { max, marks } = axisOf(largest(columns, shown));
  const { steps, notTop, floors } = barsOf(columns, shown, max, plot);
  const slot = slotOf(shown, plot.width);
  const foot = plot.y + plot.height;
  const text = (x: number, y: number, anchor: string, content: string) =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" font-family="monospace" font-size="10" fill="var(--ls-dim)">${content}</text>`;
  const parts = [
    `<rect width="${width}" height="${HEIGHT}" fill="var(--ls-bg)"/>`,
    text(PLOT.x, TITLE, 'start', l10n.t('Surprisal by position, bits').replace(/[&<]/g, '')),
    ...marks.map((mark) => {
      const y = foot - (plot.height * mark) / max;
      const line = `<path d="M${plot.x} ${y}h${plot.width}" stroke="var(--ls-line)"/>`;
      return line + text(plot.x - 6, y + 3.5, 'end', fixed(mark, mark % 1 === 0 ? 0 : 2));
    }),
    ...steps.map((d, i) => (d ? `<path d="${d}" fill="${FILLS[i]}" fill-opacity="${OPACITIES[i]}"/>` : '')),
    notTop && `<path d="${notTop}" fill="var(--ls-label)"/>`,
    floors && `<path d="${floors}" fill="none" stroke="var(--ls-dim)" stroke-dasharray="2 2"/>`,
    ...positionsOf(shown, slot * (shown.to - shown.from)).map((position) =>
      text(plot.x + (position - 0.5 - shown.from) * slot, foot + 16, 'middle', String(position)),
    ),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}">${parts.join('')}</svg>`;
  return withTheme(svg, element);
}

export function pngOfTokens(
  columns: TokenColumns,
  range: Range | undefined,
  element: HTMLElement,
): Promise<Uint8Array> {
  return pngOf(svgOf(columns, range, element), element);
}

/** Whether there is anything to draw. */
export function hasSurprisal(columns: TokenColumns): boolean {
  for (let token = 0; token < columns.count; token++)
    if (!Number.isNaN(surprisalOf(columns, token))) return true;
  return false;
}
