import * as l10n from '@vscode/l10n';
import { printable } from '../arrays/words/printable';
import { OUTPUT_NAME } from './name';
import type { Rule } from './rule';
import { WEIGHTS } from './weights';

/** A regression has targets as well, but no scores. */
const OF_CLASSES = /label|class|gold|tru(?:e|th)/i;
const SCORES = /(?:^|_)scores?$/i;

/** Outputs with a class id for each row, as a classifier's Trainer returns them, and columns that a label of each row names. */
export const labelled: Rule = {
  weigh({ labels, labelledByName, floating, shape, stats, name, shown }) {
    const given = name ?? shown?.name;
    if (labels === undefined) return undefined;
    const isOutput = given !== undefined && OUTPUT_NAME.test(given.toLowerCase());
    if (!labelledByName && !(isOutput && (OF_CLASSES.test(labels) || SCORES.test(given)))) return undefined;
    // A regression's outputs and probabilities are labelled as well.
    if (!floating || shape.length < 2 || stats.classes < 2 || !(stats.min < 0)) return undefined;
    return {
      kind: 'logits',
      strength: labelledByName ? WEIGHTS.labelledByName : WEIGHTS.labelledOutput,
      sentence: labelledByName
        ? l10n.t('“{0}” names a column for each row', printable(labels))
        : l10n.t('“{0}” has a class ID for each row', printable(labels)),
    };
  },
};
