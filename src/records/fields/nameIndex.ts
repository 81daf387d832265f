import { placeInAnyCase } from '../../arrays/words/anyCase';
import { plainNumber } from '../text/numbers';

/** What is asked of the names of classes for each field of a table or of records, of which there may be thousands. */
interface NameIndex {
  /** By each name its place; of equal ones the first. */
  places: ReadonlyMap<string, number>;
  lower: ReadonlySet<string>;
  /** Whether all are numbers, but not those of their places. */
  areNumbers: boolean;
  /** Whether all are written as class IDs. */
  areDigits: boolean;
  hasNumbers: boolean;
  hasWords: boolean;
}

/** The class that a label names, which may be written in another case; undefined where two differ in nothing else. */
export const placeOf = (names: readonly string[], text: string): number | undefined =>
  indexOf(names).places.get(text) ?? placeInAnyCase(names, text);

const known = new WeakMap<readonly string[], NameIndex>();

/** @param names that stay as they are */
export function indexOf(names: readonly string[]): NameIndex {
  const found = known.get(names);
  if (found) return found;
  const places = new Map<string, number>();
  for (const [at, name] of names.entries()) if (!places.has(name)) places.set(name, at);
  const hasNumbers = names.some((name) => plainNumber(name) !== undefined);
  const index: NameIndex = {
    places,
    lower: new Set(names.map((name) => name.toLowerCase())),
    areNumbers:
      names.every((name) => /^-?\d{1,9}$/.test(name)) && names.some((name, at) => Number(name) !== at),
    areDigits: names.every((name) => /^\d+$/.test(name)),
    hasNumbers,
    hasWords: names.some((name) => plainNumber(name) === undefined),
  };
  known.set(names, index);
  return index;
}
