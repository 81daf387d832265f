import { firstPartsOf, partsOf } from '../fields/labelTexts';
import { listInText } from '../text/listInText';
import { indexOf } from '../fields/nameIndex';
import type { FieldPath } from '../types';
import { isSamePath, parentOf, type Field } from './field';
import { addTo } from './addTo';
import { isFlagOrNone, restScore } from './hotColumns';
import { isCalledLabel } from './labels';
import { isTexts } from './values';

/** Fields that are looked at for all those that ask: in no records do so many begin as names of classes do. */
const MOST_LOOKS = 100_000;

/** Names of classes in an order of each record's own, which may be sorted by score. */
interface Names {
  field: Field;
  isSorted: boolean;
}

/** Members of one object that are 0 or 1. */
interface Flags {
  within: FieldPath;
  names: Set<string>;
  score?: number;
}

/** What the fields of records say of those beside them. There may be thousands that ask for it, so each is looked up by a name. */
export class FieldsBeside {
  private lists: Map<string, Field[]> | undefined;
  private labels: Map<string, Field[]> | undefined;
  private byFirst: Map<string, Field[]> | undefined;
  private flags: Map<string, Flags[]> | undefined;
  private readonly namesOf = new Map<string, Names | undefined>();
  private looks = 0;

  constructor(private readonly fields: readonly Field[]) {}

  /** The lists of so many names beside a list of numbers, in which each record names the classes of its own row. */
  namesBeside({ path }: Field, width: number): Names | undefined {
    const place = placeOf(path, width);
    if (!this.namesOf.has(place)) {
      this.lists ??= listsOf(this.fields);
      this.namesOf.set(place, this.firstNames(this.lists.get(place) ?? []));
    }
    return this.namesOf.get(place);
  }

  /** Whether values of one of them name classes, several of them or none in a list or a text as well. */
  areNamed(names: readonly string[]): boolean {
    const byFirst = (this.byFirst ??= firstsOf(this.fields));
    return names.some((name) =>
      byFirst.get(name)?.some((field) => ++this.looks <= MOST_LOOKS && areNamedIn(field, names)),
    );
  }

  /** Whether an object of labels, other than that of the scores, has a 0 or 1 for each. */
  haveFlags(scores: FieldPath, names: readonly string[]): boolean {
    const flags = (this.flags ??= flagsOf(this.fields));
    return (flags.get(names[0]) ?? []).some(
      (one) =>
        ++this.looks <= MOST_LOOKS &&
        names.every((name) => one.names.has(name)) &&
        !isSamePath(one.within, scores) &&
        (one.score ??= restScore('', one.within)) > 0,
    );
  }

  private firstNames(lists: readonly Field[]): Names | undefined {
    const sorted = lists.filter(isSorted);
    // Classes may have numbers as well, `ids` beside `displayNames`: labels tell which of both they go by.
    const field = sorted.find((one) => this.holdsLabels(one)) ?? sorted[0];
    if (field) return { field, isSorted: true };
    const named = lists.find((one) => this.holdsLabels(one));
    return named && { field: named, isSorted: false };
  }

  /** In one order so far: labels are among the names, and what each row says of itself holds for it alone. */
  private holdsLabels({ values }: Field): boolean {
    if (values.length < 2) return false;
    const labels = (this.labels ??= labelsOf(this.fields));
    const names = new Set(values[0] as string[]);
    const isLabel = (field: Field) =>
      ++this.looks <= MOST_LOOKS &&
      field.values.every((value) => names.has(value as string)) &&
      isCalledLabel(field);
    return [...names].some((name) => labels.get(name)?.some(isLabel));
  }
}

const placeOf = (path: FieldPath, width: number): string => `${width} ${parentOf(path)}`;

/** Lists of different names, by where they stand and how many these are. */
function listsOf(fields: readonly Field[]): Map<string, Field[]> {
  const lists = new Map<string, Field[]>();
  for (const field of fields) {
    const [first] = field.values;
    if (isTexts(first) && new Set(first).size === first.length)
      addTo(lists, placeOf(field.path, first.length), field);
  }
  return lists;
}

/**
 * Whether records have the same names in other orders: `labels` and `scores` sorted by score, as classification pipelines give
 * them. Such rows are no columns of one batch.
 */
function isSorted({ values }: Field): boolean {
  const [first] = values as string[][];
  const inOrder = first.join('\0');
  const sorted = first.toSorted().join('\0');
  return values.some(
    (names) => isTexts(names) && names.join('\0') !== inOrder && names.toSorted().join('\0') === sorted,
  );
}

/** Fields of texts in several records, by the first one. */
function labelsOf(fields: readonly Field[]): Map<string, Field[]> {
  const labels = new Map<string, Field[]>();
  for (const field of fields) {
    const { values } = field;
    if (values.length > 1 && values.every((value) => typeof value === 'string'))
      addTo(labels, values[0], field);
  }
  return labels;
}

/** By what the first value that names something is, or begins with. */
function firstsOf(fields: readonly Field[]): Map<string, Field[]> {
  const byFirst = new Map<string, Field[]>();
  for (const field of fields) {
    const first = field.values.find((value) => value !== null && value !== '' && !isEmptyList(value));
    const names =
      typeof first === 'string' ? firstPartsOf(first) : Array.isArray(first) ? [String(first[0])] : [];
    for (const name of names) addTo(byFirst, name, field);
  }
  return byFirst;
}

const isEmptyList = (value: unknown): boolean =>
  (typeof value === 'string' ? listInText(value) : Array.isArray(value) ? value : undefined)?.length === 0;

function areNamedIn({ values }: Field, names: readonly string[]): boolean {
  const { places } = indexOf(names);
  const fits = (name: string) => places.has(name);
  const known = values.filter((value) => value !== null && value !== '');
  const lists = known.map((value) => {
    if (typeof value === 'string') return fits(value) ? [value] : partsOf(value, fits);
    const isList = Array.isArray(value) && (value.length === 0 || value.every((one) => fits(String(one))));
    return isList ? (value as string[]) : undefined;
  });
  return lists.length > 1 && !lists.includes(undefined) && lists.some((list) => list!.length > 0);
}

/** Objects that have members of 0 and 1, by the names of these. */
function flagsOf(fields: readonly Field[]): Map<string, Flags[]> {
  const objects = new Map<string, Flags>();
  const byName = new Map<string, Flags[]>();
  for (const { path, values } of fields) {
    if (!values.every(isFlagOrNone)) continue;
    const parent = parentOf(path);
    const known = objects.get(parent) ?? { within: path.slice(0, -1), names: new Set<string>() };
    objects.set(parent, known);
    known.names.add(path.at(-1)!);
    addTo(byName, path.at(-1)!, known);
  }
  return byName;
}
