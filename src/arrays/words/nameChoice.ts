import { overrideKey } from '../override';
import type { FoundArray } from '../types';

/** Names that a person chose for the classes of arrays of one notebook or file, by `overrideKey`: keys of choices. */
export type ChosenNames = Readonly<Record<string, string>>;

/** The choice to show class ids. */
export const NO_NAMES = 'none';
const SET = 'set:';

/** What a list of names is remembered by: its length, and a checksum of its text (FNV-1a). */
export function choiceKey(names: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const character of names.join('\n')) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return `${names.length}:${(hash >>> 0).toString(16)}`;
}

export function setKey(id: string): string {
  return `${SET}${id}`;
}

/** The well-known set that a choice is of. */
export function setOf(key: string): string | undefined {
  return key.startsWith(SET) ? key.slice(SET.length) : undefined;
}

/** The array with the names a person chose for its classes. `namesOfSet`: those of a well-known set. */
export function withChosenNames(
  found: FoundArray,
  chosen: ChosenNames | undefined,
  namesOfSet: (id: string) => readonly string[] | undefined,
): FoundArray {
  const key = overrideKey(found);
  // Keys come from untrusted text: `constructor` is no choice anybody made.
  if (!chosen || !Object.hasOwn(chosen, key)) return found;
  const unnamed = { ...found, classNames: undefined, namesFrom: undefined };
  if (chosen[key] === NO_NAMES) return unnamed;
  const choice = found.nameChoices?.find((one) => one.key === chosen[key]);
  const names = choice?.names ?? namesOfSet(setOf(choice?.key ?? '') ?? '');
  return choice && names ? { ...unnamed, classNames: names, namesFrom: choice.from } : found;
}
