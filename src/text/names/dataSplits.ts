/** The words for a part of a data set: apart from others, as in `val_logits`, `$.train.labels` and `xTrain`, or after x or y. */
const SPLIT = /(?:^|[^a-z])[xy]?(train(?:ing)?|val(?:id(?:ation)?)?|eval|dev|test(?:ing)?)(?![a-z])/;

const SAME: ReadonlyMap<string, string> = new Map([
  ['training', 'train'],
  ['valid', 'val'],
  ['validation', 'val'],
  ['eval', 'val'],
  ['testing', 'test'],
]);

/** Most names hold none of those words. */
const MAY_SAY = /train|val|dev|test/i;

const found = (name: string) =>
  MAY_SAY.test(name) ? SPLIT.exec(name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()) : null;

/** The part of a data set that a name says. */
export function splitOf(name = ''): string | undefined {
  const word = found(name)?.[1];
  return word && (SAME.get(word) ?? word);
}

/** Whether names say that arrays are of different parts of a data set: they never belong together. */
export function areOfDifferentSplits(a: string | undefined, b: string | undefined): boolean {
  return areDifferent(splitOf(a), splitOf(b));
}

function areDifferent(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** How likely the figures of a part are meant: those that nothing was fitted to come first. */
export function splitRank(name: string | undefined): number {
  return rankOf(splitOf(name));
}

function rankOf(split: string | undefined): number {
  return split === 'test' ? LARGEST_RANK : split === 'train' ? 0 : 1;
}

export const LARGEST_RANK = 2;
/** How well names of one part fit, or of none. */
export const SAME_SPLIT = LARGEST_RANK + 1;

/**
 * How well labels and scores fit whose names say these parts of a data set, from 0 to 3: those of one part, or of none, do best,
 * and labels to train on do least. Undefined where they are of different parts.
 */
export function splitFit(labels: string | undefined, scores: string | undefined): number | undefined {
  if (areDifferent(labels, scores)) return undefined;
  return labels === scores ? SAME_SPLIT : rankOf(labels);
}

/** Whether names differ in the part of a data set alone. */
export function areSameButSplit(a: string, b: string): boolean {
  return areOfDifferentSplits(a, b) && withoutSplit(a) === withoutSplit(b);
}

function withoutSplit(name: string): string {
  const word = found(name)![1];
  return name.toLowerCase().replace(word, '');
}
