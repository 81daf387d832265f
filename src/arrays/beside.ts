import type { Beside, FoundArray } from './types';
import { isSingleScore } from './singleScore';

/** What an audit of an array goes by beside its rows. Labels that fit the rows stand with them already. */
export function besideOf(found: FoundArray): Beside {
  const { labels, unfitLabels, heads, printedLoss, weights, lossOptions, dtype, decimals, taken } = found;
  return {
    ...(isSingleScore(found) && { paired: true }),
    ...(labels?.axis !== undefined && { labels }),
    ...(unfitLabels && { unfitLabels }),
    ...(heads && { heads }),
    ...(printedLoss && { printedLoss }),
    ...(weights && { weights }),
    ...(lossOptions && { lossOptions }),
    ...(dtype !== undefined && { dtype }),
    ...(decimals !== undefined && { decimals }),
    ...(taken && { taken }),
  };
}
