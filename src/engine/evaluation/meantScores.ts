import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import { isOfFirstClass } from '../../records/fields/columnGroups';
import { rivalsOf } from '../../records/probe/meant';
import { isSamePath } from '../../records/probe/field';
import type { DumpProbe, FieldCandidate } from '../../records/types';
import { wordsBeside } from '../../worker/foundInRecords';
import { notTold } from './openedSource';
import { quotedNames } from './quotedNames';
import { checkRivals } from './rivalScores';

/** From this score on a name says that columns are scores of classes. */
const TELLING = 4;

/** What an array's columns are called that has no names of its own. */
const NUMBERED_CLASS = /^(?:class|cls|c|label|out(?:put)?)?[ _.-]?\d+$/i;

/**
 * Throws where nobody says that what would be taken are the scores that are meant.
 *
 * @param labels those that are taken, where they are in the file
 */
export function checkMeant(
  probe: DumpProbe,
  logits: Pick<FieldCandidate, 'name' | 'path' | 'isScalar'>,
  labels: Pick<FieldCandidate, 'name' | 'words'> | undefined,
  { labels: named }: EvaluationOptions,
): void {
  const otherLabels = named === undefined ? probe.labels.map(({ name }) => name) : [];
  if (labels) checkOne(probe, wordsBeside(logits, labels) !== undefined);
  checkRivals(
    logits.name,
    rivalsOf(probe, labels?.name, otherLabels).map(({ name }) => name),
  );
}

/** Throws where all there is, or what would be taken, are scores of other classes in each record, as of the likeliest alone. */
export function checkClassesOf({ logits: [first], ownClasses }: DumpProbe, isTold: boolean): void {
  if (!ownClasses || (isTold && !isSamePath(first.path, ownClasses.path))) return;
  const { name, first: own, other } = ownClasses;
  throw new Error(
    l10n.t(
      '“{0}” has scores of other classes in each record: {1} in the first, and {2} in a later one. An evaluation requires the scores of all classes in each record.',
      printable(name, 80),
      quotedNames(own),
      quotedNames(other),
    ),
  );
}

/** Of single numbers that are named alike, as one for each model, nobody says which one is meant. */
function checkOne({ logits: [first], classNames = [] }: DumpProbe, areWords: boolean): void {
  // Columns that are alike may be features as well.
  const isTold =
    first.readingEvidence !== undefined ||
    first.score >= TELLING ||
    first.isScalar ||
    first.path.length === 1 ||
    first.path.every((name) => NUMBERED_CLASS.test(name)) ||
    // Words come from what labels hold.
    classNames.some((name) => !/^\d+$/.test(name));
  if (!isTold && !first.scored) throw notTold(first.name);
  if (first.isScalar && first.reading === 'log-probabilities')
    throw new Error(
      l10n.t(
        '“{0}” is the logarithm of one probability per row, and nothing says of which class. If it is that of the second class, name it in “logits”.',
        printable(first.name, 80),
      ),
    );
  if (first.isScalar && first.reading === 'logits' && SHARE.test(first.name))
    throw new Error(
      l10n.t(
        '“{0}” is called probabilities, but not all values are in [0, 1]. If they are logits, name them in “logits”.',
        printable(first.name, 80),
      ),
    );
  // Labels that are words say which class it is the score of.
  if (first.isScalar && !areWords && isOfFirstClass(first.name))
    throw new Error(
      l10n.t(
        '“{0}” is named as the score of the first class, but a single score per row is read as that of the second. Write the score of the second class; if it already is, name it in “logits”.',
        printable(first.name, 80),
      ),
    );
}

/** What no model's logit is called, and may be a percentage or a logarithm. */
const SHARE = /^(?!.*logit).*prob(?![el])|(?:^|\.)p$/i;
