import * as l10n from '@vscode/l10n';
import { quotedNames } from './quotedNames';

/** Throws where others claim as much to be the scores as those that would be taken. */
export function checkRivals(taken: string, rivals: readonly string[]): void {
  if (rivals.length === 0) return;
  const names = quotedNames([taken, ...rivals]);
  throw new Error(l10n.t('Several fields could be the scores: {0}. Name one in “logits”.', names));
}
