import * as l10n from '@vscode/l10n';
import { printable } from '../arrays/words/printable';
import { twoClasses } from '../arrays/arrange';
import { ndarray } from '../arrays/ndarray';
import type { FoundArray, Reading, UnfitLabels } from '../arrays/types';
import type { DumpFields, DumpProbe, FieldCandidate } from '../loss/types';
import { placesSentence } from '../arrays/words/placesSentence';
import { twoWords } from '../arrays/words/twoWords';
import type { OpenedDump } from './protocol';
import { isSeparated } from '../records/csv/separated';

/** A file of records that was read, and how. */
interface ReadRecords {
  /** The file's name. */
  name: string;
  fields: DumpFields;
  probe: DumpProbe;
  opened: OpenedDump;
}

/** What the first records said of the field that the logits are read from. */
export function logitsField(probe: DumpProbe, { logits }: DumpFields): FieldCandidate | undefined {
  return probe.logits.find(({ path }) => path.join('\0') === logits.join('\0'));
}

/** The labels that are meant where nobody names others: what is no more than a guess, a person takes or nobody. */
export function likelyLabels({ labels: [first] }: DumpProbe): FieldCandidate | undefined {
  return first?.isGuess ? undefined : first;
}

/** What nobody said of the fields that are read, and is taken so: a sentence each. */
export function takenFor(
  probe: DumpProbe,
  fields: DumpFields,
  {
    reading,
    labels: read,
    report,
    leftOut = [],
  }: Pick<OpenedDump, 'reading' | 'labels' | 'leftOut'> & {
    report?: Pick<OpenedDump['report'], 'isPadded' | 'classes'>;
  },
  { labelOffset, logits: named }: { labelOffset?: number; logits?: string } = {},
): string[] {
  const labels = probe.labels.find(({ path }) => path.join('\0') === fields.labels?.join('\0'));
  const isTaken = labels?.byName === undefined || fields.labelsByName;
  const logits = logitsField(probe, fields);
  const isRead = (logits?.reading ?? 'logits') === reading;
  const isFirst = named === undefined && logits !== undefined && logits === probe.logits[0];
  const others = isFirst ? (probe.otherScores ?? []).map((other) => otherScores(logits.name, other)) : [];
  const several = fields.hotLabels && read?.multiHot ? [severalOrNone()] : [];
  return [isRead ? logits : undefined, isTaken ? labels : undefined]
    .flatMap((one) => (one?.places ? placesSentence(one.places, labelOffset) : (one?.note ?? [])))
    .concat(several)
    .concat(others)
    .concat(leftOut)
    .concat(report?.isPadded ? [ownChoices(report.classes)] : []);
}

/** That scores are one model's by their names, and not by their values. */
export const otherScores = (taken: string, other: string): string =>
  l10n.t(
    '“{0}” is evaluated, and “{1}” holds other probabilities. To evaluate those, name “{1}” in “logits”.',
    printable(taken, 80),
    printable(other, 80),
  );

/** What of questions with choices of their own is in no file. */
const ownChoices = (most: number): string =>
  l10n.t(
    'Records have up to {0} classes each. A class that a record does not have counts as impossible.',
    most,
  );

/** Why each class is a yes or no of its own. */
export const severalOrNone = (): string =>
  l10n.t('A row has several classes or none, so each class is treated as its own yes or no.');

/** The labels' field, as a person writes it. */
export function labelsName({ labels, hotLabels }: DumpFields): string | undefined {
  if (!labels || !hotLabels) return labels?.join('.');
  return [...hotLabels.within, `${labels[0]} … ${labels[labels.length - 1]}`].join('.');
}

/** What may be the labels of records that are looked at without any. */
export function guessedLabels(
  { labels: [first] }: DumpProbe,
  { labels }: DumpFields,
  { rows }: Pick<OpenedDump, 'rows'>,
): { unfitLabels?: UnfitLabels } {
  if (labels || !first?.isGuess || (first.isYesOrNo && first.rivals)) return {};
  return { unfitLabels: { name: first.name, shape: [rows], isGuess: true } };
}

/** What labels call the two classes of one score a row, that of the score behind the other. */
export const wordsBeside = (
  { isScalar, path }: Pick<FieldCandidate, 'path' | 'isScalar'>,
  labels: Pick<FieldCandidate, 'words'> | undefined,
): string[] | undefined =>
  isScalar && labels?.words ? twoWords(path.at(-1) ?? '', labels.words) : undefined;

const scalarOf = (reading: FieldCandidate['reading']) =>
  reading === 'probabilities' || reading === 'log-probabilities' ? reading : 'logits';

/** What is read of a file, once a person or the likeliest candidates say which fields are meant. */
export function fieldsOf(
  { format, records, keyed, rewritten, classNames, losses, masks }: DumpProbe,
  logits: Pick<FieldCandidate, 'path' | 'isScalar' | 'reading' | 'scored' | 'written'>,
  labels: Pick<FieldCandidate, 'path' | 'isSet' | 'isHot' | 'byName' | 'areNames' | 'words'> | undefined,
): DumpFields {
  return {
    format,
    records,
    ...(keyed !== undefined && { keyed }),
    ...(rewritten && { rewritten }),
    classNames: logits.scored?.classes ?? classNames ?? wordsBeside(logits, labels),
    loss: losses[0]?.path,
    logits: logits.path,
    labels: labels?.path,
    ...(labels && masks && masks.length > 0 && { masks }),
    ...(logits.isScalar && { scalar: scalarOf(logits.reading) }),
    ...(logits.scored && { scored: logits.scored }),
    ...(logits.written && { written: logits.written }),
    ...(labels?.isSet && { labelSets: true }),
    ...(labels?.isHot && { hotLabels: labels.isHot }),
    ...(labels?.byName && { labelsByName: true }),
    ...(labels?.areNames && { labelsAreNames: true }),
  };
}

/** From this score on a field's name says that it holds scores of classes. */
const TELLING = 4;
const UNTOLD = 0.3;

/** All rows may say what the first ones do not. */
function asRead(
  candidate: FieldCandidate | undefined,
  { reading }: Pick<OpenedDump, 'reading'>,
): FieldCandidate | undefined {
  if (!candidate || (candidate.reading ?? 'logits') === reading) return candidate;
  return {
    ...candidate,
    reading,
    readingEvidence: l10n.t('all are in [0, 1], and a row has several labels'),
  };
}

/** Where neither a name nor sums say what a field holds, it is read as logits because someone opened it. */
function readingOf(candidate: FieldCandidate | undefined, isField: string, name: string): Reading {
  const { reading: kind = 'logits', readingEvidence, score = TELLING } = candidate ?? {};
  if (readingEvidence === undefined && score < TELLING)
    return {
      kind,
      confidence: UNTOLD,
      evidence: [isField, l10n.t('nothing in “{0}” suggests scores', printable(name))],
    };
  return { kind, confidence: 1, evidence: [readingEvidence ?? isField] };
}

/** The rows of a file of records as one array: its values, and the labels of each record, stay in the file. */
export function foundInRecords({ name, fields, probe, opened }: ReadRecords): FoundArray {
  const { session, rows, classes, labels } = opened;
  const candidate = logitsField(probe, fields);
  const logits = candidate?.name ?? fields.logits.join('.');
  const label = labelsName(fields);
  const taken = takenFor(probe, fields, opened);
  return {
    range: [0, 0],
    name: logits,
    container: isSeparated(fields.format) ? 'csv' : 'json',
    shape: [rows, classes],
    elided: false,
    held: session,
    reading: readingOf(
      asRead(candidate, opened),
      l10n.t('it is the field “{0}” of {1}', printable(logits), printable(name)),
      logits,
    ),
    classNames: fields.classNames ?? (fields.scalar && twoClasses()),
    ...(labels && {
      labels: {
        kind: labels.multiHot ? ('multi-hot' as const) : ('class-ids' as const),
        values: ndarray(new Float64Array(0), [rows]),
        given: labels.given,
        name: label,
        source: l10n.t('“{0}” of each record', printable(label ?? '')),
      },
    }),
    printedLoss: probe.printedLoss,
    ...(taken.length > 0 && { taken }),
  };
}
