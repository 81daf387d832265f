import { logSoftmaxIntoCrossEntropy } from './logSoftmaxIntoCrossEntropy';
import type { Rule } from './rule';
import { softmaxIntoCrossEntropy } from './softmaxIntoCrossEntropy';

export const ALL_RULES: readonly Rule[] = [softmaxIntoCrossEntropy, logSoftmaxIntoCrossEntropy];
