import * as l10n from '@vscode/l10n';
import { checkShape, describe, toNDArray, type NDArray } from '../arrays/ndarray';
import { isReadingKind, type ReadingKind } from '../arrays/types';
import type { HeldArray } from '../arrays/types';
import type { LossSettings } from '../loss/types';
import {
  checkIgnoreIndex,
  checkLabelSmoothing,
  checkReduction,
  checkTemperature,
  checkWeights,
} from '../numerics/options';
import { REPORT_FORMATS, type TokenReportFormat } from '../tokens/model';
import type { Call, Params, ReportFormat, RowFilter, SortKey } from '../worker/protocol';

/** Takes a field of a request, or throws one Error that names it and what was expected. */
type Check<T> = (value: unknown, what: string) => T;
type Fields<P> = { readonly [F in keyof P]?: Check<P[F]> };

/** Ranks of a curve: more than any screen has pixels. */
const MAX_POINTS = 1 << 16;

const integer =
  (from: number, to = Number.MAX_SAFE_INTEGER): Check<number> =>
  (value, what) => {
    if (Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to)
      return value as number;
    throw new Error(
      to === Number.MAX_SAFE_INTEGER
        ? l10n.t('{0}: expected an integer of {1} or more, got {2}', what, from, describe(value))
        : l10n.t('{0}: expected an integer from {1} to {2}, got {3}', what, from, to, describe(value)),
    );
  };

const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value, what) =>
    value === undefined ? undefined : check(value, what);

const id = integer(0);
const count = integer(0);
const anyInteger = integer(Number.MIN_SAFE_INTEGER);

const oneOf =
  <T extends string>(...allowed: T[]): Check<T> =>
  (value, what) => {
    if (allowed.includes(value as T)) return value as T;
    throw new Error(l10n.t('{0}: expected one of {1}, got {2}', what, allowed.join(', '), describe(value)));
  };

const boolean: Check<boolean> = (value, what) => {
  if (typeof value === 'boolean') return value;
  throw new Error(l10n.t('{0}: expected true or false, got {1}', what, describe(value)));
};

const text: Check<string> = (value, what) => {
  if (typeof value === 'string') return value;
  throw new Error(l10n.t('{0}: expected a text, got {1}', what, describe(value)));
};

const fieldsOf =
  <T>(fields: { readonly [F in keyof Required<T>]: Check<T[F]> }): Check<T> =>
  (value, what) => {
    if (typeof value !== 'object' || value === null)
      throw new Error(l10n.t('{0}: expected an object, got {1}', what, describe(value)));
    const checked: Record<string, unknown> = {};
    for (const [field, check] of Object.entries(fields as Record<string, Check<unknown>>)) {
      const taken = check((value as Record<string, unknown>)[field], field);
      if (taken !== undefined) checked[field] = taken;
    }
    return checked as T;
  };

/** What a person sets. That weights are as many as the classes is seen where the classes are known. */
const settings = fieldsOf<LossSettings>({
  temperature: checkTemperature,
  reduction: optional(checkReduction),
  labelSmoothing: optional(checkLabelSmoothing),
  classWeights: optional((value, what) => {
    if (Array.isArray(value) || value instanceof Float64Array) return checkWeights(value);
    throw new Error(l10n.t('{0}: expected a list of numbers, got {1}', what, describe(value)));
  }),
  ignoreIndex: optional(checkIgnoreIndex),
  loss: optional(oneOf('softmax', 'sigmoid')),
  shifted: optional(boolean),
  labelOffset: optional(anyInteger),
});

const sort = fieldsOf<{ key: SortKey; descending: boolean }>({
  key: oneOf('row', 'top', 'probability', 'margin', 'entropy', 'label', 'loss'),
  descending: boolean,
});

const number: Check<number> = (value, what) => {
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw new Error(l10n.t('{0}: expected a number, got {1}', what, describe(value)));
};

const span: Check<readonly [number, number]> = (value, what) => {
  if (Array.isArray(value) && value.length === 2) return [number(value[0], what), number(value[1], what)];
  throw new Error(l10n.t('{0}: expected two numbers, got {1}', what, describe(value)));
};

const where = fieldsOf<RowFilter>({
  label: optional(count),
  predicted: optional(count),
  confidence: optional(span),
  loss: optional(span),
});

const reading: Check<ReadingKind> = (value, what) => {
  if (isReadingKind(value)) return value;
  throw new Error(l10n.t('{0}: expected a reading such as logits, got {1}', what, describe(value)));
};

/** Values, or the number that they are held under. */
const openable: Check<NDArray | HeldArray> = (value, what) => {
  if (typeof value !== 'object' || value === null || !('held' in value)) return toNDArray(value, what);
  id(value.held, `${what}.held`);
  return value as HeldArray;
};

/** Labels that stand beside the rows are named by their shape alone. */
const labels: Check<NDArray> = (value, what) => {
  const { data, shape } = (value ?? {}) as Partial<NDArray>;
  const isNamed = data instanceof Float64Array && data.length === 0 && Array.isArray(shape);
  if (!isNamed) return toNDArray(value, what);
  checkShape(shape, what);
  return value as NDArray;
};

const reportFormat: Check<TokenReportFormat> = oneOf(...REPORT_FORMATS);
const evaluationFormat: Check<ReportFormat> = oneOf('markdown', 'html', 'json');

const share: Check<number> = (value, what) => {
  if (typeof value === 'number' && value > 0 && value < 1) return value;
  throw new Error(l10n.t('{0}: expected a number between 0 and 1, got {1}', what, describe(value)));
};

const positive: Check<number> = (value, what) => {
  if (typeof value === 'number' && value > 0 && value < Infinity) return value;
  throw new Error(l10n.t('{0}: expected a number above 0, got {1}', what, describe(value)));
};

const CUT_OFFS = {
  temperature: optional(positive),
  topP: optional(positive),
  minP: optional(positive),
  typicalP: optional(positive),
};

const ofLogits = { logits: toNDArray };
const ofArray = { file: id, index: count };
const ofSession = { session: id, settings };
const ofSequence = { handle: id, sequence: count };
const ofPlaces = { ...ofSequence, from: count, to: count };
const ofRow = { session: id, row: count };

/** Arrays, ids and counts of each call. Whether a row, session or file is there is seen where it is looked up. */
const PARAMS: { readonly [C in Call]?: Fields<Params<C>> } = {
  find: { text },
  findAt: { text, offset: count },
  parse: { text },
  offer: { text },
  explain: { text },
  readArray: { text },
  readLabels: { text },
  softmax: ofLogits,
  logSoftmax: ofLogits,
  logSumExp: ofLogits,
  softmaxCrossEntropy: { ...ofLogits, labels: toNDArray },
  sparseSoftmaxCrossEntropy: { ...ofLogits, classIds: toNDArray },
  distribution: { array: toNDArray, reading, axis: optional(anyInteger) },
  peekFile: ofArray,
  readFile: ofArray,
  open: {
    array: openable,
    axis: optional(anyInteger),
    labels: optional(toNDArray),
    decimals: optional(integer(0, 400)),
    reading,
  },
  label: { session: id, labels: optional(labels), ignoreIndex: optional(anyInteger) },
  rows: {
    ...ofSession,
    sort: optional(sort),
    wrongOnly: optional(boolean),
    where: optional(where),
    from: count,
    count,
  },
  row: { ...ofRow, settings, k: integer(1) },
  ranks: { ...ofRow, settings, points: integer(2, MAX_POINTS) },
  batch: ofSession,
  naive: ofSession,
  probabilities: ofSession,
  valueSummary: { session: id },
  valueWindow: { session: id, row: count, rows: count, column: count, columns: count },
  perClass: ofSession,
  balancedWeights: ofSession,
  calibrate: ofSession,
  audit: ofSession,
  lossReport: ofSession,
  compare: { first: id, second: id, settings },
  recordPlace: ofRow,
  calibrationMethods: ofSession,
  conformalSets: { ...ofSession, coverage: share },
  sessionReport: { ...ofSession, format: evaluationFormat },
  evaluationReport: { format: evaluationFormat },
  evaluationPage: { session: id, from: count, count: integer(0, 1000) },
  findTokens: { text },
  closeTokens: { handle: id },
  tokenRun: { ...ofPlaces, vocabulary: optional(count) },
  tokenAlternatives: { ...ofSequence, place: count, vocabulary: optional(count) },
  tokenTotals: ofPlaces,
  tokenWhatIf: { ...ofSequence, place: count, topK: optional(integer(1)), ...CUT_OFFS },
  tokenReport: { ...ofSequence, from: optional(count), to: optional(count), format: reportFormat },
};

/** The parameters of a call, checked: what comes from other processes is taken at nobody's word. */
export function checkParams<C extends Call>(call: C, params: unknown): Params<C> {
  if (typeof params !== 'object' || params === null)
    throw new Error(l10n.t('{0}: expected an object, got {1}', call, describe(params)));
  const checked: Record<string, unknown> = { ...params };
  for (const [field, check] of Object.entries((PARAMS[call] ?? {}) as Record<string, Check<unknown>>)) {
    const value = check(checked[field], field);
    if (value !== undefined) checked[field] = value;
  }
  return checked as Params<C>;
}
