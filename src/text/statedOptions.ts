import type { StatedOptions } from '../arrays/types';

/** Calls of losses that take these options; what stands in their brackets is read as far as it is plain numbers. */
const CALL =
  /\b(?:CrossEntropyLoss|cross_entropy|NLLLoss|nll_loss|(?:Sparse)?CategoricalCrossentropy|log_loss)\(/g;
const REACH = 400;
const MOST = 50;

/** What the calls of losses in code state, where they do not contradict each other. */
export function statedOptions(source: string): StatedOptions | undefined {
  const stated: StatedOptions = {};
  let calls = 0;
  for (const { index, 0: call } of source.matchAll(CALL)) {
    if (++calls > MOST) break;
    const options = optionsIn(argumentsAt(source, index + call.length));
    for (const key of Object.keys(options) as (keyof StatedOptions)[])
      if (stated[key] !== undefined && String(stated[key]) !== String(options[key])) return undefined;
    Object.assign(stated, options);
  }
  return Object.keys(stated).length > 0 ? stated : undefined;
}

/** The text up to where the bracket that was opened closes. */
function argumentsAt(source: string, from: number): string {
  let depth = 1;
  for (let at = from; at < source.length && at < from + REACH; at++) {
    if (source[at] === '(') depth++;
    else if (source[at] === ')' && --depth === 0) return source.slice(from, at);
  }
  return source.slice(from, from + REACH);
}

function optionsIn(text: string): StatedOptions {
  const smoothing = /\blabel_smoothing\s*=\s*(\d*\.?\d+(?:e-?\d+)?)/.exec(text)?.[1];
  const ignored = /\bignore_(?:index|class)\s*=\s*(-?\d{1,9})\b/.exec(text)?.[1];
  const reduction = /\breduction\s*=\s*["'](mean|sum)["']/.exec(text)?.[1];
  const weights = /\bweight\s*=\s*(?:[\w.]+\(\s*)?\[([\d.,\seE+-]{1,300})\]/.exec(text)?.[1];
  const classWeights = weights?.split(',').map(Number);
  return {
    ...(smoothing && Number(smoothing) <= 1 && { labelSmoothing: Number(smoothing) }),
    ...(ignored && { ignoreIndex: Number(ignored) }),
    ...(reduction && { reduction: reduction as 'mean' | 'sum' }),
    ...(classWeights?.every((w) => w >= 0 && w < Infinity) && { classWeights }),
  };
}
