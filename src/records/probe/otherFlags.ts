/** Words of names that say yes or no of a prediction or of a record's use, not of its class. */
const OTHERWISE: ReadonlySet<string> = new Set([
  ...[
    'correct',
    'iscorrect',
    'incorrect',
    'right',
    'wrong',
    'match',
    'hit',
    'error',
    'dup',
    'flag',
    'skip',
    'skipped',
  ],
  ...['train', 'istrain', 'test', 'istest', 'split', 'val', 'valid', 'isvalid', 'validation'],
]);

const NO_LETTERS = /[^a-z]+/;

/** @param name in lower case */
export const saysOtherwise = (name: string): boolean =>
  name.split(NO_LETTERS).some((word) => OTHERWISE.has(word));
