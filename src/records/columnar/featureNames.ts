/**
 * The class names that Hugging Face datasets write beside the schema of their files: `ClassLabel` of the label's column.
 *
 * @param label the column's name
 */
export function classNamesOf(
  metadata: ReadonlyMap<string, string>,
  label: string | undefined,
  classes: number,
): string[] | undefined {
  const text = metadata.get('huggingface');
  if (text === undefined || label === undefined) return undefined;
  const names = namesIn(parsed(text), ['info', 'features', ...label.split('.'), 'names']);
  return Array.isArray(names) && names.length === classes && names.every((one) => typeof one === 'string')
    ? names
    : undefined;
}

function namesIn(value: unknown, path: readonly string[]): unknown {
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
