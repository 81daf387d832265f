import type { NDArray } from './ndarray';

/** The library or notation an array was printed in. */
export type Container =
  | 'torch'
  | 'numpy-repr'
  | 'numpy-str'
  | 'tf-repr'
  | 'tf-str'
  | 'jax'
  | 'mlx'
  | 'paddle'
  | 'mindspore'
  | 'list'
  | 'json'
  | 'dataframe'
  | 'polars'
  | 'csv'
  | 'r'
  | 'julia'
  /** Not printed: handed over whole by a kernel or a debugger. */
  | 'live'
  /** Not printed: from a file of arrays. */
  | 'file';

const READING_KINDS = [
  'logits',
  'binary-logits',
  'probabilities',
  'log-probabilities',
  'sigmoid-scores',
  'class-labels',
  'one-hot',
  'other',
] as const;

export type ReadingKind = (typeof READING_KINDS)[number];

/** For boundaries: a reading's kind in a message. */
export function isReadingKind(value: unknown): value is ReadingKind {
  return (READING_KINDS as readonly unknown[]).includes(value);
}

/** What an array is taken for, with sentences a person can check. */
export interface Reading {
  /** binary-logits: one score per example, the sigmoid's domain, not the softmax's. */
  kind: ReadingKind;
  /** 0..1 */
  confidence: number;
  evidence: readonly string[];
  /** A name, autograd's record or the code says so, not the numbers alone. */
  said?: true;
  /** A person chose it. */
  chosen?: true;
}

/** Labels that stand beside logits: class ids need not be classes of the logits, which whoever judges them says. */
export interface NearbyLabels {
  kind: 'class-ids' | 'one-hot' | 'multi-hot' | 'soft';
  /** class-ids: the logits' shape without the class axis; otherwise the logits' shape. */
  values: NDArray;
  /** The class axis that they fit, where it is not the last one. */
  axis?: number;
  name?: string;
  /** How many rows have one, where it may not be all. */
  given?: number;
  /** Where they stand in the text, when they stand in one place. */
  range?: readonly [start: number, end: number];
  /** For a person: `"labels", beside the logits`. */
  source: string;
  /** Of rows that a mask of the file leaves out, as sentences. */
  leftOut?: readonly string[];
}

/** What is named labels beside an array and fits none of it, or what may be its labels and is not named so. */
export interface UnfitLabels {
  name: string;
  shape: readonly number[];
  /** Nothing but its values says that it is the label. */
  isGuess?: true;
  /** They are the top class of every row: what a model predicted, or labels that are all right. */
  areTops?: true;
  /** Shaped like the array, but no rows of 0 to 1. */
  outside?: true;
  /** They are names. */
  areTexts?: true;
  /** Why what is shaped like labels of the array is not taken for them, for a person. */
  problem?: string;
}

/** Another array of scores with labels of its own, whose loss may have been added to the printed one. */
export interface NearbyHead {
  name: string;
  /** Rows of classes along the last axis. */
  values: NDArray;
  /** Class ids, one a row. */
  labels: NDArray;
  decimals?: number;
}

/** A loss printed beside logits. */
export interface PrintedLoss {
  /** NaN and ±∞ as printed. */
  value: number;
  /** Digits after the point that the value is good for, an exponent reckoned in. */
  decimals?: number;
  name?: string;
  /** As printed with it. */
  dtype?: string;
  /** Nothing ties it to these rows, a line of a training log: never compared with them. */
  untied?: true;
  /** One for each row, of which the value is the mean: `reduction="none"`. */
  ofRows?: readonly number[];
  /** Nothing but its name and its number say that it is of these rows. */
  unsure?: true;
}

/** One weight per class, beside logits. */
export interface NearbyWeights {
  /** pos-weight: of the positive term of a sigmoid's loss. */
  role: 'class-weights' | 'pos-weight';
  values: readonly number[];
  name: string;
}

/** Options of a loss that code or text states: `CrossEntropyLoss(label_smoothing=0.1)`. */
export interface StatedOptions {
  reduction?: 'mean' | 'sum';
  labelSmoothing?: number;
  ignoreIndex?: number;
  /** One for each class, or, of a yes or no, one for all. */
  classWeights?: readonly number[];
  /** Of the positive terms of a sigmoid's loss: one for each class, or one for all. */
  positiveWeights?: readonly number[];
  /** What the code divides the array by before its softmax. */
  temperature?: number;
  /** An option that changes the loss and whose value the code doesn't tell, as written: `weight=w`. */
  unknown?: string;
  /** Another loss than the cross-entropy of some scores, as written: `FocalLoss(gamma=2)`. */
  other?: string;
}

/** One name per value, row by row: value i is called `texts[entries[i]]`. */
export interface EntryNames {
  texts: readonly string[];
  /** As many as the array has values. */
  entries: Int32Array;
}

/** The numbers of an elided array, each as it was printed and with its place; negative counts from an axis' end. */
export interface PrintedNumbers {
  texts: readonly string[];
  at: readonly (readonly number[])[];
  /** Of a table: the names of its columns that are meant, which the last axis counts. */
  columns?: readonly string[];
}

/** A text that may name classes: code or an output of a notebook, or a file beside. */
export interface ElsewhereText {
  text: string;
  /** Where it is, for a person: "cell 1". */
  from: string;
  /** lines: a file of one name a line. */
  kind: 'code' | 'output' | 'lines';
  /** The code that printed an output. */
  source?: string;
}

/** Names that may be those of classes, found around a text. */
export interface NamesElsewhere {
  names: readonly string[];
  from: string;
  /** They are called classes there. */
  sure: boolean;
}

/** Names that the classes of an array can be given. */
export interface NameChoice {
  /** What the choice is remembered by. */
  key: string;
  /** Where the names are from, for a person: "cell 1", "CIFAR-10". */
  from: string;
  /** Absent of a well-known data set, whose names are asked for by its key. */
  names?: readonly string[];
}

export interface FoundArray {
  /** UTF-16 offsets in the text searched. */
  range: [start: number, end: number];
  /** Where each row stands, when they were printed one by one. */
  places?: readonly (readonly [start: number, end: number])[];
  /** Variable, key, ModelOutput field, JSON path or printed prefix. */
  name?: string;
  container: Container;
  /** -1 where an elided axis is not printed. */
  shape: readonly number[];
  /** Along which the classes lie, where the code says that it is not the last axis: `logits.T`. */
  classAxis?: number;
  /** As printed. */
  dtype?: string;
  /** Printed with "...". */
  elided: boolean;
  /** Printed precision: digits after the point. */
  decimals?: number;
  /** Of an elided array: by which its whole is known. */
  printed?: PrintedNumbers;
  /** Absent when elided. */
  array?: NDArray;
  /** Values that stay where they are: `open` takes this number in place of the array. */
  held?: number;
  /** Why the values are neither here nor held, for a person, where it is not for being elided. */
  absent?: string;
  /** The name under which the kernel that withheld the values knows them. */
  ref?: string;
  reading: Reading;
  /** One name per class, when the text says them. */
  classNames?: readonly string[];
  /** Where the names are from, when it is not this text: "cell 1". */
  namesFrom?: string;
  /** Names that a person can give the classes instead. */
  nameChoices?: readonly NameChoice[];
  /** Where each row has classes of its own: the likeliest tokens at each place. */
  entryNames?: EntryNames;
  /** Rows are the largest entries of longer distributions: what is missing to 1 is not printed. */
  partial?: true;
  labels?: NearbyLabels;
  unfitLabels?: UnfitLabels;
  /** Where a loss is printed with several labelled arrays: the others. */
  heads?: readonly NearbyHead[];
  printedLoss?: PrintedLoss;
  weights?: NearbyWeights;
  /** What the code says of its loss. */
  lossOptions?: StatedOptions;
  /** What nobody said of a file's fields and is taken so: a sentence each. */
  taken?: readonly string[];
  /** Values that stand for minus infinity, such as -10000. */
  maskValue?: number;
}

/** Values that stay in the worker, or beyond it: their shape, and the number that opens them. */
export interface HeldArray {
  held: number;
  shape: readonly number[];
}

/** What stands beside an array and bears on its loss. `byLength`: a stored figure that divides scores by lengths. */
export type Beside = {
  byLength?: string;
  /** Each row is one score, opened as two classes. */
  paired?: true;
} & Pick<
  FoundArray,
  | 'labels'
  | 'unfitLabels'
  | 'heads'
  | 'printedLoss'
  | 'weights'
  | 'lossOptions'
  | 'dtype'
  | 'decimals'
  | 'taken'
>;

/** The code of a notebook's cells in their order. */
export interface NotebookCode {
  cells: readonly string[];
  /** The place of the one that is spoken of. */
  at: number;
}

/** What is known about the text besides the text. */
export interface FindContext {
  /** The code that printed the text. */
  source?: string;
  /** All code of the notebook that it is a cell of, in order, and which cell it is. */
  notebook?: NotebookCode;
  /** MIME type or language id of the text, when known: HTML tables are read only in `text/html`. */
  mime?: string;
  /** Names of classes in the code, outputs and files around it, the nearest last. */
  elsewhere?: readonly NamesElsewhere[];
}

/** The setting `logitscope.detect`. */
export type Detect = 'named' | 'likely' | 'all';

/** What a strict reading of a selected text gave: arrays, or one sentence that names what is wrong. */
export interface ParsedArrays {
  found: FoundArray[];
  problem?: string;
}
