import * as l10n from '@vscode/l10n';
import type { ReadingKind } from '../arrays/types';
import type { Steps } from '../numerics';
import { calibrations, type FullRows } from '../loss/evaluation/calibrate';
import { eceByChance } from '../loss/evaluation/byChance';
import { conformalSets } from '../loss/evaluation/conformal';
import {
  EvaluatedRowsBuilder,
  KEPT_NUMBERS,
  pickRows,
  type EvaluatedRows,
} from '../loss/evaluation/evaluatedRows';
import {
  classEvaluations,
  evaluationFigures,
  hasProbabilities,
  reliabilityOf,
} from '../loss/evaluation/figures';
import { labelErrors } from '../loss/evaluation/labelErrors';
import { MultilabelBuilder, multilabelFigures } from '../loss/evaluation/multilabel';
import { inBoth, pairedEvaluation, pairedSlices } from '../loss/evaluation/paired';
import { rankRows } from '../loss/evaluation/rankedRows';
import { slicesOf, type SliceField } from '../loss/evaluation/slices';
import { confusionOf, lossesOf, riskOf, worstPlaces } from '../loss/evaluation/summary';
import type {
  Evaluation,
  EvaluationOptions,
  ListedRow,
  PairedEvaluation,
  SkippedRecord,
} from '../loss/evaluation/types';
import type { LabelledRows } from '../loss/rowColumns';
import type { EvaluateRequest, ViewSettings } from '../worker/protocol';
import type { ArrayFiles } from './arrayFiles';
import type { CallContext } from './callContext';
import { openSource, type OpenedSource, type RowTexts } from './evaluationSource';
import { fileHash } from './fileHash';
import { giveWay } from './giveWay';
import type { Session } from './session';
import type { Sessions } from './sessions';

/** Values of a field beyond these are no slices but names. */
const MAX_SLICES = 200;
/** A field of more numbers is sliced at its quartiles. */
const MANY_NUMBERS = 20;

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
  const opened = await openSource(rooms, source, options, context);
  try {
    const evaluation = await evaluationOf(opened, options, context);
    if (evaluation.task !== 'multilabel' && against)
      evaluation.against = await evaluateAgainst(rooms, opened, { against, options }, context);
    if ('file' in source) {
      const { name } = source.file;
      evaluation.file = { name, ...(await fileHash(source.file, context)) };
    }
    return evaluation;
  } finally {
    opened.close();
  }
}

/** Every figure of rows that are open. */
export async function evaluationOf(
  { session, multiHot, classNames, report, group, taken }: Omit<OpenedSource, 'close'>,
  options: EvaluationOptions,
  context: CallContext,
): Promise<Evaluation> {
  const { resamples = 1000, seed = 0, coverage = 0.9, temperature = 1 } = options;
  const loss = options.loss ?? (multiHot ? 'sigmoid' : 'softmax');
  const settings = settingsOf(options, session);
  const told = {
    version: 1 as const,
    options: { ...defined({ ...options, ...taken }), loss, temperature, resamples, seed, coverage },
    ...(classNames && { classNames }),
    skipped: skippedOf(report),
  };
  const resampling = { resamples, seed };
  if (loss === 'sigmoid' && session.size.classes > 1) {
    const rows = await multilabelRows(session, settings, context);
    return { ...told, ...(await inTurns(multilabelFigures(rows, classNames, resampling), context)) };
  }
  const rows = await evaluatedRows(session, settings, context);
  if (rows.row.length === 0) throw noRows(rows);
  const figures = await inTurns(evaluationFigures(rows, resampling), context);
  const between = () => giveWay(context.signal);
  const full = hasProbabilities(rows) && rows.logits ? (rows as FullRows) : undefined;
  const suspects = full ? labelErrors(full).map(({ at }) => at) : [];
  return {
    ...told,
    task: rows.classes === 2 ? 'binary' : 'multiclass',
    rows: {
      all: rows.all,
      counted: rows.row.length,
      unlabelled: rows.unlabelled,
      undefined: rows.undefined,
    },
    classes: rows.classes,
    ...figures,
    perClass: classEvaluations(rows, classNames),
    slices: group ? slicesOf(rows, sliceField(group, rows)) : slicesOf(rows, labelField(rows, classNames)),
    reliability: reliabilityOf(rankRows(rows)),
    eceLimit: eceByChance(rows.confidence, Math.max(1, resamples), seed).limit,
    risk: riskOf(rows),
    losses: lossesOf(rows),
    confusion: confusionOf(rows),
    ...(full && { calibration: await calibrations(full, seed, between) }),
    labelErrors: suspects.map((at) => rows.row[at]),
    listed: {
      labelErrors: suspects.slice(0, LISTED_ROWS).map((at) => listedRow(rows, at, session)),
      worst: worstPlaces(rows, LISTED_ROWS).map((at) => listedRow(rows, at, session)),
    },
    ...(full && { conformal: conformalSets(full, coverage, seed) }),
  };
}

function settingsOf(
  { temperature = 1, ignoreIndex, labelOffset, shifted }: EvaluationOptions,
  { records }: Session,
): ViewSettings {
  return defined({ temperature, ignoreIndex, labelOffset, shifted: shifted ?? records?.fields.shifted });
}

/** Rows that an evaluation lists one by one, of each kind. */
const LISTED_ROWS = 20;

function listedRow(rows: EvaluatedRows, at: number, { records }: Session): ListedRow {
  const row = rows.row[at];
  return {
    row,
    ...(records && { line: records.places.line[row] }),
    label: rows.label[at],
    predicted: rows.top[at],
    loss: rows.loss[at],
    confidence: rows.confidence[at],
  };
}

async function evaluateAgainst(
  rooms: Rooms,
  first: OpenedSource,
  { against, options }: Required<Pick<EvaluateRequest, 'against' | 'options'>>,
  context: CallContext,
): Promise<PairedEvaluation> {
  const { resamples = 1000, seed = 0 } = options;
  const second = await openSource(rooms, against, options, context);
  try {
    const rowsOf = ({ session }: OpenedSource) =>
      evaluatedRows(session, settingsOf(options, session), context);
    const ofFirst = await rowsOf(first);
    const ofSecond = joined(first, second, await rowsOf(second));
    const pair = inBoth([ofFirst, ofSecond]);
    const name = 'file' in against ? against.file.name : l10n.t('the second arrays');
    const paired = await inTurns(pairedEvaluation(pair, name, { resamples, seed }), context);
    const field = first.group ? sliceField(first.group, pair[0]) : labelField(pair[0], first.classNames);
    return { ...paired, slices: pairedSlices(pair, field) };
  } finally {
    second.close();
  }
}

/** The second's rows under the numbers of the first's: by an id where both have one, else row by row. */
function joined(first: OpenedSource, second: OpenedSource, rows: EvaluatedRows): EvaluatedRows {
  if (!first.ids || !second.ids) {
    if (first.session.size.rows !== second.session.size.rows)
      throw new Error(
        l10n.t(
          'Two files are compared row by row; these have {0} and {1} rows. Name a field that tells which rows belong together.',
          first.session.size.rows,
          second.session.size.rows,
        ),
      );
    return rows;
  }
  const rowOf = new Map<string, number>();
  first.ids.of.forEach((name, row) => {
    if (name >= 0) rowOf.set(first.ids!.names[name], row);
  });
  const { ids } = second;
  const places: [place: number, row: number][] = [];
  rows.row.forEach((row, place) => {
    const name = ids.of[row];
    const joinedRow = name < 0 ? undefined : rowOf.get(ids.names[name]);
    if (joinedRow !== undefined) places.push([place, joinedRow]);
  });
  places.sort((a, b) => a[1] - b[1]);
  const order = Int32Array.from(places, ([place]) => place);
  return { ...pickRows(rows, order), row: Int32Array.from(places, ([, row]) => row) };
}

/** The rows that count, of a session. */
export async function evaluatedRows(
  session: Session,
  settings: ViewSettings,
  context: CallContext,
): Promise<EvaluatedRows> {
  const { rows, classes } = session.size;
  const builder = new EvaluatedRowsBuilder(settings, rows * Math.max(2, classes) <= KEPT_NUMBERS);
  await session.pass(settings, context, (block) =>
    builder.add(classes === 1 ? asPairs(block, session.reading) : block),
  );
  return builder.build();
}

/** A single score a row stands beside the 0 of the class that it is a score against, a probability beside its rest. */
function asPairs(block: LabelledRows, reading: ReadingKind): LabelledRows {
  const isLogit = reading === 'logits';
  const logits = new Float64Array(block.logits.length * 2);
  block.logits.forEach((x, row) => {
    logits[2 * row] = isLogit ? 0 : Math.log1p(-Math.exp(x));
    logits[2 * row + 1] = x;
  });
  return { ...block, logits, classes: 2 };
}

async function multilabelRows(session: Session, settings: ViewSettings, context: CallContext) {
  const builder = new MultilabelBuilder(session.size.classes, settings.temperature);
  await session.pass(settings, context, (block) => builder.add(block));
  const rows = builder.build();
  if (rows.row.length === 0) throw noRows(rows);
  return rows;
}

function noRows({ all, unlabelled }: { all: number; unlabelled: number }): Error {
  return new Error(
    unlabelled === all
      ? l10n.t('An evaluation requires labels; none of the {0} rows has one.', all)
      : l10n.t('None of the {0} rows has both a label and a distribution.', all),
  );
}

/** The values of a field for the rows that count; many different numbers in quartiles. */
function sliceField({ field, names, of }: RowTexts, { row }: EvaluatedRows): SliceField {
  const chosen = Int32Array.from(row, (one) => of[one]);
  if (names.length <= MANY_NUMBERS) return { field, names, of: chosen };
  const numbers = Float64Array.from(names, Number);
  if (numbers.some(Number.isNaN)) {
    if (names.length <= MAX_SLICES) return { field, names, of: chosen };
    return mostFrequent({ field, names, of: chosen });
  }
  const values = Float64Array.from(chosen, (name) => (name < 0 ? NaN : numbers[name]));
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const cuts = [0.25, 0.5, 0.75].map((q) => sorted[Math.floor(q * (sorted.length - 1))]);
  const ends = [sorted[0], ...cuts, sorted[sorted.length - 1]];
  return {
    field,
    names: cuts.concat(ends[4]).map((end, part) => `${part === 0 ? ends[0] : `> ${ends[part]}`} … ${end}`),
    of: Int32Array.from(values, (value) =>
      Number.isNaN(value)
        ? -1
        : cuts.findIndex((cut) => value <= cut) < 0
          ? 3
          : cuts.findIndex((cut) => value <= cut),
    ),
  };
}

/** The values that most rows have. */
function mostFrequent({ field, names, of }: SliceField): SliceField {
  const count = new Int32Array(names.length);
  for (const name of of) if (name >= 0) count[name]++;
  const kept = [...count.keys()].sort((a, b) => count[b] - count[a]).slice(0, MAX_SLICES);
  const place = new Map(kept.map((name, at) => [name, at]));
  return {
    field,
    names: kept.map((name) => names[name]),
    of: of.map((name) => place.get(name) ?? -1),
  };
}

export function labelField({ label, classes }: EvaluatedRows, classNames?: readonly string[]): SliceField {
  const names = Array.from({ length: classes }, (_, id) => classNames?.[id] ?? String(id));
  const field = { field: 'label', names, of: label };
  return classes > MAX_SLICES ? mostFrequent(field) : field;
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
    progress({ done, total, message: l10n.t('{0} of {1} resamples', done, total) });
  }
}
