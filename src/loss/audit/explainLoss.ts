import type { PrintedLoss } from '../../arrays/types';
import { printedWith, type AuditFacts } from './facts';
import { rowLosses, type RowLosses } from './rowLosses';
import { coarseBits, coarseTypeOf, isRounded, printedTolerance, step } from './tolerance';
import { otherAxes } from './ways/axes';
import { guards } from './ways/guards';
import { severalHeads } from './ways/heads';
import { atStatedTemperature, balanced, ignoredClass, lossesUnder, smoothed, stated } from './ways/options';
import { doubleSoftmax, otherLabels } from './ways/otherRows';
import { otherFigures, reductions } from './ways/reductions';
import { openOfSigmoid, sigmoidLoss, softmaxInstead } from './ways/sigmoid';
import { totals, type Way, type Ways } from './ways/way';

/** A way that print leaves open by more than this share of its value fits by chance. */
const MOST_OPEN = 0.1;

/** A printed loss against what the rows give. */
export interface Explained {
  printed: PrintedLoss;
  /** Under the settings, and what print leaves open of it. */
  computed: number;
  open: number;
  /** Finite, and within what the digits of both leave open. */
  agrees: boolean;
  /** Where losses of single rows are printed: the first row that counts and has another. */
  otherRow?: number;
  /** Other ways that give the printed loss, the likeliest first. */
  fitting: readonly Way[];
  /** Where nothing fits: what comes nearest. */
  nearest?: Way;
  /** Where a probability is printed as 0, so that nothing can be computed: what the loss is at least. */
  least?: number;
}

/** The likeliest first. */
const WAYS: readonly Ways[] = [
  stated,
  atStatedTemperature,
  reductions,
  severalHeads,
  smoothed,
  sigmoidLoss,
  guards,
  balanced,
  doubleSoftmax,
  otherLabels,
  otherAxes,
  ignoredClass,
  otherFigures,
];
/** Several labels per row, or none, are a sigmoid's. */
const MULTI_HOT_WAYS: readonly Ways[] = [stated, sigmoidLoss, reductions, smoothed, guards, doubleSoftmax];
/** Each class is a yes or no of its own already. */
const SIGMOID_WAYS: readonly Ways[] = [sigmoidLoss, softmaxInstead];

/** Compares a tied loss with the one computed, and with the usual other ways; undefined without labels or such a loss. */
export function explainLoss(facts: AuditFacts): Explained | undefined {
  const printed = ofCounted(printedWith(facts), facts);
  const { table } = facts;
  if (!printed || table.reduced === undefined || !table.label) return undefined;
  const rows = rowLosses(facts);
  const computed = table.reduced;
  const open = openOf(facts, rows);
  const all = rows ? waysFor(table).flatMap((way) => way(rows, facts)) : [];
  const { unknown, other } = facts.beside.lossOptions ?? {};
  const isKnown = unknown === undefined && other === undefined;
  const ways = isKnown ? all : all.filter((way) => isLikely(way) || isPlain(way, printed));
  const telling = ways.filter((way) => way.open <= MOST_OPEN * Math.abs(way.value));
  const own = { value: computed, open };
  const otherRow = printed.ofRows && otherRowOf(facts, rows, printed);
  const told = [printed];
  const coarse = printed.dtype ?? coarseType(facts, printed);
  if (coarse !== printed.dtype) told.push({ ...printed, dtype: coarse });
  // A number of a coarse type that the rows give within its step is theirs, whatever else comes closer by chance.
  const agreeing = told.find((loss) => fits(own, loss, rows));
  for (const rare of [false, true])
    for (const loss of agreeing ? [agreeing] : told) {
      const agrees = loss === agreeing;
      const fitting = telling.filter(
        (way) => (rare ? !isCoarse(loss) : !way.rare) && fits(way, loss, rows) && fitsRows(way, loss, rows),
      );
      if (agrees || fitting.length > 0) return { printed: loss, computed, open, agrees, otherRow, fitting };
    }
  const nearest = nearestOf(ways, printed.value);
  const least = rows && leastLoss(facts, rows);
  return {
    printed,
    computed,
    open,
    agrees: false,
    otherRow,
    fitting: [],
    nearest,
    ...(least !== undefined && { least }),
  };
}

/** What need not be guessed, where the code makes the loss with something that can't be told. */
function isLikely({ stated, id }: Way): boolean {
  return stated === true || id === 'heads' || id === 'reduction';
}

/** What is seen in the values themselves, where the printed loss has too many digits for chance. */
function isPlain({ id, open, value }: Way, { decimals = 0 }: PrintedLoss): boolean {
  return (id === 'double-softmax' || id === 'axis') && decimals >= 3 && open <= 1e-3 * Math.abs(value);
}

function waysFor({ settings, labels }: AuditFacts['table']): readonly Ways[] {
  if (settings.loss === 'sigmoid') return SIGMOID_WAYS;
  return labels.multiHotRows > 0 ? MULTI_HOT_WAYS : WAYS;
}

/** Of losses of single rows the mean of those that count: the others are printed as 0. */
function ofCounted(printed: PrintedLoss | undefined, { table }: AuditFacts): PrintedLoss | undefined {
  const { ofRows } = printed ?? {};
  if (!printed || !ofRows || !table.label || ofRows.length !== table.label.length) return printed;
  const counted = ofRows.filter((_, row) => table.label![row] >= 0);
  if (counted.length === 0) return undefined;
  return { ...printed, value: counted.reduce((sum, one) => sum + one, 0) / counted.length };
}

/** Where a label's probability is printed as 0: the least that the mean loss can be, as no digit shows it. */
function leastLoss({ beside, reading }: AuditFacts, { loss, open, count }: RowLosses): number | undefined {
  const { decimals } = beside;
  if (reading !== 'probabilities' || decimals === undefined || !loss.includes(Infinity)) return undefined;
  const hidden = -Math.log(0.5 * 10 ** -decimals);
  return loss.reduce((sum, one, row) => sum + (one === Infinity ? hidden : one - open[row]), 0) / count;
}

/** A type of few digits shows in the logits or in the loss itself; the loss must be a number of that type. */
function coarseType({ beside, values, table }: AuditFacts, printed: PrintedLoss): string | undefined {
  const stated = coarseBits(beside.dtype) === undefined ? undefined : beside.dtype;
  const dtype =
    stated ??
    coarseTypeOf([printed.value], printed.decimals) ??
    (values && coarseTypeOf(values.logits, table.decimals));
  const bits = coarseBits(dtype);
  return bits !== undefined && isRounded(printed, bits) ? dtype : undefined;
}

/** So few digits are left that unusual ways would fit by chance. */
function isCoarse(printed: PrintedLoss): boolean {
  return printedTolerance(printed) > 1e-3 * Math.abs(printed.value);
}

/** Numbers that are not finite fit nothing, whatever they are compared with. */
function fits({ value, open }: Pick<Way, 'value' | 'open'>, printed: PrintedLoss, rows?: RowLosses): boolean {
  const difference = Math.abs(value - printed.value);
  const allowed = printedTolerance(printed) + open + rowSteps(value, printed, rows);
  return Number.isFinite(difference) && Number.isFinite(allowed) && difference <= allowed;
}

/**
 * Where losses of single rows are printed, those of a way must be theirs. One that has none of its own is told by the mean
 * alone: that must have digits enough, unless the code says how it is computed.
 */
function fitsRows({ each, stated }: Way, printed: PrintedLoss, rows: RowLosses | undefined): boolean {
  const { ofRows } = printed;
  if (!ofRows || !rows) return true;
  if (each?.loss.length !== rows.count) return stated === true || !isCoarse(printed);
  return rows.row.every((row, at) => isOf(ofRows[row], each.loss[at], each.open[at], printed));
}

function otherRowOf(
  facts: AuditFacts,
  rows: RowLosses | undefined,
  printed: PrintedLoss,
): number | undefined {
  const { label, loss, settings } = facts.table;
  const { labelSmoothing: smoothing, classWeights: weights } = settings;
  const isSigmoid = settings.loss === 'sigmoid';
  const openOfOne = isSigmoid && rows?.full ? openOfSigmoid(rows, facts) * rows.count : 0;
  const own = rows && !isSigmoid ? lossesUnder(rows, { smoothing, weights }).open : undefined;
  let at = 0;
  for (let row = 0; row < label!.length; row++) {
    if (label![row] < 0) continue;
    if (!isOf(printed.ofRows![row], loss![row], own?.[at] ?? openOfOne, printed)) return row;
    at++;
  }
  return undefined;
}

/** Whether a printed loss of one row is a computed one; two that are infinite are. */
function isOf(printed: number, computed: number, open: number, { decimals, dtype }: PrintedLoss): boolean {
  if (!Number.isFinite(printed) || !Number.isFinite(computed)) return Object.is(printed, computed);
  return (
    Math.abs(printed - computed) <= printedTolerance({ value: printed, decimals, dtype }) + Math.abs(open)
  );
}

/** A loss of a coarse type is a mean of losses that were rounded to it before: each by half a step of its own. */
function rowSteps(value: number, { dtype }: PrintedLoss, rows: RowLosses | undefined): number {
  const bits = coarseBits(dtype);
  if (bits === undefined || !rows || rows.count === 0) return 0;
  const mean = rows.loss.reduce((sum, one) => sum + one, 0) / rows.count;
  const steps = rows.loss.reduce((sum, one) => sum + step(one, bits) / 2, 0) / rows.count;
  return mean > 0 && Number.isFinite(steps) ? steps * Math.abs(value / mean) : 0;
}

/** What print leaves open of the loss under the settings. */
function openOf(facts: AuditFacts, rows: RowLosses | undefined): number {
  const { table } = facts;
  if (!rows) return Math.abs(table.reduced!) * 1e-9;
  const { labelSmoothing, classWeights, reduction = 'mean' } = table.settings;
  if (table.settings.loss === 'sigmoid') return rows.full ? openOfSigmoid(rows, facts) : 0;
  return totals(lossesUnder(rows, { smoothing: labelSmoothing, weights: classWeights }))[
    reduction === 'sum' ? 'sum' : 'mean'
  ].open;
}

function nearestOf(ways: readonly Way[], value: number): Way | undefined {
  let nearest: Way | undefined;
  for (const way of ways) {
    if (!Number.isFinite(way.value - value)) continue;
    if (!nearest || Math.abs(way.value - value) < Math.abs(nearest.value - value)) nearest = way;
  }
  return nearest;
}
