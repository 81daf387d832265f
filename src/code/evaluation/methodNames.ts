import * as l10n from '@vscode/l10n';
import type { CalibrationName } from './calibrationCode';

export const METHODS: readonly CalibrationName[] = ['temperature', 'vector', 'platt', 'isotonic'];

/** What a way of calibrating is called. */
export function methodName(method: CalibrationName): string {
  switch (method) {
    case 'temperature':
      return l10n.t('temperature');
    case 'vector':
      return l10n.t('vector scaling');
    case 'platt':
      return l10n.t('Platt scaling');
    case 'isotonic':
      return l10n.t('isotonic regression');
  }
}
