import { isOffered, isQuietlyOffered } from '../../arrays/offer';
import { withChosenNames } from '../../arrays/words/nameChoice';
import { withOverride } from '../../arrays/override';
import type { Detect, FoundArray } from '../../arrays/types';
import { findArrays } from '../../text/find';
import { namesOfSet } from '../../text/classNames/labelSets/index';
import type { FindRequest } from '../../worker/protocol';

/** The arrays of a text as a person chose to read them, and whether an output with them gets a strip. */
export function arraysIn(
  { text, overrides, chosenNames, ...context }: FindRequest,
  detect: Detect,
): { found: FoundArray; offered: boolean }[] {
  return findArrays(text, context).map((each) => {
    const found = asChosen(each, { overrides, chosenNames });
    // A person who chose another reading still finds the strip, to take it back.
    return { found, offered: [found, each].some((one) => isOffered(one, detect) || isQuietlyOffered(one)) };
  });
}

/** An array with the reading and the names of classes that a person chose for it. */
export function asChosen(
  found: FoundArray,
  { overrides, chosenNames }: Pick<FindRequest, 'overrides' | 'chosenNames'>,
): FoundArray {
  return withChosenNames(withOverride(found, overrides), chosenNames, namesOfSet);
}
