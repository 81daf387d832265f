import type { WorkerClient } from '../worker/client';
import type { Params, RowDetail } from '../worker/protocol';
import { Chart } from './charts/chart';
import type { DrawnChart } from './charts/vega';
import { count, full } from './format';
import { useAnswer } from './hooks';

interface RanksProps {
  client: WorkerClient;
  /** All classes of the row. */
  asked: Params<'row'>;
  version: number;
  nameOf(id: number): string;
  onDrawn(chart: DrawnChart | undefined): void;
}

const MAX_POINTS = 160;

/** Probability against rank, both logarithmic: the tail of a large vocabulary at a glance. */
export function Ranks({ client, asked, version, nameOf, onDrawn }: RanksProps) {
  const { result: detail, error } = useAnswer(client, 'row', asked, version);
  if (error) return <p class="ls-problem">{error}</p>;
  if (!detail) return null;
  const rows = points(detail, nameOf);
  return (
    <Chart
      template="ranks"
      label={`Probability against rank of ${count(detail.classes.length)} classes, both logarithmic`}
      padding={62}
      height={190}
      reserve={220}
      rows={rows}
      signals={{ classes: detail.classes.length }}
      onDrawn={onDrawn}
    />
  );
}

/** Ranks evenly spaced on a logarithmic axis, the label's besides. A probability of 0 has no logarithm and ends the line. */
function points({ classes, probabilities, label }: RowDetail, nameOf: (id: number) => string): object[] {
  let last = probabilities.length;
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
