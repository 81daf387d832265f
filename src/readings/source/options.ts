import type { StatedOptions } from '../../arrays/types';
import { numberWritten } from '../../python/numbers';
import { dotted, lastName, outline } from '../../python/outline';
import type { Expression, ExpressionOf } from '../../python/syntax';
import type { Code } from './code';
import { otherLossIn } from './otherLoss';
import { strip } from './strip';

/** What code says of its losses. */
export interface Stated {
  /** Of classes of which one is right. */
  options?: StatedOptions;
  /** Of each class as a yes or no of its own. */
  binary?: StatedOptions;
}

/** Losses that take these options, whether they are called or made. */
const LOSS =
  /(?:^|\.)(?:CrossEntropyLoss|cross_entropy|NLLLoss|nll_loss|(?:Sparse)?CategoricalCrossentropy|log_loss)$/;
const BINARY_LOSS =
  /(?:^|\.)(?:BCE(?:WithLogits)?Loss|binary_cross_entropy(?:_with_logits)?|weighted_cross_entropy_with_logits)$/;
/** Options that change the loss: where one is given and is no number here, nothing computed here need be it. */
const CHANGING =
  /^(?:(?:pos_|class_|sample_)?weights?|label_smoothing|ignore_index|ignore_class|reduction|size_average|reduce)$/;
const MOST = 50;
const MOST_WEIGHTS = 1000;
const LONGEST_UNKNOWN = 60;

/**
 * With what the losses of code are made, written out or by a name for it, where they do not contradict each other.
 *
 * @param shown what it prints
 */
export function statedIn(code: Code, shown: readonly Expression[]): Stated {
  const other = otherLossIn(code, shown);
  const of = (kind: RegExp) => {
    const options = optionsOfAll(code, kind);
    const all = other === undefined ? options : { ...options, other: cut(other) };
    return all && Object.keys(all).length > 0 ? all : undefined;
  };
  const [options, binary] = [of(LOSS), of(BINARY_LOSS)];
  return { ...(options && { options }), ...(binary && { binary }) };
}

function optionsOfAll(code: Code, kind: RegExp): StatedOptions | undefined {
  let options: StatedOptions | undefined = {};
  let calls = 0;
  for (const call of code.calls) {
    if (!kind.test(outline(call.callee)) || ++calls > MOST) continue;
    options = options && joined(options, optionsOf(call, code));
  }
  return options;
}

function joined(all: StatedOptions, more: StatedOptions): StatedOptions | undefined {
  for (const key of Object.keys(more) as (keyof StatedOptions)[])
    if (key !== 'unknown' && all[key] !== undefined && String(all[key]) !== String(more[key]))
      return undefined;
  return { ...all, ...more };
}

function optionsOf(call: ExpressionOf<'call'>, code: Code): StatedOptions {
  const number = (name: string) => numberOf(argument(call, name), code, call.start);
  const smoothing = number('label_smoothing');
  const ignored = number('ignore_index') ?? number('ignore_class');
  const reduction = boundTo(argument(call, 'reduction'), code, call.start);
  const classWeights = numbersIn(weightsOf(call), code, call.start);
  const positiveWeights = numbersIn(argument(call, 'pos_weight'), code, call.start);
  const unknown = unknownIn(call, code);
  return {
    ...(smoothing !== undefined && smoothing > 0 && smoothing <= 1 && { labelSmoothing: smoothing }),
    ...(ignored !== undefined && Number.isInteger(ignored) && { ignoreIndex: ignored }),
    ...(reduction?.type === 'string' && /^(?:mean|sum)$/.test(reduction.text) && { reduction: reduction.text as 'mean' | 'sum' }), // prettier-ignore
    ...(classWeights && { classWeights }),
    ...(positiveWeights && { positiveWeights }),
    ...(unknown !== undefined && { unknown }),
  };
}

/** The first option that is given and isn't known, as written: `weight=w`. */
function unknownIn(call: ExpressionOf<'call'>, code: Code): string | undefined {
  const { start } = call;
  for (const { keyword, value, spread } of call.args) {
    if (spread !== undefined) return cut(code.written(value));
    if (keyword === undefined || !CHANGING.test(keyword)) continue;
    if (!isKnown(boundTo(value, code, start)) && numbersIn(value, code, start) === undefined)
      return cut(`${keyword}=${code.written(value)}`);
  }
  const weights = weightsOf(call);
  const isGiven = weights && !isKnown(boundTo(weights, code, start));
  return isGiven && numbersIn(weights, code, start) === undefined ? cut(code.written(weights)) : undefined;
}

/** A number, a text, a yes or no, or nothing at all. */
function isKnown(value: Expression | undefined): boolean {
  if (value?.type === 'unary') return isKnown(value.operand);
  return value?.type === 'constant' || value?.type === 'string';
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST_UNKNOWN ? `${line.slice(0, LONGEST_UNKNOWN - 1)}…` : line;
}

function argument({ args }: ExpressionOf<'call'>, name: string): Expression | undefined {
  return args.find(({ keyword }) => keyword === name)?.value;
}

/** `weight=…`, the first argument of `CrossEntropyLoss(weights)`, the third of `cross_entropy(logits, labels, weights)`. */
function weightsOf(call: ExpressionOf<'call'>): Expression | undefined {
  const name = lastName(call.callee) ?? '';
  const isObject = /^(?:CrossEntropy|NLL|BCE|BCEWithLogits)Loss$/.test(name);
  const isFunction = /^(?:cross_entropy|nll_loss|binary_cross_entropy(?:_with_logits)?)$/.test(name);
  const place = isObject ? 0 : isFunction ? 2 : undefined;
  const placed = place === undefined ? undefined : call.args[place];
  return argument(call, 'weight') ?? (placed?.keyword === undefined ? placed?.value : undefined);
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
  return bound?.type === 'constant' ? finite(numberWritten(bound.text)) : undefined;
}

function finite(number: number | undefined): number | undefined {
  return number !== undefined && Number.isFinite(number) ? number : undefined;
}

/** `[1, 2.5]`, `torch.tensor([1, 2.5]).to(device)`, `torch.tensor(3.0)`, a number, or a name for such. */
function numbersIn(value: Expression | undefined, code: Code, at: number): number[] | undefined {
  let list = strippedTo(boundTo(value, code, at));
  if (
    list?.type === 'call' &&
    /(?:^|\.)(?:(?:Float)?[tT]ensor|as_tensor|array|constant)$/.test(outline(list.callee))
  )
    list = strippedTo(boundTo(list.args[0]?.value, code, at));
  // Of one number throughout, that number says it all.
  if (list?.type === 'call' && /(?:^|\.)full$/.test(outline(list.callee)))
    list = strippedTo(list.args[1]?.value);
  const items = list?.type === 'list' || list?.type === 'tuple' ? list.items : list && [list];
  if (!items || items.length > MOST_WEIGHTS) return undefined;
  const numbers = items.map((item) => numberOf(item, code, at));
  return numbers.length > 0 && numbers.every((one): one is number => one !== undefined && one >= 0)
    ? numbers
    : undefined;
}

function strippedTo(value: Expression | undefined): Expression | undefined {
  return value && strip(value);
}
