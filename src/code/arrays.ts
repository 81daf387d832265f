import {
  isYesAndNo,
  keptLine,
  labelLines,
  logitLines,
  lossNote,
  type LossProgram,
  type Program,
} from './program';
import { isWrittenOut, writtenOutLoss, type Dialect } from './writtenOut';

/** JAX. */
export function jax(program: Program): string[] {
  return [
    'import jax',
    'import jax.numpy as jnp',
    '',
    'jax.config.update("jax_enable_x64", True)',
    ...softmaxAndLoss(program, JAX),
  ];
}

/** NumPy with SciPy's softmax. */
export function numpy(program: Program): string[] {
  const names = isYesAndNo(program) ? ['expit', 'log_expit'] : ['log_softmax', 'softmax'];
  const code = softmaxAndLoss(program, NUMPY);
  // Of these the loss uses what it is written with.
  const used = names.filter((name) => code.some((line) => line.includes(`${name}(`)));
  return ['import numpy as np', `from scipy.special import ${used.join(', ')}`, '', ...code];
}

interface Library {
  np: string;
  softmax: string;
  logSoftmax: string;
  sigmoid: string;
  logSigmoid: string;
}

const JAX: Library = {
  np: 'jnp',
  softmax: 'jax.nn.softmax',
  logSoftmax: 'jax.nn.log_softmax',
  sigmoid: 'jax.nn.sigmoid',
  logSigmoid: 'jax.nn.log_sigmoid',
};
const NUMPY: Library = {
  np: 'np',
  softmax: 'softmax',
  logSoftmax: 'log_softmax',
  sigmoid: 'expit',
  logSigmoid: 'log_expit',
};

function softmaxAndLoss(program: Program, library: Library): string[] {
  const { np, softmax, sigmoid } = library;
  const { axis, labels } = program;
  const floats = (python: string) => `${np}.array(${python}, dtype=${np}.float64)`;
  return [
    ...logitLines(program, floats, `${np}.log`),
    `probabilities = ${isYesAndNo(program) ? `${sigmoid}(logits)` : `${softmax}(logits, axis=${axis})`}`,
    ...(labels ? loss({ ...program, labels }, floats, library) : []),
  ];
}

/** Cross-entropy from log-softmax, where a library brings no fused function. */
function loss(program: LossProgram, floats: (python: string) => string, library: Library): string[] {
  const { np, logSoftmax } = library;
  const lines = labelLines(program, (python) => `${np}.array(${python})`, floats);
  if (isWrittenOut(program)) return [...lines, ...writtenOutLoss(program, dialect(library))];
  const {
    axis,
    labels: { dense, ignored },
    settings: { labelSmoothing: smoothing, reduction },
  } = program;
  const left = ignored.length > 0;
  const likelihood = dense
    ? `-${np}.sum(${np}.where(labels == 0, 0, labels * log_p), axis=${axis})`
    : `-${np}.squeeze(${np}.take_along_axis(log_p, ${np}.expand_dims(labels, ${axis}), axis=${axis}), axis=${axis})`;
  return [
    ...lines,
    ...(left ? [keptLine(program), `labels = ${np}.where(kept, labels, 0)`] : []),
    `log_p = ${logSoftmax}(logits, axis=${axis})`,
    `per_example = ${smoothing ? `(1 - ${smoothing}) * ${likelihood} + ${smoothing} * -${np}.mean(log_p, axis=${axis})` : likelihood}`,
    `loss = per_example${left ? '[kept]' : ''}.${reduction === 'sum' ? 'sum' : 'mean'}()${lossNote(program, left)}`,
  ];
}

const dialect = ({ np, logSoftmax, logSigmoid }: Library): Dialect => ({
  np,
  logSoftmax,
  logSigmoid,
  where: `${np}.where`,
  moveaxis: 'moveaxis',
  sum: 'sum',
  mean: 'mean',
  maximum: `${np}.maximum`,
  log1p: `${np}.log1p`,
  zero: '0',
  oneHot: (ids, classes) => `(${ids}[..., None] == ${np}.arange(${classes})).astype(float)`,
  gather: (from, ids) => `${from}[${ids}]`,
  select: (values) => `${values}[kept]`,
});
