import type { EvaluationOptions } from '../../loss/evaluation/types';
import { areSameScores, areWhole } from '../../records/probe/sameScores';
import { areOfOneModel } from '../../text/names/scoreNames';
import { otherScores } from '../../worker/foundInRecords';
import type { FileArray } from '../../worker/protocol';
import { alternativeArrays } from '../arrays/pairing';
import type { CallContext } from '../callContext';
import type { Rooms } from './openedSource';
import { checkRivals } from './rivalScores';

/** Rows that are compared, and more arrays than anybody writes beside each other. */
const MOST_ROWS = 50;
const MOST_ARRAYS = 8;
/** Numbers of one row that are compared: more are no classes whose forms differ. */
const MOST_NUMBERS = 1 << 16;

/**
 * Throws where arrays claim as much to be the scores as those that are taken, and hold others.
 *
 * @param rivals by their names
 * @returns what is said of those that are called one model's and hold other scores
 */
export async function checkOtherArrays(
  files: Rooms['files'],
  {
    file,
    arrays,
    taken,
    rivals,
  }: { file: number; arrays: readonly FileArray[]; taken: number; rivals: readonly string[] },
  { logits }: EvaluationOptions,
  context: CallContext,
): Promise<string[]> {
  if (logits !== undefined) return [];
  const { name } = arrays[taken];
  const others = alternativeArrays(arrays, taken)
    .filter((at) => rivals.includes(arrays[at].name) || areOfOneModel(name, arrays[at].name))
    .slice(0, MOST_ARRAYS);
  if (others.length === 0) {
    checkRivals(name, rivals);
    return [];
  }
  const valuesOf = (index: number) => firstRows(files, { file, index }, arrays[index].shape, context);
  const own = await valuesOf(taken);
  const same = new Set<string>();
  const notes: string[] = [];
  for (const at of others) {
    const values = await valuesOf(at);
    if (areWhole(values)) continue;
    const isSame = areSameScores(own, values);
    if (isSame) same.add(arrays[at].name);
    else if (isSame === false) notes.push(otherScores(name, arrays[at].name));
  }
  if (!rivals.every((rival) => same.has(rival))) checkRivals(name, rivals);
  return notes;
}

/** Rows of numbers, or single ones where a row has one. */
async function firstRows(
  files: Rooms['files'],
  array: { file: number; index: number },
  shape: readonly number[],
  context: CallContext,
): Promise<(number | number[])[]> {
  const { found } = await files.peek(array, context);
  const source = found.held === undefined ? undefined : files.source(found.held);
  if (!source) return [];
  const { rows, classes } = source;
  const count = Math.min(rows, MOST_ROWS, Math.floor(MOST_NUMBERS / Math.max(1, classes)));
  if (count === 0) return [];
  const { data } = await source.read(0, count, context.signal);
  if (shape.length === 1 || classes === 1) return Array.from(data.subarray(0, MOST_ROWS));
  return Array.from({ length: count }, (_, row) =>
    Array.from(data.subarray(row * classes, (row + 1) * classes)),
  );
}
