import { lastName, outline } from '../../python/outline';
import type { Expression, ExpressionOf } from '../../python/syntax';

const METHODS =
  /^(?:detach|cpu|numpy|tolist|squeeze|unsqueeze|float|double|half|clone|contiguous|to|cuda|view|reshape|round|asnumpy|astype|flatten|block_until_ready|type|item|head|tail)$/;
const ATTRIBUTES = /^(?:data|T|numpy|iloc|loc)$/;
const MODULES = /^(?:np|onp|numpy|torch|jnp|jax|tf|ops|mx|paddle|ms|mindspore|F|K)(?:\.\w+)?$/;
const FUNCTIONS =
  /^(?:(?:np|onp|numpy|torch|jnp|jax|tf|ops|mx|paddle|ms|mindspore)\.)?(?:array|asarray|squeeze|round|around|tensor|Tensor|stack|vstack|hstack|cat|concatenate|device_get|to_numpy|list|(?:pd|pl)\.DataFrame|DataFrame)$/;

/**
 * An expression, then without what does not change its values' meaning, layer by layer: `.detach().cpu().numpy()`,
 * subscripts, `np.round(…, 2)`, `await`. The last is the bare value.
 */
export function layersOf(expression: Expression): Expression[] {
  const layers: Expression[] = [];
  for (let inner: Expression | undefined = expression; inner !== undefined; inner = peeled(inner))
    layers.push(inner);
  return layers;
}

export function strip(expression: Expression): Expression {
  const layers = layersOf(expression);
  return layers[layers.length - 1];
}

/** Whether the value's last axis is another than the bare value's: after `.T`, rows are classes. */
export function isTransposed(expression: Expression): boolean {
  const turns = layersOf(expression).filter((layer) => layer.type === 'attribute' && layer.name === 'T');
  return turns.length % 2 === 1;
}

/** `x[:, 1]`: one class of every example. */
export function isColumn(layer: Expression): boolean {
  if (layer.type !== 'subscript' || layer.indices.length < 2) return false;
  return layer.indices[0].type === 'slice' && isWhole(layer.indices[layer.indices.length - 1]);
}

export function isWhole(index: Expression): boolean {
  return index.type === 'unary' ? isNumber(index.operand) : isNumber(index);
}

export function isNumber(expression: Expression | undefined): boolean {
  return expression?.type === 'constant' && /^\d+$/.test(expression.text);
}

function peeled(expression: Expression): Expression | undefined {
  switch (expression.type) {
    case 'await':
    case 'starred':
    case 'walrus':
      return expression.value;
    case 'attribute':
      return ATTRIBUTES.test(expression.name) ? expression.object : undefined;
    case 'subscript':
      return expression.indices.some(({ type }) => type === 'string') ? undefined : expression.object;
    case 'call':
      return converted(expression);
    default:
      return undefined;
  }
}

/** What a call only moves, reshapes or rounds. */
function converted({ callee, args }: ExpressionOf<'call'>): Expression | undefined {
  if (callee.type === 'attribute' && METHODS.test(lastName(callee)!) && !MODULES.test(outline(callee.object)))
    return callee.object;
  return FUNCTIONS.test(outline(callee)) ? args[0]?.value : undefined;
}
