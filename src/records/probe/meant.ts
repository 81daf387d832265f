import { isRival, meantByName } from '../../text/scoreNames';
import { sharedName } from '../columnGroups';
import type { DumpFormat, DumpProbe, FieldCandidate } from '../types';

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
  { logits, format }: DumpProbe,
  labels?: string,
  otherLabels: readonly string[] = [],
): FieldCandidate[] {
  const [first, ...others] = logits;
  const isOne = first.isScalar ?? false;
  return others
    .filter((one) => (one.isScalar ?? false) === isOne && (isOne || one.score > 0))
    .filter(
      (one) =>
        isRival(toldName(first), toldName(one), { isOne, labels, otherLabels }) ??
        (one.score === first.score && areAlike(first, one, format)),
    );
}

/** Single scores, or fields of as many classes, as of two models. */
function areAlike(first: FieldCandidate, other: FieldCandidate, format: DumpFormat): boolean {
  if (first.isScalar || other.isScalar) return first.isScalar === other.isScalar;
  const isTable = format !== 'json' && format !== 'jsonl';
  const areFields = ({ scored, path }: FieldCandidate) =>
    scored ? scored.within !== undefined : isTable && path.length > 1;
  return areFields(first) && areFields(other) && first.path.length === other.path.length;
}

/** What a name says without the names of classes, which say nothing of whose scores they are. */
function toldName({ path, name, scored }: FieldCandidate): string {
  if (scored?.within) return [...scored.within, sharedName(path)].join('.');
  return path.length > 1 && name === `${path[0]} … ${path[path.length - 1]}` ? sharedName(path) : name;
}
