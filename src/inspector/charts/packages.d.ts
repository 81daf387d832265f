/** The parts of Vega that come without types, as far as they are used here. */
declare module 'vega-dataflow' {
  export const transforms: Record<string, unknown>;
  export interface Changeset {
    remove(test: (datum: object) => boolean): Changeset;
    insert(rows: readonly object[]): Changeset;
    modify(row: object, field: string, value: unknown): Changeset;
  }
  export function changeset(): Changeset;
}
declare module 'vega-encode' {
  export const axisticks: unknown, datajoin: unknown, encode: unknown, scale: unknown, sortitems: unknown;
}
declare module 'vega-transforms' {
  export const aggregate: unknown, collect: unknown, extent: unknown, filter: unknown;
  export const formula: unknown, multiextent: unknown;
  export const proxy: unknown, relay: unknown, sieve: unknown, values: unknown;
}
declare module 'vega-view-transforms' {
  export const bound: unknown, mark: unknown, overlap: unknown, render: unknown, viewlayout: unknown;
}
declare module 'vega-view' {
  import type { Changeset } from 'vega-dataflow';
  export interface ViewOptions {
    renderer?: 'svg' | 'canvas';
    expr?: unknown;
    loader?: unknown;
    tooltip?(handler: { element(): HTMLElement }, event: unknown, item: unknown, value: unknown): void;
  }
  export class View {
    constructor(dataflow: unknown, options?: ViewOptions);
    initialize(element: HTMLElement): this;
    change(data: string, changes: Changeset): this;
    signal(name: string, value: unknown): this;
    width(pixels: number): this;
    height(pixels: number): this;
    runAsync(): Promise<this>;
    toSVG(): Promise<string>;
    finalize(): this;
  }
}
