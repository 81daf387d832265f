import { printable } from '../../arrays/words/printable';

/** Names that a sentence lists, and characters of each. */
const MOST_NAMES = 5;
const MAX_NAME = 40;

/** `“a”, “b”, …` */
export function quotedNames(names: readonly string[]): string {
  const told = names.slice(0, MOST_NAMES).map((name) => `“${printable(name, MAX_NAME)}”`);
  return told.join(', ') + (names.length > MOST_NAMES ? ', …' : '');
}
