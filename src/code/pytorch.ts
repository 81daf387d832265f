import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import {
  isClassAxisLast,
  isYesAndNo,
  keptLine,
  labelLines,
  logitLines,
  lossNote,
  yesAndNoTerms,
  type LossProgram,
  type Program,
} from './program';

export function pytorch(program: Program): string[] {
  const { axis, labels } = program;
  const floats = (python: string) => `torch.tensor(${python}, dtype=torch.float64)`;
  return [
    'import torch',
    'import torch.nn.functional as F',
    '',
    ...logitLines(program, floats, 'torch.log'),
    `probabilities = ${isYesAndNo(program) ? 'torch.sigmoid(logits)' : `F.softmax(logits, dim=${axis})`}`,
    ...(labels ? loss({ ...program, labels }, floats) : []),
  ];
}

function loss(program: LossProgram, floats: (python: string) => string): string[] {
  const lines = labelLines(program, (python) => `torch.tensor(${python})`, floats);
  return [...lines, ...(program.settings.loss === 'sigmoid' ? sigmoid(program) : softmax(program))];
}

function softmax(program: LossProgram): string[] {
  const {
    labels: { dense, ignored },
    settings: { classWeights, labelSmoothing, reduction },
  } = program;
  const options = [
    ...(classWeights ? ['weight=weights'] : []),
    ...(ignored.length === 1 && ignored[0] !== IGNORE_INDEX ? [`ignore_index=${ignored[0]}`] : []),
    ...(reduction === 'sum' ? ['reduction="sum"'] : []),
    ...(labelSmoothing ? [`label_smoothing=${labelSmoothing}`] : []),
  ];
  const labels = dense ? flat('labels', program) : 'labels.reshape(-1)';
  return [
    ...(ignored.length > 1 ? [`labels = labels.masked_fill(labels == ${ignored[0]}, ${IGNORE_INDEX})`] : []),
    `loss = F.cross_entropy(${[flat('logits', program), labels, ...options].join(', ')})${lossNote(program, false)}`,
  ];
}

/** The mean over the classes of each row, as the worker takes it. */
function sigmoid(program: LossProgram): string[] {
  const { classes, labels, settings } = program;
  const left = labels.ignored.length > 0;
  const weight = settings.classWeights ? ', weight=weights' : '';
  const x = flat('logits', program);
  const fused = `F.binary_cross_entropy_with_logits(${x}, y${weight}, reduction="none")`;
  const names = { where: 'torch.where', logSigmoid: 'F.logsigmoid', zero: '0.0' };
  const infinite = [
    ...yesAndNoTerms(x, names),
    ...(settings.classWeights ? ['terms = weights * terms'] : []),
  ];
  return [
    ...(left ? [keptLine(program), 'labels = labels.masked_fill(~kept, 0)'] : []),
    `y = ${labels.dense ? flat('labels', program) : `F.one_hot(labels.reshape(-1), ${classes}).double()`}`,
    ...(program.probabilities ? infinite : [`terms = ${fused}`]),
    `loss = terms.mean(-1)${left ? '[kept.reshape(-1)]' : ''}.${settings.reduction === 'sum' ? 'sum' : 'mean'}()${lossNote(program, left)}`,
  ];
}

/** Rows of classes, which is all that PyTorch's losses take alike for class ids and distributions. */
function flat(name: string, program: Program): string {
  const last = isClassAxisLast(program);
  if (last && program.rank === 2) return name;
  return `${last ? name : `torch.movedim(${name}, ${program.axis}, -1)`}.reshape(-1, ${program.classes})`;
}
