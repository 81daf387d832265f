import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import type { DumpProbe, FieldSet } from '../../records/types';
import { quotedNames } from './quotedNames';
import type { TextColumn } from '../rows/textColumn';

/** The fields that may tell several sets of rows apart, without those that are read anyway. */
export const setsBeside = ({ sets = [] }: DumpProbe, read: readonly (string | undefined)[]): FieldSet[] =>
  sets.filter(({ name }) => !read.includes(name));

/**
 * That rows of several sets are evaluated together, as of the data to train with and to test with, or of two models.
 *
 * @param columns what stands in the fields, one after the other
 */
export function setsTogether(sets: readonly FieldSet[], columns: readonly TextColumn[]): string[] {
  return sets.flatMap(({ name }, at) => {
    const { names, of } = columns[at];
    // What nearly every row has for itself tells no sets apart.
    if (names.length < 2 || 2 * names.length > of.length) return [];
    return l10n.t(
      'Rows of several “{0}” are evaluated together: {1}. To see figures of each, set “group” to “{0}”.',
      printable(name, 80),
      quotedNames(names),
    );
  });
}
