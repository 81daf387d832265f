import { printable } from '../../arrays/words/printable';
import type { Evaluation } from '../../loss/types';
import { confidenceSentence, noTemperatureSentence, sliceSentence, worseSlice } from './sentences';

/** Characters; a note names classes. */
const LONGEST_NOTE = 1000;

/** What stands out of an evaluation, in sentences, then what its file leaves open and was taken so; none where nothing does. */
export function findingsOf(evaluation: Evaluation): string[] {
  const { accuracy, slices, rows, calibration, eceLimit, options, notes = [] } = evaluation;
  const worse = worseSlice(slices);
  return [
    eceLimit !== undefined &&
      confidenceSentence({
        figures: evaluation,
        eceLimit,
        // What a temperature gives is of the rows as they were given.
        judged: options.calibration ? undefined : calibration?.temperature?.crossFitted,
      }),
    calibration?.noTemperature === 'infinite' && noTemperatureSentence('infinite'),
    accuracy && worse && sliceSentence(worse, accuracy.value, rows.counted),
    ...notes.map((note) => printable(note, LONGEST_NOTE)),
  ].filter((one) => typeof one === 'string');
}
