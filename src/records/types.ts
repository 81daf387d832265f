/** Types of evaluation dumps: files of records that hold logits and labels. They carry no code. */

type TextFormat = 'jsonl' | 'json' | 'csv' | 'tsv';
export type ColumnarFormat = 'parquet' | 'arrow-file' | 'arrow-stream';
export type DumpFormat = TextFormat | ColumnarFormat;

/** Where a value stands in a record: keys from the outside in. `["outputs", "logits"]` is `outputs.logits`. */
export type FieldPath = readonly string[];

/** What the numbers of records are: as many a row as there are classes. */
export type RecordReading = 'logits' | 'probabilities' | 'log-probabilities' | 'sigmoid-scores';

/** A field that could hold logits, labels or a loss, with what the first records say of it. */
export interface FieldCandidate {
  /**
   * For CSV and files of columns the columns the values stand in, in order. A column inside others is named as Parquet
   * and Arrow name it: `outputs.logits`.
   */
  path: FieldPath;
  /** As a person writes it: `outputs.logits`, `logit_0 … logit_9`. */
  name: string;
  /** "10 numbers", "3×10 numbers", "a class ID", "a class name" */
  shape: string;
  /** The first record's value, cut short. */
  preview: string;
  /** Several rows in each record, or a class id for each of them. */
  isSequence?: true;
  /** One number a record: a score of yes or no. */
  isScalar?: true;
  /** Labels of which a record has any number, as a list of class IDs. */
  isSet?: true;
  /** Labels in lists, which hold one class ID each as far as was looked. */
  isListed?: true;
  /** A label of 0 or 1 for each class, in fields of their own that stand in this object of the record: their path is those fields. */
  isHot?: { within: FieldPath };
  /** Labels that are numbers, and mean the classes that have those for names. */
  byName?: true;
  /** Labels that are texts, and names of classes. */
  areNames?: true;
  /** The names of the classes that labels are places among, which nobody said. */
  places?: readonly string[];
  /** All that the first labels hold, where that is one word or two. */
  words?: readonly string[];
  /** Nothing but its values speaks for it: a person is asked. */
  isGuess?: true;
  /** A guess that is yes or no of each record. */
  isYesOrNo?: true;
  /** Other fields for which as much speaks, and that differ. */
  rivals?: readonly string[];
  /** Each number says whose it is, by its key or by a list of names beside it: the classes in their order. */
  scored?: ScoredFields;
  /** How JSON holds its numbers, where they are not numbers in lists. */
  written?: WrittenNumbers;
  /** Higher is likelier; only the order counts. */
  score: number;
  /** What the first records' numbers are, and why; absent for labels and losses. */
  reading?: RecordReading;
  readingEvidence?: string;
  /** Numbers in fields of their own that are all in [0, 1], whatever they are. */
  areShares?: true;
  /** They are probabilities of one class a row, and only their labels say otherwise. */
  isOfOne?: true;
  /** What nobody said and is taken so, as a sentence. */
  note?: string;
  /** Why another field may be meant, as a sentence. */
  doubt?: string;
}

/** Lists of texts, pairs of a number and a yes or no, or a list in one text. */
export type WrittenNumbers = 'texts' | 'pairs' | 'list-in-text';

/** Scores by name. */
interface ScoredFields {
  classes: readonly string[];
  /** Nothing says in which order the classes stand: no class ID is a place among them. */
  areUnordered?: true;
  /** Where the names stand; absent where each stands with its score. */
  beside?: FieldPath;
  /** Each score has a field of its own in this object of the record, in the order of the classes: their path is those fields. */
  within?: FieldPath;
}

/** A field that may have been meant for labels, and can't be read as such. */
export interface UnfitField {
  name: string;
  /** The first record's value, cut short. */
  preview: string;
  /** It says yes or no of something else, as `correct` does. */
  isFlag?: true;
  /** It has numbers, and nothing says in which order the classes stand. */
  isUnordered?: true;
  /** It is the class of the largest score of each record, as what a model predicts. */
  isTop?: true;
  /** Others like it hold 0 and 1, each for one class; the preview is what this one has besides. */
  isOneClass?: true;
  /** Not every record has it. */
  isPartial?: true;
  /** It is the score of a class without a field of labels: what another one's two are called. */
  lacksLabel?: { pair: readonly [score: string, label: string] };
  /** All that it holds, and nothing calls it a label. */
  words?: readonly string[];
}

/** How work that takes long lets others be heard. */
export interface Turns {
  /** Aborts when nobody waits for it any more. */
  signal?: AbortSignal;
  /** Lets others be heard between two pieces of work. */
  giveWay?(): Promise<void>;
}

export interface ProbeOptions extends Turns {
  /** Whether single numbers are told as scores of yes or no, behind everything else. */
  scalars?: boolean;
  /** Whether lists of scores beside as many labels of 0 and 1 are batches of one score a row, though all are of one length. */
  batches?: boolean;
  /** Whether a table is wanted in which nothing could be scores or labels: its columns are guesses then. */
  tables?: boolean;
  /** Columns of a table that are the classes of one row if all of them hold shares. */
  together?: readonly string[];
}

/** A field that may tell several sets of rows apart, each with figures of its own: `split`, `model`. */
export type FieldSet = Pick<FieldCandidate, 'path' | 'name'>;

/** What the first records of a file say. */
export interface DumpProbe {
  format: DumpFormat;
  /** Likeliest first. */
  logits: readonly FieldCandidate[];
  labels: readonly FieldCandidate[];
  losses: readonly FieldCandidate[];
  sets?: readonly FieldSet[];
  /** Fields that may say by a 0 which rows of a record don't count: `attention_mask`. */
  masks?: readonly FieldSet[];
  /** What holds the scores of the first of the logits in another form: as probabilities of the same logits. */
  sameScores?: readonly string[];
  /** What is called as those are, and holds other scores of the same rows: probabilities at another temperature. */
  otherScores?: readonly string[];
  /** Records may be batches of one score a row, and not rows of several classes; `likely` where their labels look so. */
  maybeBatches?: 'possible' | 'likely';
  /** Where nothing could be labels. */
  unfit?: UnfitField;
  /** Scores by name of which each record has others. */
  ownClasses?: { path: FieldPath; name: string; first: readonly string[]; other: readonly string[] };
  /** Numbers with a percent sign, which are texts. */
  percent?: Pick<UnfitField, 'name' | 'preview'>;
  /** One name per class, when the file says them (`id2label`, `classes`). */
  classNames?: readonly string[];
  /** A reduced loss stored beside the records. */
  printedLoss?: { value: number; decimals?: number; name: string };
  /** A figure that the records store and that divides scores by lengths: `acc_norm`. */
  byLength?: string;
  /** Where the records stand in a JSON document; empty for the document itself. */
  records: FieldPath;
  /** They are members of an object, not elements of a list: the field that the key of each stands in as, which none has. */
  keyed?: string;
  /** The records stand in the file another way, as YAML or as columns: their lines are their numbers. */
  rewritten?: true;
  /** Whether the fields could be told without asking. */
  ambiguous: { logits: boolean; labels: boolean };
}

/** What is read from a dump. */
export interface DumpFields {
  format: DumpFormat;
  records: FieldPath;
  /** As a probe says them. */
  keyed?: string;
  rewritten?: true;
  logits: FieldPath;
  labels?: FieldPath;
  loss?: FieldPath;
  classNames?: readonly string[];
  /** Fields whose values are wanted as texts, one a record: what rows are grouped or joined by. */
  beside?: readonly FieldPath[];
  /** Fields that say by a 0 which rows don't count. */
  masks?: readonly FieldSet[];
  /**
   * The logits are one number a record: a label, whose name is NaN and stands beside it as a text, or a score of yes or no, whose
   * rows are two classes: [0, x] of a logit, [1 − p, p] of a probability, or the logarithms of these.
   */
  scalar?: 'label' | 'logits' | 'probabilities' | 'log-probabilities';
  /** The logits are scores by name. */
  scored?: ScoredFields;
  /** As a probe says it of the logits. */
  written?: WrittenNumbers;
  /** The labels are lists of any number of class IDs or class names: a yes or no for each class. */
  labelSets?: true;
  /** The labels are the fields of 0 and 1 in this object of the record, one for each class. */
  hotLabels?: { within: FieldPath };
  /** Labels that are numbers mean the classes that have those for names. */
  labelsByName?: true;
  /** Labels are texts, names of classes: wherever class IDs begin is no matter of theirs. */
  labelsAreNames?: true;
  /**
   * Rows have no more numbers than so many: what one lacks is this one, a choice that its question does not have. Absent where all
   * have as many as the first.
   */
  padded?: { to: number; by: number };
  /** What a person said of labels of sequences: whether the logits at t belong to the label at t + 1. */
  shifted?: boolean;
}

export type SkipKind =
  | 'not-json'
  | 'cut-off'
  | 'no-logits'
  | 'not-a-number'
  | 'ragged'
  | 'shape'
  | 'width'
  | 'too-long'
  | 'not-a-record'
  | 'file-cut-off';

export type NoteKind =
  | 'no-label'
  | 'label-out-of-range'
  | 'label-unknown'
  | 'label-several'
  | 'label-text'
  | 'label-case'
  | 'number-text'
  | 'label-shape'
  | 'nan'
  | 'null'
  | 'duplicate-key'
  | 'no-loss'
  | 'encoding'
  | 'other-records';

/** Something about one record that a person must be told. */
export interface DumpProblem {
  /** Skipped: the record is in no number. Noted: it is, with a reservation. */
  skipped: boolean;
  kind: SkipKind | NoteKind;
  /** 1 is the first line, or the first record where a file has no lines. */
  line: number;
  /**
   * Place in the file's text, in bytes after decompression and without a byte order mark; in a file of columns the record's
   * number from 0.
   */
  offset: number;
  length: number;
  message: string;
}

/** How often a kind of problem occurred, whether or not each one is listed. */
export interface ProblemCount {
  kind: SkipKind | NoteKind;
  skipped: boolean;
  count: number;
  firstLine: number;
  /** The first one's sentence. */
  example: string;
}

export interface DumpReport {
  /** Records read, the skipped ones included. */
  records: number;
  rows: number;
  classes: number;
  skipped: number;
  /** The most numbers of a record that was skipped for having another number of them than the first. */
  widest?: number;
  /** Records have classes of their own, as many as there are at most. */
  isPadded?: true;
  blankLines: number;
  bytes: number;
  counts: readonly ProblemCount[];
  /** The first MAX_LISTED problems in the file's order. */
  problems: readonly DumpProblem[];
}
