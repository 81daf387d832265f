/**
 * The boundary between the worker that reads and computes and every host that shows.
 * Arguments, results and who may ask derive from one table, CALLS; both ends are typed from it.
 */
import type { NDArray } from '../arrays/ndarray';
import type { ChosenNames } from '../arrays/words/nameChoice';
import type { Overrides } from '../arrays/override';
import type {
  Beside,
  Detect,
  ElsewhereText,
  FindContext,
  FoundArray,
  HeldArray,
  NamesElsewhere,
  ParsedArrays,
  ReadingKind,
  NearbyLabels,
} from '../arrays/types';
import type {
  CheckRequest,
  CodeFile,
  CodePlace,
  CodeRange,
  ImportedModule,
  LossCodeFinding,
  LossFacts,
} from '../losscode/types';
import type { AxisOptions, LossOptions, LossResult, LossSettings, RowFlag } from '../loss/types';
import type {
  BatchSummary,
  Calibration,
  ClassFigures,
  Comparison,
  DumpFields,
  CalibrationMethods,
  ConformalSets,
  Evaluation,
  EvaluationFields,
  EvaluationFilter,
  EvaluationLook,
  EvaluationOptions,
  EvaluationSummary,
  DumpProbe,
  DumpProblem,
  DumpReport,
  Finding,
  LabelsRead,
  NaiveReport,
  MultilabelSummary,
  RecordReading,
  RunBeside,
  Slice,
  SliceFields,
  TemperatureSummary,
} from '../loss/types';
import type {
  OpenedTokens,
  Pieces,
  TokenComparison,
  TokenFigures,
  TokenPlace,
  TokenReportFormat,
  TokenRecords,
  TokenRows,
  TokenRun,
  TokenSequence,
  WhatIf,
  WhatIfPlace,
} from '../tokens/model';

/** A found array that is worth showing, with what a strip and a hover draw. */
export interface Offer extends Glance {
  found: FoundArray;
}

/** What an array shows at a glance, under a reading and under settings; empty where the values are not in the text. */
export interface Glance {
  preview?: Preview;
  summary?: Summary;
  /** Of an array that stands for no distribution. */
  values?: ValueSummary;
}

/** What holds for all rows of an array. */
export interface Summary extends Pick<
  BatchSummary,
  'rows' | 'counted' | 'reduced' | 'accuracy' | 'meanConfidence' | 'above' | 'yesOrNo'
> {
  /** Rows without a distribution, and why the first of them has none. */
  flagged: number;
  reason?: string;
  /** Of the only row, where there is one. */
  label?: number;
  /** Scores of a sigmoid, one an example: how many are above one half. Their preview is one row of them. */
  positive?: number;
}

/**
 * What a person did in an inspector, as plain data: pages keep it while they are hidden, and beyond that. What is absent is
 * as it opens at first.
 */
export interface InspectorState {
  kind?: ReadingKind;
  axis?: number;
  settings?: ViewSettings;
  /** As typed. */
  labels?: string;
  row?: number;
  sort?: RowsRequest['sort'];
  wrongOnly?: boolean;
  /** Pixels, of the list of rows. */
  scroll?: number;
}

/** How someone looks at an array, where that is not as it was found. */
export interface Look {
  settings: ViewSettings;
  /** Those found beside it by default; null for none. */
  labels?: NDArray | null;
  axis?: number;
}

/** An array of a text with what is said of it. */
export interface Explained {
  /** With its reading and the sentences it rests on, and with what stands beside it: labels, names, a printed loss. */
  found: FoundArray;
  /** Whether a notebook output that holds it gets a strip. */
  offered: boolean;
  /** Figures over its rows; absent without labels, and beyond the first 250 arrays of a text. */
  batch?: BatchSummary;
  /** The gravest first; empty where nothing stands out, where it stands for no distribution, and beyond those 250. */
  findings: Finding[];
}

/** The first rows of an array at a glance. */
export interface Preview {
  rows: number;
  classes: number;
  /** One entry for each of the first rows, MAX_PREVIEW_ROWS at most. */
  top: Int32Array;
  topProbability: Float64Array;
  entropy: Float64Array;
  bars: RowBars;
  /** −1 where a row has none that counts; absent without labels. */
  label?: Int32Array;
  /**
   * Of rows that may have several classes: 1 for each bin with one that the row has; empty without labels. The bars are sigmoids
   * then.
   */
  targets?: Uint8Array;
  /** The most probable classes of the first row, five at most. */
  ranking: { classes: Int32Array; probabilities: Float64Array };
  /** Why a row has no distribution. */
  flags: readonly RowFlag[];
}

/** Mini bars: for each row `bins` heights in 0..1; one bin per class, or the largest probability of a run of classes. */
export interface RowBars {
  bins: number;
  heights: Float32Array;
}

export const MAX_PREVIEW_ROWS = 6;
/** Of the bootstrap: more tell nothing that these don't. */
export const MAX_RESAMPLES = 100_000;
export const MAX_BINS = 32;

/** What can be asked of an opened array without opening it again. */
export type ViewSettings = LossSettings;

/** Columns a row list can be sorted by; a minus sorts descending. The last two are those of a yes or no for each class. */
export type SortKey =
  'row' | 'top' | 'probability' | 'margin' | 'entropy' | 'label' | 'loss' | 'above' | 'missed';

export interface RowsRequest {
  session: number;
  settings: ViewSettings;
  sort?: { key: SortKey; descending: boolean };
  /** Only rows whose top class is not their label, or with a class on the wrong side of one half. */
  wrongOnly?: boolean;
  /** Only rows of which all of this holds. */
  where?: RowFilter;
  from: number;
  count: number;
}

/** What a person points at in a chart of all rows. Spans are half open, but for one that ends at the largest value. */
export interface RowFilter {
  label?: number;
  predicted?: number;
  confidence?: readonly [from: number, to: number];
  loss?: readonly [from: number, to: number];
}

/** A page of the row list, as columns. */
export interface RowsPage {
  /** How many rows the list has under the filter. */
  total: number;
  row: Int32Array;
  top: Int32Array;
  probability: Float64Array;
  margin: Float64Array;
  entropy: Float64Array;
  label?: Int32Array;
  loss?: Float64Array;
  bars: RowBars;
  /** Where each class is a yes or no of its own: the probabilities and bars are sigmoids. */
  sigmoid?: RowsOfYesAndNo;
}

/** Rows of an evaluation. */
export interface EvaluationPage extends RowsPage {
  /** Of the record that each row is of, where they are records: 1 is the first. */
  line?: Int32Array;
}

/** One entry a row of a page. */
export interface RowsOfYesAndNo {
  /** Classes above one half. */
  above: Int32Array;
  /** Absent without labels. */
  targets?: {
    /** How many the row has, and how many classes are on the wrong side of one half. */
    count: Int32Array;
    missed: Int32Array;
    /** The first of them, TOLD_TARGETS a row, the rest −1. */
    ids: Int32Array;
    /** 1 for each bin with one. */
    bins: Uint8Array;
  };
}

/** Targets of a row that are told by name. */
export const TOLD_TARGETS = 8;

/** Numbers as they lie there. */
export interface ValueSummary {
  count: number;
  nan: number;
  positiveInfinity: number;
  negativeInfinity: number;
  /** Of the finite ones; absent where there are none. */
  finite?: {
    minimum: number;
    maximum: number;
    mean: number;
    /** The standard deviation, of all of them (N, not N − 1). */
    deviation: number;
    /** They are integers. */
    whole: boolean;
    /** One edge more than counts. */
    histogram: { edges: Float64Array; counts: Float64Array };
  };
}

/** Rows and classes of an opened array, in part. */
export interface ValueWindow {
  row: number;
  rows: number;
  column: number;
  columns: number;
}

/** One row: its k most probable classes, the label's besides when it is not among them, and the rest as one. */
export interface RowDetail {
  row: number;
  classes: Int32Array;
  logits: Float64Array;
  probabilities: Float64Array;
  logProbabilities: Float64Array;
  /** softmax − label, where a label is known. */
  gradient?: Float64Array;
  /** `largest`: of their probabilities, where each class is a yes or no of its own and no sum of them means anything. */
  others: { count: number; mass: number; largest?: number };
  logSumExp: number;
  /** In nats. */
  entropy: number;
  margin: number;
  label?: number;
  loss?: number;
  /** The loss's interval that follows from the printed precision. */
  lossInterval?: readonly [number, number];
  flag?: RowFlag;
  /** Where each class is a yes or no of its own; its targets are among the classes shown, TOLD_TARGETS at least. */
  sigmoid?: {
    above: number;
    /** Absent without a label that counts: 1 for each class shown that the row has. */
    targets?: Uint8Array;
    missed?: number;
  };
}

/** Some ranks of a row, evenly spaced on a logarithmic axis, and the label's. */
export interface RankCurve {
  row: number;
  /** 1 is the most probable class. */
  rank: Int32Array;
  classes: Int32Array;
  probabilities: Float64Array;
  /** Absent without a label that counts. */
  labelRank?: number;
}

/** Who may ask: whoever owns the worker, or also a page of its for what that page opened itself. */
type Asker = 'owner' | 'page';

/** One call: its argument, its result and who may ask. The types exist for the compiler only. */
interface Declared<P, R> {
  by: Asker;
  /** Its answer depends on the texts it is given and on nothing that was asked before, so any worker may give it. */
  ofText?: true;
  types?: (params: P) => R;
}

const owner = <P, R>(): Declared<P, R> => ({ by: 'owner' });
const ofText = <P, R>(): Declared<P, R> => ({ by: 'owner', ofText: true });
const page = <P, R>(): Declared<P, R> => ({ by: 'page' });

/** What is asked of an opened array. */
export interface OfSession {
  session: number;
  settings: ViewSettings;
}

/** Everything that can be asked of the worker. */
export const CALLS = {
  /** Every array in a text. */
  find: ofText<FindRequest, FoundArray[]>(),
  /** The array around an offset, with its preview: what a hover shows. */
  findAt: ofText<FindRequest & { offset: number }, Offer | undefined>(),
  /** The arrays of a text that someone selected as an array: strict, with the problem named. */
  parse: ofText<{ text: string }, ParsedArrays>(),
  /** The arrays of an output that are worth a strip under `detect`; after 250 of them without a glance. */
  offer: ofText<FindRequest & { detect: Detect }, Offer[]>(),
  /** A found array at a glance as someone looks at it now: what its strip shows after its inspector was closed. */
  glance: owner<{ found: FoundArray; look?: Look }, Glance>(),
  /** What would be shown for the arrays of a text: readings, offers, labels, figures and findings. */
  explain: ofText<FindRequest, Explained[]>(),
  /** Lists of class names in code, outputs and files. */
  namesIn: ofText<{ texts: readonly ElsewhereText[] }, NamesElsewhere[]>(),
  /** The class names of a well-known data set. */
  labelSet: page<{ id: string }, readonly string[]>(),
  /** Labels typed by hand, read against the logits they belong to. */
  readLabels: page<LabelsText, LabelsRead>(),

  softmax: owner<{ logits: NDArray; options?: AxisOptions }, NDArray>(),
  logSoftmax: owner<{ logits: NDArray; options?: AxisOptions }, NDArray>(),
  logSumExp: owner<{ logits: NDArray; options?: AxisOptions }, NDArray>(),
  softmaxCrossEntropy: owner<{ logits: NDArray; labels: NDArray; options?: LossOptions }, LossResult>(),
  sparseSoftmaxCrossEntropy: owner<
    { logits: NDArray; classIds: NDArray; options?: LossOptions },
    LossResult
  >(),
  /** The probabilities that an array stands for under its reading, in its own shape. */
  distribution: owner<{ array: NDArray; reading: ReadingKind; axis?: number }, NDArray>(),

  /** An array that a kernel displayed as itself, the JSON of its MIME type. */
  readArray: ofText<{ text: string }, Offer>(),
  /** Makes room for an array that comes in parts. `header` is that MIME type without data. */
  hold: owner<{ header: unknown }, { held: number; bytes: number }>(),
  /** The next part, as base64. Returns the bytes that are there. */
  holdPart: owner<{ held: number; data: string | Uint8Array }, number>(),
  /** All of its bytes, from a file that whoever has the array wrote on this machine. */
  holdFile: owner<{ held: number; path: string }, void>(),
  /** All parts have come. */
  held: owner<{ held: number }, Offer>(),
  drop: owner<{ held: number }, void>(),

  /** What a file is by its first bytes and its name: one of arrays, or a text with records or printed arrays in it. */
  fileKind: owner<FileRequest, 'arrays' | 'text'>(),
  /** Every array in a file's text, and how the text begins; a file that is too long for it is refused. */
  findInFile: owner<FileRequest, { found: FoundArray[]; beginning: string }>(),
  /** Every figure of a file or of arrays with labels, as JSON; nothing of it stays open. */
  evaluate: owner<EvaluateRequest, Evaluation>(),
  /** What would be shown for a file, over the whole of it; nothing of it stays open. */
  explainFile: owner<{ file: FileRequest; fields?: NamedFields }, Explained[]>(),

  /** The arrays of a file of NumPy, safetensors, torch or pickle; only headers are read. */
  openFile: owner<FileRequest, OpenedFile>(),
  /** One array of an opened file, which `open` takes by its `held`. */
  peekFile: owner<{ file: number; index: number }, Offer>(),
  /** A whole array of an opened file. */
  readFile: owner<{ file: number; index: number }, NDArray>(),
  /** The same as labels of another array of the file, `of`, without those of rows that a mask of the file leaves out. */
  readFileLabels: owner<{ file: number; index: number; of: number }, NearbyLabels>(),
  closeFile: owner<{ file: number }, void>(),

  /** Keeps an array in the worker, so that a slider moves no data. */
  open: page<OpenRequest, Opened>(),
  /** Replaces or removes the labels of an opened array. The ignore index, −100 by default, may lie outside the classes. */
  label: page<LabelRequest, void>(),
  rows: page<RowsRequest, RowsPage>(),
  row: page<OfSession & { row: number; k: number }, RowDetail>(),
  ranks: page<OfSession & { row: number; points: number }, RankCurve>(),
  batch: page<OfSession, BatchSummary>(),
  naive: page<OfSession, NaiveReport>(),
  /** The whole distribution of an opened array, for copying. */
  probabilities: page<OfSession, NDArray>(),
  close: page<{ session: number }, void>(),
  /** What the numbers of an opened array are, whatever they stand for. */
  valueSummary: page<{ session: number }, ValueSummary>(),
  /** A rectangle of them, row by row. */
  valueWindow: page<{ session: number } & ValueWindow, Float64Array>(),
  perClass: page<OfSession, ClassFigures[]>(),
  /** Class weights "balanced" by the labels. */
  balancedWeights: page<OfSession, number[]>(),
  /** Fits the temperature to the plain loss of the rows that count under the settings. */
  calibrate: page<OfSession, Calibration>(),
  /** What is wrong, or worth knowing, about the rows and what stands beside them. */
  audit: page<OfSession & { beside?: Beside }, Finding[]>(),
  /** The result as a short Markdown document, with code that reproduces it. */
  lossReport: page<LossReportRequest, string>(),
  /**
   * What the view of an evaluation draws: figures with intervals, curves, confusions, slices by label; of the rows under a
   * filter, where there is one. Intervals take most of the time: without them, the figures come at once.
   */
  evaluationSummary: page<OfSession & EvaluationLook & { withoutIntervals?: boolean }, EvaluationSummary>(),
  /** The same of rows that may have several classes each: figures of the sigmoid, and each label by itself. */
  multilabelSummary: page<OfSession & Pick<EvaluationLook, 'classNames'>, MultilabelSummary>(),
  /** What rows can be sliced by, besides label and prediction. */
  evaluationFields: page<{ session: number }, EvaluationFields>(),
  /** Slices by a field, or by the pairs of two. */
  evaluationSlices: page<OfSession & EvaluationLook & { by: SliceFields }, Slice[]>(),
  /** Another opened array beside this one, row by row or joined by a field of both. */
  runBeside: page<
    OfSession &
      Omit<EvaluationLook, 'filter'> & { other: number; name: string; by: SliceFields; id?: string },
    RunBeside
  >(),
  /** The fitted temperature judged on rows it was not fitted to, and how many labels look wrong. */
  temperatureSummary: page<OfSession, TemperatureSummary>(),
  /** An evaluation from what a kernel summed up, as it answered. */
  evaluationOfPieces: owner<{ answer: unknown; classNames?: readonly string[] }, PiecesEvaluation>(),
  /** Rows that a kernel drew of its own, opened like any others. */
  openSample: owner<{ answer: unknown; reading: DumpReading }, Opened>(),
  /** An evaluation as a document of its own, and the same of rows that someone looks at. */
  evaluationReport: owner<{ evaluation: Evaluation; origin: string; format: ReportFormat }, string>(),
  sessionReport: page<SessionReportRequest, string>(),
  /** Every way of calibrating, fitted and cross-fitted; undefined where the rows are too many to keep. */
  calibrationMethods: page<OfSession, CalibrationMethods | undefined>(),
  /** Prediction sets that hold the label for a share of the rows; undefined where the rows are too many to keep, or too few. */
  conformalSets: page<
    OfSession & Omit<EvaluationLook, 'filter'> & { coverage: number },
    ConformalSets | undefined
  >(),
  /** Rows of an evaluation, worst first. */
  evaluationPage: page<
    OfSession & EvaluationLook & { filter: EvaluationFilter; from: number; count: number },
    EvaluationPage
  >(),
  /** Two opened arrays of equal shape. */
  compare: owner<{ first: number; second: number; settings: ViewSettings }, Comparison>(),

  /** What could be logits and labels in a file of records; undefined where the file has no records. */
  probeDump: owner<{ file: FileRequest }, DumpProbe | undefined>(),
  /**
   * Reads a whole file of records, with progress, and holds it until it is dropped: `open` takes it by its session as
   * `held`. It answers the calls above as an opened array does; its logits stay in the file.
   */
  openDump: owner<{ file: DumpFile; fields: DumpFields; reading: DumpReading }, OpenedDump>(),
  /** Every record with something wrong, by line. */
  dumpProblems: owner<{ session: number }, DumpProblem[]>(),
  /** What the records of some rows call themselves: the text they hold, or their id; undefined where they hold neither. */
  recordNames: page<{ session: number; rows: readonly number[] }, RecordNames | undefined>(),
  /** Where the record of a row stands. */
  recordPlace: owner<{ session: number; row: number }, RecordPlaceInFile>(),

  /** Every sequence of tokens in a text, whole. */
  findTokens: ofText<{ text: string }, TokenSequence[]>(),
  /**
   * Reads a text or a file with tokens, or rows of logits with ids, which `openTokens` takes by its `held`; `drop` lets go
   * of it.
   */
  holdTokens: owner<
    { text: string } | { file: FileRequest; part?: FileLine } | { rows: TokenRows },
    { held: number }
  >(),
  /** The lines of a file that have tokens, with figures, however large it is; with progress. */
  tokenRecords: owner<{ file: FileRequest }, TokenRecords>(),
  /** Tokens by id, for a person, of a tokenizer's file or of a kernel's tokenizer; an id without one is empty. */
  vocabulary: owner<{ of: FileRequest | Pieces }, string[]>(),
  /** Names the tokens of a held text that have ids alone. */
  nameTokens: owner<{ held: number; vocabulary: FileRequest | Pieces }, void>(),
  /** Reads a text's tokens and keeps them; undefined where it has none. */
  openTokens: page<{ text: string } | { held: number }, OpenedTokens | undefined>(),
  closeTokens: page<{ handle: number }, void>(),
  /** Places `from` to before `to`, MAX_TOKEN_RUN at most; the upper bound of entropies wants the vocabulary's size. */
  tokenRun: page<OfSequence & PlaceRange & { vocabulary?: number }, TokenRun>(),
  tokenAlternatives: page<OfSequence & { place: number; vocabulary?: number }, TokenPlace>(),
  /** Figures over a selection. */
  tokenTotals: page<OfSequence & PlaceRange, TokenFigures>(),
  /** Two sequences, of one handle or of two. */
  compareTokens: page<{ first: OfSequence; second: OfSequence }, TokenComparison>(),
  tokenWhatIf: page<OfSequence & { place: number } & WhatIf, WhatIfPlace>(),
  /** A sequence, or some places of it, as a text to copy. */
  tokenReport: page<OfSequence & Partial<PlaceRange> & { format: TokenReportFormat }, string>(),

  /** The mistakes around the loss in Python files and notebooks. */
  checkLossCode: ofText<CheckRequest, LossCodeFinding[]>(),
  /** What is known of the loss called at a place of one of the files. */
  lossAt: ofText<CheckRequest & { uri: string; place: CodeRange }, LossFacts | undefined>(),
  /** The modules that Python files import, which whoever asks may hand over with them. */
  codeImports: ofText<{ files: readonly CodeFile[] }, ImportedModule[]>(),
  /** Where code could not be read as Python. */
  unreadCode: ofText<{ files: readonly CodeFile[] }, CodePlace[]>(),
};

/** Bytes of a text with tokens that is held whole; the lines of a larger file are read one by one. */
export const MAX_TOKEN_BYTES = 1 << 28;
/** Places of one run: more than any page shows at once. */
export const MAX_TOKEN_RUN = 1 << 16;

/** One sequence of an opened text, by its place in `OpenedTokens.sequences`. */
export interface OfSequence {
  handle: number;
  sequence: number;
}

export interface PlaceRange {
  from: number;
  to: number;
}

/** Labels typed by hand, and the logits they belong to. */
interface LabelsText {
  text: string;
  shape: readonly number[];
  axis?: number;
  classNames?: readonly string[];
  ignoreIndex?: number;
}

export interface LossReportRequest {
  session: number;
  settings: ViewSettings;
  /** "predictions.jsonl", "selection in scores.py" */
  origin: string;
  classNames?: readonly string[];
  beside?: Beside;
}

/** What a view draws of rows that are elsewhere, and the rows of the highest loss. */
export interface PiecesEvaluation {
  summary: EvaluationSummary;
  listed: RowsPage;
  /** Rows among the listed ones whose label looks wrong, worst first; absent where their logits did not come along. */
  suspects?: Int32Array;
}

/** HTML needs nothing else to be read: charts are in it, scripts are not. */
export type ReportFormat = 'markdown' | 'html' | 'json';

/** What is written down is what is looked at: under its calibration, of the rows that are chosen, sliced as it is. */
export interface SessionReportRequest extends OfSession, EvaluationLook {
  origin: string;
  format: ReportFormat;
  by?: SliceFields;
  /** What is chosen, in words. */
  selection?: string;
  /** What the file does not say of its fields and was taken so. */
  notes?: readonly string[];
}

export interface FindRequest extends FindContext {
  text: string;
  /** Readings a person chose for the arrays of this text. */
  overrides?: Overrides;
  /** Names that a person chose for the classes of its arrays. */
  chosenNames?: ChosenNames;
}

export interface OpenRequest {
  array: NDArray | HeldArray;
  /** The class axis; the last by default. */
  axis?: number;
  /** Class ids (the array's shape without the class axis) or a distribution per row (the array's shape). */
  labels?: NDArray;
  /** Printed precision of the values, for the intervals. */
  decimals?: number;
  /** What the values are: probabilities are opened through their logarithm, never put through softmax again. */
  reading: ReadingKind;
}

export interface LabelRequest {
  session: number;
  labels?: NDArray;
  ignoreIndex?: number;
}

/** An array in a file as its header says it. */
export interface FileArray {
  name: string;
  dtype: string;
  shape: readonly number[];
  bytes: number;
  /** Why its values cannot be shown. */
  problem?: string;
  /** It is unpacked whole, into memory, when it is opened. */
  compressed: boolean;
  /** The place of the array that holds its labels, by name and shape. */
  labels?: number;
  /** Labels that are the places of class names. */
  areNames?: true;
  /** How many arrays of the file it joins, the batches of one evaluation; those stand behind all others. */
  batches?: number;
  /** It is one of those. */
  isPart?: true;
}

/** A file of arrays: headers in memory, values where they are. */
export interface OpenedFile {
  file: number;
  arrays: FileArray[];
  /** The place of the array to show first: the one named as logits are. Absent where none can be shown. */
  first?: number;
}

/** Logits and labels of a file as a person names them: fields of its records (`outputs.logits`), or its arrays. */
export interface NamedFields {
  logits?: string;
  labels?: string;
}

/** A file whose labels are taken. */
export interface EvaluatedFile {
  file: FileRequest;
  /** The field or array that holds them. */
  labels?: string;
}

/** Values that are evaluated as they are handed over. */
export interface EvaluatedArrays {
  logits: NDArray;
  labels: NDArray;
  /** A text for each row, by which rows are sliced, and one by which they are joined to another file's. */
  groups?: readonly string[];
  ids?: readonly string[];
  classNames?: readonly string[];
  /** What the values are; logits where it is not said. */
  reading?: DumpReading;
}

/** What is evaluated: a file, with its labels in another one where `labels` says so, or values. */
export type EvaluationSource = { file: FileRequest; labels?: EvaluatedFile } | EvaluatedArrays;

export interface EvaluateRequest {
  source: EvaluationSource;
  /** Whose figures are taken against the first one's. */
  against?: EvaluationSource;
  options: EvaluationOptions;
}

/** A file: by its path where the worker can read files, else its bytes. */
export interface FileRequest {
  name: string;
  path?: string;
  bytes?: Uint8Array;
}

export type DumpFile = FileRequest;

/** Bytes of a decompressed file, `from` to before `to`. */
export interface ByteRange {
  from: number;
  to: number;
}

/** A line of a file, and the CRC-32 of its bytes, by which it is told from another in its place. */
export interface FileLine extends ByteRange {
  crc: number;
}

/** What the values of a file of records are. */
export type DumpReading = RecordReading;

export interface OpenedDump extends Opened {
  report: DumpReport;
  /** As the rows are read: of rows with several labels, shares are what a sigmoid gave, whatever the first ones sum to. */
  reading: DumpReading;
  /** Absent where no label was asked for. */
  labels?: { given: number; multiHot: boolean };
  /** Of rows that a mask of the file leaves out, as sentences. */
  leftOut?: readonly string[];
}

export interface RecordPlaceInFile {
  /** 1 is the first line. */
  line: number;
  /** Which of the record's rows it is. */
  part: number;
  /** The record as it stands in the file. */
  text: string;
}

export interface Opened {
  session: number;
  rows: number;
  classes: number;
  /** The rows are a file's records, which may have texts or ids of their own. */
  records?: true;
}

/** One field of some records. */
export interface RecordNames {
  field: string;
  /** One entry a row that was asked for; empty where a record has none. */
  texts: readonly string[];
}

export type Call = keyof typeof CALLS;
type TypesOf<C extends Call> = NonNullable<(typeof CALLS)[C]['types']>;
export type Params<C extends Call> = Parameters<TypesOf<C>>[0];
export type Result<C extends Call> = ReturnType<TypesOf<C>>;

/** Whether a page may ask for it of a worker that is not its own. */
export function isForPages(call: Call): boolean {
  return Object.hasOwn(CALLS, call) && CALLS[call].by === 'page';
}

/** Whether its answer depends on texts alone: see `texts.ts`. */
export function isOfText(call: Call): boolean {
  return (CALLS[call] as Declared<never, unknown>).ofText === true;
}

export interface Request<C extends Call = Call> {
  id: number;
  call: C;
  params: Params<C>;
}

/** Ends a running call that nobody waits for any more; a call that cannot be interrupted runs on. */
export interface Cancel {
  cancel: number;
}

/** How far a long call has come. */
export interface Progress {
  done: number;
  /** Absent where the end is not known. */
  total?: number;
  /** "120,000 rows" */
  message?: string;
}

/**
 * A long call reports progress any number of times before its one result or error, a sentence; what nobody worded is
 * told besides, for the log.
 */
export type Response =
  | { id: number; result: unknown }
  | { id: number; error: string; details?: string }
  | { id: number; progress: Progress };

export function isRequest(message: unknown): message is Request {
  const m = message as Partial<Request> | null;
  return typeof m === 'object' && m !== null && Number.isInteger(m.id) && typeof m.call === 'string';
}

export function isCancel(message: unknown): message is Cancel {
  const m = message as Partial<Cancel> | null;
  return typeof m === 'object' && m !== null && Number.isInteger(m.cancel);
}

export function isResponse(message: unknown): message is Response {
  const m = message as { id?: unknown; error?: unknown; progress?: Partial<Progress> | null } | null;
  if (typeof m !== 'object' || m === null || !Number.isInteger(m.id)) return false;
  if ('progress' in m) return typeof m.progress?.done === 'number';
  return 'result' in m || typeof m.error === 'string';
}

/** The buffers of a message that can move instead of being copied. */
export function transferables(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  collect(value, found);
  return [...found];
}

function collect(value: unknown, found: Set<ArrayBuffer>): void {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (Array.isArray(value)) {
    // Long lists hold numbers or strings, never buffers.
    if (typeof value[0] === 'object') for (const item of value) collect(item, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) collect(item, found);
  }
}
