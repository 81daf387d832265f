import { marginBefore, withoutMargin } from '../margin';
import { type Format, callOf, rangeOf, shapeOf } from './format';

const CALL = /\b(tensor|Parameter|(?:Float|Double|Half|Long|Int|BFloat16)?Tensor)\($/;
/** What all numbers are to be multiplied by: `tensor(1.0e+03 *\n       [[…]])`. */
const SCALE = /\d\.\d{1,20}e[-+]\d{1,3}$/;
const DATA = 'data=';

/** `tensor([[…]], device='cuda:0', dtype=torch.bfloat16, grad_fn=<AddmmBackward0>)`, `Parameter containing:\ntensor(…)`. */
export const torch: Format = {
  container: 'torch',
  match(around) {
    const scale = around.margin.startsWith(' *') ? SCALE.exec(around.before)?.[0] : undefined;
    const unscaled =
      scale === undefined ? around.before : withoutMargin(around.before.slice(0, -scale.length));
    const before = unscaled.endsWith(DATA) ? withoutMargin(unscaled.slice(0, -DATA.length)) : unscaled;
    const printed = callOf({ ...around, before }, CALL);
    if (printed === undefined) return undefined;
    const { call, options, range } = printed;
    const module = moduleStart(before, call.index);
    const container = containerStart(before, module);
    return {
      container: 'torch',
      start: rangeOf(around, container ?? module, 0).start,
      end: range.end,
      dtype: options.get('dtype'),
      shape: shapeOf(options.get('size')),
      gradFn: options.has('grad_fn') ? (/^<(\w*)/.exec(options.get('grad_fn')!)?.[1] ?? '') : undefined,
      ...(scale === undefined ? {} : { scale: Number(scale) }),
      parameter: container !== undefined || call[1] === 'Parameter',
    };
  },
};

/** Where `torch.nn.` before a name begins. */
function moduleStart(before: string, name: number): number {
  let start = name;
  while (start > 0 && /[\w.]/.test(before[start - 1])) start--;
  while (before[start] === '.') start++;
  return start;
}

/** Where `Parameter containing:` before a tensor begins. */
function containerStart(before: string, tensor: number): number | undefined {
  const end = marginBefore(before, tensor);
  const said = /(?:Parameter|Buffer) containing:$/.exec(before.slice(Math.max(0, end - 24), end));
  return said === null ? undefined : end - said[0].length;
}
