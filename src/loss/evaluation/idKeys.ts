/** Of more digits a number may be another one. */
const MOST_DIGITS = 15;

/** `000`, `0.0` and `0` are the same number; `1e5` may as well be part of a hash. */
const keyOf = (text: string): string =>
  text.length <= MOST_DIGITS && /^[-+]?\d+(?:\.\d*)?$/.test(text)
    ? String(Number(text) + 0)
    : text.replace(/^([-+]?\d+)\.0+$/, '$1');

/** Values of two files as they are compared: numbers as numbers, unless two values of a file would be one. */
export function keysOfBoth(
  ours: readonly string[],
  theirs: readonly string[],
): [readonly string[], readonly string[]] {
  const [own, other] = [ours.map(keyOf), theirs.map(keyOf)];
  const areApart = [own, other].every((keys) => new Set(keys).size === keys.length);
  return areApart ? [own, other] : [ours, theirs];
}
