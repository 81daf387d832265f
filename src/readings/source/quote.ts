/** An expression as a sentence quotes it: on one line, and not too long. */
export function quoted(expression: string): string {
  const line = expression.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
