import * as l10n from '@vscode/l10n';
import type { Expression } from '../../python/syntax';
import { foundOnce, wholeText, type Place } from '../source';
import type { Tensor } from '../values';
import type { Fix } from './rule';
import { functionIn, isPrimary, primary, snippetAt, type FunctionCall, type Snippet } from './snippet';

type Fixes = Fix[];

function using(name: string, place: Place, text: string): Fixes {
  return [{ title: l10n.t('Use {0}', name), edits: [{ place, text }] }];
}

/** `torch.log(1 + x)` as `torch.log1p(x)`, and where x is an exponential as the function that does not overflow. */
export function log1pAt(place: Place): Fixes {
  const snippet = snippetAt(place);
  const log = snippet && functionIn(snippet, snippet.expression);
  if (snippet === undefined || log?.name !== 'log' || log.others.length > 0) return [];
  const x = besideOne(log.of);
  if (x === undefined) return [];
  const exp = functionIn(snippet, x);
  const prefix = log.prefix ?? exp?.prefix;
  const softplus =
    exp?.name === 'exp' && exp.others.length === 0 ? softplusOf(prefix, snippet.text(exp.of)) : undefined;
  if (softplus !== undefined) return using(softplus.name, place, softplus.text);
  if (log.isMethod) return using('log1p', place, `${primary(snippet, x)}.log1p()`);
  return prefix === undefined ? [] : using('log1p', place, `${prefix}.log1p(${snippet.text(x)})`);
}

/** The other side of a sum with 1. */
function besideOne(sum: Expression): Expression | undefined {
  if (sum.type !== 'binary' || sum.operator !== '+') return undefined;
  if (isOne(sum.left)) return sum.right;
  return isOne(sum.right) ? sum.left : undefined;
}

function isOne(expression: Expression): boolean {
  return expression.type === 'constant' && Number(expression.text) === 1;
}

function softplusOf(prefix: string | undefined, x: string): { name: string; text: string } | undefined {
  switch (prefix) {
    case 'torch':
      return { name: 'softplus', text: `torch.nn.functional.softplus(${x})` };
    case 'tf':
    case 'tf.math':
      return { name: 'softplus', text: `tf.math.softplus(${x})` };
    case 'np':
    case 'numpy':
    case 'jnp':
    case 'mx':
      return { name: 'logaddexp', text: `${prefix}.logaddexp(0, ${x})` };
    default:
      return undefined;
  }
}

/** `torch.exp(x) - 1` as `torch.expm1(x)`. */
export function expm1At(place: Place): Fixes {
  const snippet = snippetAt(place);
  if (snippet?.expression.type !== 'binary' || snippet.expression.operator !== '-') return [];
  const exp = functionIn(snippet, snippet.expression.left);
  if (exp?.name !== 'exp' || exp.others.length > 0 || !isOne(snippet.expression.right)) return [];
  if (exp.isMethod) return using('expm1', place, `${primary(snippet, exp.of)}.expm1()`);
  const prefix = exp.prefix === 'tf' ? 'tf.math' : exp.prefix;
  return prefix === undefined ? [] : using('expm1', place, `${prefix}.expm1(${snippet.text(exp.of)})`);
}

const SUMS = new Set(['sum', 'reduce_sum']);

/** `torch.log(torch.sum(torch.exp(x), dim=-1))` as `torch.logsumexp(x, dim=-1)`. */
export function logSumExpAt(place: Place): Fixes {
  const snippet = snippetAt(place);
  const log = snippet && functionIn(snippet, snippet.expression);
  if (snippet === undefined || log?.name !== 'log' || log.others.length > 0) return [];
  const sum = functionIn(snippet, log.of);
  if (sum === undefined || !SUMS.has(sum.name)) return [];
  const exp = functionIn(snippet, sum.of);
  if (exp?.name !== 'exp' || exp.others.length > 0 || !sum.others.every(isOfAxes)) return [];
  const written = logSumExpOf(
    prefixOf([log, sum, exp]),
    snippet.text(exp.of),
    sum.others.map((one) => snippet.text(whole(one))),
    place,
  );
  return written === undefined ? [] : using('logsumexp', place, written);
}

/** Whether an argument is one that every library's logsumexp takes as its sum does. */
function isOfAxes({ keyword, spread }: FunctionCall['others'][number], at: number): boolean {
  if (spread !== undefined) return false;
  return keyword === undefined ? at === 0 : /^(?:dim|axis|keepdims?)$/.test(keyword);
}

/** An argument with its keyword. */
function whole({ value, keyword }: FunctionCall['others'][number]) {
  return keyword === undefined ? value : { start: value.start - keyword.length - 1, end: value.end };
}

function prefixOf(calls: readonly FunctionCall[]): string | undefined {
  const known = calls.map(({ prefix }) => prefix).find((prefix) => prefix !== undefined);
  // Methods of tensors: NumPy's arrays have neither exp nor log.
  return known ?? (calls.every(({ isMethod }) => isMethod) ? 'torch' : undefined);
}

function logSumExpOf(
  prefix: string | undefined,
  x: string,
  others: readonly string[],
  { source }: Place,
): string | undefined {
  const rest = others.map((one) => `, ${one}`).join('');
  switch (prefix) {
    case 'torch':
      return rest === '' || !importsTorch(source) ? undefined : `torch.logsumexp(${x}${rest})`;
    case 'tf':
    case 'tf.math':
      return `tf.reduce_logsumexp(${x}${rest})`;
    case 'mx':
      return `mx.logsumexp(${x}${rest})`;
    case 'jnp':
      return importsJax(source) ? `jax.nn.logsumexp(${x}${rest})` : undefined;
    case 'np':
    case 'numpy':
      return `${prefix}.logaddexp.reduce(${x}${rest === '' ? ', axis=None' : rest})`;
    default:
      return undefined;
  }
}

/** A call of the sigmoid as one of its logarithm. */
export function logSigmoidText(place: Place): string | undefined {
  const snippet = snippetAt(place);
  const sigmoid = snippet && functionIn(snippet, snippet.expression);
  if (snippet === undefined || sigmoid === undefined) return undefined;
  if (!SIGMOIDS.has(sigmoid.name) || sigmoid.others.length > 0) return undefined;
  const prefix = sigmoid.name === 'expit' ? 'np' : sigmoid.isMethod ? 'torch' : sigmoid.prefix;
  return logSigmoidOf(prefix, snippet.text(sigmoid.of), place);
}

const SIGMOIDS = new Set(['sigmoid', 'expit']);

function logSigmoidOf(prefix: string | undefined, x: string, { source }: Place): string | undefined {
  switch (prefix) {
    case 'torch':
    case 'F':
      if (prefix === 'F' || importsFunctional(source)) return `F.logsigmoid(${x})`;
      return importsTorch(source) ? `torch.nn.functional.logsigmoid(${x})` : undefined;
    case 'tf':
    case 'tf.math':
    case 'tf.nn':
      return `tf.math.log_sigmoid(${x})`;
    case 'jax.nn':
      return `jax.nn.log_sigmoid(${x})`;
    case 'np':
      return importsNumpy(source) ? `-np.logaddexp(0, -(${x}))` : undefined;
    default:
      return undefined;
  }
}

/** Whether `torch` is a name there. */
const importsTorch = foundOnce(([source]) =>
  wholeText(source)
    .split('\n')
    .some((line) => /^\s{0,40}import torch\b/.test(line) && !line.includes(' as ')),
);

const imports = (line: RegExp) => foundOnce(([source]) => line.test(wholeText(source)));
const importsJax = imports(/^import jax$/m);
const importsNumpy = imports(/^import numpy as np$/m);
const importsFunctional = imports(
  /^(?:import torch\.nn\.functional|from torch\.nn import functional) as F$/m,
);

/** What stands in a logarithm without the number that keeps it finite. */
export function withoutEpsilon(snippet: Snippet, inside: Expression): Expression {
  if (inside.type === 'binary' && inside.operator === '+') {
    if (isSmall(snippet, inside.right)) return inside.left;
    if (isSmall(snippet, inside.left)) return inside.right;
  }
  const clamp = functionIn(snippet, inside);
  return clamp !== undefined && CLAMPS.has(clamp.name) ? clamp.of : inside;
}

const CLAMPS = new Set(['clamp', 'clip', 'clip_by_value', 'maximum', 'clamp_min']);

/** A number, or a name or attribute that holds it. */
function isSmall({ text }: Snippet, { type, ...span }: Expression): boolean {
  return type === 'constant' || ((type === 'name' || type === 'attribute') && /eps/i.test(text(span)));
}

/** `torch.softmax(x, dim=-1) / T` as `torch.softmax(x / T, dim=-1)`. */
export function temperedAt(place: Place): Fixes {
  const snippet = snippetAt(place);
  if (snippet === undefined) return [];
  const { expression } = snippet;
  const divided =
    expression.type === 'binary' && expression.operator === '/'
      ? { value: expression.left, by: expression.right }
      : undefined;
  const softmax = divided && functionIn(snippet, divided.value);
  if (divided === undefined || softmax?.name !== 'softmax') return [];
  const { of, call } = softmax;
  const scaled = `${primary(snippet, of)} / ${primary(snippet, divided.by)}`;
  const before = snippet.text({ start: call.start, end: of.start });
  const after = snippet.text({ start: of.end, end: call.end });
  const text = softmax.isMethod ? `(${scaled})${after}` : `${before}${scaled}${after}`;
  return [{ title: l10n.t('Divide the logits'), edits: [{ place, text }] }];
}

/** `p = softmax(x)` and `p = p / T` on the next line as `p = softmax(x / T)`. */
export function temperedBefore(place: Place, { at, ofAt }: Tensor, by: Place): Fixes {
  const { source } = place;
  if (ofAt?.source !== source || at.source !== source || by.source !== source) return [];
  const [first, second] = [lineAround(at), lineAround(place)];
  if (first.end + 1 !== second.start) return [];
  const [softmax, divisor] = [at, by].map((one) => source.text.slice(one.start, one.end));
  const name = /^[^\W\d]\w{0,60}(?= = )/.exec(first.text.trim())?.[0];
  const line = second.text.trim();
  if (name === undefined || first.text.trim() !== `${name} = ${softmax}`) return [];
  if (line !== `${name} = ${name} / ${divisor}` && line !== `${name} /= ${divisor}`) return [];
  const inner = snippetAt(ofAt);
  const scaled = inner === undefined ? undefined : `${primary(inner, inner.expression)} / ${divisor}`;
  // `x.softmax(-1)` is a method of what it is taken of.
  if (scaled === undefined || !snippetAt(by) || !isPrimary(snippetAt(by)!.expression)) return [];
  const isMethod = ofAt.start === at.start;
  return [
    {
      title: l10n.t('Divide the logits'),
      edits: [
        { place: ofAt, text: isMethod ? `(${scaled})` : scaled },
        { place: { source, start: first.end, end: second.end }, text: '' },
      ],
    },
  ];
}

function lineAround({ source: { text }, start, end }: Place): { start: number; end: number; text: string } {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  return { start: from, end: to, text: text.slice(from, to) };
}

/** The sums of a masked mean over everything: `(loss * mask).sum(1) / mask.sum(1)` without the axes. */
export function overAll(place: Place): Fixes {
  const snippet = snippetAt(place);
  if (snippet?.expression.type !== 'binary' || snippet.expression.operator !== '/') return [];
  const sums = [snippet.expression.left, snippet.expression.right].map((one) => functionIn(snippet, one));
  const edits = sums.flatMap((sum) => {
    if (sum === undefined || !SUMS.has(sum.name) || sum.others.length === 0) return [];
    const start = sum.isMethod ? whole(sum.others[0]).start : sum.of.end;
    return [{ place: snippet.place({ start, end: sum.call.end - 1 }), text: '' }];
  });
  return edits.length === 2 ? [{ title: l10n.t('Divide the sum by the number of tokens'), edits }] : [];
}
