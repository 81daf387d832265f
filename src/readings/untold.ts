import * as l10n from '@vscode/l10n';
import type { Rule } from './rule';
import { quoted } from './source/quote';
import { WEIGHTS } from './weights';

/** Words that scores, and the variables and functions that give them, have in their names. */
const TELLING =
  /logit|score|pred|out(?:put)?|(?:^|_)head|resp|result|hat(?:$|_)|answer|choice|class|(?:^|_)cls|model|net|\bclf|\bl?lm\b|energ|margin|unnormal/i;

/**
 * Any matrix of computed numbers may look like scores. Where it is known what a value is called or how it was computed,
 * and nothing of that sounds like scores, the look of the numbers counts less.
 */
export const untold: Rule = {
  weigh({ name, shown, gradFn, floating, container }, votes) {
    if (!votes.some(({ kind }) => kind === 'logits')) return undefined;
    if (!floating || gradFn !== undefined || container === 'file' || container === 'live') return undefined;
    const given = name ?? shown?.expression;
    if (given === undefined || shown?.says !== undefined) return undefined;
    if (TELLING.test(given) || (shown !== undefined && TELLING.test(shown.expression))) return undefined;
    return {
      kind: 'other',
      strength: WEIGHTS.nothingSaysScores,
      sentence: l10n.t('nothing in “{0}” suggests scores', quoted(given)),
    };
  },
};
