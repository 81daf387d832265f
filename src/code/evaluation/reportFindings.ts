import type { Evaluation } from '../../loss/types';
import { confidenceSentence, noTemperatureSentence, sliceSentence, worseSlice } from './sentences';

/** What stands out of an evaluation, in sentences; none where nothing does. */
export function findingsOf(evaluation: Evaluation): string[] {
  const { accuracy, slices, rows, calibration, eceLimit, options } = evaluation;
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
  ].filter((one) => typeof one === 'string');
}
