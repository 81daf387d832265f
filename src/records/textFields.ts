import type { DumpFields, FieldPath } from './types';

/** The fields whose values are read as texts, one a record: what is wanted beside rows, then masks; undefined where there are none. */
export function textFields({ beside = [], masks = [] }: DumpFields): readonly FieldPath[] | undefined {
  const fields = [...beside, ...masks.map(({ path }) => path)];
  return fields.length > 0 ? fields : undefined;
}
