import { isOffered, isQuietlyOffered } from '../arrays/offer';
import { withOverride } from '../arrays/override';
import type { Detect, FoundArray } from '../arrays/types';
import { findArrays } from '../text/find';
import type { FindRequest } from '../worker/protocol';

/** The arrays of a text as a person chose to read them, and whether an output with them gets a strip. */
export function arraysIn(
  { text, overrides, ...context }: FindRequest,
  detect: Detect,
): { found: FoundArray; offered: boolean }[] {
  return findArrays(text, context).map((each) => {
    const found = withOverride(each, overrides);
    // A person who chose another reading still finds the strip, to take it back.
    return { found, offered: [found, each].some((one) => isOffered(one, detect) || isQuietlyOffered(one)) };
  });
}
