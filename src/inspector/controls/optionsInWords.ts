import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import type { ViewSettings } from '../../worker/protocol';

/** The options that are not at their defaults, for where they are collapsed. */
export function optionsInWords(settings: ViewSettings): string {
  const {
    reduction,
    labelSmoothing,
    classWeights,
    ignoreIndex = IGNORE_INDEX,
    loss,
    shifted,
    labelOffset,
  } = settings;
  return [
    ...(reduction === 'sum' ? [l10n.t('sum')] : []),
    ...(labelSmoothing ? [l10n.t('smoothing {0}', labelSmoothing)] : []),
    ...(classWeights ? [l10n.t('class weights')] : []),
    ...(ignoreIndex === IGNORE_INDEX ? [] : [l10n.t('ignore index {0}', ignoreIndex)]),
    ...(loss === 'sigmoid' ? [l10n.t('sigmoid')] : []),
    ...(shifted ? [l10n.t('shifted labels')] : []),
    ...(labelOffset ? [l10n.t('class IDs from {0}', labelOffset)] : []),
  ].join(', ');
}
