import { type Format, shapeOf, suffixOf } from './format';

/** `tensor([[…]], device='cuda:0', dtype=torch.bfloat16, grad_fn=<AddmmBackward0>)`, `Parameter containing:\ntensor(…)`. */
const CALL =
  /((?:Parameter|Buffer) containing:(?:\s|[#>*|])*)?(?:\b\w+\.)*\b(tensor|Parameter|(?:Float|Double|Half|Long|Int|BFloat16)?Tensor)\((?:\s|[#*|])*(?:data=)?(?:\s|[#*|])*(?:(\d\.\d+e[-+]\d+) \*(?:\s|[#*|])*)?$/;

export const torch: Format = {
  container: 'torch',
  match({ literal, before, after }) {
    const call = CALL.exec(before);
    const suffix = call && suffixOf(after);
    if (!call || !suffix) return undefined;
    const { options } = suffix;
    return {
      container: 'torch',
      start: literal.start - (before.length - call.index),
      end: literal.end + suffix.length,
      dtype: options.get('dtype'),
      shape: shapeOf(options.get('size')),
      gradFn: options.has('grad_fn') ? (/^<(\w*)/.exec(options.get('grad_fn')!)?.[1] ?? '') : undefined,
      ...(call[3] === undefined ? {} : { scale: Number(call[3]) }),
      parameter: call[1] !== undefined || call[2] === 'Parameter',
    };
  },
};
