import * as l10n from '@vscode/l10n';
import type { WorkerClient } from '../../worker/client';
import type { RankCurve, ViewSettings } from '../../worker/protocol';
import { Chart } from '../charts/chart';
import type { DrawnChart } from '../charts/content';
import { count, full } from '../format';
import { useAnswer } from '../useAnswer';

interface RanksProps {
  client: WorkerClient;
  session: number;
  version: number;
  settings: ViewSettings;
  row: number;
  classes: number;
  nameOf(id: number): string;
  onDrawn(chart: DrawnChart | undefined): void;
}

const POINTS = 160;

/** Probability against rank, both logarithmic: the tail of a large vocabulary at a glance. */
export function Ranks({ client, session, version, settings, row, classes, nameOf, onDrawn }: RanksProps) {
  const asked = { session, settings, row, points: POINTS };
  const { result: curve, error } = useAnswer(client, 'ranks', asked, version);
  if (error) return <p class="ls-problem">{error}</p>;
  if (!curve) return null;
  return (
    <Chart
      template="ranks"
      label={l10n.t('Probability against rank of the {0} classes, on logarithmic axes', count(classes))}
      padding={62}
      height={190}
      reserve={220}
      rows={pointsOf(curve, nameOf)}
      signals={{ classes }}
      onDrawn={onDrawn}
    />
  );
}

/** A probability of 0 has no logarithm and ends the line. */
function pointsOf(
  { rank, classes, probabilities, labelRank }: RankCurve,
  nameOf: (id: number) => string,
): object[] {
  const end = probabilities.findIndex((p) => !(p > 0));
  return Array.from(end < 0 ? rank : rank.subarray(0, end), (r, i) => {
    const isLabel = r === labelRank;
    const name = nameOf(classes[i]);
    return {
      rank: r,
      p: probabilities[i],
      fill: isLabel ? 'var(--ls-label)' : 'transparent',
      tip: l10n.t(
        'Rank {0}: {1}, p = {2}',
        count(r),
        isLabel ? l10n.t('{0} (label)', name) : name,
        full(probabilities[i]),
      ),
    };
  });
}
