import * as l10n from '@vscode/l10n';
import { printable } from './printable';

/** Names that are listed. */
const MOST_TOLD = 5;

/**
 * What is taken for granted of class IDs beside class names.
 *
 * @param first the class ID that labels count from
 */
export function placesSentence(names: readonly string[], first = 0): string {
  const told = names
    .slice(0, MOST_TOLD)
    .map((name, id) => l10n.t('{0} is “{1}”', first + id, printable(name, 40)));
  const more = names.length > MOST_TOLD ? ', …' : '';
  return l10n.t('Class IDs are read as positions among the names: {0}.', told.join(', ') + more);
}
