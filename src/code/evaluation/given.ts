import type { ReadingKind } from '../../arrays/types';

export type CodeLibrary = 'pytorch' | 'scikit-learn';

/** What rows are calibrated from: the numbers as the file holds them, and the temperature they are looked at with. */
export interface GivenRows {
  reading: ReadingKind;
  temperature: number;
}

/** The name under which a file's numbers stand in the code, by what they are, where they are no logits of classes. */
const NAMES: Partial<Record<ReadingKind, string>> = {
  probabilities: 'p',
  'log-probabilities': 'log_p',
  'binary-logits': 'logit',
  'sigmoid-scores': 'p',
};

/** What the numbers are called in the code: one name for those to fit to, another for new ones. */
export const givenName = (reading: ReadingKind): string => NAMES[reading] ?? 'logits';

/**
 * Lines that make logits of what the file holds, so that their softmax is the distribution of its rows; none where it
 * holds logits. One number a row is the second of two classes.
 *
 * @param name of the numbers, as the file has them
 * @param logits the name that the logits get
 */
export function logitsLines(
  reading: ReadingKind,
  library: CodeLibrary,
  { name = givenName(reading), logits = 'logits' } = {},
): string[] {
  const [np, axis] = library === 'pytorch' ? ['torch', 'dim'] : ['np', 'axis'];
  const line = (code: string, what: string) => [`${logits} = ${code}  # ${name}: ${what}`];
  switch (reading) {
    case 'probabilities':
      return line(`${np}.log(${name})`, 'probabilities, rows × classes');
    case 'log-probabilities':
      return line(name, 'log-probabilities, rows × classes');
    case 'binary-logits':
      return line(
        `${np}.stack([${np}.zeros_like(${name}), ${name}], ${axis}=1).reshape(-1, 2)`,
        'one number a row',
      );
    case 'sigmoid-scores':
      return line(
        `${np}.log(${np}.stack([1 - ${name}, ${name}], ${axis}=1)).reshape(-1, 2)`,
        'one probability a row',
      );
    default:
      return [];
  }
}

/** Logits over a temperature, which is left out where it changes nothing. */
export const over = (logits: string, temperature: number): string =>
  temperature === 1 ? logits : `${logits} / ${temperature}`;
