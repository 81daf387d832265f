import type { WorkerClient } from '../worker/client';
import type { Params, RowDetail } from '../worker/protocol';
import { Chart } from './charts/chart';
import type { DrawnChart } from './charts/vega';
import { count, full, probability } from './format';
import { useAnswer } from './hooks';

interface RanksProps {
  client: WorkerClient;
  /** The row; as many of its classes are asked for as the picture holds. */
  asked: Params<'row'>;
  classes: number;
  version: number;
  nameOf(id: number): string;
  onDrawn(chart: DrawnChart | undefined): void;
}

const MAX_POINTS = 160;
/** More classes than any vocabulary has; sorting as many takes a fifth of a second. */
const MAX_RANKS = 1 << 18;

/** Probability against rank, both logarithmic: the tail of a large vocabulary at a glance. */
export function Ranks({ client, asked, classes, version, nameOf, onDrawn }: RanksProps) {
  const ranks = Math.min(classes, MAX_RANKS);
  const { result: detail, error } = useAnswer(client, 'row', { ...asked, k: ranks }, version);
  if (error) return <p class="ls-problem">{error}</p>;
  if (!detail) return null;
  const rows = points(detail, ranks, nameOf);
  return (
    <>
      <Chart
        template="ranks"
        label={`Probability against rank of the ${count(ranks)} most probable classes, both logarithmic`}
        padding={62}
        height={190}
        reserve={220}
        rows={rows}
        signals={{ classes: ranks }}
        onDrawn={onDrawn}
      />
      {detail.others.count > 0 && (
        <p class="ls-dim ls-detail-head">
          The {count(detail.others.count)} classes beyond rank {count(ranks)} hold{' '}
          {probability(detail.others.mass, 4)} together.
        </p>
      )}
    </>
  );
}

/** Ranks evenly spaced on a logarithmic axis, the label's besides. A probability of 0 has no logarithm and ends the line. */
function points(
  { classes, probabilities, label }: RowDetail,
  ranked: number,
  nameOf: (id: number) => string,
): object[] {
  let last = ranked;
  while (last > 0 && !(probabilities[last - 1] > 0)) last--;
  const ranks = new Set<number>();
  for (let i = 0; i < MAX_POINTS; i++) ranks.add(Math.round(last ** (i / (MAX_POINTS - 1))));
  const labelRank = label === undefined ? 0 : classes.indexOf(label) + 1;
  if (labelRank > 0 && labelRank <= last) ranks.add(labelRank);
  return [...ranks]
    .filter((rank) => rank <= last)
    .sort((a, b) => a - b)
    .map((rank) => ({
      rank,
      p: probabilities[rank - 1],
      fill: rank === labelRank ? 'var(--ls-label)' : 'transparent',
      tip: `rank ${count(rank)}: ${nameOf(classes[rank - 1])}${rank === labelRank ? ', the label' : ''}, p = ${full(probabilities[rank - 1])}`,
    }));
}
