/**
 * The chart library, loaded with the first chart. The templates were compiled to dataflows at build time, so only what
 * runs a dataflow is bundled here, with the transforms the templates use and an interpreter in place of `eval`.
 */
import { changeset, transforms } from 'vega-dataflow';
import { axisticks, datajoin, encode, scale, sortitems } from 'vega-encode';
import { expressionInterpreter } from 'vega-interpreter';
import {
  aggregate,
  collect,
  extent,
  filter,
  formula,
  multiextent,
  proxy,
  relay,
  sieve,
  values,
} from 'vega-transforms';
import { truthy } from 'vega-util';
import { View } from 'vega-view';
import { bound, mark, overlap, render, viewlayout } from 'vega-view-transforms';
import { templates, type ChartContent, type DrawnChart, type Template } from './content';

Object.assign(transforms, { axisticks, datajoin, encode, scale, sortitems });
Object.assign(transforms, { aggregate, collect, extent, filter, formula, multiextent });
Object.assign(transforms, { proxy, relay, sieve, values });
Object.assign(transforms, { bound, mark, overlap, render, viewlayout });

/** Templates hold no addresses; should one ever, it is not followed. */
const noLoader = {
  load: () => Promise.reject(new Error('charts load nothing')),
  sanitize: () => Promise.reject(new Error('charts link to nothing')),
};

/** Loaded when something is first saved. */
const loadSaving = () => import('./saving');

/** @param onError told why a drawing failed; it shows nothing more then */
export function drawChart(
  element: HTMLElement,
  template: Template,
  content: ChartContent,
  onError: (error: unknown) => void,
): DrawnChart {
  const view = new View(templates[template], {
    renderer: 'svg',
    expr: expressionInterpreter,
    loader: noLoader,
    // One line of text on the element the pointer is over: the browser's own tooltip, no markup.
    tooltip: (handler, _event, _item, text) => {
      const drawing = handler.element();
      // One that is taken off the page has none.
      if (drawing) drawing.title = typeof text === 'string' ? text : '';
    },
  });
  let running = false;
  let wanted: ChartContent | undefined;
  let latest = content;
  let disposed = false;
  const table = createTable(view);
  const measures = new Map<string, string | number>();

  /** Tells the view what is new; false when nothing is. */
  const apply = ({ rows, signals = {}, width, height }: ChartContent): boolean => {
    let changed = table.show(rows as Row[]);
    const all = {
      ...signals,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
    };
    for (const [name, value] of Object.entries(all)) {
      if (measures.get(name) === value) continue;
      measures.set(name, value);
      if (name === 'width') view.width(value);
      else if (name === 'height') view.height(value);
      else view.signal(name, value);
      changed = true;
    }
    return changed;
  };
  // A drag asks for more drawings than there are frames: only the newest waits for the one under way.
  const run = async () => {
    if (running) return;
    running = true;
    try {
      while (wanted && !disposed) {
        const changed = apply(wanted);
        wanted = undefined;
        if (changed) await view.runAsync();
      }
    } catch (error) {
      onError(error);
    }
    running = false;
  };

  wanted = content;
  view.initialize(element);
  const ready = run();
  return {
    ready,
    update(next) {
      wanted = latest = next;
      void run();
    },
    async toSvg() {
      const { withTheme } = await loadSaving();
      return withTheme(await view.toSVG(), element);
    },
    async toPng() {
      const { pngOf, withTheme } = await loadSaving();
      return pngOf(withTheme(await view.toSVG(), element), element);
    },
    async toVegaLite() {
      const { vegaLiteOf } = await loadSaving();
      return vegaLiteOf(template, latest, element);
    },
    dispose() {
      disposed = true;
      view.finalize();
      element.replaceChildren();
    },
  };
}

type Row = Record<string, unknown>;

/**
 * The table of a view. A table of as many rows is changed field by field: its marks stay on the page and move, where
 * rows that leave and enter would be drawn anew, at each position of a slider.
 */
function createTable(view: View) {
  let shown: Row[] = [];
  return {
    show(rows: readonly Row[]): boolean {
      let changes = changeset();
      let changed = rows.length !== shown.length;
      if (changed) {
        shown = rows.map((row) => ({ ...row }));
        changes = changes.remove(truthy).insert(shown);
      } else {
        rows.forEach((row, i) => {
          for (const [field, value] of Object.entries(row)) {
            if (Object.is(shown[i][field], value)) continue;
            changes = changes.modify(shown[i], field, value);
            changed = true;
          }
        });
      }
      if (changed) view.change('table', changes);
      return changed;
    },
  };
}
