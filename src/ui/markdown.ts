import * as vscode from 'vscode';
import { printable } from '../arrays/words/printable';

/** Markdown that we wrote, with anybody's text in it escaped. Made by `md` only. */
class Markdown {
  constructor(readonly source: string) {}
}
export type { Markdown };

/** Markdown in which every value is text, whatever it holds, unless it is Markdown itself. */
export function md(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Markdown)[]
): Markdown {
  const texts = values.map((value) =>
    value instanceof Markdown ? value.source : escapeMarkdown(String(value)),
  );
  return new Markdown(String.raw({ raw: parts }, ...texts));
}

export function joined(parts: readonly Markdown[], separator: string): Markdown {
  return new Markdown(parts.map(({ source }) => source).join(separator));
}

/** A drawing of ours. */
export function svgImage(alternative: string, svg: string): Markdown {
  return new Markdown(`![${escapeMarkdown(alternative)}](data:image/svg+xml;base64,${btoa(svg)})`);
}

/** Text as Markdown that shows it as it stands, in one line. */
function escapeMarkdown(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]()#+\-.!<>|~&$:/"'=]/g, '\\$&');
}

/** Paragraphs and lists for a hover. Nothing in it is trusted. */
export function untrusted(paragraphs: readonly Markdown[]): vscode.MarkdownString {
  return new vscode.MarkdownString(joined(paragraphs, '\n\n').source);
}

/** What is shown over a range, parts made by `untrusted` and `commandLinks`. */
export function hoverOf(range: vscode.Range, ...parts: readonly vscode.MarkdownString[]): vscode.Hover {
  return new vscode.Hover([...parts], range);
}

/** Links that run our own commands: the one Markdown that is trusted. Their titles are ours, their arguments are encoded. */
export function commandLinks(
  links: readonly { title: string; command: `logitscope.${string}`; argument: unknown }[],
): vscode.MarkdownString {
  const texts = links.map(({ title, command, argument }) => {
    const encoded = encodeURIComponent(JSON.stringify([argument])).replace(
      /[()']/g,
      (c) => `%${c.charCodeAt(0).toString(16)}`,
    );
    return `[${escapeMarkdown(title)}](command:${command}?${encoded})`;
  });
  const markdown = new vscode.MarkdownString(texts.join(' · '));
  markdown.isTrusted = { enabledCommands: links.map(({ command }) => command) };
  return markdown;
}
