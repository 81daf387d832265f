import * as l10n from '@vscode/l10n';
import { isUnknownLabel } from '../../arrays/labelShape';
import type { FieldCandidate, FieldPath } from '../types';
import { isPredictedName } from '../../text/names/labelNames';
import { lastWord } from '../fields/columnGroups';
import { addTo } from './addTo';
import { isCalledLabel, isFlag } from './labels';
import type { NumberField } from '../fields/classFields';

/** Longer names are cut at each character here for too long. */
const LONGEST = 256;
/** More classes, or fields, are no label that anybody writes out. */
export const MOST = 400;

/**
 * Fields of 0 and 1, one for each class, that are the labels of rows: `y_cat, y_dog, y_bird` beside scores of cat, dog and bird.
 * Their names are equal but for the class, and speak for labels, or for nothing at all.
 *
 * @param fields of one object, or columns of a table, without those of the scores
 * @param classes what the scores' own names call them, in their order
 * @param within where the fields stand in a record
 */
export function hotColumns(
  fields: readonly NumberField[],
  classes: readonly string[],
  within: FieldPath = [],
): { candidate: FieldCandidate; rows: number[][] } | undefined {
  const flags = fields.filter(({ name, values }) => name.length <= LONGEST && areFlags(values));
  if (classes.length < 2 || flags.length < classes.length || Math.max(flags.length, classes.length) > MOST)
    return undefined;
  let best: { candidate: FieldCandidate; rows: number[][] } | undefined;
  for (const [rest, members] of membersOf(flags, classes)) {
    if (members.some((member) => member === undefined)) continue;
    const columns = members as NumberField[];
    if (!haveZeros(columns)) continue;
    const score = restScore(rest, within);
    if (score === 0 || (best && best.candidate.score >= score)) continue;
    const names = columns.map(({ name }) => name);
    best = {
      candidate: {
        path: names,
        name: [...within, `${names[0]} … ${names[names.length - 1]}`].join('.'),
        shape: l10n.t('{0} columns of 0 and 1', names.length),
        preview: JSON.stringify(columns.slice(0, 8).map(({ values }) => values[0])),
        isHot: { within },
        score,
      },
      rows: columns[0].values.map((_, row) => columns.map(({ values }) => values[row])),
    };
  }
  return best;
}

/** What the two classes of one score a row are called where they have a field each, that of the score second. */
const PAIRS = [
  ['0', '1'],
  ['no', 'yes'],
  ['false', 'true'],
  ['neg', 'pos'],
  ['negative', 'positive'],
] as const;

/** The same beside one score a row, whose classes have no names: `y_0, y_1`, of which each row has one. */
export function hotPair(
  fields: readonly NumberField[],
  within: FieldPath = [],
): ReturnType<typeof hotColumns> {
  const isOne = ({ rows }: NonNullable<ReturnType<typeof hotColumns>>) =>
    rows.every(([no, yes]) => no + yes === 1 || isUnknownLabel(no) || isUnknownLabel(yes));
  const found = PAIRS.map((pair) => hotColumns(fields, pair, within));
  return found.find((one) => one !== undefined && isOne(one));
}

/** How much what stands beside the names of classes speaks for labels. */
export function restScore(rest: string, within: FieldPath): number {
  const word = rest
    .split(/[^a-z0-9]/i)
    .filter(Boolean)
    .join('_');
  const path = [...within, word].filter(Boolean);
  if (/pred|guess|argmax|output|(?:^|[^a-z])hat(?:[^a-z]|$)/i.test(path.join('.'))) return 0;
  if (isCalledLabel({ path, values: [] })) return CALLED;
  // Of members of an object their own names say so, or that of the object: not both.
  const isAlone = path.length < 2;
  return isAlone && IS.test(path[0] ?? '') ? BARE : 0;
}

const CALLED = 12;
const BARE = 6;
/** What stands beside the class in a name that says no more than that: `is_cat`, `cat`, `y_cat`. */
const IS = /^(?:|is|has|y|z|true|gts?|actual|obs(?:erved)?|one_?hot)[^a-z]*$/i;

/**
 * Fields of 0 and 1 whose names are equal but for a number or the name of a class: one of them alone is no label of all
 * classes.
 */
export function someOfFlags(fields: readonly NumberField[], classes: readonly string[]): Set<string> {
  const flags = fields.filter(({ name, values }) => name.length <= LONGEST && areFlags(values));
  const numbered = new Map<string, string[]>();
  for (const { name } of flags) {
    if (!/\d/.test(name)) continue;
    const key = name.toLowerCase().replace(/\d+/g, '0');
    addTo(numbered, key, name);
  }
  // As many as classes that begin alike, whatever their names are called beside the scores.
  const begun = new Map<string, string[]>();
  for (const { name } of flags) {
    const before = name.slice(0, name.length - lastWord(name).length);
    if (before !== '' && !isPredictedName(name)) addTo(begun, before, name);
  }
  const alike = [...begun.values()].filter(({ length }) => classes.length > 2 && length >= classes.length);
  const isFew = Math.max(flags.length, classes.length) <= MOST;
  const named = [...(isFew ? membersOf(flags, classes).values() : [])].map((members) =>
    members.flatMap((member) => member?.name ?? []),
  );
  return new Set([...numbered.values(), ...named, ...alike].filter((names) => names.length > 1).flat());
}

/**
 * What fields of 0 and 1 that are called labels have for classes, in lower case: their names without what they share. Nobody knows
 * where a name ends, so that there are several sets of one group.
 *
 * @param names of the fields of one object
 */
export function hotNames(names: readonly string[], within: FieldPath): Set<string>[] {
  if (names.length < 2 || names.length > MOST) return [];
  const pieces = new Map<string, Set<string>>();
  for (const given of names) {
    if (given.length > LONGEST) continue;
    const name = given.toLowerCase();
    for (let cut = 0; cut <= name.length; cut++)
      for (const [piece, rest] of [
        [name.slice(cut), name.slice(0, cut)],
        [name.slice(0, cut), name.slice(cut)],
      ]) {
        if (piece === '') continue;
        const set = pieces.get(rest) ?? new Set();
        set.add(piece);
        pieces.set(rest, set);
      }
  }
  return [...pieces].flatMap(([rest, set]) => (set.size > 1 && restScore(rest, within) > 0 ? [set] : []));
}

/** By what their names have beside the class: the field of each class. */
function membersOf(
  fields: readonly NumberField[],
  classes: readonly string[],
): Map<string, (NumberField | undefined)[]> {
  const placeOf = new Map(classes.map((name, at) => [name.toLowerCase(), at]));
  const found = new Map<string, (NumberField | undefined)[]>();
  for (const field of fields) {
    const name = field.name.toLowerCase();
    for (let cut = 0; cut <= name.length; cut++) {
      const [before, after] = [name.slice(0, cut), name.slice(cut)];
      for (const [piece, rest] of [
        [after, before],
        [before, after],
      ] as const) {
        const place = placeOf.get(piece);
        if (place === undefined || (cut === 0 && rest === before && piece === '')) continue;
        const members = found.get(rest) ?? classes.map(() => undefined);
        members[place] ??= field;
        found.set(rest, members);
      }
    }
  }
  return found;
}

/** 0 and 1 alone, or what stands for neither where nobody knows which, as NaN where a record has none. */
export const areFlags = (values: readonly number[]): boolean =>
  values.every((x) => x === 0 || x === 1 || isUnknownLabel(x)) && !values.every(isUnknownLabel);

/** Fields of -1 and 1 without a 0 may mean no by -1. */
export const haveZeros = (fields: readonly NumberField[]): boolean =>
  fields.some(({ values }) => values.includes(0)) || !fields.some(({ values }) => values.includes(-1));

/** A yes or no of a record, or none. */
export const isFlagOrNone = (value: unknown): boolean =>
  value === null || isFlag(value) || (typeof value === 'number' && isUnknownLabel(value));
