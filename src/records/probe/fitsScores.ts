/** Deviations by which rows have higher scores for their own classes than shuffled classes would give. */
const BEYOND_CHANCE = 3;

/**
 * Whether rows have higher scores for their own classes than other rows have for them: by the ranks of rows in each class's scores, whose
 * sum over shuffled classes has a known variance (Hoeffding 1951, "A combinatorial central limit theorem"). A class that hardly any
 * row is predicted as counts as any other.
 *
 * @param scores rows × classes
 * @param beyond deviations that tell: fewer where nothing else could be the classes
 */
export function fitsScores(
  scores: readonly (readonly number[])[],
  classes: readonly number[],
  beyond = BEYOND_CHANCE,
): boolean {
  const n = classes.length;
  const counts = new Map<number, number>();
  for (const id of classes) counts.set(id, (counts.get(id) ?? 0) + 1);
  const ranks = new Map([...counts.keys()].map((id) => [id, ranksOf(scores.map((row) => row[id]))] as const));
  let sum = 0;
  let variance = 0;
  classes.forEach((own, row) => {
    sum += ranks.get(own)![row];
    let mean = 0;
    for (const [id, count] of counts) mean += (count * ranks.get(id)![row]) / n;
    for (const [id, count] of counts) variance += (count * (ranks.get(id)![row] - mean) ** 2) / (n - 1);
  });
  return variance > 0 && sum > beyond * Math.sqrt(variance);
}

/** How many values are below each less how many are above, over twice their number: the mean of all is 0. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b] || 0);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + to) / 2 - values.length / 2;
    from = to;
  }
  return ranks.map((rank) => rank / values.length);
}
