import { meanOfMeans, paddingInLoss, smoothingTwice, unshiftedLabels } from './aboutLabels';
import { expMinusOne, logOfOnePlus, logOfSumOfExp } from './byHand';
import { labelKind } from './labelKind';
import { logitsIntoProbabilityLoss } from './logitsIntoProbabilityLoss';
import { logOfSoftmax } from './logOfSoftmax';
import { logSoftmaxIntoCrossEntropy } from './logSoftmaxIntoCrossEntropy';
import { logWithEpsilon } from './logWithEpsilon';
import { probabilitiesAsLogits } from './probabilitiesAsLogits';
import { probabilitiesIntoNll } from './probabilitiesIntoNll';
import { reluIntoProbabilityLoss } from './reluIntoProbabilityLoss';
import type { Rule } from './rule';
import { sigmoidIntoBceWithLogits } from './sigmoidIntoBceWithLogits';
import { softmaxAxis } from './softmaxAxis';
import { softmaxIntoCrossEntropy } from './softmaxIntoCrossEntropy';
import { softmaxOfSoftmax } from './softmaxOfSoftmax';
import { temperatureAfterSoftmax } from './temperatureAfterSoftmax';

export const ALL_RULES: readonly Rule[] = [
  softmaxIntoCrossEntropy,
  logSoftmaxIntoCrossEntropy,
  logitsIntoProbabilityLoss,
  reluIntoProbabilityLoss,
  probabilitiesIntoNll,
  sigmoidIntoBceWithLogits,
  probabilitiesAsLogits,
  softmaxOfSoftmax,
  logOfSoftmax,
  logWithEpsilon,
  logOfSumOfExp,
  logOfOnePlus,
  expMinusOne,
  softmaxAxis,
  labelKind,
  temperatureAfterSoftmax,
  smoothingTwice,
  paddingInLoss,
  unshiftedLabels,
  meanOfMeans,
];
