/** What stands in a text, JSON or a Python print: null, booleans, numbers, strings, lists, `Fields` and `Entries`. */

export type Fields = Readonly<Record<string, unknown>>;

/** A dict whose keys are numbers, in the order written; JavaScript's objects would sort them. */
export class Entries {
  readonly pairs: [key: string, value: unknown][] = [];
}

/** The name in front of the parentheses: `TopLogprob(token=…)`. Objects of JSON have none. */
const CLASS = Symbol('class');

export function named(name: string, fields: Record<string, unknown>): Fields {
  (fields as { [CLASS]?: string })[CLASS] = name;
  return fields;
}

export function classOf(value: unknown): string | undefined {
  return isFields(value) ? (value as { [CLASS]?: string })[CLASS] : undefined;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Entries);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A field of an object. Names are those of servers: none is inherited by every object. */
export function field(fields: unknown, name: string): unknown {
  return isFields(fields) ? fields[name] : undefined;
}

/** The first of several names that an object has. */
export function anyField(fields: unknown, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = field(fields, name);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** The value at the end of some fields. */
export function fieldAt(fields: unknown, ...path: readonly string[]): unknown {
  let value = fields;
  for (const name of path) value = field(value, name);
  return value;
}

/** Keys and values in the order written. */
export function pairsOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (value instanceof Entries) return value.pairs;
  return isFields(value) ? Object.entries(value) : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return isList(value) ? value : [];
}
