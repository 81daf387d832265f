import * as l10n from '@vscode/l10n';
import { calibrations, crossFittedTemperature, type FullRows } from '../loss/evaluation/calibrate';
import { conformalSets } from '../loss/evaluation/conformal';
import { eceByChance } from '../loss/evaluation/byChance';
import type { EvaluatedRows } from '../loss/evaluation/evaluatedRows';
import { figuresOfTop, hasProbabilities, reliabilityOf } from '../loss/evaluation/figures';
import { labelErrors } from '../loss/evaluation/labelErrors';
import { binOf, rankRows } from '../loss/evaluation/rankedRows';
import { confusionOf, lossesOf, riskOf } from '../loss/evaluation/summary';
import { slicesOf } from '../loss/evaluation/slices';
import type {
  CalibrationMethods,
  ConformalSets,
  EvaluationFilter,
  EvaluationSummary,
  TemperatureSummary,
} from '../loss/evaluation/types';
import type { RowsPage, ViewSettings } from '../worker/protocol';
import type { CallContext } from './callContext';
import { evaluatedRows, inTurns, labelField } from './evaluate';
import { giveWay } from './giveWay';
import type { Session } from './session';

/** What the API's defaults are. */
export const RESAMPLING = { resamples: 1000, seed: 0 };
/** Below this probability of its label a row is listed as one whose label looks wrong. */
const UNLIKELY = 0.01;

interface Asked {
  settings: ViewSettings;
  classNames?: readonly string[];
  withoutIntervals?: boolean;
}

/** The rows of a session under its newest settings; one set is kept, whatever is asked of it. */
const kept = new WeakMap<Session, Held>();

interface Held {
  key: string;
  rows: Promise<EvaluatedRows>;
  suspects?: Promise<Suspects>;
}

interface Suspects {
  temperature: TemperatureSummary;
  /** Places of rows whose label looks wrong, worst first. */
  places: Int32Array;
}

function rowsOf(session: Session, settings: ViewSettings, context: CallContext): Held {
  const { temperature, ignoreIndex, shifted, labelOffset } = settings;
  const key = JSON.stringify([session.labelling, temperature, ignoreIndex, shifted, labelOffset]);
  const known = kept.get(session);
  if (known?.key === key) return known;
  // It outlives the call that asked first: others may wait for it by then.
  const signal = new AbortController().signal;
  const made: Held = { key, rows: evaluatedRows(session, settings, { ...context, signal }) };
  made.rows.catch(() => kept.delete(session));
  kept.set(session, made);
  return made;
}

/** Everything that the view draws of a session's rows but what takes a calibration. */
export async function evaluationSummary(
  session: Session,
  { settings, classNames, withoutIntervals }: Asked,
  context: CallContext,
): Promise<EvaluationSummary> {
  const rows = await rowsOf(session, settings, context).rows;
  if (rows.row.length === 0) throw new Error(l10n.t('No row has both a label and a distribution.'));
  const { resamples, seed } = RESAMPLING;
  const drawn = withoutIntervals ? 0 : resamples;
  const figures = await inTurns(figuresOfTop(rows, { resamples: drawn, seed }), context);
  // One draw says nothing of chance.
  if (withoutIntervals) delete figures.eceByChance;
  return {
    figures,
    ...(!withoutIntervals && { eceLimit: eceByChance(rows.confidence, resamples, seed).limit }),
    rows: { all: rows.all, counted: rows.row.length, unlabelled: rows.unlabelled, undefined: rows.undefined },
    classes: rows.classes,
    reliability: reliabilityOf(rankRows(rows)),
    risk: riskOf(rows),
    losses: lossesOf(rows),
    confusion: confusionOf(rows),
    slices: slicesOf(rows, labelField(rows, classNames)),
  };
}

/** The fitted temperature and the labels that look wrong at it. */
export async function temperatureSummary(
  session: Session,
  { settings }: Asked,
  context: CallContext,
): Promise<TemperatureSummary> {
  return (await suspectsOf(session, settings, context)).temperature;
}

async function suspectsOf(session: Session, settings: ViewSettings, context: CallContext): Promise<Suspects> {
  // What is fitted is the plain loss, whatever temperature is looked at.
  const held = rowsOf(session, settings, context);
  held.suspects ??= findSuspects(await held.rows, context);
  held.suspects.catch(() => (held.suspects = undefined));
  return held.suspects;
}

async function findSuspects(rows: EvaluatedRows, { signal }: CallContext): Promise<Suspects> {
  if (!hasProbabilities(rows) || !rows.logits) return { temperature: {}, places: new Int32Array(0) };
  const fit = await crossFittedTemperature(rows as FullRows, RESAMPLING.seed, () => giveWay(signal));
  const errors = labelErrors(fit?.rows ?? rows).filter(({ selfConfidence }) => selfConfidence < UNLIKELY);
  const places = Int32Array.from(errors, ({ at }) => at);
  if (!fit) return { temperature: { labelErrors: errors.length }, places };
  return {
    temperature: {
      temperature: fit.temperature,
      judged: fit.judged,
      labelErrors: errors.length,
    },
    places,
  };
}

const full = (rows: EvaluatedRows) =>
  hasProbabilities(rows) && rows.logits && rows.row.length > 0 ? (rows as FullRows) : undefined;

export async function calibrationMethods(
  session: Session,
  { settings }: Asked,
  context: CallContext,
): Promise<CalibrationMethods | undefined> {
  const rows = full(await rowsOf(session, settings, context).rows);
  return rows && calibrations(rows, RESAMPLING.seed, () => giveWay(context.signal));
}

export async function conformalOf(
  session: Session,
  { settings, coverage }: Asked & { coverage: number },
  context: CallContext,
): Promise<ConformalSets | undefined> {
  const rows = full(await rowsOf(session, settings, context).rows);
  return rows && conformalSets(rows, coverage, RESAMPLING.seed);
}

/** Rows of an evaluation by falling loss, or those whose label looks wrong, worst first. */
export async function evaluationPage(
  session: Session,
  { settings, filter, from, count }: Asked & { filter: EvaluationFilter; from: number; count: number },
  context: CallContext,
): Promise<RowsPage> {
  const rows = await rowsOf(session, settings, context).rows;
  const { label, top, confidence, loss } = rows;
  const isWanted = (at: number) =>
    (filter.label === undefined || label[at] === filter.label) &&
    (filter.predicted === undefined || top[at] === filter.predicted) &&
    (filter.bin === undefined || binOf(confidence[at]) === filter.bin) &&
    (filter.only !== 'wrong' || top[at] !== label[at]);
  const places =
    filter.only === 'label-errors'
      ? (await suspectsOf(session, settings, context)).places.filter(isWanted)
      : Int32Array.from(loss, (_, at) => at)
          .filter(isWanted)
          .sort((a, b) => loss[b] - loss[a] || a - b);
  const shown = Int32Array.from(places.subarray(from, from + count), (at) => rows.row[at]);
  return session.pageOf(shown, places.length, settings, context);
}
