import { isOfScores } from '../../text/names/scoreNames';
import { areColumnsAlike } from '../../arrays/columnsAlike';
import type { DumpProbe, FieldPath } from '../types';
import { valueAt } from '../text/valueAt';
import { isCalledLabel, isFlag } from './labels';

/** Lists in lists and objects deeper than this are of no batch. */
const MAX_DEPTH = 3;
const MAX_KEYS = 64;
/** Rows that are looked at. */
const MOST_ROWS = 1000;

/**
 * Records that hold a batch of one score a row each, as a record for each of these rows: `{"logits": [[0.3], [-1.2], …], "labels": [1, 0,
 * …]}`. Undefined where they may as well be rows of several classes, as lists of one length are, unless that is known.
 *
 * @param areBatches whether records of as many scores each are batches, too
 */
export function rowsOfBatches(records: readonly unknown[], areBatches = false): unknown[] | undefined {
  const batches = batchesIn(records);
  if (!batches) return undefined;
  const isTold = areBatches || batches.every(({ isColumn }) => isColumn) || isNoRow(batches);
  return isTold ? rowsIn(records, batches) : undefined;
}

/**
 * Whether records that are read as rows of several classes may be batches: `likely` of lists of one length, as batches have, in which no place
 * has more labels of 1 than others, as classes would.
 */
export function maybeBatches(records: readonly unknown[]): DumpProbe['maybeBatches'] {
  const batches = batchesIn(records);
  if (!batches) return undefined;
  return areColumnsAlike(batches.map(({ labels }) => labels.map(Number))) ? 'likely' : 'possible';
}

function batchesIn(records: readonly unknown[]): Batch[] | undefined {
  const lists = listsIn(records[0]);
  for (const scores of lists.filter((path) => isOfScores(path.join('.'))))
    for (const labels of lists.filter((path) => isCalledLabel({ path, values: [] }))) {
      const batches: Batch[] = [];
      for (const record of records) {
        const batch = batchIn(record, scores, labels);
        if (!batch) break;
        batches.push(batch);
      }
      if (batches.length === records.length) return batches;
    }
  return undefined;
}

function rowsIn(records: readonly unknown[], batches: readonly Batch[]): unknown[] {
  const rows: unknown[] = [];
  for (const [at, record] of records.entries()) {
    const { length } = batches[at];
    for (let row = 0; row < length && rows.length < MOST_ROWS; row++) rows.push(rowOf(record, row, length));
  }
  return rows;
}

interface Batch {
  length: number;
  /** Each score is a list of its own. */
  isColumn: boolean;
  labels: readonly unknown[];
}

function batchIn(record: unknown, scores: FieldPath, labels: FieldPath): Batch | undefined {
  const own = singlesIn(valueAt(record, scores));
  const beside = singlesIn(valueAt(record, labels));
  if (!own || beside?.singles.length !== own.singles.length) return undefined;
  const areScores = own.singles.every((x) => x === null || typeof x === 'number');
  if (!areScores || !beside.singles.every(isFlag)) return undefined;
  return { length: own.singles.length, isColumn: own.isColumn, labels: beside.singles };
}

/** What stands in a list, bare or in a list of one each. */
function singlesIn(value: unknown): { singles: unknown[]; isColumn: boolean } | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const isColumn = value.every((one) => Array.isArray(one) && one.length === 1);
  const singles: unknown[] = isColumn ? value.flat() : value;
  return singles.some((one) => typeof one === 'object' && one !== null) ? undefined : { singles, isColumn };
}

/** Rows of the same classes are of one length; where each has one right class of its own, they are choices of a question. */
function isNoRow(batches: readonly Batch[]): boolean {
  if (batches.every(({ length }) => length === 1)) return true;
  const isUneven = batches.some(({ length }) => length !== batches[0].length);
  return isUneven && batches.some(({ labels }) => labels.filter(Boolean).length !== 1);
}

function listsIn(value: unknown, path: FieldPath = []): FieldPath[] {
  if (Array.isArray(value)) return [path];
  if (typeof value !== 'object' || value === null || path.length === MAX_DEPTH) return [];
  return Object.entries(value)
    .slice(0, MAX_KEYS)
    .flatMap(([key, item]) => listsIn(item, [...path, key]));
}

/** What a record says of one of its rows. */
function rowOf(value: unknown, row: number, rows: number): unknown {
  if (Array.isArray(value)) {
    const item: unknown = value.length === rows ? value[row] : value;
    return value.length === rows && Array.isArray(item) && item.length === 1 ? item[0] : item;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rowOf(item, row, rows)]));
}
