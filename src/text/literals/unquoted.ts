/** A string's content, as JSON or Python writes it, its quotes included. */
export function unquoted(literal: string): string {
  const inside = literal.slice(1, -1);
  if (!inside.includes('\\')) return inside;
  try {
    return JSON.parse(`"${inside.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')}"`) as string;
  } catch {
    return inside;
  }
}
