/** A number of Python as it is written; undefined of any other constant and of an imaginary one. */
export function numberWritten(text: string): number | undefined {
  if (!/^\.?\d/.test(text)) return undefined;
  const number = Number(text.replaceAll('_', ''));
  return Number.isNaN(number) ? undefined : number;
}

/** A whole number with the point that it ends in, or that stands before its exponent or its `j`: no attribute of it. */
const ENDS_IN_POINT =
  /(?<![\w.\u0080-\uffff])(\d[\d_]*)\.(?=[eE][+-]?\d|[jJ](?![\w\u0080-\uffff])|(?![\w\u0080-\uffff]))/g;

/** Python as the grammar knows it: with a digit for the point of `1.`, `1.e-8` and `1.j`. Everything stays in its place. */
export function withoutLastPoints(python: string): string {
  return python.replace(ENDS_IN_POINT, (_, digits: string) => `${digits}0`);
}
