import * as l10n from '@vscode/l10n';
import { capital } from '../arrays/words/capital';

/** A clause as a sentence of its own. */
export function asSentence(clause: string): string {
  const begun = capital(clause);
  return /[.!?。！？]$/.test(begun) ? begun : l10n.t('{0}.', begun);
}
