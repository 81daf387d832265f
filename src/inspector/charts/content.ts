import ranks from './ranks.vl.json';
import row from './row.vl.json';

export const templates = { ranks, row };
export type Template = keyof typeof templates;

/** What a template is drawn with: the rows of its table and its named parameters. */
export interface ChartContent {
  /** All with the same fields. */
  rows: readonly object[];
  signals?: Readonly<Record<string, string | number>>;
  width?: number;
  height?: number;
}

export interface DrawnChart {
  /** It stands on the page; at once where it fails, which is told otherwise. */
  readonly ready: Promise<void>;
  update(content: ChartContent): void;
  /** The drawing as a document of its own, with the colours of the moment. */
  toSvg(): Promise<string>;
  /** The same as a picture at twice its size, on the page's background. */
  toPng(): Promise<Uint8Array>;
  /** Vega-Lite that draws the same anywhere: the template, with data, measures and colours filled in. */
  toVegaLite(): Promise<string>;
  dispose(): void;
}
