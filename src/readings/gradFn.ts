import type { ReadingKind } from '../arrays/types';
import type { Rule } from './rule';

/** What autograd's node says of the operation that made a tensor. */
const SAYS: readonly (readonly [RegExp, ReadingKind, number, string])[] = [
  [/^LogSoftmax/, 'log-probabilities', 0.98, 'the output of log_softmax'],
  [/^(?:Safe)?Softmax/, 'probabilities', 0.98, 'the output of softmax'],
  [/^Sigmoid/, 'sigmoid-scores', 0.97, 'the output of a sigmoid'],
  [/^LogSigmoid/, 'other', 0.95, 'the output of log-sigmoid'],
  [/^Embedding/, 'other', 0.98, 'rows of an embedding table'],
  [/^(?:Nll|.*Loss|CrossEntropy)/, 'other', 0.95, 'a loss'],
  [
    /^(?:Relu|LeakyRelu|Elu|Gelu|Silu|Tanh|Hardtanh|Softplus|Mish|Threshold)/,
    'other',
    0.9,
    'the output of an activation function',
  ],
  [
    /^(?:Native)?(?:LayerNorm|BatchNorm|GroupNorm)|^CudnnBatchNorm/,
    'other',
    0.9,
    'the output of a normalisation layer',
  ],
  [
    /^(?:Mean|Var|Std|Sum|Norm|LinalgVectorNorm|Sqrt|Rsqrt|Pow|Exp|Log|Prod|Max|Min|Amax|CumSum|Cos|Sin|Abs|Neg)/,
    'other',
    0.8,
    'a statistic or an elementwise function',
  ],
  [
    /Convolution|Pool|Lstm|Gru|Rnn|Upsample|ScaledDotProduct|Dropout/,
    'other',
    0.85,
    "a hidden layer's output",
  ],
  [/^(?:Mul|Cat|Stack|Sub)/, 'other', 0.35, 'arithmetic on other tensors'],
];

export const gradFn: Rule = {
  weigh({ gradFn: node, shape, elided, stats }) {
    if (node === undefined) return undefined;
    const said = SAYS.find(([pattern]) => pattern.test(node));
    if (said) return { kind: said[1], weight: said[2], sentence: `grad_fn is ${node}: ${said[3]}` };
    const classes = shape[shape.length - 1];
    if (classes === 1) return undefined;
    if (/^(?:Addmm|Linear)/.test(node))
      return { kind: 'logits', weight: 0.66, sentence: `grad_fn is ${node}: the output of a linear layer` };
    if (/^MaskedFill/.test(node) && stats.negativeInfinite > 0)
      return { kind: 'logits', weight: 0.6, sentence: `grad_fn is ${node}: scores with some of them masked` };
    if (/^(?:Unsafe)?View/.test(node))
      return shape.length === 3 && elided
        ? {
            kind: 'logits',
            weight: 0.62,
            sentence: `grad_fn is ${node} on three axes: the output of a linear layer`,
          }
        : {
            kind: 'logits',
            weight: 0.3,
            sentence: `grad_fn is ${node}: perhaps the output of a linear layer`,
          };
    if (/^Mm/.test(node))
      return {
        kind: 'logits',
        weight: 0.35,
        sentence: `grad_fn is ${node}: a matrix product, perhaps a linear layer's`,
      };
    return undefined;
  },
};
