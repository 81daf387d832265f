/**
 * The chart library, loaded with the first chart. The templates were compiled to dataflows at build time, so only what
 * runs a dataflow is bundled here, with the transforms the templates use and an interpreter in place of `eval`.
 */
import { changeset, transforms } from 'vega-dataflow';
import { axisticks, datajoin, encode, scale } from 'vega-encode';
import { expressionInterpreter } from 'vega-interpreter';
import { aggregate, collect, extent, filter, proxy, relay, sieve, values } from 'vega-transforms';
import { truthy } from 'vega-util';
import { View } from 'vega-view';
import { bound, mark, overlap, render, viewlayout } from 'vega-view-transforms';
import confusion from './confusion.vl.json';
import lossHistogram from './lossHistogram.vl.json';
import reliability from './reliability.vl.json';
import row from './row.vl.json';

Object.assign(transforms, { axisticks, datajoin, encode, scale });
Object.assign(transforms, { aggregate, collect, extent, filter, proxy, relay, sieve, values });
Object.assign(transforms, { bound, mark, overlap, render, viewlayout });

const templates = { confusion, lossHistogram, reliability, row };
export type Template = keyof typeof templates;

/** What a template is drawn with: the rows of its table and its named parameters. */
export interface ChartContent {
  rows: readonly object[];
  signals?: Readonly<Record<string, string | number>>;
  width?: number;
  height?: number;
}

export interface DrawnChart {
  update(content: ChartContent): void;
  /** The drawing as a document of its own, with the colours of the moment. */
  toSvg(): Promise<string>;
  dispose(): void;
}

/** Templates hold no addresses; should one ever, it is not followed. */
const noLoader = {
  load: () => Promise.reject(new Error('charts load nothing')),
  sanitize: () => Promise.reject(new Error('charts link to nothing')),
};

export function drawChart(element: HTMLElement, template: Template, content: ChartContent): DrawnChart {
  const view = new View(templates[template], {
    renderer: 'svg',
    expr: expressionInterpreter,
    loader: noLoader,
    // One line of text on the element the pointer is over: the browser's own tooltip, no markup.
    tooltip: (handler, _event, _item, text) => {
      handler.element().title = typeof text === 'string' ? text : '';
    },
  });
  let running = false;
  let wanted: ChartContent | undefined;
  let disposed = false;

  const apply = ({ rows, signals = {}, width, height }: ChartContent) => {
    view.change('table', changeset().remove(truthy).insert(rows));
    for (const [name, value] of Object.entries(signals)) view.signal(name, value);
    if (width !== undefined) view.width(width);
    if (height !== undefined) view.height(height);
  };
  // A drag asks for more drawings than there are frames: only the newest waits for the one under way.
  const run = async () => {
    if (running) return;
    running = true;
    while (wanted && !disposed) {
      apply(wanted);
      wanted = undefined;
      await view.runAsync();
    }
    running = false;
  };

  wanted = content;
  view.initialize(element);
  void run();
  return {
    update(next) {
      wanted = next;
      void run();
    },
    async toSvg() {
      return withColours(await view.toSVG(), element);
    },
    dispose() {
      disposed = true;
      view.finalize();
      element.replaceChildren();
    },
  };
}

/** Outside the page there are no theme variables: each is replaced by its value of the moment. */
function withColours(svg: string, element: HTMLElement): string {
  const probe = element.appendChild(element.ownerDocument.createElement('span'));
  const resolved = svg.replace(/var\((--[\w-]+)\)/g, (_, name: string) => {
    probe.style.color = `var(${name})`;
    return plainColour(getComputedStyle(probe).color);
  });
  probe.remove();
  return resolved;
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
