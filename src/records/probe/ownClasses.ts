import { NamedScores } from '../fields/namedScores';
import type { DumpProbe } from '../types';
import { addTo } from './addTo';
import { lastKey, nameOf, parentOf, type Field } from './field';
import { isNumbers, isTexts, widthOf } from './values';

/** Scores of other classes in each record, as of the likeliest alone: what the first record has, and the first that has others. */
type OwnClasses = NonNullable<DumpProbe['ownClasses']>;

/** Fewer rows that fall from left to right are no accident, and no evidence. */
const LEAST_ROWS = 10;
/** One record in so many that lacks a class is damaged. */
const LEAST_OTHERS = 0.1;

/** The first field of scores by name of which many records have other names than the first: no row has all classes. */
export function ownClassesIn(fields: readonly Field[]): OwnClasses | undefined {
  for (const field of fields) {
    const names = field.values.flatMap((value) =>
      value instanceof NamedScores && !value.areTokens ? [value.names] : [],
    );
    const found = differing(names, field);
    if (found) return found;
  }
  return sparse(fields) ?? inListsBeside(fields);
}

/** Vectors that leave out what is 0, as Spark writes them: `{"type": 0, "size": 3, "indices": [0, 2], "values": [0.9, 0.1]}`. */
function sparse(fields: readonly Field[]): OwnClasses | undefined {
  const called = (key: string) => fields.filter((one) => lastKey(one) === key);
  const beside = new Map(called('values').map((one) => [parentOf(one.path), one]));
  for (const { path, values: indices } of called('indices')) {
    const field = beside.get(parentOf(path));
    if (!field || !indices.every(isNumbers)) continue;
    const [first, ...others] = indices.map((one) => one.map(String));
    const dense = indices.length < field.values.length ? field.values.reduce(longer, []) : undefined;
    const all = isNumbers(dense) ? [[...dense.keys()].map(String)] : [];
    const other = [...others, ...all].find((one) => one.join() !== first.join());
    if (other) return { path: field.path, name: nameOf(field), first, other };
  }
  return undefined;
}

const longer = (one: unknown, other: unknown): unknown => (widthOf(other) > widthOf(one) ? other : one);

/** Names in one list and numbers that fall in another. */
function inListsBeside(fields: readonly Field[]): OwnClasses | undefined {
  const beside = new Map<string, Field[]>();
  for (const field of fields) if (isTexts(field.values[0])) addTo(beside, parentOf(field.path), field);
  for (const field of fields) {
    if (!field.values.every(areFalling)) continue;
    for (const { values } of beside.get(parentOf(field.path)) ?? []) {
      const fits = values.every(
        (names, row) => isTexts(names) && names.length === (field.values[row] as number[])?.length,
      );
      const found = fits && values.length >= LEAST_ROWS ? differing(values as string[][], field) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

const areFalling = (row: unknown): boolean =>
  isNumbers(row) && row.length > 1 && row.every((x, at) => at === 0 || x <= row[at - 1]);

function differing(all: readonly (readonly string[])[], field: Field): OwnClasses | undefined {
  const [first, ...others] = all;
  if (others.length === 0) return undefined;
  const known = new Set(first);
  const isSame = (names: readonly string[]) =>
    names.length === first.length && names.every((name) => known.has(name));
  const differ = others.filter((names) => !isSame(names));
  if (differ.length <= LEAST_OTHERS * all.length) return undefined;
  return { path: field.path, name: nameOf(field), first, other: differ[0] };
}
