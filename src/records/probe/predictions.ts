import * as l10n from '@vscode/l10n';
import { largestOf } from '../../arrays/longLists';
import { printable } from '../../arrays/words/printable';
import { isOtherLabelName, isSurelyLabelName } from '../../text/names/labelNames';
import { placeOf } from '../fields/nameIndex';
import type { FieldCandidate } from '../types';
import { isSamePath, type Field } from './field';
import { byClaims } from './claims';
import { fitsScores } from './fitsScores';
import { isCalledLabel } from './labels';
import { depthOf, isNumbers } from './values';

/** Fewer rows that a model has all right are no accident, and no evidence. */
const LEAST_ROWS = 10;

/** Names that no prediction has. */
const TRUE = /true|truth|gold|(?:^|[^a-z])gt(?:[^a-z]|$)/i;
interface Judged {
  candidate: FieldCandidate;
  /** The class of each row, undefined where it has none. */
  classes: readonly (number | undefined)[];
  isSure: boolean;
  /** It is the class of the largest score in each row. */
  isTop: boolean;
  /** Whether its rows have higher scores for their classes than other rows have. */
  fits: boolean;
  /** Whether that or its name says that it is of the same classes. */
  isLabel: boolean;
}

/**
 * Labels without what the model itself predicts: the class of the largest score in every row, where another field of classes is it in
 * many rows but not in all. Names of both are no help: `answer` and `class` may be either. Where nothing else is there, or two fields
 * differ and both are called labels, what comes first says so.
 *
 * @param scores of each record, in the order of the classes
 * @param names of the classes
 */
export function withoutPredictions(
  labels: readonly FieldCandidate[],
  fields: readonly Field[],
  scores: readonly unknown[],
  names: readonly string[] | undefined,
): FieldCandidate[] {
  // Fewer rows tell nothing, and each may be long.
  const isTold = scores.length >= LEAST_ROWS;
  const rows = scores.map((row) => ({ row: row as readonly number[], top: isTold ? topOf(row) : [] }));
  const judged = labels.map((candidate) => judge(candidate, fields, rows, names));
  const others = judged.filter((one) => one?.isLabel && !one.isTop) as Judged[];
  const isPrediction = (one: Judged | undefined): boolean =>
    one !== undefined &&
    one.isTop &&
    !TRUE.test(one.candidate.name) &&
    others.some(({ isSure }) => isSure || !one.isSure);
  const kept = judged.flatMap((one, at) => (isPrediction(one) ? [] : [at]));
  const found = byClaims(
    kept.map((at) => ({
      candidate: labels[at],
      classes: judged[at]?.classes,
      fitsScores: judged[at] && (judged[at].fits || judged[at].isTop),
    })),
  );
  const [first, ...rest] = found;
  const judgedAs = ({ path }: FieldCandidate) =>
    judged.find((one) => one && isSamePath(one.candidate.path, path));
  const doubt = first && doubtOf(judgedAs(first), rest.map(judgedAs));
  return doubt && first.doubt === undefined ? [{ ...first, doubt }, ...rest] : found;
}

function doubtOf(first: Judged | undefined, others: readonly (Judged | undefined)[]): string | undefined {
  if (!first) return undefined;
  const { candidate, classes, isTop, isSure } = first;
  const name = printable(candidate.name, 80);
  if (isTop && (!isSure || others.some((one) => one?.isLabel && !one.isTop)))
    return l10n.t(
      '“{0}” is the class with the largest score in each of the first {1} rows. If it is what the model predicts, name the true labels in “labels”.',
      name,
      classes.length,
    );
  const other = others.find(
    (one) =>
      one !== undefined &&
      isCalledLabel({ path: one.candidate.path, values: [] }) &&
      candidate.score - one.candidate.score < 2 &&
      one.classes.some((id, row) => id !== undefined && classes[row] !== undefined && id !== classes[row]),
  );
  if (!other) return undefined;
  return l10n.t(
    'Both “{0}” and “{1}” could be the labels, and they differ. Those in “{0}” are used.',
    name,
    printable(other.candidate.name, 80),
  );
}

function judge(
  candidate: FieldCandidate,
  fields: readonly Field[],
  scores: readonly { row: readonly number[]; top: readonly number[] }[],
  names: readonly string[] | undefined,
): Judged | undefined {
  const field = fields.find(({ path }) => isSamePath(path, candidate.path));
  if (!field || candidate.isHot || field.values.length !== scores.length) return undefined;
  const classes = field.values.map((value) => classOf(value, candidate, names));
  const known = [...classes.keys()].filter((row) => classes[row] !== undefined && scores[row].top.length > 0);
  if (known.length < LEAST_ROWS) return undefined;
  const ids = known.map((row) => classes[row]!);
  const isTop = new Set(ids).size > 1 && known.every((row, i) => scores[row].top.includes(ids[i]));
  const isSure = isSurelyLabelName(candidate.path.at(-1) ?? '');
  const fits = fitsScores(
    known.map((row) => scores[row].row),
    ids,
  );
  const isLabel = !isOtherLabelName(candidate.name) && (isSure || fits);
  return { candidate, classes, isSure, isTop, isLabel, fits };
}

/** The class that a label is of, as it will be read; undefined of what is none. */
function classOf(
  value: unknown,
  { byName }: FieldCandidate,
  names: readonly string[] | undefined,
): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number' && !byName) return Number.isInteger(value) && value >= 0 ? value : undefined;
  return names && placeOf(names, String(value));
}

/** The classes of the largest score of a row: several where they are equal. */
function topOf(row: unknown): number[] {
  if (!isNumbers(row) || depthOf(row) !== 1) return [];
  const numbers = row as (number | null)[];
  if (numbers.some((x) => x === null || Number.isNaN(x))) return [];
  const most = largestOf(numbers as number[]);
  const top: number[] = [];
  for (let id = numbers.indexOf(most); id >= 0; id = numbers.indexOf(most, id + 1)) top.push(id);
  return top;
}

/** One score a row as those of two classes. */
export const asTwo = (score: unknown, reading: FieldCandidate['reading']): unknown =>
  typeof score !== 'number'
    ? undefined
    : reading === 'probabilities'
      ? [1 - score, score]
      : [reading === 'log-probabilities' ? Math.log1p(-Math.exp(score)) : 0, score];
