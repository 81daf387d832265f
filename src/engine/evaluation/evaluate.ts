import * as l10n from '@vscode/l10n';
import { NO_LABEL } from '../../arrays/noLabel';
import { plural } from '../../arrays/words/plural';
import { printable } from '../../arrays/words/printable';
import type { ReadingKind } from '../../arrays/types';
import type { Steps } from '../../numerics';
import { calibrations } from '../../loss/evaluation/calibrate';
import { eceByChance } from '../../loss/evaluation/byChance';
import { conformalSets } from '../../loss/evaluation/conformal';
import type { Resampling } from '../../loss/evaluation/bootstrap';
import { EvaluatedRowsBuilder, type EvaluatedRows, type FullRows } from '../../loss/evaluation/evaluatedRows';
import {
  arrangedRows,
  classEvaluations,
  evaluationFigures,
  hasProbabilities,
  reliabilityOf,
} from '../../loss/evaluation/figures';
import { labelErrors } from '../../loss/evaluation/labelErrors';
import { MultilabelBuilder, multilabelFigures, type MultilabelRows } from '../../loss/evaluation/multilabel';
import { inClassesOf } from '../../loss/evaluation/sameClasses';
import { pairedEvaluation, pairedRows, pairedSlices } from '../../loss/evaluation/paired';
import { positiveEvaluation } from '../../loss/evaluation/positive';
import { labelField, MAX_SLICES, sliceFieldOf } from '../../loss/evaluation/sliceField';
import { slicesOf, type SliceField } from '../../loss/evaluation/slices';
import { confusionOf, lossesOf, riskOf, worstPlaces } from '../../loss/evaluation/summary';
import type {
  Evaluation,
  EvaluationOptions,
  ListedRow,
  PairedEvaluation,
  SkippedRecord,
} from '../../loss/evaluation/types';
import type { LabelledRows } from '../../loss/rowColumns';
import type { DumpReport } from '../../records/types';
import { severalOrNone } from '../../worker/foundInRecords';
import type { EvaluateRequest, FileRequest, ViewSettings } from '../../worker/protocol';
import type { ArrayFiles } from '../arrays/arrayFiles';
import { areTokens } from '../tokens/areTokens';
import type { CallContext } from '../callContext';
import { openSource } from './source';
import type { OpenedSource } from './openedSource';
import { hashFile } from '../files/fileHash';
import { checkNames, LabelRange } from '../labels/labelRange';
import { FallingScores } from './fallingScores';
import { giveWay } from '../giveWay';
import { EVALUATED_CLASSES } from '../limits';
import { notesOfMisfit, notesOfReport } from './leftOut';
import type { Session } from '../session';
import type { Sessions } from '../sessions';
import { UnsignedScores } from './unsignedScores';

/** Where files are opened, and what is looked at. */
interface Rooms {
  sessions: Sessions;
  files: ArrayFiles;
}

/** Evaluates a file or arrays, and another against it where there is one. Nothing stays open. */
export async function evaluate(
  rooms: Rooms,
  { source, against, options }: EvaluateRequest,
  context: CallContext,
): Promise<Evaluation> {
  const files = await hashedFiles({ source, against }, context);
  const opened = await openSource(rooms, source, options, context);
  try {
    const evaluation = await evaluationOf(opened, options, context);
    if (evaluation.task === 'multilabel' && against)
      throw new Error(l10n.t('Rows that may have several labels can’t be compared with another file.'));
    if (against) evaluation.against = await evaluateAgainst(rooms, opened, { against, options }, context);
    const [file, labelsFile, againstFile, againstLabels] = files.map((one) => one?.hashed);
    if (evaluation.against && againstFile) evaluation.against.file = againstFile;
    if (evaluation.against && againstLabels) evaluation.against.labelsFile = againstLabels;
    for (const one of files) await one?.check();
    return { ...evaluation, ...(file && { file }), ...(labelsFile && { labelsFile }) };
  } finally {
    opened.close();
  }
}

/** Of the rows and of those that they are compared with, and of the labels of both where these stand elsewhere. */
async function hashedFiles(
  { source, against }: Pick<EvaluateRequest, 'source' | 'against'>,
  context: CallContext,
) {
  const files = [source, against].flatMap((one) =>
    one && 'file' in one ? [one.file, one.labels?.file] : [undefined, undefined],
  );
  type Hashed = Awaited<ReturnType<typeof hashFile>>;
  const hashed: (Hashed | undefined)[] = [];
  // A file that holds scores and labels, or that is compared with itself, is read once.
  const known = new Map<unknown, Hashed>();
  for (const file of files) {
    const one = file && (known.get(keyOf(file)) ?? (await hashFile(file, context)));
    if (one) known.set(keyOf(file), one);
    // Of several names each is told by its own.
    hashed.push(one && { ...one, hashed: { ...one.hashed, name: file.name } });
  }
  return hashed;
}

/** Where it stands, or the bytes that are all there is of it. */
const keyOf = ({ path, bytes }: FileRequest): unknown => path ?? bytes;

/** Rows as a view shows them. */
export interface ShownRows {
  rows: EvaluatedRows;
  /** All that they were chosen from, and their places among those: labels and sets are judged by all. */
  chosen?: { from: EvaluatedRows; places: Int32Array };
  /** All rows without a calibration, which is what one is fitted to. */
  given: EvaluatedRows;
  slicedBy: SliceField;
}

/** Every figure of rows that are open, or of those that a view shows. */
export async function evaluationOf(
  opened: Omit<OpenedSource, 'close'>,
  options: EvaluationOptions,
  context: CallContext,
  shown?: ShownRows,
): Promise<Evaluation> {
  const { session, multiHot, isPaired, classNames, report, group, taken, notes } = opened;
  const { resamples = 1000, seed = 0, coverage = 0.9, temperature = 1 } = options;
  const loss = options.loss ?? (multiHot ? 'sigmoid' : 'softmax');
  const settings = settingsOf(options, opened);
  const said = [...notesOfReport(report, session.records?.fields), ...(notes ?? [])];
  const told = {
    version: 1 as const,
    options: { ...defined({ ...options, ...taken }), loss, temperature, resamples, seed, coverage },
    ...(classNames && { classNames }),
    ...(areTokens(session, settings) && { areTokens: true as const }),
    skipped: skippedOf(report),
    ...notesWith(said),
  };
  checkClasses(session);
  const resampling = { resamples, seed };
  // What is shown is written down as it is shown.
  const range = shown ? undefined : rangeOf(opened, options);
  // The sigmoid of one score is the softmax of two classes.
  if (loss === 'sigmoid' && !isPaired && session.size.classes > 1) {
    const rows = await multilabelRows(session, settings, context, looksAt(opened, options, range));
    const figures = await inTurns(multilabelFigures(rows, classNames, resampling), context);
    return { ...told, ...notesOfEach(rows, told.notes, options), ...figures };
  }
  const looks = looksAt(opened, options, range);
  const rows = shown?.rows ?? (await evaluatedRows(session, settings, context, looks));
  if (rows.row.length === 0) throw noRows(rows, report);
  const slicedBy = shown?.slicedBy ?? (group ? sliceFieldOf(group, rows) : labelField(rows, classNames));
  const given = shown?.given ?? rows;
  const about = { session, classNames, coverage };
  const { chosen } = shown ?? {};
  return {
    ...told,
    ...notesWith(said, [...notesOfMisfit(rows, options), ...notesOfSlices(group, slicedBy)]),
    ...(await evaluationOfRows({ rows, chosen, given, slicedBy }, about, resampling, context)),
  };
}

function checkClasses({ size: { classes } }: OpenedSource['session']): void {
  if (classes <= EVALUATED_CLASSES) return;
  throw new Error(
    l10n.t(
      'The rows have {0} classes; up to {1} can be evaluated.',
      classes.toLocaleString('en'),
      EVALUATED_CLASSES.toLocaleString('en'),
    ),
  );
}

/** What looks at rows as they pass, and throws at their end where they can't be what they are taken for. */
type Look = Pick<LabelRange, 'add' | 'check'>;

/** What tells scores that are none of classes in their order, where nobody named them. */
function looksAt(
  { taken: { logits }, isPaired, session }: Pick<OpenedSource, 'taken' | 'isPaired' | 'session'>,
  options: EvaluationOptions,
  range: LabelRange | undefined,
): Look[] {
  const labels = range ? [range] : [];
  if (options.logits !== undefined || logits === undefined) return labels;
  if (!isPaired) return [...labels, new FallingScores(logits)];
  const isCalled = /logit|log_?odds|decision/i.test(logits);
  return session.reading === 'logits' && !isCalled ? [...labels, new UnsignedScores(logits)] : labels;
}

const notesWith = (said: readonly string[], more: readonly string[] = []): Pick<Evaluation, 'notes'> =>
  said.length + more.length > 0 ? { notes: [...said, ...more] } : {};

/** That a field has too many values to slice by each. */
function notesOfSlices(group: OpenedSource['group'], { field, names }: SliceField): string[] {
  if (!group || group.names.length <= names.length) return [];
  const [name, values] = [printable(group.field, 80), group.names.length];
  if (field !== group.field)
    return [l10n.t('“{0}” has {1} different values, so rows are sliced by their length.', name, values)];
  if (names.length === MAX_SLICES)
    return [
      l10n.t('“{0}” has {1} different values; the {2} most frequent are slices.', name, values, MAX_SLICES),
    ];
  return [];
}

/** With what makes rows a yes or no of each class, where nobody asked for that. */
function notesOfEach(
  rows: MultilabelRows,
  notes: readonly string[] = [],
  options: EvaluationOptions,
): Pick<Evaluation, 'notes'> {
  const { loss, group } = options;
  const none = loss === undefined ? withoutClass(rows) : undefined;
  const said = none === undefined ? notes : [...notes.filter((note) => note !== severalOrNone()), none];
  const unsliced =
    group === undefined
      ? []
      : [l10n.t('Rows that may have several classes aren’t sliced: “group” has no effect.')];
  return notesWith(said, [...notesOfMisfit(rows, options), ...unsliced]);
}

/** Where no row has several: those without a class may be unlabelled. */
function withoutClass({ classes, isSet, row }: MultilabelRows): string | undefined {
  let none = 0;
  for (let at = 0; at < isSet.length; at += classes) {
    const set = isSet.subarray(at, at + classes).reduce((sum, one) => sum + one, 0);
    if (set > 1) return undefined;
    if (set === 0) none++;
  }
  if (none === 0 || none === row.length) return undefined;
  return plural(
    none,
    l10n.t(
      '1 row has no class, and none has several: each class is treated as its own yes or no. If that row has no label, leave its label empty or set “loss” to “softmax”.',
    ),
    l10n.t(
      '{0} rows have no class, and none has several: each class is treated as its own yes or no. If those rows have no label, leave their labels empty or set “loss” to “softmax”.',
      none,
    ),
  );
}

/** What the labels are checked by; throws where their first ones are names and others are not. */
function rangeOf(
  opened: Pick<OpenedSource, 'session' | 'report'>,
  options: EvaluationOptions,
): LabelRange | undefined {
  const { session, report } = opened;
  checkNames(session.records?.fields, report);
  // Of names that no class has, a number among them is no class either.
  const unknown = report?.counts.find(({ kind }) => kind === 'label-unknown');
  if (report && unknown && unknown.count > report.rows / 2) return undefined;
  const { ignoreIndex, labelOffset } = settingsOf(options, opened);
  return new LabelRange(ignoreIndex, labelOffset);
}

/** Every figure of rows with one right class each. */
async function evaluationOfRows(
  { rows, chosen, given, slicedBy }: ShownRows,
  { session, classNames, coverage }: Pick<OpenedSource, 'session' | 'classNames'> & { coverage: number },
  resampling: Resampling,
  context: CallContext,
): Promise<Omit<Evaluation, 'version' | 'options' | 'skipped'>> {
  const { seed } = resampling;
  const chance = eceByChance(rows.confidence, seed);
  const between = () => giveWay(context.signal);
  const arranged = await inTurns(arrangedRows(rows), { ...context, progress: () => undefined });
  const figures = await inTurns(evaluationFigures(arranged, resampling, chance), context);
  const full = fullRows(rows);
  const fittedTo = fittableRows(given);
  const positive =
    full && rows.classes === 2
      ? await inTurns(
          positiveEvaluation(rows, { p: full.probabilities, name: classNames?.[1] }, resampling),
          context,
        )
      : undefined;
  await between();
  const whole = chosen?.from ?? rows;
  const fullWhole = fullRows(whole);
  const isChosen = chosen && new Set(chosen.places);
  const suspects = (fullWhole ? labelErrors(fullWhole) : [])
    .map(({ at }) => at)
    .filter((at) => isChosen?.has(at) ?? true);
  await between();
  return {
    task: rows.classes === 2 ? 'binary' : 'multiclass',
    rows: {
      all: rows.all,
      counted: rows.row.length,
      ...(chosen && { chosenFrom: chosen.from.row.length }),
      unlabelled: rows.unlabelled,
      undefined: rows.undefined,
    },
    classes: rows.classes,
    ...figures,
    // One figure, one interval: that of the second class's own rows.
    ...(positive?.auroc && { aurocOvr: positive.auroc }),
    ...(positive?.averagePrecision && { averagePrecision: positive.averagePrecision }),
    perClass: classEvaluations(arranged, classNames),
    ...(positive && { positive }),
    slices: slicesOf(rows, slicedBy),
    reliability: reliabilityOf(arranged.ranked),
    eceLimit: chance.limit,
    risk: riskOf(arranged.ranked),
    losses: lossesOf(rows),
    confusion: confusionOf(rows),
    ...(fittedTo && { calibration: await calibrations(fittedTo, seed, between) }),
    labelErrors: suspects.map((at) => whole.row[at]),
    listed: {
      labelErrors: suspects.slice(0, LISTED_ROWS).map((at) => listedRow(whole, at, session)),
      worst: worstPlaces(rows, LISTED_ROWS).map((at) => listedRow(rows, at, session)),
    },
    ...(fullWhole && { conformal: conformalSets(fullWhole, coverage, seed) }),
  };
}

function settingsOf(options: EvaluationOptions, { session }: Pick<OpenedSource, 'session'>): ViewSettings {
  const { temperature = 1, ignoreIndex, labelOffset, shifted = session.records?.fields.shifted } = options;
  return session.settingsOf(defined({ temperature, ignoreIndex, labelOffset, shifted }));
}

/** With everything that a calibration is fitted to; undefined where the rows are too many to keep. */
export const fullRows = (rows: EvaluatedRows): FullRows | undefined =>
  hasProbabilities(rows) && rows.logits && rows.row.length > 0 ? (rows as FullRows) : undefined;

/** The same where each row has one right class, which is what a calibration is fitted to and judged by. */
export const fittableRows = (rows: EvaluatedRows): FullRows | undefined =>
  rows.softLabels ? undefined : fullRows(rows);

/** Rows that an evaluation lists one by one, of each kind. */
const LISTED_ROWS = 20;

function listedRow(rows: EvaluatedRows, at: number, { records }: Session): ListedRow {
  const row = rows.row[at];
  return {
    row,
    ...(records && { line: records.placeOf(row).line }),
    label: rows.label[at],
    predicted: rows.top[at],
    loss: rows.loss[at],
    confidence: rows.confidence[at],
  };
}

const joinOf = ({ session, ids }: OpenedSource) => ({
  rows: session.size.rows,
  ids,
  part: session.records?.places.part.subarray(0, session.size.rows),
});

async function evaluateAgainst(
  rooms: Rooms,
  first: OpenedSource,
  { against, options }: Required<Pick<EvaluateRequest, 'against' | 'options'>>,
  context: CallContext,
): Promise<PairedEvaluation> {
  const { resamples = 1000, seed = 0 } = options;
  // Rows are sliced by what the first file says of them.
  const second = await openSource(rooms, against, { ...options, group: undefined }, context);
  try {
    const name = 'file' in against ? against.file.name : l10n.t('the second arrays');
    const here = await evaluatedRows(first.session, settingsOf(options, first), context);
    const there = inClassesOf(
      { classes: here.classes, names: first.classNames },
      { rows: await rowsAgainst(second, name, options, context), names: second.classNames },
    );
    const { pair, otherLabels } = pairedRows([here, there], [joinOf(first), joinOf(second)]);
    if (pair[0].row.length === 0) throw new Error(l10n.t('No row can be compared in both runs.'));
    const paired = await inTurns(pairedEvaluation(pair, name, { resamples, seed }), context);
    const field = first.group ? sliceFieldOf(first.group, pair[0]) : labelField(pair[0], first.classNames);
    return { ...paired, ...(otherLabels > 0 && { otherLabels }), slices: pairedSlices(pair, field) };
  } finally {
    second.close();
  }
}

/** The rows of another run. Throws, naming it, where it has no labels, or none of class IDs. */
async function rowsAgainst(
  opened: OpenedSource,
  name: string,
  options: EvaluationOptions,
  context: CallContext,
): Promise<EvaluatedRows> {
  try {
    const range = rangeOf(opened, options);
    const rows = await evaluatedRows(
      opened.session,
      settingsOf(options, opened),
      context,
      range ? [range] : [],
    );
    if (rows.row.length === 0) throw noRows(rows, opened.report);
    return rows;
  } catch (error) {
    if (context.signal.aborted || !(error instanceof Error)) throw error;
    throw new Error(l10n.t('“{0}” can’t be compared. {1}', printable(name, 80), error.message));
  }
}

/** The rows that count, of a session. Throws what one that looks at them does. */
export async function evaluatedRows(
  session: Session,
  settings: ViewSettings,
  context: CallContext,
  looks: readonly Look[] = [],
): Promise<EvaluatedRows> {
  const { rows, classes } = session.size;
  const builder = new EvaluatedRowsBuilder(settings, { rows, classes: Math.max(2, classes) });
  await session.pass(settings, context, (block) => {
    const shown = classes === 1 ? asPairs(block, session.reading) : block;
    for (const look of looks) look.add(shown);
    builder.add(shown);
  });
  for (const look of looks) look.check();
  return builder.build();
}

/**
 * One score a row is of yes or no, never a softmax of one class: a logit stands beside the 0 of what it is a score
 * against, the logarithm of a probability beside that of its rest. What is soft of one class is the label itself.
 */
function asPairs({ soft, ...block }: LabelledRows, reading: ReadingKind): LabelledRows {
  const logits = new Float64Array(block.logits.length * 2);
  block.logits.forEach((x, row) => {
    logits[2 * row] = reading === 'logits' ? 0 : Math.log1p(-Math.exp(x));
    logits[2 * row + 1] = x;
  });
  const label = soft ? Int32Array.from(soft, (y) => (y === 0 || y === 1 ? y : NO_LABEL)) : block.label;
  return { ...block, logits, label, classes: 2 };
}

/** Rows of which each class is a yes or no. */
export async function multilabelRows(
  session: Session,
  settings: ViewSettings,
  context: CallContext,
  looks: readonly Look[] = [],
) {
  const builder = new MultilabelBuilder(session.size.classes, settings);
  await session.pass(settings, context, (block) => {
    for (const look of looks) look.add(block);
    builder.add(block);
  });
  for (const look of looks) look.check();
  const rows = builder.build();
  if (rows.row.length === 0) throw noRows(rows);
  return rows;
}

function noRows(
  { all, unlabelled }: { all: number; unlabelled: number },
  report?: Pick<DumpReport, 'counts'>,
): Error {
  const noted = report?.counts.find(({ skipped, kind }) => !skipped && kind.startsWith('label'));
  if (unlabelled === all && noted)
    return new Error(
      l10n.t(
        'None of the {0} rows has a label that can be used. The first problem: {1}.',
        all,
        noted.example,
      ),
    );
  return new Error(
    unlabelled === all
      ? l10n.t('An evaluation requires labels, and none were found.')
      : l10n.t('None of the {0} rows has both a label and a distribution.', all),
  );
}

function skippedOf(report: OpenedSource['report']): SkippedRecord[] {
  return (report?.problems ?? [])
    .filter(({ skipped }) => skipped)
    .map(({ line, kind, message }) => ({ line, kind, reason: message }));
}

function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

/** Runs a computation to its end; other calls are answered between its steps. */
export async function inTurns<Result>(
  steps: Steps<Result>,
  { signal, progress }: CallContext,
): Promise<Result> {
  for (;;) {
    await giveWay(signal);
    const step = steps.next();
    if (step.done) return step.value;
    const { done, total } = step.value;
    if (total > 0) progress({ done, total, message: l10n.t('{0} of {1} resamples', done, total) });
  }
}
