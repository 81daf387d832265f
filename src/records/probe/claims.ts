import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import type { FieldCandidate } from '../types';
import { isCalledLabel } from './labels';

/** A field of class IDs or names that could be the labels. */
export interface Claim {
  candidate: FieldCandidate;
  /** The class of each row, undefined where it has none; absent where they can't be compared with scores. */
  classes?: readonly (number | undefined)[];
  /** Whether its rows have higher scores for their classes than other rows have: absent where they are too few to tell. */
  fitsScores?: boolean;
}

/**
 * Fields that could be labels, those first of which their name says it, or names of classes, or their scores: any column of small whole
 * numbers would pass for class IDs. Where nothing says it of the first, or as much of another that differs, it is a guess.
 */
export function byClaims(claims: readonly Claim[]): FieldCandidate[] {
  const told = fittingFirst(claims.filter(isTold));
  const others = claims.filter((one) => !isTold(one));
  const [first, ...rest] = [...told, ...others];
  if (!first) return [];
  const names = [...told, ...others].find((one) => areNamesOf(first, one));
  if (names) return namesFirst(names, [first, ...rest]);
  const isSure = isNamed(first.candidate);
  const rivals = isSure ? [] : (told.length > 0 ? told : others).filter((one) => areRivals(first, one));
  return [asSure(first, rivals), ...rest.map(({ candidate }) => candidate)];
}

/** From this score on a name speaks of labels and of nothing else: which of two such is meant is not for the scores to say. */
const SURELY = 8;

/** Of fields that names speak for, `domain_label` and `class`, one that the scores speak for as well comes before one that they don't. */
function fittingFirst(told: readonly Claim[]): readonly Claim[] {
  const [first] = told;
  if (!first || first.fitsScores !== false || first.candidate.areNames || first.candidate.score >= SURELY)
    return told;
  const fitting = told.find(({ candidate, fitsScores }) => fitsScores === true && isNamed(candidate));
  return fitting ? [fitting, ...told.filter((one) => one !== fitting)] : told;
}

const isTold = ({ candidate, fitsScores }: Claim): boolean =>
  isNamed(candidate) || candidate.areNames === true || candidate.byName === true || fitsScores !== false;

const isNamed = ({ path, isHot }: FieldCandidate): boolean =>
  isHot !== undefined || isCalledLabel({ path, values: [] });

/**
 * Whether IDs are those of names beside them in each row, by another order than that of the scores: a program numbered the names by
 * their alphabet.
 */
function areNamesOf(
  { candidate, classes: ids }: Claim,
  { candidate: { areNames }, classes }: Claim,
): boolean {
  if (!candidate.places || !ids || !areNames || !classes) return false;
  const [classOf, idOf] = [new Map<number, number>(), new Map<number, number>()];
  for (const [row, id] of ids.entries()) {
    const named = classes[row];
    if (id === undefined || named === undefined) continue;
    if ((classOf.get(id) ?? named) !== named || (idOf.get(named) ?? id) !== id) return false;
    classOf.set(id, named);
    idOf.set(named, id);
  }
  return [...classOf].some(([id, named]) => id !== named);
}

function namesFirst(names: Claim, claims: readonly Claim[]): FieldCandidate[] {
  const [{ candidate: numbered }] = claims;
  const doubt = l10n.t(
    '“{0}” numbers the classes in a different order than the scores, as the names in “{1}” show. The names are used.',
    printable(numbered.name, 80),
    printable(names.candidate.name, 80),
  );
  return [
    { ...names.candidate, doubt },
    ...claims.filter((one) => one !== names).map((one) => one.candidate),
  ];
}

/** Whether as much speaks for one as for the other, and it matters which one is meant. */
function areRivals(first: Claim, other: Claim): boolean {
  if (first === other || first.candidate.areNames !== other.candidate.areNames) return false;
  const [a, b] = [first.classes, other.classes];
  return !a || !b || a.some((id, row) => id !== undefined && b[row] !== undefined && id !== b[row]);
}

function asSure({ candidate, fitsScores }: Claim, rivals: readonly Claim[]): FieldCandidate {
  if (isNamed(candidate)) return candidate;
  const others = rivals.map((one) => one.candidate.name);
  if (others.length > 0) return { ...candidate, isGuess: true, rivals: others };
  if (candidate.areNames || candidate.byName || candidate.isSet || candidate.isSequence) return candidate;
  if (fitsScores === false) return { ...candidate, isGuess: true };
  return {
    ...candidate,
    doubt: onlyByValues(candidate.name),
  };
}

/** Of labels that no name says to be such. */
export const onlyByValues = (name: string): string =>
  l10n.t(
    'Only its values suggest that “{0}” is the label. If another field is, name it in “labels”.',
    printable(name, 80),
  );
