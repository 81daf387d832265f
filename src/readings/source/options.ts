import type { NearbyWeights, StatedOptions } from '../../arrays/types';
import { dotted, lastName, outline } from '../../python/outline';
import type { Expression, ExpressionOf } from '../../python/syntax';
import type { Code } from './code';
import { strip } from './strip';

/** What code says of its loss. */
export interface Stated {
  options?: StatedOptions;
  /** Of the positive terms of a binary cross-entropy. */
  positive?: NearbyWeights;
}

/** Losses that take these options, whether they are called or made. */
const LOSS =
  /(?:^|\.)(?:CrossEntropyLoss|cross_entropy|NLLLoss|nll_loss|(?:Sparse)?CategoricalCrossentropy|log_loss)$/;
const BINARY_LOSS = /(?:^|\.)(?:BCEWithLogitsLoss|binary_cross_entropy_with_logits)$/;
const MOST = 50;
const MOST_WEIGHTS = 1000;

/** What the losses of code are made with, written out or by a name for it, where they do not contradict each other. */
export function statedIn(code: Code): Stated {
  let options: StatedOptions | undefined = {};
  let positive: NearbyWeights | undefined;
  let calls = 0;
  for (const call of code.calls) {
    const callee = outline(call.callee);
    const weights = BINARY_LOSS.test(callee) && numbersIn(argument(call, 'pos_weight'), code, call.start);
    if (weights) positive = { role: 'pos-weight', name: 'pos_weight', values: weights };
    if (!LOSS.test(callee) || ++calls > MOST) continue;
    options = options && joined(options, optionsOf(call, code));
  }
  return {
    ...(options && Object.keys(options).length > 0 && { options }),
    ...(positive && { positive }),
  };
}

function joined(all: StatedOptions, more: StatedOptions): StatedOptions | undefined {
  for (const key of Object.keys(more) as (keyof StatedOptions)[])
    if (all[key] !== undefined && String(all[key]) !== String(more[key])) return undefined;
  return { ...all, ...more };
}

function optionsOf(call: ExpressionOf<'call'>, code: Code): StatedOptions {
  const number = (name: string) => numberOf(argument(call, name), code, call.start);
  const smoothing = number('label_smoothing');
  const ignored = number('ignore_index') ?? number('ignore_class');
  const reduction = argument(call, 'reduction');
  const classWeights = numbersIn(weightsOf(call), code, call.start);
  return {
    ...(smoothing !== undefined && smoothing > 0 && smoothing <= 1 && { labelSmoothing: smoothing }),
    ...(ignored !== undefined && Number.isInteger(ignored) && { ignoreIndex: ignored }),
    ...(reduction?.type === 'string' && /^(?:mean|sum)$/.test(reduction.text) && { reduction: reduction.text as 'mean' | 'sum' }), // prettier-ignore
    ...(classWeights && { classWeights }),
  };
}

function argument({ args }: ExpressionOf<'call'>, name: string): Expression | undefined {
  return args.find(({ keyword }) => keyword === name)?.value;
}

/** `weight=…`, and the first argument of `CrossEntropyLoss(weights)`. */
function weightsOf(call: ExpressionOf<'call'>): Expression | undefined {
  const [first] = call.args;
  const isObject = /^(?:CrossEntropy|NLL)Loss$/.test(lastName(call.callee) ?? '');
  return (
    argument(call, 'weight') ?? (isObject && first && first.keyword === undefined ? first.value : undefined)
  );
}

function boundTo(value: Expression | undefined, code: Code, at: number): Expression | undefined {
  const bare = value && strip(value);
  return bare && (code.bindings.before(dotted(bare) ?? '', at)?.value ?? bare);
}

function numberOf(value: Expression | undefined, code: Code, at: number): number | undefined {
  const bound = boundTo(value, code, at);
  if (bound?.type === 'unary' && bound.operator === '-') {
    const positive = numberOf(bound.operand, code, at);
    return positive === undefined ? undefined : -positive;
  }
  return bound?.type === 'constant' && /^[\d.]/.test(bound.text) ? finite(Number(bound.text)) : undefined;
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}

/** `[1, 2.5]`, `torch.tensor([1, 2.5]).to(device)`, or a name for such. */
function numbersIn(value: Expression | undefined, code: Code, at: number): number[] | undefined {
  let list = strippedTo(boundTo(value, code, at));
  if (list?.type === 'call') list = strippedTo(boundTo(list.args[0]?.value, code, at));
  if ((list?.type !== 'list' && list?.type !== 'tuple') || list.items.length > MOST_WEIGHTS) return undefined;
  const numbers = list.items.map((item) => numberOf(item, code, at));
  return numbers.length > 0 && numbers.every((one): one is number => one !== undefined && one >= 0)
    ? numbers
    : undefined;
}

function strippedTo(value: Expression | undefined): Expression | undefined {
  return value && strip(value);
}
