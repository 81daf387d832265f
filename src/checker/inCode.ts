import type * as vscode from 'vscode';
import type { Shown } from './found';

/**
 * The mistake that numbers come from, of those that were found in the code which printed them: the only one of its kind,
 * else one in a cell that printed them, else the last of those that have one origin. Which of several it is else is not known.
 */
export function mistakeBehind(
  shown: readonly Shown[],
  rules: readonly string[],
  cells: readonly vscode.Uri[],
): vscode.Location | undefined {
  const all = shown.filter(({ finding }) => rules.includes(finding.rule));
  const own = new Set(cells.map((uri) => uri.toString()));
  const beside = all.filter(({ uri }) => own.has(uri.toString()));
  const candidates = beside.length > 0 ? beside : all;
  const origins = new Set(candidates.map(originOf));
  const one = origins.size === 1 ? candidates[candidates.length - 1] : undefined;
  return one && { uri: one.uri, range: one.diagnostic.range };
}

/** Where the other end of a mistake is; a mistake without one is its own. */
function originOf({ uri, diagnostic, finding }: Shown): string {
  const { location } = diagnostic.relatedInformation?.[0] ?? { location: { uri, range: diagnostic.range } };
  const { start } = location.range;
  return `${finding.rule} ${location.uri.toString()} ${start.line}:${start.character}`;
}
