import { areOfOneModel, areUntold, isRival, meantByName } from '../../text/names/scoreNames';
import { sharedName } from '../fields/columnGroups';
import type { DumpFormat, DumpProbe, FieldCandidate } from '../types';
import { areInFields } from './field';
import { areSameScores, areWhole } from './sameScores';

/** What could be the scores, likeliest first, with the one before all others that names say is meant. */
export function meantFirst(candidates: readonly FieldCandidate[], isOne = false): FieldCandidate[] {
  const [first, ...others] = candidates;
  if (!first) return [];
  const meant = meantByName([first, ...others.filter((one) => isOne || one.score > 0)], toldName, isOne);
  return [meant, ...candidates.filter((one) => one !== meant)];
}

/**
 * What else may be the scores as well as what comes first, by their names, or where those don't say by how likely it is.
 *
 * @param labels that are taken
 * @param otherLabels that nobody named
 */
export function rivalsOf(
  { logits, format, sameScores = [] }: DumpProbe,
  labels?: string,
  otherLabels: readonly string[] = [],
): FieldCandidate[] {
  const [first, ...others] = logits;
  const isOne = first.isScalar ?? false;
  const rivals = others
    .filter(
      (one) => (one.isScalar ?? false) === isOne && (isOne || one.score > 0 || one.score === first.score),
    )
    .filter(
      (one) =>
        isRival(toldName(first), toldName(one), { isOne, labels, otherLabels }) ??
        (one.score === first.score && areAlike(first, one, format)),
    );
  // Whichever is taken of the same scores, the figures are the same.
  return rivals.every(({ name }) => sameScores.includes(name)) ? [] : rivals;
}

/** More fields are hardly all scores of one model. */
const MOST_COMPARED = 8;

/**
 * Of what else may be the scores, by its name: what holds the same ones in another form, and what is called this model's and holds others, as
 * probabilities at another temperature.
 *
 * @param valuesOf a candidate, one for each of the first records
 */
export function comparedByValue(
  [first, ...others]: readonly FieldCandidate[],
  valuesOf: (one: FieldCandidate) => readonly unknown[],
): Pick<DumpProbe, 'sameScores' | 'otherScores'> {
  if (!first) return {};
  const alike = others
    .filter((one) => (one.isScalar ?? false) === (first.isScalar ?? false))
    .slice(0, MOST_COMPARED);
  const own = alike.length === 0 ? [] : valuesOf(first);
  const compared = alike
    .map((one) => ({ one, values: valuesOf(one) }))
    .filter(({ values }) => !areWhole(values));
  const told = compared.map(({ one, values }) => ({
    name: one.name,
    one,
    isSame: areSameScores(own, values),
  }));
  const sameScores = told.filter(({ isSame }) => isSame).map(({ name }) => name);
  const otherScores = told
    .filter(({ one, isSame }) => isSame === false && areOfOneModel(toldName(first), toldName(one)))
    .map(({ name }) => name);
  return {
    ...(sameScores.length > 0 && { sameScores }),
    ...(otherScores.length > 0 && { otherScores }),
  };
}

/** Single scores, or fields of as many classes, as of two models. */
function areAlike(first: FieldCandidate, other: FieldCandidate, format: DumpFormat): boolean {
  if (first.isScalar || other.isScalar) return first.isScalar === other.isScalar;
  const areFields = (one: FieldCandidate) => areInFields(format, one);
  if (areFields(first) && areFields(other)) return first.path.length === other.path.length;
  // Distributions by their values alone, as of several models.
  const areLists = [first, other].every((one) => !areFields(one) && one.readingEvidence !== undefined);
  return areLists && first.shape === other.shape && areUntold(toldName(first), toldName(other));
}

/** What a name says without the names of classes, which say nothing of whose scores they are. */
function toldName({ path, name, scored }: FieldCandidate): string {
  if (scored?.within) return [...scored.within, sharedName(path)].join('.');
  return path.length > 1 && name === `${path[0]} … ${path[path.length - 1]}` ? sharedName(path) : name;
}
