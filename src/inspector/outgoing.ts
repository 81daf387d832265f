import { csvField } from '../arrays/words/csvField';
import * as l10n from '@vscode/l10n';
import { FRAMEWORKS } from '../code/equivalentCode';
import { pythonNumber } from '../code/python';
import { besideOf } from '../arrays/beside';
import type { NDArray } from '../arrays/ndarray';
import type { FoundArray } from '../arrays/types';
import type { WorkerClient } from '../worker/client';
import type { Latest } from '../worker/latest';
import type { RowsOfYesAndNo, RowsPage, ViewSettings } from '../worker/protocol';
import type { Arrangement } from '../arrays/arrange';
import type { DrawnChart } from './charts/content';
import { codeOf } from './code';
import { write, type Notation } from './literals';
import type { MenuGroup } from './menu';
import { sentenceOf } from '../arrays/words/sentence';
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
  copying: Latest;
  /** Of reports: whoever copies meanwhile still gets the one that was asked for. */
  writing: Latest;
  /** Tells the person how it went. */
  say(word: string): void;
}

const NOTATIONS: readonly Notation[] = ['JSON', 'CSV', 'Python'];

/** Everything that leaves the inspector: copies, code, the chart, the panel. */
export function outgoing(from: Outgoing): MenuGroup[] {
  const { session, arranged, host } = from;
  const groups: MenuGroup[] = [];
  if (session !== undefined && arranged) groups.push(...copies(from, session, arranged), chartActions(from));
  if (host.openInPanel) {
    groups.push({ items: [{ label: l10n.t('Open in panel'), run: () => host.openInPanel!() }] });
  }
  return groups;
}

function copies(from: Outgoing, session: number, arranged: Arrangement): MenuGroup[] {
  const { client, settings } = from;
  const { array } = arranged;
  const copying = (
    name: string,
    text: (notation: Notation, signal: AbortSignal) => Promise<string> | string,
  ): MenuGroup => ({
    name,
    items: NOTATIONS.map((notation) => ({
      label: notation,
      run: () => copy(from, (signal) => text(notation, signal)),
    })),
  });
  const probabilities = async (notation: Notation, signal: AbortSignal) =>
    write(await client.call('probabilities', { session, settings }, { signal }), notation, lastNames(from));
  return [
    copying(l10n.t('Copy probabilities as'), probabilities),
    ...('data' in array
      ? [copying(l10n.t('Copy values as'), (notation) => write(array, notation, lastNames(from)))]
      : []),
    copying(l10n.t('Copy row summary as'), async (notation, signal) =>
      summary(await allRows(from, session, signal), notation),
    ),
    // What a sigmoid was taken of is in no code of theirs.
    ...(arranged.reading === 'sigmoid-scores' ? [] : [codeFor(from, arranged)]),
  ];
}

/** Figures and findings as a document; undefined where nothing takes one. */
export function reporting(from: Outgoing): (() => void) | undefined {
  const { client, host, found, session, settings, classNames, arranged, writing, say } = from;
  const { report } = host;
  if (!report || session === undefined || !arranged) return undefined;
  return () => {
    const signal = writing.next();
    say(l10n.t('Writing report…'));
    attempt({ ...from, say: (word) => signal.aborted || say(word) }, '', async () => {
      const request = { session, settings, origin: report.origin, classNames, beside: besideOf(found) };
      const text = await client.call('lossReport', request, { signal });
      if (!signal.aborted) report.open(text);
    });
  };
}

function codeFor(from: Outgoing, arranged: Arrangement): MenuGroup {
  return {
    name: l10n.t('Copy code for'),
    items: FRAMEWORKS.map((framework) => ({
      label: framework,
      run: () => copy(from, () => codeOf(framework, { ...from, arranged })),
    })),
  };
}

function chartActions(from: Outgoing): MenuGroup {
  const { host, chart } = from;
  const exported = async <T>(write: (drawn: DrawnChart) => Promise<T>): Promise<T> => {
    const drawn = chart();
    if (!drawn) throw new Error(l10n.t('No chart is shown.'));
    return write(drawn).catch((error: unknown) => {
      console.warn('Logitscope:', error);
      throw new Error(l10n.t('The chart couldn’t be exported.'));
    });
  };
  const saved = (save: NonNullable<InspectorHost['save']>) => [
    {
      label: l10n.t('Save as PNG'),
      run: () =>
        attempt(from, '', async () => save('softmax.png', await exported((c) => c.toPng()), 'image/png')),
    },
    {
      label: l10n.t('Save as SVG'),
      run: () =>
        attempt(from, '', async () => save('softmax.svg', await exported((c) => c.toSvg()), 'image/svg+xml')),
    },
  ];
  return {
    name: l10n.t('Chart'),
    items: [
      ...(host.save ? saved(host.save) : []),
      { label: l10n.t('Copy as Vega-Lite'), run: () => copy(from, () => exported((c) => c.toVegaLite())) },
    ],
  };
}

/** The newest copy counts: a text that took longer does not replace what was copied after it. */
function copy(from: Outgoing, text: (signal: AbortSignal) => Promise<string> | string): void {
  const signal = from.copying.next();
  const say = (word: string) => {
    if (!signal.aborted) from.say(word);
  };
  attempt({ ...from, say }, l10n.t('Copied'), async () => {
    const copied = await text(signal);
    signal.throwIfAborted();
    await from.host.copy(copied);
  });
}

/** Tells how it went: what fails, fails in words. */
function attempt({ say }: Outgoing, word: string, work: () => Promise<void>): void {
  work().then(
    () => say(word),
    (error: unknown) => say(sentenceOf(error)),
  );
}

/** Class names head the columns only where the classes lie along the last axis. */
function lastNames({ arranged, axis, classNames }: Outgoing): readonly string[] | undefined {
  return arranged && axis === arranged.array.shape.length - 1 ? classNames : undefined;
}

function allRows({ client, settings }: Outgoing, session: number, signal: AbortSignal): Promise<RowsPage> {
  const request = { session, settings, from: 0, count: Number.MAX_SAFE_INTEGER };
  return client.call('rows', request, { signal });
}

function yesAndNo({ above, targets }: RowsOfYesAndNo): Record<string, ArrayLike<number>> {
  return { above, ...(targets && { targets: targets.count, missed: targets.missed }) };
}

/** One record per row: what the list shows, in full precision. */
function summary(page: RowsPage, notation: Notation): string {
  const columns: Record<string, ArrayLike<number>> = {
    row: page.row,
    top: page.top,
    probability: page.probability,
    margin: page.margin,
    entropy: page.entropy,
    ...(page.sigmoid ? yesAndNo(page.sigmoid) : page.label && { label: page.label }),
    ...(page.loss && { loss: page.loss }),
  };
  const names = Object.keys(columns);
  const lines = Array.from(page.row, (_, i) => names.map((name) => columns[name][i]));
  if (notation === 'CSV') {
    return [names.map(csvField), ...lines].map((cells) => cells.join(',')).join('\n') + '\n';
  }
  const value = (x: number) => (notation === 'JSON' && !Number.isFinite(x) ? 'null' : pythonNumber(x));
  const records = lines.map((cells) => `{${cells.map((x, i) => `"${names[i]}": ${value(x)}`).join(', ')}}`);
  return `[${records.join(',\n ')}]`;
}
