import { IGNORE_INDEX, ignoredId } from '../arrays/ignoreIndex';
import type { ReadingKind } from '../arrays/types';
import type { LossSettings } from '../loss/types';

/** What a program that reproduces a softmax and its loss needs to know. */
export interface Program {
  logits: Source;
  /** The values are probabilities: a softmax's, whose logits are their logarithms, or each a sigmoid's. */
  probabilities?: 'softmax' | 'sigmoid';
  /** Axes of the logits; absent where only the file knows, with the classes along the last. */
  rank?: number;
  /** The class axis; −1 is the last. */
  axis: number;
  classes: number;
  /** Absent for the softmax alone. */
  labels?: Labels;
  settings: LossSettings;
  /** The class weights of the settings, where they have some. */
  weights?: Source;
  /** The loss that comes out, to compare with. */
  expected?: number;
}

/** What values are that are read so. */
export function probabilitiesOf(reading: ReadingKind): Program['probabilities'] {
  if (reading === 'probabilities') return 'softmax';
  return reading === 'sigmoid-scores' ? 'sigmoid' : undefined;
}

/** Values as a Python expression, and what a reader must be told about it. */
export interface Source {
  python: string;
  note?: string;
}

export interface Labels extends Source {
  /** A distribution or several classes per row instead of a class id. */
  dense: boolean;
  /** The ids among them that leave their rows out. */
  ignored: readonly number[];
  /** They stand one behind the logits they belong to, along the last axis beside the classes. */
  shifted?: boolean;
}

/** A program with labels. */
export type LossProgram = Program & { labels: Labels };

/** The ids that leave rows out, of those that are there: the one that was set, and PyTorch's. */
export function ignoredIds(settings: LossSettings, occurs: (id: number) => boolean): number[] {
  return [...new Set([ignoredId(settings), IGNORE_INDEX])].filter(occurs);
}

export function isClassAxisLast({ axis, rank }: Program): boolean {
  return axis === -1 || axis + 1 === rank;
}

/** Each class is a yes or no of its own: its probability is a sigmoid, and no softmax. */
export const isYesAndNo = ({ settings }: Pick<Program, 'settings'>): boolean => settings.loss === 'sigmoid';

/**
 * Lines of the loss of each yes or no where a probability may be exactly 0 or 1: its logit is infinite, and a fused function
 * multiplies that by a label's 0.
 */
export function yesAndNoTerms(
  x: string,
  { where, logSigmoid, zero }: { where: string; logSigmoid: string; zero: string },
): string[] {
  return [
    `x = ${x}`,
    `yes = ${where}(y > 0, y * ${logSigmoid}(x), ${zero})`,
    `no = ${where}(y < 1, (1 - y) * ${logSigmoid}(-x), ${zero})`,
    'terms = -(yes + no)',
  ];
}

/** `name = make(…)`, with its note. */
export function given(name: string, { python, note }: Source, make: (python: string) => string): string {
  return `${name} = ${make(python)}${note ? `  # ${note}` : ''}`;
}

/** The logits by the framework's constructor and logarithm, over the temperature. */
export function logitLines(
  { logits, probabilities, settings: { temperature } }: Program,
  make: (python: string) => string,
  log: string,
): string[] {
  return [
    ...(probabilities
      ? [
          given('probs', logits, make),
          `logits = ${log}(probs)${probabilities === 'sigmoid' ? ` - ${log}1p(-probs)` : ''}`,
        ]
      : [given('logits', logits, make)]),
    ...(temperature === 1 ? [] : [`logits = logits / ${temperature}  # temperature`]),
  ];
}

/** The labels and weights by the framework's constructors. */
export function labelLines(
  program: LossProgram,
  ids: (python: string) => string,
  floats: (python: string) => string,
): string[] {
  const { labels, weights } = program;
  return [
    '',
    given('labels', labels, labels.dense ? floats : ids),
    ...(labels.shifted && !labels.dense ? [shift(program)] : []),
    ...(weights ? [given('weights', weights, floats)] : []),
  ];
}

function shift(program: Program): string {
  const steps = isClassAxisLast(program) ? '[..., :-1, :]' : '[..., :-1]';
  return `logits, labels = logits${steps}, labels[..., 1:]  # the logits at t belong to the label at t + 1`;
}

/** Which rows count. */
export function keptLine({ labels: { ignored } }: LossProgram): string {
  const tests = ignored.map((id) => `labels != ${id}`);
  return `kept = ${tests.length === 1 ? tests[0] : tests.map((test) => `(${test})`).join(' & ')}`;
}

/** What stands behind the loss: rows that code beside it left out, and what to expect. */
export function lossNote({ labels: { ignored }, expected }: LossProgram, leavesOut: boolean): string {
  const notes = [
    ...(leavesOut ? [`rows labelled ${ignored.join(' or ')} are left out`] : []),
    ...(expected === undefined ? [] : [String(expected)]),
  ];
  return notes.length > 0 ? `  # ${notes.join(': ')}` : '';
}
