/** A Python literal of numbers and strings, nested as they are. */
export function python(value: unknown): string {
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'string') return quote(value);
  return `[${(value as unknown[]).map(python).join(', ')}]`;
}

/** `digits` writes what is finite. */
export function pythonNumber(x: number, digits: (x: number) => string = String): string {
  if (Number.isFinite(x)) return digits(x);
  return `float("${Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf'}")`;
}

/** JSON strings are Python strings, but for characters that JSON writes in two halves; a lone half stays one. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u{10ffff}]/gu, (c) => {
    const code = c.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}
