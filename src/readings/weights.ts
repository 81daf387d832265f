/** How much a rule's word counts. Weights were settled on real notebook outputs, labelled by hand; each says why. */
export interface Strength {
  /** 0..1: about how often the word alone is right. */
  weight: number;
  /** What has it cannot well be anything else: names and looks that say otherwise are overruled. */
  proof?: true;
}

const proof: Strength = { weight: 0.95, proof: true };
const weight = (value: number): Strength => ({ weight: value });

/** What leaves no doubt that matters: it was recorded with the array, or the numbers add up as no others do. */
export const PROOFS = {
  /** Autograd writes down the operation that made a tensor. */
  recorded: proof,
  /** Torch prints "Parameter containing" around weights and nothing else. */
  parameter: proof,
  /** True and false are no scores, whatever they are called. */
  boolean: proof,
  /** Computed numbers in [0, 1] do not sum to 1 row after row by chance. */
  rowsSum: proof,
  /** Nor do the exponentials of numbers below 0. */
  exponentialsSum: proof,
  /** Services for language models put log-probabilities under this key and nothing else. */
  logprobKey: proof,
} satisfies Record<string, Strength>;

export const WEIGHTS = {
  // grad_fn and requires_grad
  /** Hidden layers end in one, heads hardly ever. */
  activation: weight(0.9),
  /** Convolutions, pooling and recurrent layers stand inside of models. */
  hiddenLayer: weight(0.85),
  /** Means and elementwise functions are taken of scores as well. */
  statistic: weight(0.8),
  /** What a model computes has a grad_fn; inputs made by hand may stand for scores. */
  leafTensor: weight(0.75),
  /** Classifiers end in a linear layer, and hidden layers hold most of them. */
  linearLayer: weight(0.66),
  /** A linear layer over a sequence: a language model head, or a projection inside. */
  linearOnThreeAxes: weight(0.62),
  /** Scores are masked with minus infinity before a softmax, and little else is. */
  maskedFill: weight(0.6),
  /** A linear layer without bias, or any product of matrices. */
  matrixProduct: weight(0.35),
  /** Scaled or joined scores are scores; most arithmetic is about something else. */
  arithmetic: weight(0.35),
  /** A linear layer over a sequence ends in a view, as does any reshape. */
  view: weight(0.3),

  // Names printed with the array
  /** Nothing else is called logits, and code reuses the name for probabilities at times. */
  namedLogits: weight(0.95),
  /** One letter from log-likelihoods of other kinds. */
  namedLogProbabilities: weight(0.9),
  /** Losses, gradients and differences of logits keep these names apart. */
  namedOtherwise: weight(0.85),
  /** Says it in words, and rarely. */
  namedPreSoftmax: weight(0.85),
  /** With whole numbers that can be class ids. */
  namedLabels: weight(0.85),
  /** With values in [0, 1], the name is rarely wrong. */
  namedProbabilities: weight(0.8),
  /** Inputs, weights and figures; a head is called "features" now and then. */
  namedData: weight(0.75),
  /** The rows themselves tell more. */
  namedOneHot: weight(0.7),
  /** Scores before a softmax, though over positions and not over classes. */
  namedAttentionScores: weight(0.66),
  /** What textbooks and libraries call scores before a softmax. */
  namedScoresTerm: weight(0.62),
  /** Margins and energies of classifiers, or of other things. */
  namedScoresHint: weight(0.45),
  /** A shape or a size is no array of scores. */
  namedSize: weight(0.6),
  /** A batch or a row may hold anything, mostly data. */
  namedPosition: weight(0.5),
  /** Beside class ids, outputs are those of a classifier; they may be distances to clusters. */
  labelledOutput: weight(0.55),
  /** Rows are hardly labelled with one of their columns' names unless those are classes. */
  labelledByName: weight(0.8),
  /** Every model has outputs, few of them are class scores. */
  namedOutput: weight(0.2),

  // What the code that printed it says
  /** The value is what this function returns. */
  codeSoftmax: weight(0.95),
  /** The name is the field of a model output, or was given to one. */
  codeLogits: weight(0.93),
  /** What goes into a softmax is logits, unless softmax is taken twice by mistake. */
  codeLater: weight(0.85),
  /** Followed through a class or a function, where a branch may have been missed. */
  codeReturned: weight(0.85),
  /** Cross-entropy takes logits in torch; elsewhere it may take probabilities. */
  codeCrossEntropy: weight(0.8),
  /** Losses, weights, random numbers: known by their names alone. */
  codeNotScores: weight(0.8),
  /** A field called labels, with whole numbers. */
  codeLabels: weight(0.8),
  /** The value is what this function returns. */
  codeOneHot: weight(0.8),
  /** A layer called by itself is an exercise or a hidden state. */
  codeOneLayer: weight(0.75),
  /** Class ids, or positions along another axis. */
  codeArgmax: weight(0.7),
  /** Sigmoids close gates as well as classifiers. */
  codeSigmoidLater: weight(0.7),
  /** The logarithm of what is read as probabilities. */
  codeLogOf: weight(0.9),
  /** Scores before a softmax, though over positions and not over classes. */
  codeAttentionScores: weight(0.66),
  /** Most models that are printed from are classifiers or language models. */
  codeModel: weight(0.6),
  /** What a model gives, of which the code takes the largest of each row, is a score for each class. */
  codeRanked: weight(0.72),
  /** Functions that take logits mostly return some of them. */
  codeOfLogits: weight(0.6),
  /** Variables keep such names when their contents change. */
  codeNamedProbabilities: weight(0.5),
  /** Of several outputs, the first is the scores more often than the others. */
  codeFirstOutput: weight(0.48),
  /** Predict returns probabilities in Keras, labels in scikit-learn. */
  codePredict: weight(0.39),
  /** One score for each class, or one for two: the input of a softmax or a sigmoid, trained as such or not. */
  codeDecision: weight(0.8),
  /** Boosted trees give them where they are asked to: before the softmax, or a sigmoid. */
  codeRawOutput: weight(0.8),
  /** What textbooks and libraries call scores before a softmax. */
  codeScoresTerm: weight(0.62),
  /** Margins and energies of classifiers, or of other things. */
  codeScoresHint: weight(0.45),
  /** A model that ends in a linear layer, trained or not: what autograd records of it, in any framework. */
  codeLastLayer: weight(0.66),
  /** States, feature maps and several outputs at once are no scores. */
  codeUnlikelyShape: weight(0.3),
  /** States and attentions follow the scores. */
  codeLaterOutput: weight(0.25),
  /** A model tried on random numbers is a demonstration of how it computes. */
  codeTriedOut: weight(0.05),

  // Records of names and scores
  /** Sums below 1: the top of a longer list, or independent scores. */
  pairsCutOff: weight(0.7),
  /** Sums above 1 leave only scores that are independent. */
  pairsIndependent: weight(0.75),
  /** Pipelines give them where they are told to apply no function. */
  pairsRaw: weight(0.65),
  /** Pipelines print softmax scores so, and sigmoid scores seldom. */
  pairs: weight(0.6),

  // The numbers alone
  /** Whole numbers, one 1 in every row: an identity matrix looks the same. */
  oneHotIntegers: weight(0.85),
  /** -100 is the ignored label of torch, and a rare number otherwise. */
  ignoredLabels: weight(0.8),
  /** Masks leave out several classes. */
  minusInfinities: weight(0.75),
  /** Models compute no whole numbers; ids, counts and masks are. */
  integers: weight(0.7),
  /** Floats that are whole were counted or typed. */
  wholeFloats: weight(0.6),
  /** A saturated softmax looks the same. */
  oneHotFloats: weight(0.6),
  /** Hidden states end at some 16,000 entries, where vocabularies begin. */
  vocabulary: weight(0.6),
  /** The logarithm of a zero is -inf once. */
  oneMinusInfinity: weight(0.55),
  /** Class ids repeat, and so do counts. */
  repeatedSmallIntegers: weight(0.55),
  /** One pair that mirrors itself well beyond the range of a tanh. */
  mirroredPair: weight(0.56),
  /** There is nothing to show. */
  nothingFinite: weight(0.5),
  /** Large negative numbers stand for minus infinity, or for missing data. */
  maskValue: weight(0.45),
  /** A ReLU leaves zeros and nothing below. */
  zerosAndPositive: weight(0.45),
  /** Known by name, and the name is of something else. */
  nothingSaysScores: weight(0.45),
  /** One decimal is what people type. */
  typed: weight(0.4),
  /** Logits of a trained classifier have both signs. */
  noneNegative: weight(0.35),
  /** Batch, position and something long: a vocabulary, or hidden states. */
  longThirdAxis: weight(0.3),
  /** Two numbers have opposite signs half of the time. */
  smallMirroredPair: weight(0.3),
  /** Nan and +inf come from faults as well as from data. */
  notAllNumbers: weight(0.3),
  /** Weights and embeddings are small; so are logits before training. */
  nearZero: weight(0.25),
  /** The range logits often have, as do many other numbers. */
  spread: weight(0.2),
  /** Says what the numbers are a part of, not what they are. */
  slice: weight(0),
} satisfies Record<string, Strength>;

/** Each further row of two that mirrors itself makes a two-class head likelier: embeddings in a plane do so rarely. */
export function mirroredRows(rows: number): Strength {
  return weight(Math.min(0.8, 0.58 + 0.03 * rows));
}

/** Of two, the one that counts less: what was followed through code is no surer than the following. */
export function weaker(a: Strength, b: Strength): Strength {
  return b.weight < a.weight ? b : a;
}
