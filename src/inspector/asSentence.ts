import * as l10n from '@vscode/l10n';

/** A clause as a sentence of its own. */
export function asSentence(clause: string): string {
  const begun = clause.charAt(0).toUpperCase() + clause.slice(1);
  return /[.!?。！？]$/.test(begun) ? begun : l10n.t('{0}.', begun);
}
