import * as l10n from '@vscode/l10n';
import type { ReadingKind } from '../arrays/types';
import type { Rule, Subject, Vote } from './rule';
import { PROOFS, WEIGHTS, type Strength } from './weights';

/** What autograd's node says of the operation that made a tensor. */
const SAYS: readonly (readonly [RegExp, ReadingKind, Strength, () => string])[] = [
  [/^LogSoftmax/, 'log-probabilities', PROOFS.recorded, () => l10n.t('the output of log_softmax')],
  [/^(?:Safe)?Softmax/, 'probabilities', PROOFS.recorded, () => l10n.t('the output of softmax')],
  [/^Sigmoid/, 'sigmoid-scores', PROOFS.recorded, () => l10n.t('the output of a sigmoid')],
  [/^LogSigmoid/, 'other', PROOFS.recorded, () => l10n.t('the output of a log-sigmoid')],
  [/^Embedding/, 'other', PROOFS.recorded, () => l10n.t('rows of an embedding table')],
  [/^(?:Nll|.*Loss|CrossEntropy)/, 'other', PROOFS.recorded, () => l10n.t('a loss')],
  [
    /^(?:Relu|LeakyRelu|Elu|Gelu|Silu|Tanh|Hardtanh|Softplus|Mish|Threshold)/,
    'other',
    WEIGHTS.activation,
    () => l10n.t('the output of an activation function'),
  ],
  [
    /^(?:Native)?(?:LayerNorm|BatchNorm|GroupNorm)|^CudnnBatchNorm/,
    'other',
    WEIGHTS.activation,
    () => l10n.t('the output of a normalization layer'),
  ],
  [
    /^(?:Mean|Var|Std|Sum|Norm|LinalgVectorNorm|Sqrt|Rsqrt|Pow|Exp|Log|Prod|Max|Min|Amax|CumSum|Cos|Sin|Abs|Neg)/,
    'other',
    WEIGHTS.statistic,
    () => l10n.t('a statistic or an elementwise function'),
  ],
  [
    /Convolution|Pool|Lstm|Gru|Rnn|Upsample|ScaledDotProduct|Dropout/,
    'other',
    WEIGHTS.hiddenLayer,
    () => l10n.t('the output of a hidden layer'),
  ],
  [/^(?:Mul|Cat|Stack|Sub)/, 'other', WEIGHTS.arithmetic, () => l10n.t('arithmetic on other tensors')],
];

export const gradFn: Rule = {
  weigh(subject) {
    const { gradFn: node, shape } = subject;
    if (node === undefined) return undefined;
    const said = SAYS.find(([pattern]) => pattern.test(node));
    if (said !== undefined) {
      const [, kind, strength, meaning] = said;
      return { kind, strength, sentence: l10n.t('grad_fn is {0}: {1}', node, meaning()) };
    }
    return shape[shape.length - 1] === 1 ? undefined : fromLinear(node, subject);
  },
};

/** Operations that a linear layer is carried out by, and that scores are masked by. */
function fromLinear(node: string, { shape, elided, stats }: Subject): Vote | undefined {
  const logits = (strength: Strength, meaning: string): Vote => ({
    kind: 'logits',
    strength,
    sentence: meaning,
  });
  if (/^(?:Addmm|Linear)/.test(node))
    return logits(WEIGHTS.linearLayer, l10n.t('grad_fn is {0}: the output of a linear layer', node));
  if (/^MaskedFill/.test(node) && stats.negativeInfinite > 0)
    return logits(WEIGHTS.maskedFill, l10n.t('grad_fn is {0}: scores, some of them masked', node));
  if (/^(?:Unsafe)?View/.test(node))
    return shape.length === 3 && elided
      ? logits(
          WEIGHTS.linearOnThreeAxes,
          l10n.t('grad_fn is {0} on three axes: the output of a linear layer', node),
        )
      : logits(WEIGHTS.view, l10n.t('grad_fn is {0}: possibly the output of a linear layer', node));
  return /^Mm/.test(node)
    ? logits(
        WEIGHTS.matrixProduct,
        l10n.t('grad_fn is {0}: a matrix product, possibly of a linear layer', node),
      )
    : undefined;
}
