import { dotted, lastName, outline } from '../../python/outline';
import type { Expression, ExpressionOf } from '../../python/syntax';
import { partsOf } from '../../python/walk';
import type { Code } from './code';
import { strip } from './strip';

/** What a value is called that is a loss. */
export const LOSS_NAME = /(?:^|_)(?:loss|nll|cross_?entropy|ce|bce)\d?$/i;
/** Losses that are no cross-entropy, or another one than the usual. */
const OTHER =
  /focal|dice|tversky|jaccard|lovasz|hinge|margin|triplet|contrastive|info_?nce|nt_?xent|kl_?div|ctc|mse|l1_?loss|huber|smooth|poly|asymmetric|arcface|cosface|distill|soft_target|cosine|gaussian|poisson/i;
/** A class or function that makes a loss of its own, by its name. */
const OWN = /(?:Loss|_loss|CrossEntropy|Criterion)$/;
const USUAL =
  /^(?:(?:Softmax|SigmoidBinary)?CrossEntropy(?:Loss)?|SoftmaxCELoss|NLLLoss|BCELoss|BCEWithLogitsLoss|nll_loss|log_loss|(?:Sparse)?CategoricalCrossentropy|BinaryCrossentropy|(?:compute_)?loss)$/;
const MOST = 20;

/**
 * How the code computes the losses that it shows, as written, where that is in another way than as the cross-entropy of
 * some scores. Losses that it makes on the way are nobody's that is seen, and one that is the usual may be the one printed.
 *
 * @param shown what it prints
 */
export function otherLossIn(code: Code, shown: readonly Expression[]): string | undefined {
  const made = lossesIn(shown).flatMap((loss) => {
    const bound = code.bindings.before(dotted(loss)!, loss.start);
    return bound?.value === undefined ? [] : [otherIn(bound.value, code, bound.at)];
  });
  return made.includes(undefined) ? undefined : made[0];
}

/** `loss` and `self.loss` in `"%.4f" % loss.item()`. */
function lossesIn(shown: readonly Expression[]): Expression[] {
  const losses: Expression[] = [];
  const add = (expression: Expression) => {
    if (losses.length >= MOST) return;
    if (dotted(expression) !== undefined && LOSS_NAME.test(lastName(expression) ?? ''))
      losses.push(expression);
    for (const part of partsOf(expression)) add(part);
  };
  shown.forEach(add);
  return losses;
}

function otherIn(expression: Expression, code: Code, at: number): string | undefined {
  const bare = strip(expression);
  if (bare.type === 'binary') return isMixed(bare) ? code.written(bare) : undefined;
  if (bare.type !== 'call') return undefined;
  const name = lastName(bare.callee);
  if (name !== undefined && /^(?:mean|sum)$/.test(name)) {
    const object = bare.callee.type === 'attribute' ? bare.callee.object : undefined;
    return object && otherIn(object, code, at);
  }
  const made = madeIn(bare, code, at);
  const called = lastName(made.callee) ?? '';
  if (USUAL.test(called) || !(OTHER.test(called) || OWN.test(called))) return undefined;
  return code.written(made);
}

/** `FocalLoss(gamma=2)` of `criterion(logits, labels)`, or the call itself. */
function madeIn(call: ExpressionOf<'call'>, code: Code, at: number): ExpressionOf<'call'> {
  if (call.callee.type === 'call') return call.callee;
  const bound = code.bindings.before(dotted(call.callee) ?? '', at)?.value;
  return bound?.type === 'call' ? bound : call;
}

/** `ce + 0.1 * kl`, `0.5 * loss`, `criterion(out, y) / steps`: more than the one loss, or a share of it. */
function isMixed({ operator, left, right }: ExpressionOf<'binary'>): boolean {
  if (operator === '+' || operator === '*') return isLoss(left) || isLoss(right);
  return operator === '/' && isLoss(left);
}

function isLoss(expression: Expression): boolean {
  const bare = strip(expression);
  if (bare.type === 'binary') return isLoss(bare.left) || isLoss(bare.right);
  const name = bare.type === 'call' ? outline(bare.callee) : dotted(bare);
  return /(?:loss\w{0,12}|criterion|cross_?entropy\w{0,12}|nll|bce|\bce)(?:\(\))?$/i.test(name ?? '');
}
