import type { EvaluationFilter } from '../loss/types';
import type { RowsPage } from '../worker/protocol';

/** Equal-width bins of the confidence, as the reliability diagram has them. */
const BINS = 10;

/** Some rows of a page that holds all there are. */
export function filteredPage(
  page: RowsPage,
  { only, label, predicted, bin }: EvaluationFilter,
  { from, count, suspects }: { from: number; count: number; suspects?: Int32Array },
): RowsPage {
  const binOf = (p: number) => Math.min(BINS - 1, Math.floor(p * BINS));
  const wrong = only === 'label-errors' ? new Set(suspects) : undefined;
  const places = Array.from(page.row.keys()).filter(
    (at) =>
      (wrong === undefined || wrong.has(page.row[at])) &&
      (only !== 'wrong' || page.top[at] !== page.label![at]) &&
      (label === undefined || page.label![at] === label) &&
      (predicted === undefined || page.top[at] === predicted) &&
      (bin === undefined || binOf(page.probability[at]) === bin),
  );
  const shown = places.slice(from, from + count);
  const ints = (of: Int32Array) => Int32Array.from(shown, (at) => of[at]);
  const doubles = (of: Float64Array) => Float64Array.from(shown, (at) => of[at]);
  const { bins, heights } = page.bars;
  const bars = new Float32Array(shown.length * bins);
  shown.forEach((at, to) => bars.set(heights.subarray(at * bins, (at + 1) * bins), to * bins));
  return {
    total: places.length,
    row: ints(page.row),
    top: ints(page.top),
    probability: doubles(page.probability),
    margin: doubles(page.margin),
    entropy: doubles(page.entropy),
    label: ints(page.label!),
    loss: doubles(page.loss!),
    bars: { bins, heights: bars },
  };
}
