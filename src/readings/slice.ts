import * as l10n from '@vscode/l10n';
import { quoted } from './source/quote';
import type { Rule } from './rule';
import { WEIGHTS } from './weights';

/** A slice of the classes has no softmax of its own: whoever reads the figures should know. */
export const slice: Rule = {
  weigh({ shown, shape }) {
    if (shown?.slice !== 'classes' && !(shown?.slice === 'first' && shape.length === 1)) return undefined;
    return {
      kind: 'other',
      strength: WEIGHTS.slice,
      sentence: l10n.t('the code shows a slice, {0}: not all classes', quoted(shown.expression)),
    };
  },
};
