/** How much a rule's word counts. Weights were settled on real notebook outputs, labelled by hand. */
export interface Strength {
  /** 0..1: about how often the word alone is right. */
  weight: number;
  /** Why it is as strong as it is. */
  because: string;
  /** What has it cannot well be anything else: names and looks that say otherwise are overruled. */
  proof?: true;
}

const proof = (because: string): Strength => ({ weight: 0.95, because, proof: true });
const weight = (value: number, because: string): Strength => ({ weight: value, because });

/** What leaves no doubt that matters: it was recorded with the array, or the numbers add up as no others do. */
export const PROOFS = {
  recorded: proof('autograd writes down the operation that made a tensor'),
  parameter: proof('torch prints "Parameter containing" around weights and nothing else'),
  boolean: proof('true and false are no scores, whatever they are called'),
  rowsSum: proof('computed numbers in [0, 1] do not sum to 1 row after row by chance'),
  exponentialsSum: proof('nor do the exponentials of numbers below 0'),
  logprobKey: proof('services for language models put log-probabilities under this key and nothing else'),
} satisfies Record<string, Strength>;

export const WEIGHTS = {
  // grad_fn and requires_grad
  activation: weight(0.9, 'hidden layers end in one, heads hardly ever'),
  hiddenLayer: weight(0.85, 'convolutions, pooling and recurrent layers stand inside of models'),
  statistic: weight(0.8, 'means and elementwise functions are taken of scores as well'),
  leafTensor: weight(0.75, 'what a model computes has a grad_fn; inputs made by hand may stand for scores'),
  linearLayer: weight(0.66, 'classifiers end in a linear layer, and hidden layers hold most of them'),
  linearOnThreeAxes: weight(
    0.62,
    'a linear layer over a sequence: a language model head, or a projection inside',
  ),
  maskedFill: weight(0.6, 'scores are masked with minus infinity before a softmax, and little else is'),
  matrixProduct: weight(0.35, 'a linear layer without bias, or any product of matrices'),
  arithmetic: weight(0.35, 'scaled or joined scores are scores; most arithmetic is about something else'),
  view: weight(0.3, 'a linear layer over a sequence ends in a view, as does any reshape'),

  // Names printed with the array
  namedLogits: weight(
    0.95,
    'nothing else is called logits, and code reuses the name for probabilities at times',
  ),
  namedLogProbabilities: weight(0.9, 'one letter from log-likelihoods of other kinds'),
  namedOtherwise: weight(0.85, 'losses, gradients and differences of logits keep these names apart'),
  namedPreSoftmax: weight(0.85, 'says it in words, and rarely'),
  namedLabels: weight(0.85, 'with whole numbers that can be class ids'),
  namedProbabilities: weight(0.8, 'with values in [0, 1], the name is rarely wrong'),
  namedData: weight(0.75, 'inputs, weights and figures; a head is called "features" now and then'),
  namedOneHot: weight(0.7, 'the rows themselves tell more'),
  namedAttentionScores: weight(0.66, 'scores before a softmax, though over positions and not over classes'),
  namedSize: weight(0.6, 'a shape or a size is no array of scores'),
  namedPosition: weight(0.5, 'a batch or a row may hold anything, mostly data'),
  namedOutput: weight(0.2, 'every model has outputs, few of them are class scores'),

  // What the code that printed it says
  codeSoftmax: weight(0.95, 'the value is what this function returns'),
  codeLogits: weight(0.93, 'the name is the field of a model output, or was given to one'),
  codeLater: weight(0.85, 'what goes into a softmax is logits, unless softmax is taken twice by mistake'),
  codeReturned: weight(0.85, 'followed through a class or a function, where a branch may have been missed'),
  codeCrossEntropy: weight(0.8, 'cross-entropy takes logits in torch; elsewhere it may take probabilities'),
  codeNotScores: weight(0.8, 'losses, weights, random numbers: known by their names alone'),
  codeLabels: weight(0.8, 'a field called labels, with whole numbers'),
  codeOneHot: weight(0.8, 'the value is what this function returns'),
  codeOneLayer: weight(0.75, 'a layer called by itself is an exercise or a hidden state'),
  codeArgmax: weight(0.7, 'class ids, or positions along another axis'),
  codeSigmoidLater: weight(0.7, 'sigmoids close gates as well as classifiers'),
  codeLogOf: weight(0.9, 'the logarithm of what is read as probabilities'),
  codeAttentionScores: weight(0.66, 'scores before a softmax, though over positions and not over classes'),
  codeModel: weight(0.6, 'most models that are printed from are classifiers or language models'),
  codeOfLogits: weight(0.6, 'functions that take logits mostly return some of them'),
  codeNamedProbabilities: weight(0.5, 'variables keep such names when their contents change'),
  codeFirstOutput: weight(0.48, 'of several outputs, the first is the scores more often than the others'),
  codePredict: weight(0.39, 'predict returns probabilities in Keras, labels in scikit-learn'),
  codeDecision: weight(0.3, 'margins of a support vector machine, not trained as logits'),
  codeUnlikelyShape: weight(0.3, 'states, feature maps and several outputs at once are no scores'),
  codeLaterOutput: weight(0.25, 'states and attentions follow the scores'),
  codeTriedOut: weight(0.05, 'a model tried on random numbers is a demonstration of how it computes'),

  // Records of names and scores
  pairsCutOff: weight(0.7, 'sums below 1: the top of a longer list, or independent scores'),
  pairsIndependent: weight(0.75, 'sums above 1 leave only scores that are independent'),
  pairs: weight(0.6, 'pipelines print softmax scores so, and sigmoid scores seldom'),

  // The numbers alone
  oneHotIntegers: weight(0.85, 'whole numbers, one 1 in every row: an identity matrix looks the same'),
  ignoredLabels: weight(0.8, '-100 is the ignored label of torch, and a rare number otherwise'),
  minusInfinities: weight(0.75, 'masks leave out several classes'),
  integers: weight(0.7, 'models compute no whole numbers; ids, counts and masks are'),
  wholeFloats: weight(0.6, 'floats that are whole were counted or typed'),
  oneHotFloats: weight(0.6, 'a saturated softmax looks the same'),
  vocabulary: weight(0.6, 'hidden states end at some 16,000 entries, where vocabularies begin'),
  oneMinusInfinity: weight(0.55, 'the logarithm of a zero is -inf once'),
  repeatedSmallIntegers: weight(0.55, 'class ids repeat, and so do counts'),
  mirroredPair: weight(0.56, 'one pair that mirrors itself well beyond the range of a tanh'),
  nothingFinite: weight(0.5, 'there is nothing to show'),
  maskValue: weight(0.45, 'large negative numbers stand for minus infinity, or for missing data'),
  zerosAndPositive: weight(0.45, 'a ReLU leaves zeros and nothing below'),
  nothingSaysScores: weight(0.45, 'known by name, and the name is of something else'),
  typed: weight(0.4, 'one decimal is what people type'),
  noneNegative: weight(0.35, 'logits of a trained classifier have both signs'),
  longThirdAxis: weight(0.3, 'batch, position and something long: a vocabulary, or hidden states'),
  smallMirroredPair: weight(0.3, 'two numbers have opposite signs half of the time'),
  notAllNumbers: weight(0.3, 'nan and +inf come from faults as well as from data'),
  nearZero: weight(0.25, 'weights and embeddings are small; so are logits before training'),
  spread: weight(0.2, 'the range logits often have, as do many other numbers'),
  slice: weight(0, 'says what the numbers are a part of, not what they are'),
} satisfies Record<string, Strength>;

/** Each further row of two that mirrors itself makes a two-class head likelier. */
export function mirroredRows(rows: number): Strength {
  return weight(Math.min(0.8, 0.58 + 0.03 * rows), 'embeddings of two dimensions mirror themselves rarely');
}

/** Of two, the one that counts less: what was followed through code is no surer than the following. */
export function weaker(a: Strength, b: Strength): Strength {
  return b.weight < a.weight ? b : a;
}
