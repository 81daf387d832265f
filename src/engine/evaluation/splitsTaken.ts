import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import type { DumpProbe, FieldCandidate, FieldPath } from '../../records/types';
import { areOfDifferentSplits, areSameButSplit, splitOf, splitRank } from '../../text/names/dataSplits';
import { isLabelName } from '../../text/names/labelNames';
import { quotedNames } from './quotedNames';

/** Characters of a name that a sentence shows. */
const MAX_NAME = 80;

/** Scores, or the same of another part of a data set that is likelier to be evaluated. */
export function likeliestSplit<T extends { name?: string }>(one: T, all: readonly T[]): T {
  const { name = '' } = one;
  return all
    .filter((other) => areSameButSplit(other.name ?? '', name))
    .reduce((best, other) => (splitRank(other.name) > splitRank(best.name) ? other : best), one);
}

/**
 * What may be scores and labels of records: scores of the part of a data set that named labels are of, else of the likeliest one, and
 * no labels of another part.
 *
 * @param labelled whether the labels are in this file
 */
export function inSplits(probe: DumpProbe, named: Named, labelled: boolean): DumpProbe {
  const isOfNamed = ({ name }: FieldCandidate) => !areOfDifferentSplits(name, named.labels);
  const own = probe.logits.filter(isOfNamed);
  const logits = named.logits === undefined && own.length > 0 ? likeliestFirst(own) : probe.logits;
  if (!labelled || named.labels !== undefined) return { ...probe, logits };
  const scores = named.logits ?? logits[0]?.name;
  const labels = probe.labels.filter(({ name }) => !areOfDifferentSplits(name, scores));
  if (labels.length === 0) checkSplits(scores, [probe.labels[0]?.name]);
  return { ...probe, logits, labels: likeliestFirst(labels) };
}

function likeliestFirst(all: readonly FieldCandidate[]): FieldCandidate[] {
  if (all.length === 0) return [];
  const first = likeliestSplit(all[0], all);
  return [first, ...all.filter((one) => one !== first)];
}

/** That a file has scores, or else labels, of other parts of a data set than those that were taken without being named. */
export function otherSplits(taken: Named, asked: Named, names: readonly (string | undefined)[]): string[] {
  const besides = (one: string | undefined) =>
    [...new Set(names)].filter(
      (name): name is string => name !== undefined && one !== undefined && areSameButSplit(name, one),
    );
  const isAsked = asked.logits !== undefined || splitOf(asked.labels) !== undefined;
  const scores = isAsked ? [] : besides(taken.logits);
  if (scores.length > 0)
    return [
      l10n.t(
        '“{0}” is evaluated, not {1}. To evaluate another part of the data, name it in “logits”.',
        printable(taken.logits!, MAX_NAME),
        quotedNames(scores),
      ),
    ];
  const isSaid = asked.labels !== undefined || splitOf(taken.logits) !== undefined;
  const labels = isSaid ? [] : besides(taken.labels);
  if (labels.length === 0) return [];
  return [
    l10n.t(
      'The labels are taken from “{0}”, not from {1}. To take others, name them in “labels”.',
      printable(taken.labels!, MAX_NAME),
      quotedNames(labels),
    ),
  ];
}

/** That the records of a file are those of one part of a data set. */
export function splitOfRecords(records: FieldPath): string[] {
  const name = records.join('.');
  if (splitOf(name) === undefined) return [];
  return [
    l10n.t(
      'Only the records in “{0}” are evaluated, not other parts of the data.',
      printable(name, MAX_NAME),
    ),
  ];
}

type Named = Pick<EvaluationOptions, 'logits' | 'labels'>;

/** Throws where all that is called labels is of other parts of a data set than the scores. */
export function checkSplits(logits: string | undefined, names: readonly (string | undefined)[]): void {
  const other = names.find((name) => name && isLabelName(name) && areOfDifferentSplits(name, logits));
  if (!other) return;
  throw new Error(
    l10n.t(
      '“{0}” and “{1}” are from different parts of the data. If they belong together, name both in “logits” and “labels”.',
      printable(logits!, MAX_NAME),
      printable(other, MAX_NAME),
    ),
  );
}
