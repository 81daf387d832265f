import { printable } from '../../arrays/words/printable';
import type { Evaluation } from '../../loss/types';
import { methodName } from './methodNames';
import { fittedText } from './words';

/** How the rows of a report were looked at, where that is not as they were given: what the chips of a view say. */
export function shownAs({ options: { selection, calibration, temperature = 1 } }: Evaluation): string[] {
  return [
    ...(selection === undefined ? [] : [printable(selection, 200)]),
    ...(calibration ? [methodName(calibration)] : []),
    ...(temperature === 1 ? [] : [`T = ${fittedText(temperature)}`]),
  ];
}
