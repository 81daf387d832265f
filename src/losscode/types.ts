/** What the checker of loss code is asked and what it answers. */

/** A Python file by its text, or a notebook by its cells in order, the code of each as it stands there. */
export interface CodeFile {
  /** Its URI or path: imports between files are followed by it. */
  uri: string;
  text?: string;
  cells?: readonly string[];
  /** The texts that each of the cells has printed or shown. */
  outputs?: readonly (readonly string[])[];
}

export interface CheckRequest {
  /** Those to check, and those of the same workspace that they may import. */
  files: readonly CodeFile[];
  /** The URIs whose findings are wanted; all by default. */
  only?: readonly string[];
}

export const RULES = [
  'softmax-into-cross-entropy',
  'log-softmax-into-cross-entropy',
  'logits-into-probability-loss',
  'relu-into-probability-loss',
  'probabilities-into-nll',
  'sigmoid-into-bce-with-logits',
  'probabilities-as-logits',
  'softmax-of-softmax',
  'log-of-softmax',
  'log-with-epsilon',
  'log-of-sum-of-exp',
  'log-of-one-plus',
  'exp-minus-one',
  'softmax-axis',
  'label-kind',
  'temperature-after-softmax',
  'smoothing-twice',
  'padding-in-loss',
  'unshifted-labels',
  'mean-of-means',
] as const;

export type RuleId = (typeof RULES)[number];

export type Severity = 'error' | 'warning' | 'hint';

/** UTF-16 offsets in the file's text, or in the text of one cell of a notebook. */
export interface CodeRange {
  cell?: number;
  start: number;
  end: number;
}

/** A place in another file than the finding's has that file's URI. */
export interface CodePlace {
  uri?: string;
  range: CodeRange;
}

export interface LossCodeFinding {
  /** Of the file where it was found. */
  uri: string;
  rule: RuleId;
  severity: Severity;
  message: string;
  range: CodeRange;
  /** The other end: where the softmax is, where the layer is made. */
  related: readonly (CodePlace & { message: string })[];
  fixes: readonly CodeFix[];
}

export interface CodeFix {
  title: string;
  edits: readonly (CodePlace & { text: string })[];
}

/** A module that a file imports. */
export interface ImportedModule {
  /** Of the file that imports it. */
  uri: string;
  /** How many dots stand before it: 0 unless it is named from where the file stands. */
  dots: number;
  /** `a.b` of `import a.b` and `from a.b import c`; empty in `from . import c`. */
  path: string;
  /** `c` of `from a.b import c`, which may be a module itself. */
  name?: string;
}

/** What is known of a loss where it is called, in sentences. */
export interface LossFacts {
  name: string;
  /** The call. */
  range: CodeRange;
  takes: string;
  /** What it is given, one sentence for each kind; empty where that is not known. */
  gets: readonly string[];
}
