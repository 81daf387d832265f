import { MAX_RANK } from '../ndarray';
import type { Container, FindContext, FoundArray, NearbyLabels, Reading } from './types';

interface Literal {
  start: number;
  end: number;
  shape: number[];
  values: number[];
  elided: boolean;
  decimals: number;
}

/**
 * Every array printed in a text, in reading order, each with its values, name and reading.
 * Never throws on any text; time is linear in the text's length.
 */
export function findArrays(text: string, context: FindContext = {}): FoundArray[] {
  void context;
  const found: FoundArray[] = [];
  let at = 0;
  while ((at = text.indexOf('[', at)) >= 0) {
    const literal = /[\w)\]]/.test(text[at - 1] ?? '') ? undefined : literalAt(text, at);
    if (literal === undefined || literal.shape.length === 0) at++;
    else {
      found.push(describeLiteral(text, literal));
      at = literal.end;
    }
  }
  return attachLabels(found);
}

const NUMBER = /[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|nan|NaN|inf|Infinity)(?![\w.])/y;

function literalAt(text: string, start: number): Literal | undefined {
  const values: number[] = [];
  let elided = false;
  let decimals = 0;
  let at = start;
  const parse = (depth: number): number[] | undefined => {
    if (depth > MAX_RANK) return undefined;
    at++;
    let count = 0;
    let shape: number[] | undefined;
    for (;;) {
      while (at < text.length && ' \t\r\n,'.includes(text[at])) at++;
      const c = text[at];
      if (c === undefined) return undefined;
      if (c === ']') {
        at++;
        return [elided ? -1 : count, ...(shape ?? [])];
      }
      if (text.startsWith('...', at)) {
        elided = true;
        at += 3;
        continue;
      }
      let inner: number[] | undefined;
      if (c === '[') inner = parse(depth + 1);
      else {
        NUMBER.lastIndex = at;
        const token = NUMBER.exec(text)?.[0];
        if (token !== undefined) {
          at += token.length;
          decimals = Math.max(decimals, /\.(\d+)/.exec(token)?.[1].length ?? 0);
          values.push(Number(token.replace('inf', 'Infinity').replace('Infinityinity', 'Infinity')));
          inner = [];
        }
      }
      if (inner === undefined || (shape !== undefined && shape.join() !== inner.join())) return undefined;
      shape = inner;
      count++;
    }
  };
  const shape = parse(0);
  return shape && { start, end: at, shape, values, elided, decimals };
}

function describeLiteral(text: string, literal: Literal): FoundArray {
  const { shape, values, elided, decimals } = literal;
  const before = text.slice(Math.max(0, literal.start - 200), literal.start);
  const after = text.slice(literal.end, literal.end + 200);
  const callee = /(?:<tf\.Tensor:[^\n]*numpy=\s*)?([\w.]*)\(\s*$/.exec(before);
  const suffix = callee ? (/^[^()]*(?:\([^()]*\)[^()]*)*\)>?/.exec(after)?.[0] ?? '') : '';
  const prefix = callee ? before.slice(0, callee.index) : before;
  const name =
    /["']([^"'\n]{1,60})["']\s*[:,]\s*$/.exec(prefix)?.[1] ??
    /([A-Za-z_][\w.]*)\s*=\s*$/.exec(prefix)?.[1] ??
    /(?:^|\n)\s*([A-Za-z][\w .]{0,40}?)\s*:?\s*$/.exec(prefix)?.[1];
  const container: Container = callee?.[1].endsWith('tensor')
    ? 'torch'
    : callee?.[0].startsWith('<tf')
      ? 'tf-repr'
      : callee?.[1] === 'tf.Tensor'
        ? 'tf-str'
        : callee?.[1].endsWith('Array')
          ? 'jax'
          : callee?.[1].endsWith('array')
            ? 'numpy-repr'
            : 'list';
  return {
    range: [literal.start - (callee?.[0].length ?? 0), literal.end + suffix.length],
    name,
    container,
    shape,
    dtype: /dtype=([\w.]+)/.exec(suffix)?.[1],
    elided,
    decimals,
    array: elided ? undefined : { dtype: 'float64', shape, data: Float64Array.from(values) },
    reading: read(name, suffix, literal),
  };
}

function read(name: string | undefined, suffix: string, { shape, values, elided }: Literal): Reading {
  const classes = shape[shape.length - 1];
  if (/SoftmaxBackward/.test(suffix) && !/LogSoftmax/.test(suffix))
    return { kind: 'probabilities', confidence: 0.98, evidence: ['grad_fn says this is a softmax'] };
  if (name !== undefined && /logits?$/i.test(name) && classes !== 1)
    return { kind: 'logits', confidence: 0.95, evidence: [`it is named "${name}"`] };
  if (values.every(Number.isInteger))
    return {
      kind: name !== undefined && /label|target|^y/i.test(name) ? 'class-labels' : 'other',
      confidence: 0.7,
      evidence: ['every value is a whole number'],
    };
  if (!elided && classes > 1 && rowsSumToOne(values, classes))
    return { kind: 'probabilities', confidence: 0.9, evidence: ['rows sum to 1 and lie in [0, 1]'] };
  if (/grad_fn=<(Addmm|UnsafeView)/.test(suffix))
    return { kind: 'logits', confidence: 0.6, evidence: ['grad_fn is that of a linear layer'] };
  return { kind: 'other', confidence: 0.3, evidence: ['nothing says what it is'] };
}

function rowsSumToOne(values: number[], classes: number): boolean {
  for (let row = 0; row < values.length; row += classes) {
    let sum = 0;
    for (let i = row; i < row + classes; i++) {
      if (!(values[i] >= 0 && values[i] <= 1)) return false;
      sum += values[i];
    }
    if (Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}

function attachLabels(found: FoundArray[]): FoundArray[] {
  for (const one of found) {
    if (one.reading.kind !== 'logits' || one.elided) continue;
    const rows = one.shape.slice(0, -1).join();
    const match = found.find(
      (other) => other.reading.kind === 'class-labels' && other.array && other.shape.join() === rows,
    );
    if (match?.array)
      one.labels = {
        kind: 'class-ids',
        values: match.array,
        name: match.name,
        range: match.range,
        source: `"${match.name}", beside the logits`,
      } satisfies NearbyLabels;
  }
  return found;
}
