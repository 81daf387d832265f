import { rowSumTolerance } from '../../arrays/tolerance';
import { InFrame, type Tree } from '../literals/tree';
import type { Candidate } from '../candidate';
import { namesBeside } from './classNames';

/** Keys of scores that a list of names in the same record goes with. */
const SCORES = /(?:^|[.\s$\]_])(?:scores?|probs|probabilities|confidences?|logits)$/;
/** Characters of a record that are searched for its names. */
const LONGEST_RECORD = 100_000;

/**
 * Gives the scores of records the names that stand beside them in the same record: where all records have the same names,
 * in the order of the first one's, else row by row. Returns every record's list, as none of them names another's scores.
 */
export function nameByRecords(tree: Tree, candidates: readonly Candidate[]): string[][] {
  const known = new Map<number, string[] | undefined>();
  for (const candidate of candidates) {
    const { found, record, records } = candidate;
    const own = records ?? (record === undefined ? undefined : [record]);
    if (
      own === undefined ||
      found.array === undefined ||
      found.name === undefined ||
      !SCORES.test(found.name)
    )
      continue;
    const rows: string[][] = [];
    for (const one of own) {
      if (!known.has(one)) known.set(one, namesIn(tree, one));
      const names = known.get(one);
      if (names === undefined) break;
      rows.push(names);
    }
    if (rows.length === own.length) give(candidate, rows);
  }
  return [...known.values()].filter((names) => names !== undefined);
}

function namesIn({ text, frames }: Tree, record: number): string[] | undefined {
  const at = record * InFrame.WIDTH;
  const start = frames.data[at + InFrame.START];
  const end = frames.data[at + InFrame.END];
  return end < 0 ? undefined : namesBeside(text.slice(start, Math.min(end, start + LONGEST_RECORD)));
}

function give({ found, subject }: Candidate, rows: readonly string[][]) {
  const classes = found.shape[found.shape.length - 1];
  const { data } = found.array!;
  if (rows.length * classes !== data.length) return;
  if (rows.some((names) => names.length !== classes || new Set(names).size !== classes)) return;
  const [first] = rows;
  const places = new Map(first.map((name, i) => [name, i]));
  if (rows.every((names) => names.every((name) => places.has(name)))) {
    rows.forEach((names, row) => {
      const values = data.slice(row * classes, (row + 1) * classes);
      names.forEach((name, i) => (data[row * classes + places.get(name)!] = values[i]));
    });
    found.classNames = first;
  } else {
    const texts = [...new Set(rows.flat())];
    const ids = new Map(texts.map((name, i) => [name, i]));
    found.entryNames = { texts, entries: Int32Array.from(rows.flat(), (name) => ids.get(name)!) };
  }
  if (subject.stats.min >= 0 && subject.stats.max <= 1 && mostly(data, classes, found.decimals))
    subject.scored = { keys: { name: 'labels', value: 'scores' }, partial: false };
}

/** Whether each row sums to 1, or some row to more: scores that are a distribution, or independent. */
function mostly(data: ArrayLike<number>, classes: number, decimals: number | undefined): boolean {
  const tolerance = rowSumTolerance(classes, decimals);
  let whole = true;
  for (let from = 0; from < data.length; from += classes) {
    let sum = 0;
    for (let i = from; i < from + classes; i++) sum += data[i];
    if (sum > 1.01) return true;
    whole &&= Math.abs(sum - 1) <= tolerance;
  }
  return whole;
}
