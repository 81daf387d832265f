import * as l10n from '@vscode/l10n';
import { calibratedRows, calibrations, crossFittedTemperature } from '../../loss/evaluation/calibrate';
import { placesUpTo } from '../../loss/evaluation/columns';
import { conformalSets } from '../../loss/evaluation/conformal';
import { eceByChance } from '../../loss/evaluation/byChance';
import { pickRows, type EvaluatedRows } from '../../loss/evaluation/evaluatedRows';
import { figuresOfTop, reliabilityOf } from '../../loss/evaluation/figures';
import { multilabelFigures } from '../../loss/evaluation/multilabel';
import { labelErrors, UNLIKELY } from '../../loss/evaluation/labelErrors';
import { positiveEvaluation } from '../../loss/evaluation/positive';
import { orderBy } from '../../loss/evaluation/orderBy';
import { binOf, rankRows } from '../../loss/evaluation/rankedRows';
import { crossed, labelField, predictedField, sliceFieldOf } from '../../loss/evaluation/sliceField';
import { confusionOf, lossBinsOf, lossesOf, riskOf } from '../../loss/evaluation/summary';
import { slicesOf, type SliceField } from '../../loss/evaluation/slices';
import type {
  CalibrationMethods,
  ConformalSets,
  EvaluationFields,
  EvaluationFilter,
  EvaluationLook,
  EvaluationSummary,
  MultilabelSummary,
  Slice,
  SliceFields,
  TemperatureSummary,
} from '../../loss/evaluation/types';
import { LABEL, PREDICTED } from '../../arrays/words/sliceNames';
import type { EvaluationPage, ViewSettings } from '../../worker/protocol';
import { areTokens } from '../tokens/areTokens';
import type { CallContext } from '../callContext';
import { evaluatedRows, fittableRows, fullRows, inTurns, multilabelRows, type ShownRows } from './evaluate';
import { giveWay } from '../giveWay';
import { recordColumn, recordFields } from './recordFields';
import { rowsPage } from '../views/rowsPage';
import type { Session } from '../session';
import { SharedWork, sharedWork } from '../sharedWork';

/** What the API's defaults are. */
export const RESAMPLING = { resamples: 1000, seed: 0 };

interface Asked extends EvaluationLook {
  settings: ViewSettings;
}

/** The rows of a session under its newest settings; one set is kept, whatever is asked of it. */
const kept = new WeakMap<Session, Held>();

interface Held {
  key: string;
  rows: SharedWork<EvaluatedRows>;
  suspects?: SharedWork<Suspects>;
  /** The same rows under the way of calibrating that was looked at last. */
  calibrated?: { name: EvaluationLook['calibration']; rows: SharedWork<EvaluatedRows> };
}

interface Suspects {
  temperature: TemperatureSummary;
  /** Places of rows whose label looks wrong, worst first. */
  places: Int32Array;
}

function heldOf(session: Session, settings: ViewSettings): Held {
  const { temperature, ignoreIndex, shifted, labelOffset } = settings;
  const key = JSON.stringify([session.labelling, temperature, ignoreIndex, shifted, labelOffset]);
  const known = kept.get(session);
  if (known?.key === key && !known.rows.over) return known;
  const made: Held = { key, rows: new SharedWork((shared) => evaluatedRows(session, settings, shared)) };
  kept.set(session, made);
  return made;
}

/** The rows that count, as they are looked at. */
export function rowsOf(
  session: Session,
  { settings, calibration }: Pick<Asked, 'settings' | 'calibration'>,
  context: CallContext,
): Promise<EvaluatedRows> {
  const held = heldOf(session, settings);
  if (!calibration) return held.rows.wait(context);
  const known = held.calibrated?.name === calibration ? held.calibrated.rows : undefined;
  const rows = sharedWork<EvaluatedRows>(known, async (shared) => {
    const wanted = fittableRows(await held.rows.wait(shared));
    const between = () => giveWay(shared.signal);
    const found = wanted && (await calibratedRows(wanted, calibration, RESAMPLING.seed, between));
    if (!found) throw new Error(l10n.t('These rows can’t be calibrated this way.'));
    return found;
  });
  held.calibrated = { name: calibration, rows };
  return rows.wait(context);
}

/** Everything that the view draws of a session's rows but what takes a calibration. */
export async function evaluationSummary(
  session: Session,
  { withoutIntervals, ...asked }: Asked & { withoutIntervals?: boolean },
  context: CallContext,
): Promise<EvaluationSummary> {
  const { all, rows, places } = await chosenRows(session, asked, context);
  const { resamples, seed } = RESAMPLING;
  const drawn = withoutIntervals ? 0 : resamples;
  const chance = withoutIntervals ? undefined : eceByChance(rows.confidence, seed);
  const resampling = { resamples: drawn, seed };
  await giveWay(context.signal);
  const ranked = rankRows(rows);
  const figures = await inTurns(figuresOfTop(ranked, resampling, chance), context);
  const name = asked.classNames?.[1];
  const positive =
    rows.classes === 2 && all.probabilities
      ? await inTurns(positiveEvaluation(rows, { p: all.probabilities, places, name }, resampling), context)
      : undefined;
  await giveWay(context.signal);
  return {
    figures,
    ...(positive && { positive }),
    ...(chance && { eceLimit: chance.limit }),
    rows: { all: rows.all, counted: rows.row.length, unlabelled: rows.unlabelled, undefined: rows.undefined },
    ...(rows.misfit && { misfit: rows.misfit }),
    classes: rows.classes,
    ...(all.softLabels && { softLabels: true as const }),
    ...(areTokens(session, asked.settings) && { areTokens: true as const }),
    reliability: reliabilityOf(ranked),
    risk: riskOf(ranked),
    losses: lossesOf(rows, all),
    confusion: confusionOf(rows),
    slices: slicesOf(rows, fieldAt(labelField(all, asked.classNames), places)),
  };
}

interface ChosenRows {
  all: EvaluatedRows;
  /** Those under the filter. */
  rows: EvaluatedRows;
  /** Their places among all; absent where they are all. */
  places?: Int32Array;
}

/** The rows under a filter, without what every class is given: figures of the top class do not ask for it. */
async function chosenRows(session: Session, asked: Asked, context: CallContext): Promise<ChosenRows> {
  const all = await rowsOf(session, asked, context);
  if (all.row.length === 0) throw new Error(l10n.t('No row has both a label and a distribution.'));
  const isChosen = await chooser(session, all, asked, context);
  if (!isChosen) return { all, rows: all };
  const places = placesUpTo(all.row.length).filter(isChosen);
  if (places.length === 0) throw new Error(l10n.t('No such rows.'));
  return { all, rows: pickRows({ ...all, probabilities: undefined, logits: undefined }, places), places };
}

/** The rows as they are looked at, to be written down. */
export async function shownRows(
  session: Session,
  { by = [LABEL], ...asked }: Asked & { by?: SliceFields },
  context: CallContext,
): Promise<ShownRows> {
  const { all, places } = await chosenRows(session, asked, context);
  const field = await sliceField(session, all, { by, classNames: asked.classNames }, context);
  return {
    rows: places ? pickRows(all, places) : all,
    ...(places && { chosen: { from: all, places } }),
    given: await rowsOf(session, { settings: asked.settings }, context),
    slicedBy: fieldAt(field, places),
  };
}

/** Whether a row is chosen by a filter, by its place; undefined where all are. */
async function chooser(
  session: Session,
  rows: EvaluatedRows,
  { filter = {}, classNames }: Pick<Asked, 'filter' | 'classNames'>,
  context: CallContext,
): Promise<((at: number) => boolean) | undefined> {
  const { label, top, confidence, loss } = rows;
  const tests: ((at: number) => boolean)[] = [];
  if (filter.label !== undefined) tests.push((at) => label[at] === filter.label);
  if (filter.predicted !== undefined) tests.push((at) => top[at] === filter.predicted);
  if (filter.bin !== undefined) tests.push((at) => binOf(confidence[at]) === filter.bin);
  if (filter.losses) {
    const [from, to] = filter.losses;
    const { binOf: binOfLoss } = lossBinsOf(rows);
    tests.push((at) => binOfLoss(loss[at]) >= from && binOfLoss(loss[at]) < to);
  }
  if (filter.slice) {
    const { by, value } = filter.slice;
    const { names, of } = await sliceField(session, rows, { by, classNames }, context);
    tests.push((at) => names[of[at]] === value);
  }
  return tests.length === 0 ? undefined : (at) => tests.every((test) => test(at));
}

export async function sliceField(
  session: Session,
  rows: EvaluatedRows,
  { by, classNames }: { by: SliceFields; classNames?: readonly string[] },
  context: CallContext,
): Promise<SliceField> {
  const fields: SliceField[] = [];
  for (const name of by) {
    if (name === LABEL) fields.push(labelField(rows, classNames));
    else if (name === PREDICTED) fields.push(predictedField(rows, classNames));
    else if (!session.records) throw new Error(l10n.t('These rows have no field “{0}”.', name));
    else fields.push(sliceFieldOf(await recordColumn(session.records, name, context), rows));
  }
  return fields.reduce(crossed);
}

/** Rows that may have several classes, each a yes or no of its own. */
export async function multilabelSummary(
  session: Session,
  { settings, classNames }: Asked,
  context: CallContext,
): Promise<MultilabelSummary> {
  const rows = await multilabelRows(session, settings, context);
  return inTurns(multilabelFigures(rows, classNames, RESAMPLING), context);
}

export async function evaluationFields(session: Session, context: CallContext): Promise<EvaluationFields> {
  return session.records ? recordFields(session.records, context) : { names: [] };
}

/** The rows by the values of a field, or of two. */
export async function evaluationSlices(
  session: Session,
  { by, ...asked }: Asked & { by: SliceFields },
  context: CallContext,
): Promise<Slice[]> {
  const { all, rows, places } = await chosenRows(session, asked, context);
  const field = await sliceField(session, all, { by, classNames: asked.classNames }, context);
  return slicesOf(rows, fieldAt(field, places));
}

/** A field of some rows, parted as all are: a slice is chosen by its name, which is the same whatever else is chosen. */
const fieldAt = (field: SliceField, places: Int32Array | undefined): SliceField =>
  places ? { ...field, of: places.map((at) => field.of[at]) } : field;

/** The fitted temperature and the labels that look wrong at it. */
export async function temperatureSummary(
  session: Session,
  { settings }: Asked,
  context: CallContext,
): Promise<TemperatureSummary> {
  return (await suspectsOf(session, settings, context)).temperature;
}

function suspectsOf(session: Session, settings: ViewSettings, context: CallContext): Promise<Suspects> {
  // What is fitted is the plain loss, whatever temperature or calibration is looked at.
  const held = heldOf(session, settings);
  held.suspects = sharedWork(held.suspects, async (shared) =>
    findSuspects(await held.rows.wait(shared), shared),
  );
  return held.suspects.wait(context);
}

async function findSuspects(rows: EvaluatedRows, { signal }: CallContext): Promise<Suspects> {
  const wanted = fullRows(rows);
  if (!wanted) return { temperature: {}, places: new Int32Array(0) };
  const fitted = fittableRows(rows);
  const fit = fitted && (await crossFittedTemperature(fitted, RESAMPLING.seed, () => giveWay(signal)));
  // Of few rows those without a fold may have no best temperature: at the end of all the rows are certainties, and tell nothing.
  const rowsAtIt = typeof fit === 'object' && Number.isFinite(fit.judged.meanLoss.value) ? fit.rows : wanted;
  const errors = labelErrors(rowsAtIt).filter(({ selfConfidence }) => selfConfidence < UNLIKELY);
  const places = Int32Array.from(errors, ({ at }) => at);
  if (typeof fit !== 'object')
    return { temperature: { ...(fit && { noTemperature: fit }), labelErrors: errors.length }, places };
  return {
    temperature: {
      temperature: fit.temperature,
      judged: fit.judged,
      labelErrors: errors.length,
    },
    places,
  };
}

export async function calibrationMethods(
  session: Session,
  { settings }: Asked,
  context: CallContext,
): Promise<CalibrationMethods | undefined> {
  const rows = fittableRows(await rowsOf(session, { settings }, context));
  return rows && calibrations(rows, RESAMPLING.seed, () => giveWay(context.signal));
}

export async function conformalOf(
  session: Session,
  { coverage, ...asked }: Asked & { coverage: number },
  context: CallContext,
): Promise<ConformalSets | undefined> {
  const rows = fullRows(await rowsOf(session, asked, context));
  return rows && conformalSets(rows, coverage, RESAMPLING.seed);
}

/** Rows of an evaluation by falling loss, or those whose label looks wrong, worst first. */
export async function evaluationPage(
  session: Session,
  { from, count, filter, ...asked }: Asked & { filter: EvaluationFilter; from: number; count: number },
  context: CallContext,
): Promise<EvaluationPage> {
  const { settings } = asked;
  const rows = await rowsOf(session, asked, context);
  const { label, top, loss } = rows;
  const isChosen = (await chooser(session, rows, { ...asked, filter }, context)) ?? (() => true);
  const places =
    filter.only === 'label-errors'
      ? (await suspectsOf(session, settings, context)).places.filter(isChosen)
      : orderBy(
          loss.map((one) => -one),
          placesUpTo(loss.length).filter(
            (at) => (filter.only !== 'wrong' || top[at] !== label[at]) && isChosen(at),
          ),
        );
  const shown = places.subarray(from, from + count);
  const row = Int32Array.from(shown, (at) => rows.row[at]);
  const line = session.records && row.map((one) => session.records!.placeOf(one).line);
  if (!asked.calibration) {
    // The loss of an evaluation is −log p of the label, whatever a training weighs or smooths.
    const plain = { ...settings, labelSmoothing: undefined, classWeights: undefined };
    return { ...(await session.pageOf(row, places.length, plain, context)), line };
  }
  // Of calibrated rows the distribution is what was made of them.
  const { classes, logits, label: labels } = pickRows(rows, Int32Array.from(shown));
  const page = rowsPage(places.length, row, { classes, logits: logits!, label: labels }, { temperature: 1 });
  return { ...page, line };
}
