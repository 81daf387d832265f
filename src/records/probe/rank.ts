import type { FieldCandidate } from '../types';
import type { Field } from './field';

const MAX_CANDIDATES = 20;

/** The fields that could be it, likeliest first. */
export function rank(
  fields: readonly Field[],
  candidate: (field: Field) => FieldCandidate | undefined,
): FieldCandidate[] {
  return byScore(fields.map(candidate).filter((one) => one !== undefined));
}

export function byScore<T extends Pick<FieldCandidate, 'score'>>(candidates: readonly T[]): T[] {
  return [...candidates].sort((a, b) => b.score - a.score).slice(0, MAX_CANDIDATES);
}

/** A guess, or two fields of equal standing: a person has to say which. */
export function isAmbiguous(candidates: readonly FieldCandidate[]): boolean {
  if (candidates[0]?.isGuess) return true;
  return candidates.length > 1 && candidates[0].score - candidates[1].score < 2;
}
