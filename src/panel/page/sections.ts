import * as l10n from '@vscode/l10n';

/** What can stand under the inspector, in this order. */
export type SectionId = 'findings' | 'options' | 'calibration' | 'worst-rows' | 'classes' | 'file';

export function sectionName(id: SectionId): string {
  switch (id) {
    case 'findings':
      return l10n.t('Findings');
    case 'options':
      return l10n.t('Loss options');
    case 'calibration':
      return l10n.t('Calibration');
    case 'worst-rows':
      return l10n.t('Worst rows');
    case 'classes':
      return l10n.t('Classes by share of loss');
    case 'file':
      return l10n.t('File');
  }
}
