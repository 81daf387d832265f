import * as l10n from '@vscode/l10n';
import { readingName } from './words/readingName';
import type { FoundArray, ReadingKind } from './types';

/** Readings that a person chose for the arrays of one notebook or file, by `overrideKey`. */
export type Overrides = Readonly<Record<string, ReadingKind>>;

/** What an array is remembered by: its name, else its notation and class count. Runs with another batch size keep it. */
export function overrideKey({
  name,
  container,
  shape,
}: Pick<FoundArray, 'name' | 'container' | 'shape'>): string {
  return name ?? `${container} ×${shape[shape.length - 1] ?? 0}`;
}

/** The array with the reading a person chose for it, or as it is. */
export function withOverride(found: FoundArray, overrides: Overrides | undefined): FoundArray {
  const key = overrideKey(found);
  // Keys come from untrusted text: `constructor` is no choice anybody made.
  if (!overrides || !Object.hasOwn(overrides, key)) return found;
  const { evidence, kind } = found.reading;
  if (overrides[key] === kind) return { ...found, reading: { ...found.reading, chosen: true } };
  return {
    ...found,
    reading: {
      kind: overrides[key],
      confidence: 1,
      chosen: true,
      evidence: [
        l10n.t('you chose {0}; detected: {1}', readingName(overrides[key]), readingName(kind)),
        ...evidence,
      ],
    },
  };
}
