import { saysOfRow, type NumberField } from '../fields/classFields';
import { piecesOf } from '../fields/namePieces';
import { addTo } from './addTo';
import type { UnfitField } from '../types';
import { areFlags, haveZeros, MOST, restScore } from './hotColumns';
import { isOtherwise } from './logits';

/** Fields of scores that have a field of labels beside them for each class. */
interface ClassPairs<T> {
  scores: T[];
  classes: string[];
}

/** Names around the class, of scores and of labels, and how many classes have both. */
interface Names {
  scores: string;
  labels: string;
  pairs: number;
  score: number;
}

/** Names whose classes are looked at in full. */
const MOST_TRIED = 16;

/** What stands around the class in the name of a score. */
const SCORES =
  /logit|prob|softmax|sigmoid|pred|scores?|conf|log_?lik|outputs?(?![a-z])|(?:^|[^a-z])(?:lp|ll|pr?|y?_?hat)(?:[^a-z]|$)/i;

/**
 * Fields of scores beside fields of 0 and 1, one of each for a class, wherever they stand: their names are equal but for what speaks
 * for scores in the one and for labels in the other, as in `cat_pred, cat_true, dog_pred, dog_true`. Several where more than one
 * model has scores of the same classes; none where a score has no label, unless it says something of the whole row.
 *
 * @param numbers the fields of numbers, true and false among them as 1 and 0
 */
export function classPairs<T extends NumberField>(numbers: readonly T[]): ClassPairs<T>[] {
  const flags = numbers.filter(({ values }) => areFlags(values));
  const found: ClassPairs<T>[] = [];
  const used = new Set<T>();
  let first: Names | undefined;
  for (const names of namesAround(numbers, flags)) {
    if (first && (names.labels !== first.labels || names.pairs < first.pairs)) continue;
    const { members, paired } = pairedBy(names, numbers, flags);
    const isWhole =
      names.scores === BARE || members.every((one) => paired.includes(one) || saysOfRow(one.piece));
    const differ = new Set(paired.map(({ piece }) => piece.toLowerCase())).size === paired.length;
    const scores = paired.map(({ field }) => field);
    if (!isWhole || !differ || !areScores(scores) || scores.some((field) => used.has(field))) continue;
    first ??= names;
    for (const field of scores) used.add(field);
    const inOrder = paired.every(({ piece }) => /^\d+$/.test(piece))
      ? paired.toSorted((a, b) => Number(a.piece) - Number(b.piece))
      : paired;
    found.push({ scores: inOrder.map(({ field }) => field), classes: inOrder.map(({ piece }) => piece) });
  }
  return found;
}

/** Why fields that are called so are no pairs: the first whose labels are not 0 and 1, or that has none. */
export function unfitPairs(numbers: readonly NumberField[]): UnfitField | undefined {
  const whole = numbers.filter(({ values }) => values.every((x) => Number.isInteger(x) || Number.isNaN(x)));
  for (const names of namesAround(numbers, whole)) {
    const { members, paired, labels } = pairedBy(names, numbers, whole);
    if (names.scores === BARE || !areScores(paired.map(({ field }) => field))) continue;
    const alone = members.find((one) => !paired.includes(one) && !saysOfRow(one.piece));
    const [first] = labels;
    if (alone)
      return {
        name: alone.field.name,
        preview: '',
        lacksLabel: { pair: [paired[0].field.name, first.name] },
      };
    const other = labels.find(({ values }) => !areFlags(values)) ?? (haveZeros(labels) ? undefined : first);
    if (!other) continue;
    const value = other.values.find((x) => !areFlags([0, x])) ?? -1;
    return { name: other.name, preview: String(value), isOneClass: true };
  }
  return undefined;
}

/** Whole numbers are counts, or what was predicted. */
const areScores = (fields: readonly NumberField[]): boolean =>
  fields.length > 1 &&
  fields.some(({ values }) => values.some((x) => !Number.isInteger(x) && !Number.isNaN(x)));

const BARE = '\0';

/** What may stand around the classes, the most classes first. */
function namesAround(numbers: readonly NumberField[], whole: readonly NumberField[]): Names[] {
  const isFew = Math.max(whole.length, numbers.length - whole.length) <= MOST;
  if (whole.length < 2 || whole.length === numbers.length || !isFew) return [];
  const labelled = new Map<string, string[]>();
  const scoreOf = new Map<string, number>();
  for (const { name } of whole)
    for (const { piece, shared } of piecesOf(name)) {
      const score = scoreOf.get(shared) ?? restScore(shared, []);
      scoreOf.set(shared, score);
      if (score > 0) addTo(labelled, piece.toLowerCase(), shared);
    }
  const found = new Map<string, Names>();
  for (const { name } of numbers)
    for (const { piece, shared } of piecesOf(name)) {
      if (shared !== BARE && (!SCORES.test(shared) || isOtherwise(shared))) continue;
      for (const labels of labelled.get(piece.toLowerCase()) ?? []) {
        // A number of the class's own name is its score beside what is surely its label.
        if (shared === labels || (shared === BARE && !SURE.test(labels))) continue;
        const key = `${shared}\n${labels}`;
        const names = found.get(key) ?? { scores: shared, labels, pairs: 0, score: scoreOf.get(labels)! };
        names.pairs++;
        found.set(key, names);
      }
    }
  const lengthOf = ({ scores, labels }: Names) => scores.length + labels.length;
  return [...found.values()]
    .filter(({ pairs }) => pairs > 1)
    .sort((a, b) => b.pairs - a.pairs || b.score - a.score || lengthOf(a) - lengthOf(b))
    .slice(0, MOST_TRIED);
}

const SURE = /y|true|truth|label|target|gold|gt|actual/i;

/** The scores that are called so, those of them that have labels, and these. */
function pairedBy<T extends NumberField>(
  { scores, labels }: Names,
  numbers: readonly T[],
  whole: readonly T[],
): { members: Member<T>[]; paired: Member<T>[]; labels: T[] } {
  const labelOf = new Map(named(labels, whole).map(({ piece, field }) => [piece.toLowerCase(), field]));
  const members = named(scores, numbers);
  const paired = members.filter(({ piece }) => labelOf.has(piece.toLowerCase()));
  return { members, paired, labels: paired.map(({ piece }) => labelOf.get(piece.toLowerCase())!) };
}

interface Member<T> {
  field: T;
  piece: string;
}

/** The fields that are called so, and what each has in place of the class. */
function named<T extends NumberField>(shared: string, fields: readonly T[]): Member<T>[] {
  const [before, after] = shared.split(BARE);
  return fields.flatMap((field) => {
    const { name } = field;
    const isOne =
      name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
    return isOne ? [{ field, piece: name.slice(before.length, name.length - after.length) }] : [];
  });
}
