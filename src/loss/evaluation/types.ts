/** What an evaluation says, as it travels and as a pipeline stores it. No code. */

/** One figure, and where it lies with 95 % confidence. */
export interface Figure {
  value: number;
  interval?: [low: number, high: number];
}

/** The figures of rows that have one right class each. Those that do not apply are absent. */
export interface EvaluationFigures {
  accuracy?: Figure;
  /** Absent with five classes or fewer. */
  top5Accuracy?: Figure;
  meanLoss?: Figure;
  perplexity?: Figure;
  brier?: Figure;
  /** Murphy's parts of the Brier score: brier ≈ reliability − resolution + uncertainty. */
  brierReliability?: Figure;
  brierResolution?: Figure;
  brierUncertainty?: Figure;
  meanConfidence?: Figure;
  ece?: Figure;
  eceEqualMass?: Figure;
  eceDebiased?: Figure;
  eceClasswise?: Figure;
  /** What a perfectly calibrated model of the same confidences would show; the interval holds 95 % of such models. */
  eceByChance?: Figure;
  mce?: Figure;
  /** Of the confidence, for whether the row is right. */
  auroc?: Figure;
  /** Each class against the rest, their plain mean; of the second class where there are two. */
  aurocOvr?: Figure;
  aurc?: Figure;
  macroF1?: Figure;
  weightedF1?: Figure;
  mcc?: Figure;
  /** Of the second of two classes, the positive one. */
  averagePrecision?: Figure;
}

export type FigureName = keyof EvaluationFigures;

/** One class among the rows that count. */
export interface ClassEvaluation {
  id: number;
  name?: string;
  /** Rows with this label, and rows that are predicted so. */
  support: number;
  predicted: number;
  precision?: Figure;
  recall?: Figure;
  f1: Figure;
  auroc?: Figure;
  ece?: Figure;
  meanLoss?: Figure;
}

/** Rows that share a value of a field. */
export interface Slice {
  field: string;
  value: string;
  rows: number;
  accuracy: Figure;
  meanLoss: Figure;
  ece: Figure;
  /** Of the summed loss of all rows; NaN where that is infinite or 0. */
  shareOfLoss: number;
  /** Fisher's exact test of right and wrong against all other rows, two-sided, and corrected by Holm within the field. */
  pValue: number;
  pHolm: number;
  /** Less accurate than all other rows, beyond chance: pHolm < .05. */
  worse: boolean;
}

/** Figures under probabilities that were calibrated. */
export interface CalibratedFigures {
  meanLoss: Figure;
  brier: Figure;
  ece: Figure;
  eceByChance: Figure;
  accuracy: Figure;
  reliability: readonly ReliabilityFigures[];
}

/** One way of calibrating: fitted to all rows and judged on them, and judged on rows that it was not fitted to. */
export interface CalibrationMethod<Parameters = object> {
  fitted: CalibratedFigures & Parameters;
  crossFitted: CalibratedFigures;
}

/** Where no temperature is the best, the end that the loss keeps falling to. */
export type NoTemperature = 'zero' | 'infinite';

export interface CalibrationMethods {
  folds: number;
  /** How many rows were fitted to and judged: a sample of them where they are very many. */
  rows: number;
  /** p = softmax(x / temperature) */
  temperature?: CalibrationMethod<{ temperature: number }>;
  /** Why there is none: the loss keeps falling as T goes to 0, all rows being right, or to infinity. */
  noTemperature?: NoTemperature;
  /**
   * p = softmax(scale · x + bias), one of each per class. Logits of −∞, of probabilities of 0, are `bound` below their row's
   * largest; absent where there are none.
   */
  vector?: CalibrationMethod<{ scale: number[]; bias: number[]; bound?: number }>;
  /** Why there is none: some scaling classifies all rows correctly, and the loss keeps falling as it grows. */
  noVector?: 'separable';
  /** p = 1 / (1 + exp(−(slope · x + bias))), x being the positive class's logit less the other's; with a `bound` as above */
  platt?: CalibrationMethod<{ slope: number; bias: number; bound?: number }>;
  /** Each class's probability through the best rising steps, then divided by their sum. */
  isotonic?: CalibrationMethod;
}

/** Split-conformal prediction sets: every class whose 1 − p is at most the threshold. */
export interface ConformalSets {
  /** The share of rows whose set should hold the label. */
  target: number;
  /** Of 1 − p, from all rows that count. */
  threshold: number;
  /** Judged in five folds, each at a threshold from the others. */
  coverage: Figure;
  meanSetSize: Figure;
  /** Coverage of the rows of each class, by class ID. */
  perClass: readonly { id: number; coverage: Figure }[];
}

/** A record that is in no figure. */
export interface SkippedRecord {
  /** 1 is the first line, or the first record where a file has no lines. */
  line: number;
  kind: string;
  reason: string;
}

/** Another file against this one, row by row: its figures less this one's. */
export interface PairedEvaluation {
  name: string;
  file?: EvaluatedFile;
  /** Of the labels, where those stand elsewhere. */
  labelsFile?: EvaluatedFile;
  /** Rows that count in both, with the same label. */
  rows: number;
  /** Rows that are left out because their labels differ; absent where there are none. */
  otherLabels?: number;
  differences: EvaluationFigures;
  /** Rows that are right here and wrong there, and the other way round; the row numbers are the first ones. */
  becameWrong: number;
  becameRight: number;
  flipped: readonly { row: number; label: number; from: number; to: number }[];
  /** McNemar's exact test of the rows that are right in one file only. */
  mcNemar: { pValue: number; statistic: number };
  slices: readonly { field: string; value: string; rows: number; accuracy: Figure }[];
}

export interface EvaluationOptions {
  logits?: string;
  labels?: string;
  group?: string;
  /** A field whose values tell which rows of two files belong together. */
  id?: string;
  loss?: 'softmax' | 'sigmoid';
  temperature?: number;
  /** As the loss takes labels: an ID that leaves its row out, where IDs begin, and whether those at t + 1 are meant. */
  ignoreIndex?: number;
  labelOffset?: number;
  shifted?: boolean;
  /** Each row under what was fitted without it; the figures are of those probabilities. */
  calibration?: AppliedCalibration;
  /** What the rows were chosen by, in words, where a view showed some of them. */
  selection?: string;
  /** Resamples of the bootstrap, and its seed. */
  resamples?: number;
  seed?: number;
  /** The share of rows whose conformal set should hold the label. */
  coverage?: number;
}

type EvaluationTask = 'multiclass' | 'binary' | 'multilabel';

/** A row that is listed by itself. */
export interface ListedRow {
  /** From 0. */
  row: number;
  /** Of its record: 1 is the first line, or the first record where a file has no lines. Absent where there are no records. */
  line?: number;
  label: number;
  predicted: number;
  loss: number;
  /** Of the predicted class. */
  confidence: number;
}

/** What was read, told by the checksum of its bytes. */
export interface EvaluatedFile {
  name: string;
  bytes: number;
  sha256?: string;
}

/** Everything that is said of one file or array with labels. */
export interface Evaluation extends EvaluationFigures, MultilabelFigures {
  version: 1;
  task: EvaluationTask;
  file?: EvaluatedFile;
  /** That labels were taken from, where it is another one. */
  labelsFile?: EvaluatedFile;
  options: EvaluationOptions;
  rows: {
    all: number;
    /** In every figure: rows with a label and a distribution. */
    counted: number;
    /** Of a selection: how many would be counted without it, which with the two below are all. */
    chosenFrom?: number;
    /** Without a label, or with an ignored or impossible one. */
    unlabelled: number;
    /** With a label, but not a number or infinite: they have no rank and no confidence. */
    undefined: number;
  };
  classes: number;
  classNames?: readonly string[];
  /** Rows choose the tokens of sequences. */
  areTokens?: true;
  perClass: readonly ClassEvaluation[];
  /** Of two classes the second one, as a yes or no. */
  positive?: LabelEvaluation;
  slices: readonly Slice[];
  reliability: readonly ReliabilityFigures[];
  /** Nineteen of twenty perfectly calibrated models have a smaller calibration error. */
  eceLimit?: number;
  risk?: RiskSummary;
  losses?: LossSummary;
  confusion?: ConfusionSummary;
  calibration?: CalibrationMethods;
  /** Rows whose label looks wrong by confident learning, worst first, as row numbers from 0. */
  labelErrors: readonly number[];
  /** The first of them, and the rows of the highest loss. */
  listed?: { labelErrors: readonly ListedRow[]; worst: readonly ListedRow[] };
  conformal?: ConformalSets;
  skipped: readonly SkippedRecord[];
  /** What the file does not say of its fields and was taken so: a sentence each. */
  notes?: readonly string[];
  against?: PairedEvaluation;
}

/** A bin of the reliability diagram. */
export interface ReliabilityFigures {
  from: number;
  to: number;
  count: number;
  meanConfidence: number;
  accuracy: Figure;
}

/** Figures of rows that may have any number of classes. */
export interface MultilabelFigures {
  /** Rows whose classes are all told right at a threshold of .5. */
  exactMatch?: Figure;
  hammingLoss?: Figure;
  microF1?: Figure;
  macroAveragePrecision?: Figure;
  perLabel?: readonly LabelEvaluation[];
}

/** One of the classes that a row may have besides others. */
export interface LabelEvaluation {
  id: number;
  name?: string;
  support: number;
  averagePrecision?: Figure;
  auroc?: Figure;
  /** At a threshold of .5. */
  precision?: Figure;
  recall?: Figure;
  f1: Figure;
  brier: Figure;
  ece: Figure;
  /** The probability from which on the class is predicted so that F1 is largest, and that F1. */
  bestThreshold?: number;
  bestF1?: number;
}

/** Labels that are none, where a row has one. */
export interface MisfitLabels {
  /** Class IDs that no class has. */
  outside: number;
  /** The first of them. */
  id: number;
  /** Rows of which each class has a 0. */
  zeros: number;
}

/** What the view of an evaluation draws. */
export interface EvaluationSummary {
  figures: EvaluationFigures;
  /** Nineteen of twenty perfectly calibrated models have a smaller calibration error; absent before the intervals are known. */
  eceLimit?: number;
  rows: Evaluation['rows'];
  misfit?: MisfitLabels;
  classes: number;
  /** Labels are shares of several classes, to which no calibration is fitted. */
  softLabels?: true;
  /** Rows choose the tokens of sequences. */
  areTokens?: true;
  /** Of two classes the second one, as a yes or no. */
  positive?: LabelEvaluation;
  reliability: readonly ReliabilityFigures[];
  risk: RiskSummary;
  losses: LossSummary;
  confusion: ConfusionSummary;
  /** By label. */
  slices: readonly Slice[];
  /** Rows that can be listed, those of the highest loss, where it is not all of them. */
  listed?: number;
}

/** What the view of rows that may have several classes draws. */
export type MultilabelSummary = EvaluationFigures & MultilabelFigures & Pick<Evaluation, 'rows' | 'classes'>;

/** The fitted temperature, judged on rows that it was not fitted to; absent where none is the best. */
export interface TemperatureSummary {
  temperature?: number;
  noTemperature?: NoTemperature;
  judged?: CalibratedFigures;
  /**
   * Rows whose label looks wrong at that temperature: it has less than .01, another class more than usual. Absent where not
   * looked for.
   */
  labelErrors?: number;
}

/** The error of the surest share of the rows. */
export interface RiskPoint {
  share: number;
  error: number;
  low: number;
  high: number;
}

export interface RiskSummary {
  points: readonly RiskPoint[];
  overall: number;
  /** The largest round error below the overall one, and the share of rows that can be answered at it. */
  answerable?: { error: number; share: number };
}

/** Rows by the decimal logarithm of their loss, in bins of one width. */
export interface LossSummary {
  from: number;
  width: number;
  right: readonly number[];
  wrong: readonly number[];
  /** The share of the summed loss that a twentieth of the rows carries. */
  heaviest: number;
}

export interface ConfusionSummary {
  /** In the order in which they are drawn; all further lists go by it. */
  classes: readonly number[];
  counts: readonly (readonly number[])[];
  support: readonly number[];
  /** The largest confusions. */
  pairs: readonly { label: number; predicted: number; rows: number; share: Figure }[];
  errors: number;
}

/** Which rows of an evaluation are chosen. */
export interface EvaluationFilter {
  /** Of the rows that are listed alone; default all that count. */
  only?: 'wrong' | 'label-errors';
  label?: number;
  predicted?: number;
  /** A bin of the reliability diagram, by its place from 0. */
  bin?: number;
  /** Bins of the losses of all rows, from one to before another. */
  losses?: readonly [from: number, to: number];
  /** Rows of one slice. */
  slice?: { by: SliceFields; value: string };
}

/** What slices are made by: one field, or the pairs of two. LABEL and PREDICTED stand for the classes. */
export type SliceFields = readonly [field: string] | readonly [field: string, other: string];

/** Ways of calibrating that change more than the temperature, which is a setting. */
export type AppliedCalibration = 'vector' | 'platt' | 'isotonic';

/** How the rows of an evaluation are looked at, besides their settings. */
export interface EvaluationLook {
  classNames?: readonly string[];
  /** Each row under what was fitted without it. */
  calibration?: AppliedCalibration;
  filter?: EvaluationFilter;
}

/** Fields of the records that rows can be sliced by. */
export interface EvaluationFields {
  names: readonly string[];
  /** One that says what rows are of, as far as the first records tell. */
  suggested?: string;
  /** One that tells records apart, as far as the first ones tell. */
  id?: string;
}

/** Another run beside this one. */
export interface RunBeside extends PairedEvaluation {
  /** Of the same rows, by the run that is looked at and by the other one. */
  here: EvaluationFigures;
  figures: EvaluationFigures;
}
