/**
 * What a message has to be, beside its type: a table of its fields, each with a guard. The compiler holds the table to the
 * type; whoever receives holds the message to the table, and drops or refuses what does not fit.
 */
export type Guard<T> = (value: unknown) => value is T;

/** A guard for every field, optional ones included. */
export type Fields<T> = { readonly [F in keyof Required<T>]: Guard<T[F]> };

export const text: Guard<string> = (value) => typeof value === 'string';
export const flag: Guard<boolean> = (value) => typeof value === 'boolean';
export const number: Guard<number> = (value) => typeof value === 'number';
export const integer: Guard<number> = (value): value is number => Number.isSafeInteger(value);
export const count: Guard<number> = (value): value is number => integer(value) && value >= 0;
export const object: Guard<object> = (value) => typeof value === 'object' && value !== null;

export const optional =
  <T>(guard: Guard<T>): Guard<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || guard(value);

export const oneOf =
  <T extends string>(...allowed: readonly T[]): Guard<T> =>
  (value): value is T =>
    allowed.includes(value as T);

export const either =
  <A, B>(one: Guard<A>, other: Guard<B>): Guard<A | B> =>
  (value): value is A | B =>
    one(value) || other(value);

export const list =
  <T>(guard: Guard<T>, most = Infinity): Guard<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= most && value.every((item) => guard(item));

/** An object with these fields; others are let pass. */
export const fields =
  <T>(table: Partial<Fields<T>>): Guard<T> =>
  (value): value is T =>
    object(value) &&
    Object.entries<Guard<unknown> | undefined>(table).every(([name, guard]) =>
      guard!((value as Record<string, unknown>)[name]),
    );

/** One message of several that their `type` tells apart. */
export const messages =
  <U extends { type: string }>(table: {
    readonly [T in U['type']]: Fields<Omit<Extract<U, { type: T }>, 'type'>>;
  }): Guard<U> =>
  (value): value is U => {
    if (!object(value)) return false;
    const { type } = value as { type?: unknown };
    if (typeof type !== 'string' || !Object.hasOwn(table, type)) return false;
    return fields(table[type as U['type']])(value);
  };
