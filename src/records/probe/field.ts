import { sharedName } from '../fields/columnGroups';
import type { DumpFormat, FieldCandidate, FieldPath, WrittenNumbers } from '../types';

/** What the values are as labels, and how much that counts. */
export interface Kind {
  shape: string;
  score: number;
  isSequence?: true;
  isSet?: true;
  isListed?: true;
  byName?: true;
  areNames?: true;
  places?: readonly string[];
  note?: string;
}

/** A field of the first records, with its values there. */
export interface Field {
  path: FieldPath;
  values: unknown[];
  /** How the first record holds them. */
  written?: WrittenNumbers;
  /** Its numbers have names, and stand here in the order of the classes. */
  scored?: FieldCandidate['scored'] & {
    /** Whether a label that is a number is a place among the classes. */
    isOwn: boolean;
    /** What each score is called, where that stands beside its name. */
    key?: string;
  };
  /** Some of its texts held several labels, which stand here as lists of class IDs. */
  several?: Kind;
  /** What is said of these, made where people read of it: a table may have thousands of such fields. */
  note?: () => string;
  /** A text that seems to hold several labels, and can't be read. */
  unread?: string;
}

export const lastKey = ({ path }: Field) => path[path.length - 1]?.toLowerCase() ?? '';

export const nameOf = ({ path, scored }: Field) =>
  scored?.within ? [...scored.within, `${path[0]} … ${path[path.length - 1]}`].join('.') : path.join('.');

/** What the name says of the numbers: the names of classes say nothing. */
export const toldBy = (field: Field): string =>
  field.scored?.within ? [...field.scored.within, sharedName(field.path)].join('.') : nameOf(field);

/** The object that it stands in, as a key. */
export const parentOf = (path: FieldPath): string =>
  path.length === 1 ? '[]' : JSON.stringify(path.slice(0, -1));

export const isSamePath = (a: FieldPath, b: FieldPath) =>
  a.length === b.length && a.every((key, i) => key === b[i]);

/** Whether each class has a field of its own, which a path of scores lists: one of JSON has the keys that lead to a single field. */
export function areInFields(
  format: DumpFormat | undefined,
  { path, scored }: Pick<FieldCandidate, 'path' | 'scored'>,
): boolean {
  if (scored) return scored.within !== undefined;
  return path.length > 1 && format !== 'json' && format !== 'jsonl';
}
