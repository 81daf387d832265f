import type { Field } from './field';
import { isTexts } from './values';

/** `id2label: {"0": "cat", …}`, `label2id: {"cat": 0, …}` or `classes: ["cat", …]` with one name for each class. */
export function classNamesIn(value: unknown, classes: number): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    if (isListOfNames(key, item) && item.length === classes) return item;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) continue;
    const names = namesById(key, item as Record<string, unknown>, classes);
    if (names) return names;
    if (key === 'config') {
      const nested = classNamesIn(item, classes);
      if (nested) return nested;
    }
  }
  return undefined;
}

function isListOfNames(key: string, item: unknown): item is string[] {
  return /^(classes|class_?names|label_?names|labels|categories)$/i.test(key) && isTexts(item);
}

/** A name for each class and for nothing else: one that is missing would be guessed at. */
function namesById(key: string, item: Record<string, unknown>, classes: number): string[] | undefined {
  if (!/^(id2label|label2id)$/i.test(key)) return undefined;
  const entries = Object.entries(item);
  if (entries.length !== classes) return undefined;
  const names = new Map<number, string>();
  for (const [left, right] of entries) {
    const [id, name] = /^id2label$/i.test(key) ? [left, right] : [right, left];
    if (typeof name === 'string') names.set(Number(id), name);
  }
  const ordered = Array.from({ length: classes }, (_, id) => names.get(id));
  return ordered.every((name) => name !== undefined) ? ordered : undefined;
}

const LETTERS = 'ABCDEFGHIJ';

/** The choices of a question, where every label is one of as many letters as there are classes. */
export function letteredClasses(labels: Field | undefined, classes: number): string[] | undefined {
  if (!labels || classes < 3 || classes > LETTERS.length) return undefined;
  const letters = LETTERS.slice(0, classes);
  const known = new Set(labels.values.filter((value) => value !== null));
  const areLetters = [...known].every(
    (one) => typeof one === 'string' && one.length === 1 && letters.includes(one),
  );
  return known.size > 1 && areLetters ? [...letters] : undefined;
}
