import * as l10n from '@vscode/l10n';
import { LABEL, PREDICTED } from '../../../arrays/words/sliceNames';

/** What a person calls what rows are sliced by. */
export function fieldName(field: string): string {
  if (field === LABEL) return l10n.t('label');
  return field === PREDICTED ? l10n.t('prediction') : field;
}
