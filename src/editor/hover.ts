import * as vscode from 'vscode';
import { numberText, powerText } from '../arrays/words/numberText';
import { mayHoldArray } from '../text/mayHoldArray';
import { className } from '../arrays/classNames';
import type { FoundArray } from '../arrays/types';
import { binOf } from '../arrays/binOf';
import { barsSvg, type BarColours } from '../inspector/miniBars';
import { shapeText, type NDArray } from '../arrays/ndarray';
import { plural } from '../arrays/words/plural';
import { readingName } from '../arrays/words/readingName';
import { shownName } from '../arrays/words/shownName';
import { commandLinks, hoverOf, joined, md, svgImage, untrusted } from '../ui/markdown';
import { reached } from '../ui/milestones';
import type { WorkerClient } from '../worker/client';
import type { Preview } from '../worker/protocol';
import { offerAt, type Place } from './sources';

/** Of an array’s name, in characters. */
const MAX_NAME = 60;
/** A document this long is not read on a mere hover. */
const MAX_LENGTH = 50 << 20;

/** Colours of the mini bars: an image in a hover cannot see the theme's variables. */
const COLOURS: Record<'dark' | 'light', BarColours> = {
  dark: { top: '#4daafc', rest: '#3b5b78', label: '#e2c08d' },
  light: { top: '#1a73c7', rest: '#b9d3ea', label: '#b5761a' },
};

/** On an array in any language: what it is, its softmax, and links to look closer. */
export function registerHover(
  client: WorkerClient,
  withNames: (found: FoundArray, document: vscode.TextDocument) => Promise<FoundArray>,
): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    async provideHover(document, position, token) {
      const offset = document.offsetAt(position);
      if (!touchesArray(document, position)) return undefined;
      const aborter = new AbortController();
      const cancelled = token.onCancellationRequested(() => aborter.abort());
      try {
        const offer = await offerAt(client, document, offset, aborter.signal);
        if (!offer || !isWorthALook(offer.found)) return undefined;
        const { preview } = offer;
        const found = await withNames(offer.found, document);
        const range = new vscode.Range(
          document.positionAt(found.range[0]),
          document.positionAt(found.range[1]),
        );
        const place: Place = { uri: document.uri.toString(), offset };
        const parts = [describe(found, preview)];
        if (found.array) parts.push(links(place, found, preview !== undefined));
        reached('hover');
        return hoverOf(range, ...parts);
      } catch {
        // A hover that fails shows nothing: it was not asked for.
        return undefined;
      } finally {
        cancelled.dispose();
      }
    },
  });
}

/** Sizes, ranges and ids in code are no scores: a hover on each would be in the way. */
export function isWorthALook({ shape, reading, array, decimals = 0 }: FoundArray): boolean {
  if (shape.length === 0) return false;
  return reading.kind !== 'other' || decimals > 0 || !array?.data.every(Number.isInteger);
}

/** Whether it is worth starting the worker: a number, bracket or constructor under the mouse in a text with brackets. */
export function touchesArray(document: vscode.TextDocument, position: vscode.Position): boolean {
  const { text } = document.lineAt(position.line);
  const around = text.slice(Math.max(0, position.character - 1), position.character + 1);
  if (!/[\d[\](){},.+\-eEnaifNIt_<>=:\s\w]/.test(around)) return false;
  const line = text.slice(Math.max(0, position.character - 1000), position.character + 1000);
  if (!/[\d[\]]/.test(line)) return false;
  const whole = document.getText();
  return whole.length <= MAX_LENGTH && mayHoldArray(whole);
}

/** Everything here may come from the document. */
function describe(found: FoundArray, preview: Preview | undefined): vscode.MarkdownString {
  const { reading, shape, dtype, container, name, elided } = found;
  const kind = readingName(reading.kind);
  const called = name && shownName(name, MAX_NAME);
  const facts = [dtype, container].filter((fact) => fact !== undefined && fact !== '');
  const paragraphs = [
    joined(
      [
        // What it is called first, where that says more than what it is.
        ...(called && called !== kind ? [md`**${called}**`] : []),
        md`**${kind}** ${shapeText(shape)}`,
        ...facts.map((fact) => md`${fact!}`),
      ],
      ' · ',
    ),
  ];
  if (elided)
    paragraphs.push(
      md`${vscode.l10n.t('Printed with “...”: the omitted values are not in the text, so nothing is computed.')}`,
    );
  if (preview) {
    const isSigmoid = preview.targets !== undefined;
    const picture = isSigmoid ? vscode.l10n.t('sigmoid') : vscode.l10n.t('softmax');
    paragraphs.push(svgImage(picture, barsOf(preview)));
    if (preview.ranking.classes.length > 0) paragraphs.push(md`${ranking(found, preview)}`);
    const entropy = preview.entropy[0];
    if (isSigmoid) paragraphs.push(md`${sigmoidText(found, preview)}`);
    else if (Number.isFinite(entropy)) paragraphs.push(md`${distributionText(found, preview, entropy)}`);
  }
  if (reading.kind === 'other' && !preview && found.array) paragraphs.push(md`${valuesText(found.array)}`);
  paragraphs.push(...(preview?.flags ?? []).map(({ message }) => md`${message}`));
  paragraphs.push(
    joined(
      reading.evidence.slice(0, 3).map((sentence) => md`- ${sentence}`),
      '\n',
    ),
  );
  return untrusted(paragraphs);
}

/** "12 values from −1.5 to 20 · 2 not finite": what can be said of any numbers. */
function valuesText({ data }: NDArray): string {
  let [count, low, high] = [0, Infinity, -Infinity];
  for (const x of data) {
    if (!Number.isFinite(x)) continue;
    count++;
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  const ends = [low, high].map((x) => numberText(x, 4));
  const values = plural(data.length, vscode.l10n.t('1 value'), vscode.l10n.t('{0} values', data.length));
  return [
    count === 0 ? values : vscode.l10n.t('{0} from {1} to {2}', values, ...ends),
    ...(count < data.length ? [vscode.l10n.t('{0} not finite', data.length - count)] : []),
  ].join(' · ');
}

/** "softmax, row 0 of 3 · entropy 0.840 nats" */
function distributionText({ reading }: FoundArray, { rows }: Preview, entropy: number): string {
  const nats = entropy.toFixed(3);
  const isGiven = reading.kind === 'probabilities';
  if (rows > 1)
    return isGiven
      ? vscode.l10n.t('probabilities as given, without softmax, row 0 of {0} · entropy {1} nats', rows, nats)
      : vscode.l10n.t('softmax, row 0 of {0} · entropy {1} nats', rows, nats);
  return isGiven
    ? vscode.l10n.t('probabilities as given, without softmax · entropy {0} nats', nats)
    : vscode.l10n.t('softmax · entropy {0} nats', nats);
}

/** "sigmoid of each class, row 0 of 3" */
function sigmoidText({ reading }: FoundArray, { rows, ranking }: Preview): string {
  const isGiven = reading.kind === 'sigmoid-scores';
  if (ranking.classes.length === 0)
    return isGiven
      ? vscode.l10n.t('independent probabilities as given')
      : vscode.l10n.t('sigmoid of each score');
  return isGiven
    ? vscode.l10n.t('independent probabilities as given, row 0 of {0}', rows)
    : vscode.l10n.t('sigmoid of each class, row 0 of {0}', rows);
}

function barsOf({ bars, top, classes, targets }: Preview): string {
  const light = [vscode.ColorThemeKind.Light, vscode.ColorThemeKind.HighContrastLight];
  const colours = COLOURS[light.includes(vscode.window.activeColorTheme.kind) ? 'light' : 'dark'];
  // The tallest bar fills the picture; how probable it is stands below in figures.
  // Where each class is a yes or no of its own, it is measured against 1.
  const tallest = targets ? 1 : bars.heights.reduce((a, b) => Math.max(a, b), 0) || 1;
  const binsOf = (row: number, has: (at: number) => boolean) =>
    Array.from({ length: bars.bins }, (_, bin) => bin).filter((bin) => has(row * bars.bins + bin));
  const heights = bars.heights.map((height) => height / tallest);
  const rows = Array.from(top, (best, row) => ({
    heights: heights.subarray(row * bars.bins, (row + 1) * bars.bins),
    top: targets
      ? binsOf(row, (at) => bars.heights[at] > 0.5)
      : best < 0
        ? undefined
        : binOf(best, classes, bars.bins),
    ...(targets && { label: binsOf(row, (at) => targets[at] === 1) }),
  }));
  const [width, height] = rows.length === 1 ? [320, 64] : [Math.floor(440 / rows.length) - 8, 40];
  return barsSvg(rows, { width: Math.min(width, 140 * (rows.length === 1 ? 3 : 1)), height, colours });
}

/** "class 0 .665 · class 1 .245 · class 2 .090" */
function ranking(found: FoundArray, { ranking: { classes, probabilities } }: Preview): string {
  return Array.from(
    classes,
    (id, i) =>
      `${className(found, 0, id) ?? vscode.l10n.t('class {0}', id)} ${probability(probabilities[i])}`,
  ).join(' · ');
}

function probability(p: number): string {
  return p !== 0 && p < 0.001 ? powerText(p, 2) : p.toFixed(3).replace(/^0/, '');
}

/** Our own commands with an address and an offset. */
function links(place: Place, { reading }: FoundArray, isDrawn: boolean): vscode.MarkdownString {
  const { kind } = reading;
  const isOfScores = kind !== 'class-labels' && kind !== 'one-hot' && (kind !== 'other' || isDrawn);
  const inspect = {
    title: vscode.l10n.t('Inspect'),
    command: 'logitscope.inspect' as const,
    argument: place,
  };
  // Neither labels nor numbers of which nothing is known have a loss of their own.
  if (!isOfScores) return commandLinks([inspect]);
  return commandLinks([
    inspect,
    {
      title: vscode.l10n.t('Compute softmax loss'),
      command: 'logitscope.computeSoftmaxLoss',
      argument: place,
    },
  ]);
}
