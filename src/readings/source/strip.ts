import { closing, endOf, splitTop } from './python';

const METHODS =
  /^(.+)\.(?:detach|cpu|numpy|tolist|squeeze|unsqueeze|float|double|half|clone|contiguous|to|cuda|view|reshape|round|asnumpy|astype|flatten|block_until_ready|type|item)$/s;
const ATTRIBUTES = /(?<=[\w)\]])\.(?:data|T|numpy)$/;
const MODULES = /^(?:np|onp|numpy|torch|jnp|jax|tf|ops|mx|paddle|ms|mindspore|F|K)(?:\.\w+)?$/;
const FUNCTIONS =
  /^(?:(?:np|onp|numpy|torch|jnp|jax|tf|ops|mx|paddle|ms|mindspore)\.)?(?:array|asarray|squeeze|round|around|tensor|Tensor|stack|cat|concatenate|device_get|to_numpy|list)$/;

/** Without what does not change the values' meaning: `.detach().cpu().numpy()`, slices, `np.round(…, 2)`, parentheses. */
export function strip(expression: string): string {
  let bare = expression.trim();
  for (let i = 0; i < 16; i++) {
    const next = once(bare);
    if (next === bare) break;
    bare = next;
  }
  return bare;
}

function once(bare: string): string {
  if (
    bare.startsWith('(') &&
    closing(bare, 1) === bare.length - 1 &&
    splitTop(bare.slice(1, -1)).length === 1
  )
    return bare.slice(1, -1).trim();
  const attribute = bare.replace(ATTRIBUTES, '');
  if (attribute !== bare) return attribute;
  const call = endOf(bare, '(');
  if (call !== undefined) {
    const receiver = METHODS.exec(call.written)?.[1];
    if (receiver !== undefined && !MODULES.test(receiver)) return receiver.trim();
    if (FUNCTIONS.test(call.callee)) return splitTop(call.args)[0] ?? bare;
    return bare;
  }
  const subscript = endOf(bare, '[');
  return subscript !== undefined && !/["']/.test(subscript.args) && subscript.written !== ''
    ? subscript.written.trim()
    : bare;
}
