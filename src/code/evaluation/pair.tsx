/**
 * A label and what was predicted in its place, each cut on its own and each in its own direction: names that are read from
 * right to left would change places around the arrow.
 */
export function Pair({ label, predicted }: { label: string; predicted: string }) {
  return (
    <span class="le-pair" title={`${label} → ${predicted}`}>
      <bdi class="le-name">{label}</bdi> → <bdi class="le-name">{predicted}</bdi>
    </span>
  );
}
