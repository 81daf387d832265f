import * as vscode from 'vscode';
import { mayHoldArray } from '../text/mayHoldArray';
import { className } from '../arrays/classNames';
import type { FoundArray } from '../arrays/types';
import { barsSvg, binOf, type BarColours } from '../inspector/miniBars';
import { shapeText } from '../arrays/ndarray';
import type { WorkerClient } from '../worker/client';
import type { Preview } from '../worker/protocol';
import { offerAt, type Place } from './sources';

/** A document this long is not read on a mere hover. */
const MAX_LENGTH = 50 << 20;

/** Colours of the mini bars: an image in a hover cannot see the theme's variables. */
const COLOURS: Record<'dark' | 'light', BarColours> = {
  dark: { top: '#4daafc', rest: '#3b5b78', label: '#e2c08d' },
  light: { top: '#1a73c7', rest: '#b9d3ea', label: '#b5761a' },
};

/** On an array in any language: what it is, its softmax, and links to look closer. */
export function registerHover(client: WorkerClient): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    async provideHover(document, position, token) {
      const offset = document.offsetAt(position);
      if (!touchesArray(document, position)) return undefined;
      const aborter = new AbortController();
      const cancelled = token.onCancellationRequested(() => aborter.abort());
      try {
        const offer = await offerAt(client, document, offset, aborter.signal);
        if (!offer || !isWorthALook(offer.found)) return undefined;
        const { found, preview } = offer;
        const range = new vscode.Range(
          document.positionAt(found.range[0]),
          document.positionAt(found.range[1]),
        );
        const place: Place = { uri: document.uri.toString(), offset };
        const parts = [describe(found, preview)];
        if (found.array) parts.push(links(place));
        return new vscode.Hover(parts, range);
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
function isWorthALook({ shape, reading, array, decimals = 0 }: FoundArray): boolean {
  if (shape.length === 0) return false;
  return reading.kind !== 'other' || decimals > 0 || !array?.data.every(Number.isInteger);
}

/** Whether it is worth starting the worker: a number, bracket or constructor under the mouse in a text with brackets. */
function touchesArray(document: vscode.TextDocument, position: vscode.Position): boolean {
  const { text } = document.lineAt(position.line);
  const around = text.slice(Math.max(0, position.character - 1), position.character + 1);
  if (!/[\d[\](){},.+\-eEnaifNIt_<>=:\s\w]/.test(around)) return false;
  const line = text.slice(Math.max(0, position.character - 1000), position.character + 1000);
  if (!/[\d[\]]/.test(line)) return false;
  const whole = document.getText();
  return whole.length <= MAX_LENGTH && mayHoldArray(whole);
}

/** Markdown without trust: everything here may come from the document. */
function describe(found: FoundArray, preview: Preview | undefined): vscode.MarkdownString {
  const { reading, shape, dtype, container, name, elided } = found;
  const markdown = new vscode.MarkdownString();
  const facts = [`**${reading.kind}** ${shapeText(shape)}`, dtype, container, name && `“${name}”`];
  appendLine(
    markdown,
    facts
      .filter(Boolean)
      .map((fact, i) => (i === 0 ? fact! : escape(fact!)))
      .join(' · '),
  );
  if (elided)
    appendLine(
      markdown,
      'Printed with “...”: the values left out are not in the text, so nothing is computed.',
    );
  if (preview) {
    markdown.appendMarkdown(`![softmax](${barsImage(preview)})\n\n`);
    appendLine(markdown, escape(ranking(found, preview)));
    const entropy = preview.entropy[0];
    const note =
      reading.kind === 'probabilities' ? 'probabilities as they stand, no softmax taken' : 'softmax';
    const first = preview.rows > 1 ? `, row 0 of ${preview.rows}` : '';
    if (Number.isFinite(entropy))
      appendLine(markdown, `${note}${first} · entropy ${entropy.toFixed(3)} nats`);
  }
  for (const flag of preview?.flags ?? []) appendLine(markdown, escape(flag.message));
  for (const sentence of reading.evidence.slice(0, 3)) markdown.appendMarkdown(`- ${escape(sentence)}\n`);
  return markdown;
}

function barsImage({ bars, top, classes }: Preview): string {
  const light = [vscode.ColorThemeKind.Light, vscode.ColorThemeKind.HighContrastLight];
  const colours = COLOURS[light.includes(vscode.window.activeColorTheme.kind) ? 'light' : 'dark'];
  const rows = Array.from(top, (best, row) => ({
    heights: bars.heights.subarray(row * bars.bins, (row + 1) * bars.bins),
    top: best < 0 ? undefined : binOf(best, classes, bars.bins),
  }));
  const [width, height] = rows.length === 1 ? [320, 64] : [Math.floor(440 / rows.length) - 8, 40];
  const svg = barsSvg(rows, { width: Math.min(width, 140 * (rows.length === 1 ? 3 : 1)), height, colours });
  return `data:image/svg+xml;base64,${btoa(svg)}`;
}

/** "class 0 .665 · class 1 .245 · class 2 .090" */
function ranking(found: FoundArray, { ranking: { classes, probabilities } }: Preview): string {
  return Array.from(
    classes,
    (id, i) => `${className(found, 0, id) ?? `class ${id}`} ${probability(probabilities[i])}`,
  ).join(' · ');
}

function probability(p: number): string {
  return p !== 0 && p < 0.001 ? p.toExponential(1) : p.toFixed(3).replace(/^0/, '');
}

/** Only our own commands with an address and an offset: the one part that is trusted holds nothing from the document's text. */
function links(place: Place): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: ['logitscope.inspect', 'logitscope.computeSoftmaxLoss'] };
  const argument = encodeURIComponent(JSON.stringify([place]));
  markdown.appendMarkdown(
    `[Inspect](command:logitscope.inspect?${argument}) · [Compute softmax loss](command:logitscope.computeSoftmaxLoss?${argument})`,
  );
  return markdown;
}

function appendLine(markdown: vscode.MarkdownString, line: string): void {
  markdown.appendMarkdown(`${line}\n\n`);
}

function escape(text: string): string {
  return text
    .slice(0, 300)
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!<>|~&$:/"']/g, '\\$&');
}
