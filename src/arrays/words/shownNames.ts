import { printable } from './printable';

/** Of a class's name, in characters. */
const LONGEST = 300;

const shown = new WeakMap<readonly string[], readonly string[]>();

/**
 * The names of classes as people read them, wherever they go: on a page, into a chart, into a copy. A vocabulary's are gone
 * through once.
 */
export function shownNames(names: readonly string[] | undefined): readonly string[] | undefined {
  if (names === undefined) return undefined;
  const known = shown.get(names);
  if (known) return known;
  const seen = names.map((name) => printable(name, LONGEST));
  // Names that are seen already stay the list they are.
  const made = seen.every((name, id) => name === names[id]) ? names : seen;
  shown.set(names, made);
  return made;
}
