import { FRAMEWORKS } from '../code/equivalentCode';
import { pythonNumber } from '../code/python';
import type { NDArray } from '../arrays/ndarray';
import type { FoundArray } from '../arrays/types';
import type { WorkerClient } from '../worker/client';
import type { RowsPage, ViewSettings } from '../worker/protocol';
import type { Arrangement } from './arrangement';
import type { DrawnChart } from './charts/content';
import { codeOf } from './code';
import { messageOf } from './hooks';
import { quoted, write, type Notation } from './literals';
import type { MenuGroup } from './menu';
import type { InspectorHost } from './props';

interface Outgoing {
  client: WorkerClient;
  host: InspectorHost;
  found: FoundArray;
  /** Undefined while nothing is opened. */
  session: number | undefined;
  settings: ViewSettings;
  arranged?: Arrangement;
  axis: number;
  labels?: NDArray;
  classNames?: readonly string[];
  chart(): DrawnChart | undefined;
  /** Tells the person how it went. */
  say(word: string): void;
}

const NOTATIONS: readonly Notation[] = ['JSON', 'CSV', 'Python'];

/** Everything that leaves the inspector: copies, code, the chart, the panel. */
export function outgoing(from: Outgoing): MenuGroup[] {
  const { client, host, session, settings, arranged, say, chart } = from;
  const attempt = async (word: string, work: () => Promise<void> | void) => {
    try {
      await work();
      say(word);
    } catch (error) {
      say(messageOf(error));
    }
  };
  const copying = (what: string, text: (notation: Notation) => Promise<string> | string): MenuGroup => ({
    name: `Copy ${what} as`,
    items: NOTATIONS.map((notation) => ({
      label: notation,
      run: () => void attempt('copied', async () => host.copy(await text(notation))),
    })),
  });
  const groups: MenuGroup[] = [];
  if (session !== undefined && arranged) {
    const { array } = arranged;
    groups.push(
      copying('probabilities', async (notation) =>
        write(await client.call('probabilities', { session, settings }), notation, lastNames(from)),
      ),
      ...('data' in array ? [copying('values', (notation) => write(array, notation, lastNames(from)))] : []),
      copying('the row summary', async (notation) => summary(await allRows(from, session), notation)),
      {
        name: 'Copy code for',
        items: FRAMEWORKS.map((framework) => ({
          label: framework,
          run: () => void attempt('copied', () => host.copy(codeOf(framework, { ...from, arranged }))),
        })),
      },
    );
    const drawn = () => {
      const shown = chart();
      if (!shown) throw new Error('no chart is shown');
      return shown;
    };
    const { save } = host;
    const saved = (save: NonNullable<InspectorHost['save']>) => [
      {
        label: 'Save as PNG',
        run: () => void attempt('', async () => save('softmax.png', await drawn().toPng(), 'image/png')),
      },
      {
        label: 'Save as SVG',
        run: () => void attempt('', async () => save('softmax.svg', await drawn().toSvg(), 'image/svg+xml')),
      },
    ];
    groups.push({
      name: 'The chart',
      items: [
        ...(save ? saved(save) : []),
        {
          label: 'Copy as Vega-Lite',
          run: () => void attempt('copied', async () => host.copy(await drawn().toVegaLite())),
        },
      ],
    });
  }
  if (host.openInPanel) {
    groups.push({ items: [{ label: 'Open in a panel', run: () => host.openInPanel!() }] });
  }
  return groups;
}

/** Class names head the columns only where the classes lie along the last axis. */
function lastNames({ arranged, axis, classNames }: Outgoing): readonly string[] | undefined {
  return arranged && axis === arranged.array.shape.length - 1 ? classNames : undefined;
}

function allRows({ client, settings }: Outgoing, session: number): Promise<RowsPage> {
  return client.call('rows', { session, settings, from: 0, count: Number.MAX_SAFE_INTEGER });
}

/** One record per row: what the list shows, in full precision. */
function summary(page: RowsPage, notation: Notation): string {
  const columns: Record<string, ArrayLike<number>> = {
    row: page.row,
    top: page.top,
    probability: page.probability,
    margin: page.margin,
    entropy: page.entropy,
    ...(page.label && { label: page.label }),
    ...(page.loss && { loss: page.loss }),
  };
  const names = Object.keys(columns);
  const lines = Array.from(page.row, (_, i) => names.map((name) => columns[name][i]));
  if (notation === 'CSV') {
    return [names.map(quoted), ...lines].map((cells) => cells.join(',')).join('\n') + '\n';
  }
  const value = (x: number) => (notation === 'JSON' && !Number.isFinite(x) ? 'null' : pythonNumber(x));
  const records = lines.map((cells) => `{${cells.map((x, i) => `"${names[i]}": ${value(x)}`).join(', ')}}`);
  return `[${records.join(',\n ')}]`;
}
