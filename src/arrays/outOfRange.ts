import * as l10n from '@vscode/l10n';
import { printable } from './words/printable';

/** Why a label can't be the ID of a class. */
export function outOfRange(label: string, classes: number): string {
  return l10n.t('its label “{0}” is out of range: class IDs go from 0 to {1}', printable(label), classes - 1);
}
