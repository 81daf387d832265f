import type { Beside, FoundArray } from './types';

/** What an audit of an array goes by beside its rows. Labels that fit the rows stand with them already. */
export function besideOf({ labels, printedLoss, weights, lossOptions, dtype }: FoundArray): Beside {
  return {
    ...(labels?.axis !== undefined && { labels }),
    ...(printedLoss && { printedLoss }),
    ...(weights && { weights }),
    ...(lossOptions && { lossOptions }),
    ...(dtype !== undefined && { dtype }),
  };
}
