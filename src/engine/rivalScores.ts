import * as l10n from '@vscode/l10n';
import { printable } from '../arrays/printable';

/** Names that a sentence lists. */
const MOST_NAMES = 5;

/** Throws where others claim as much to be the scores as those that would be taken. */
export function checkRivals(taken: string, rivals: readonly string[]): void {
  if (rivals.length === 0) return;
  const names = [taken, ...rivals].slice(0, MOST_NAMES).map((name) => `“${printable(name, 40)}”`);
  throw new Error(l10n.t('Several fields could be the scores: {0}. Name one in “logits”.', names.join(', ')));
}
