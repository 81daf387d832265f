import * as l10n from '@vscode/l10n';
import { checkShape, describe, toNDArray, type NDArray } from '../arrays/ndarray';
import { foundArray } from '../arrays/wire/foundSchema';
import * as schema from '../arrays/wire/schema';
import type { Guard } from '../arrays/wire/schema';
import { isReadingKind, type ElsewhereText, type HeldArray, type ReadingKind } from '../arrays/types';
import type { CodeFile, CodeRange } from '../losscode/types';
import type { LossSettings } from '../loss/types';
import {
  checkIgnoreIndex,
  checkLabelSmoothing,
  checkReduction,
  checkTemperature,
  checkWeights,
} from '../numerics/options';
import { REPORT_FORMATS, type Pieces, type TokenReportFormat } from '../tokens/model';
import type { DumpFields, EvaluationFilter, EvaluationOptions, SliceFields } from '../loss/types';
import {
  MAX_RESAMPLES,
  type Call,
  type EvaluatedFile,
  type EvaluationSource,
  type FileRequest,
  type Look,
  type NamedFields,
  type OfSequence,
  type Params,
  type RowFilter,
  type SortKey,
  type ReportFormat,
} from '../worker/protocol';

/** Takes a field of a request, or throws one Error that names it and what was expected. */
type Check<T> = (value: unknown, what: string) => T;
type Fields<P> = { readonly [F in keyof P]?: Check<P[F]> };

/** Ranks of a curve: more than any screen has pixels. */
const MAX_POINTS = 1 << 16;
/** A page of a list. */
const MAX_ROWS_NAMED = 1000;

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
  throw new Error(l10n.t('{0}: expected a string, got {1}', what, describe(value)));
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

/** A share, neither none nor all. */
const coverage: Check<number> = (value, what) => {
  if (typeof value === 'number' && value > 0 && value < 1) return value;
  throw new Error(l10n.t('{0}: expected a number between 0 and 1, got {1}', what, describe(value)));
};

const evaluationOptions = fieldsOf<EvaluationOptions>({
  logits: optional(text),
  labels: optional(text),
  group: optional(text),
  id: optional(text),
  loss: optional(oneOf('softmax', 'sigmoid')),
  temperature: optional(checkTemperature),
  ignoreIndex: optional(checkIgnoreIndex),
  labelOffset: optional(anyInteger),
  shifted: optional(boolean),
  calibration: optional(oneOf('vector', 'platt', 'isotonic')),
  selection: optional(text),
  resamples: optional(integer(0, MAX_RESAMPLES)),
  seed: optional(integer(-(2 ** 31), 2 ** 31)),
  coverage: optional(coverage),
});

const sort = fieldsOf<{ key: SortKey; descending: boolean }>({
  key: oneOf('row', 'top', 'probability', 'margin', 'entropy', 'label', 'loss', 'above', 'missed'),
  descending: boolean,
});

/** What a kernel answered is checked field by field by whoever reads it. */
const whereItIsRead: Check<unknown> = (value) => value;

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

/** What a guard lets pass. */
const fits =
  <T>(guard: Guard<T>): Check<T> =>
  (value, what) => {
    if (guard(value)) return value;
    throw new Error(l10n.t('{0}: unexpected value {1}', what, describe(value)));
  };

const texts = schema.list(schema.text);
const isFile = schema.fields<FileRequest>({
  name: schema.text,
  path: schema.optional(schema.text),
  bytes: schema.optional((value): value is Uint8Array => value instanceof Uint8Array),
});
const isSource: Guard<EvaluationSource> = (value): value is EvaluationSource =>
  schema.object(value) &&
  ('file' in value
    ? isFile(value.file) && schema.optional(isLabelsFile)((value as { labels?: unknown }).labels)
    : 'logits' in value && 'labels' in value);
const isPieces = schema.fields<Pieces>({
  spelling: schema.oneOf('pieces', 'wordpiece', 'bytes'),
  tokens: (value): value is Pieces['tokens'] =>
    Array.isArray(value) && value.every((token) => token === null || typeof token === 'string'),
});
const isVocabulary = schema.either(isFile, isPieces);
const isLabelsFile = schema.fields<EvaluatedFile>({ file: isFile, labels: schema.optional(schema.text) });
const isSequence = schema.fields<OfSequence>({ handle: schema.count, sequence: schema.count });
const path = schema.list(schema.text, 100);
const isFields = schema.fields<DumpFields>({ records: path, logits: texts, labels: schema.optional(path) });
const codeFiles = fits(
  schema.list(
    schema.fields<CodeFile>({
      uri: schema.text,
      text: schema.optional(schema.text),
      cells: schema.optional(texts),
    }),
  ),
);

const reportFormat: Check<TokenReportFormat> = oneOf(...REPORT_FORMATS);
const recordReading = oneOf('logits', 'probabilities', 'log-probabilities', 'sigmoid-scores');
const evaluationFormat: Check<ReportFormat> = oneOf('markdown', 'html', 'json');

const share: Check<number> = (value, what) => {
  if (typeof value === 'number' && value > 0 && value < 1) return value;
  throw new Error(l10n.t('{0}: expected a number between 0 and 1, got {1}', what, describe(value)));
};

const by = fits(((value) => schema.list(schema.text, 2)(value) && value.length > 0) as Guard<SliceFields>);

const filter = fieldsOf<EvaluationFilter>({
  only: optional(oneOf('wrong', 'label-errors')),
  label: optional(count),
  predicted: optional(count),
  bin: optional(integer(0, 9)),
  losses: optional(span),
  slice: optional(fieldsOf<{ by: SliceFields; value: string }>({ by, value: text })),
});

const lookAtAll = {
  classNames: optional(fits(texts)),
  calibration: optional(oneOf('vector', 'platt', 'isotonic')),
};
const look = { ...lookAtAll, filter: optional(filter) };

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

const CONTEXT = { text, source: optional(text), mime: optional(text) };
const FILE = {
  name: text,
  path: optional(text),
  bytes: optional(fits((value): value is Uint8Array => value instanceof Uint8Array)),
};

/** Arrays, ids and counts of each call. Whether a row, session or file is there is seen where it is looked up. */
const PARAMS: { readonly [C in Call]: Fields<Params<C>> } = {
  find: CONTEXT,
  findAt: { ...CONTEXT, offset: count },
  parse: { text },
  offer: { ...CONTEXT, detect: oneOf('named', 'likely', 'all') },
  explain: CONTEXT,
  readArray: { text },
  readLabels: { text, shape: fits(schema.list(schema.count, 64)), classNames: optional(fits(texts)) },
  glance: { found: fits(foundArray), look: optional(fits(schema.object as Guard<Look>)) },
  namesIn: {
    texts: fits(
      schema.list(
        schema.fields<ElsewhereText>({
          text: schema.text,
          from: schema.text,
          kind: schema.oneOf('code', 'output', 'lines'),
          source: schema.optional(schema.text),
        }),
      ),
    ),
  },
  labelSet: { id: text },
  holdPart: {
    held: id,
    data: fits(schema.either(schema.text, (value): value is Uint8Array => value instanceof Uint8Array)),
  },
  holdFile: { held: id, path: text },
  held: { held: id },
  drop: { held: id },
  fileKind: FILE,
  findInFile: FILE,
  openFile: FILE,
  closeFile: { file: id },
  evaluate: {
    source: fits(isSource),
    against: optional(fits(isSource)),
    options: evaluationOptions,
  },
  explainFile: {
    file: fits(isFile),
    fields: optional(
      fits(
        schema.fields<NamedFields>({
          logits: schema.optional(schema.text),
          labels: schema.optional(schema.text),
        }),
      ),
    ),
  },
  probeDump: { file: fits(isFile) },
  openDump: {
    file: fits(isFile),
    fields: fits(isFields),
    reading: recordReading,
  },
  dumpProblems: { session: id },
  holdTokens: { text: optional(text), file: optional(fits(isFile)), rows: whereItIsRead } as Fields<
    Params<'holdTokens'>
  >,
  openTokens: { text: optional(text), held: optional(id) } as Fields<Params<'openTokens'>>,
  vocabulary: { of: fits(isVocabulary) },
  tokenRecords: { file: fits(isFile) },
  hold: { header: whereItIsRead },
  evaluationOfPieces: { answer: whereItIsRead, classNames: optional(fits(texts)) },
  nameTokens: { held: id, vocabulary: fits(isVocabulary) },
  compareTokens: { first: fits(isSequence), second: fits(isSequence) },
  checkLossCode: { files: codeFiles, only: optional(fits(texts)) },
  codeImports: { files: codeFiles },
  unreadCode: { files: codeFiles },
  lossAt: {
    files: codeFiles,
    uri: text,
    place: fits(
      schema.fields<CodeRange>({
        cell: schema.optional(schema.count),
        start: schema.count,
        end: schema.count,
      }),
    ),
  },
  close: { session: id },
  evaluationSummary: { ...ofSession, ...look, withoutIntervals: optional(boolean) },
  multilabelSummary: { ...ofSession, classNames: optional(fits(texts)) },
  evaluationFields: { session: id },
  evaluationSlices: { ...ofSession, ...look, by },
  runBeside: { ...ofSession, ...lookAtAll, other: id, name: text, by, id: optional(text) },
  temperatureSummary: ofSession,
  softmax: ofLogits,
  logSoftmax: ofLogits,
  logSumExp: ofLogits,
  softmaxCrossEntropy: { ...ofLogits, labels: toNDArray },
  sparseSoftmaxCrossEntropy: { ...ofLogits, classIds: toNDArray },
  distribution: { array: toNDArray, reading, axis: optional(anyInteger) },
  peekFile: ofArray,
  readFile: ofArray,
  readFileLabels: { ...ofArray, of: count },
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
  lossReport: { ...ofSession, origin: text, classNames: optional(fits(texts)) },
  compare: { first: id, second: id, settings },
  recordPlace: ofRow,
  recordNames: { session: id, rows: fits(schema.list(schema.count, MAX_ROWS_NAMED)) },
  calibrationMethods: ofSession,
  conformalSets: { ...ofSession, ...lookAtAll, coverage: share },
  sessionReport: {
    ...ofSession,
    ...look,
    format: evaluationFormat,
    by: optional(by),
    selection: optional(text),
    notes: optional(fits(texts)),
  },
  openSample: { reading: recordReading },
  evaluationReport: { format: evaluationFormat },
  evaluationPage: { ...ofSession, ...look, filter, from: count, count: integer(0, 1000) },
  findTokens: { text },
  closeTokens: { handle: id },
  tokenRun: { ...ofPlaces, vocabulary: optional(count) },
  tokenAlternatives: { ...ofSequence, place: count, vocabulary: optional(count) },
  tokenTotals: ofPlaces,
  tokenWhatIf: { ...ofSequence, place: count, topK: optional(integer(1)), ...CUT_OFFS },
  tokenReport: { ...ofSequence, from: optional(count), to: optional(count), format: reportFormat },
};

/** Calls that take one thing or another. */
const ONE_OF: { readonly [C in Call]?: readonly string[] } = {
  holdTokens: ['text', 'file', 'rows'],
  openTokens: ['text', 'held'],
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
  const needed = ONE_OF[call];
  if (needed?.every((field) => checked[field] === undefined))
    throw new Error(l10n.t('{0}: expected one of {1}, got {2}', call, needed.join(', '), describe(params)));
  return checked as Params<C>;
}
