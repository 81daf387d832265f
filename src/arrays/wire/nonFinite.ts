/**
 * VS Code passes what a host and its pages tell each other as JSON, in which NaN and the infinities become null: a loss of ∞
 * would come as none. Each travels as an object with its name. Typed arrays travel as their bytes and need nothing.
 */

const NUMBERS = { NaN, Infinity, '-Infinity': -Infinity } as const;
type Name = keyof typeof NUMBERS;

interface Marked {
  nonFinite: Name;
}

/** A message as it is sent. What holds no such number is the very same object. */
export const marking = <T>(message: T): T => changed(message, mark) as T;

/** A message as it was meant, of what has come. */
export const unmarking = (message: unknown): unknown => changed(message, unmark);

export function mark(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value)
    ? ({ nonFinite: String(value) as Name } satisfies Marked)
    : value;
}

export function unmark(value: unknown): unknown {
  const { nonFinite } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Marked>;
  return typeof nonFinite === 'string' && Object.hasOwn(NUMBERS, nonFinite) ? NUMBERS[nonFinite] : value;
}

function changed(value: unknown, change: (value: unknown) => unknown): unknown {
  const own = change(value);
  if (!Object.is(own, value) || typeof value !== 'object' || value === null) return own;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value;
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown) => changed(part, change));
    return parts.every((part, at) => Object.is(part, value[at])) ? value : parts;
  }
  const parts = Object.entries(value).map(([key, part]) => [key, part, changed(part, change)] as const);
  if (parts.every(([, before, after]) => Object.is(before, after))) return value;
  return Object.fromEntries(parts.map(([key, , after]) => [key, after]));
}
