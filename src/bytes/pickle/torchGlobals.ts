/** How torch pickles tensors: torch/_utils.py and torch/_tensor.py, versions 0.4 to 2.x. */
import * as l10n from '@vscode/l10n';
import { wrongArguments } from './errors';
import { STORAGE_TYPES, TORCH_TYPES } from './torchTypes';
import { Bytes, Dict, Global, List, Storage, Tensor, type TorchType, type Value } from './values';

/** Bytes of any dtype, which the tensor says. */
const UNTYPED = ['torch.UntypedStorage', 'torch.storage.UntypedStorage', 'torch.storage._UntypedStorage'];

export const TORCH_GLOBALS: Global[] = [
  new Global('torch._utils._rebuild_tensor', (args) => tensor(args)),
  new Global('torch._utils._rebuild_tensor_v2', (args) => tensor(args, { metadata: args[6] })),
  new Global('torch._utils._rebuild_tensor_v3', (args) => {
    const [, , , , , , dtype, metadata] = args;
    if (!(dtype instanceof Global) || !dtype.type) return wrongArguments('torch._utils._rebuild_tensor_v3');
    return tensor(args, { type: dtype.type, metadata });
  }),
  new Global('torch._utils._rebuild_qtensor', (args) =>
    tensor(args, { problem: l10n.t('quantized tensors are not supported') }),
  ),
  new Global('torch.per_tensor_affine'),
  new Global('torch.per_channel_affine'),
  new Global('torch.per_channel_affine_float_qparams'),
  new Global('torch._utils._rebuild_parameter', parameter),
  new Global('torch._utils._rebuild_parameter_with_state', parameter),
  new Global('torch._tensor._rebuild_from_type_v2', fromType),
  new Global('torch.Tensor'),
  new Global('torch.nn.parameter.Parameter'),
  new Global('torch.Size', ([sizes]) => (sizes instanceof List ? sizes : wrongArguments('torch.Size'))),
  new Global('torch.device', ([name]) => (typeof name === 'string' ? name : wrongArguments('torch.device'))),
  new Global('torch.storage._load_from_bytes', ([bytes]) =>
    bytes instanceof Bytes ? new Storage(bytes) : wrongArguments('torch.storage._load_from_bytes'),
  ),
  new Global('torch.storage.TypedStorage'),
  new Global('torch.storage._TypedStorage'),
  ...UNTYPED.map((name) => new Global(name, undefined, TORCH_TYPES.uint8)),
  ...Object.entries(STORAGE_TYPES).flatMap(([name, type]) =>
    ['torch', 'torch.cuda'].map((module) => new Global(`${module}.${name}`, undefined, type)),
  ),
  ...Object.entries(TORCH_TYPES).map(([name, type]) => new Global(`torch.${name}`, undefined, type)),
];

function tensor(
  [storage, offset, shape, strides]: readonly Value[],
  { type, metadata, problem }: { type?: TorchType; metadata?: Value; problem?: string } = {},
): Tensor {
  if (!(storage instanceof Storage) || !(shape instanceof List) || !(strides instanceof List))
    return wrongArguments('torch._utils._rebuild_tensor');
  // Bits of views whose values are negated or conjugated only when they are read.
  const lazy = metadata instanceof Dict && metadata.values.includes(true);
  return new Tensor(
    storage,
    offset,
    shape,
    strides,
    type,
    problem ?? (lazy ? l10n.t('negated and conjugated views are not supported') : undefined),
  );
}

function parameter([data]: readonly Value[]): Tensor {
  return data instanceof Tensor ? data : wrongArguments('torch._utils._rebuild_parameter');
}

/** Of a tensor with attributes, which are passed by: what makes it, its class, and what it is made of. */
function fromType([by, , args]: readonly Value[], spend: (steps: number) => void): Value {
  const inner = by instanceof Global && by.make !== fromType ? by.make : undefined;
  if (!inner || !(args instanceof List)) return wrongArguments('torch._tensor._rebuild_from_type_v2');
  return inner(args.items, spend);
}
