import * as l10n from '@vscode/l10n';
import type { Event, FunctionEvent } from '../events';
import { differ } from '../tensors';
import type { Argument } from '../../python/syntax';
import type { Axis, Edit, Tensor } from '../values';
import { origin, tensorOf, type Found, type Rule, type Fix, type Related } from './rule';
import type { Place } from '../source';
import { argumentOf, functionIn, snippetAt, withArgument, type FunctionCall, type Snippet } from './snippet';

/**
 * A softmax over the wrong axis, or over none that was said.
 *
 * Bad: `nn.Softmax()`, `F.softmax(scores, dim=0)` of a batch. Good: `F.softmax(scores, dim=-1)`.
 */
export const softmaxAxis: Rule = {
  id: 'softmax-axis',
  look(event) {
    return missing(event) ?? overAll(event) ?? overExamples(event) ?? otherThanArgmax(event);
  },
};

function missing(event: Event): Found | undefined {
  if (event.type !== 'softmax' && event.type !== 'softmax-made') return undefined;
  if (event.axis !== 'missing') return undefined;
  const of = tensorOf(event.of);
  const rank = of?.rank;
  return {
    severity: rank === 2 ? 'hint' : 'warning',
    message: () =>
      l10n.t(
        'Without dim, PyTorch applies softmax along axis 0 of tensors with 0, 1, or 3 dimensions and along axis 1 of others.',
      ),
    at: event.madeAt ?? event.at,
    related: () => [],
    fixes: () => withAxis(event, hasClassesSecond(of) ? 'dim=1' : 'dim=-1'),
  };
}

/** Images and volumes have their classes in axis 1, where PyTorch looks for them by itself. */
function hasClassesSecond(of: Tensor | undefined): boolean {
  if (of?.rank !== undefined) return of.rank > 3;
  const at = of?.madeAt ?? of?.at;
  return at !== undefined && /^[\w.]{0,60}Conv[123]d\s?\(/.test(textOf(at));
}

type Made = Pick<Tensor, 'at' | 'madeAt' | 'ofAt' | 'byHand'>;

function withAxis({ at, madeAt, ofAt, byHand }: Made, axis: string): Fix[] {
  if (byHand) return divisorAlong(at);
  const place = madeAt ?? at;
  if (ofAt === undefined && !/\(\s*\)$/.test(textOf(place))) return [];
  return adding(axis, withArgument(place, axis));
}

function adding(what: string, edit: Edit | undefined): Fix[] {
  return edit === undefined ? [] : [{ title: l10n.t('Add {0}', what), edits: [edit] }];
}

/** `exp(z) / exp(z).sum()` with the sums of rows, which keep their axis so that each row is divided by its own. */
function divisorAlong(at: Place): Fix[] {
  const snippet = snippetAt(at);
  const sum = snippet && divisorIn(snippet);
  if (snippet === undefined || sum === undefined || sum.others.length > 0) return [];
  const axis = isOfTorch(snippet, sum) ? 'dim=-1, keepdim=True' : 'axis=-1, keepdims=True';
  return adding(axis, argumentOf(snippet, sum.call, axis));
}

/** The sum that exponentials are divided by, if it is written there. */
function divisorIn(snippet: Snippet): FunctionCall | undefined {
  const { expression } = snippet;
  if (expression.type !== 'binary' || expression.operator !== '/') return undefined;
  const sum = functionIn(snippet, expression.right);
  return sum !== undefined && /^(?:reduce_)?sum$/.test(sum.name) ? sum : undefined;
}

/** PyTorch takes NumPy's words too, no other library takes PyTorch's. */
function isOfTorch(snippet: Snippet, sum: FunctionCall): boolean {
  return sum.prefix === 'torch' || functionIn(snippet, sum.of)?.prefix === 'torch';
}

const ALL = () =>
  l10n.t(
    'Without an axis, this softmax normalizes all numbers together, so the probabilities of a row don’t sum to 1.',
  );

/** Over all numbers of what is known to be a batch, as SciPy and MLX do where no axis is said. */
function overAll(event: Event): Found | undefined {
  if (event.type !== 'softmax' || event.axis !== 'all') return undefined;
  const of = tensorOf(event.of);
  if (of === undefined || !isBatch(of, event.result?.byHand)) return undefined;
  return {
    severity: 'warning',
    message: () => ALL(),
    at: event.at,
    related: () => (of.is === 'linear' ? [origin(of)] : []),
    fixes: () => withAxis({ ...event, ...(event.result?.byHand && { byHand: true }) }, 'axis=-1'),
  };
}

/** What a softmax by hand is taken of is often a single row. */
function isBatch({ is, rank }: Tensor, byHand = false): boolean {
  return byHand ? rank !== undefined && rank >= 2 : is === 'linear' && (rank === undefined || rank >= 2);
}

/** Over axis 0 of what is known to be a batch. */
function overExamples(event: Event): Found | undefined {
  const scores =
    event.type === 'softmax' ? event.result : event.type === 'loss' ? tensorOf(event.scores) : undefined;
  if (scores === undefined || scores.axis !== 0) return undefined;
  if (scores.is !== 'softmax' && scores.is !== 'log-softmax') return undefined;
  if (scores.byHand) return undefined;
  const of = tensorOf(scores.of);
  if (event.type === 'loss') {
    if (event.role !== undefined || event.labels === 'binary' || scores.rank === 1) return undefined;
  } else if (of?.is !== 'linear' || of.rank !== 2) return undefined;
  return {
    severity: 'warning',
    message: () =>
      l10n.t('This softmax is taken along axis 0, over the examples of the batch instead of the classes.'),
    at: event.type === 'loss' ? scores.at : event.at,
    related: () => (of?.is === 'linear' ? [origin(of)] : []),
    fixes: () => alongAxis(scores, 0, -1),
  };
}

/** The same call with another axis, where the one it has is written as a number. */
function alongAxis({ at, madeAt, byHand }: Tensor, from: unknown, to: unknown): Fix[] {
  const snippet = snippetAt(madeAt ?? at);
  if (snippet === undefined || typeof to !== 'number') return [];
  const sum = byHand ? divisorIn(snippet) : undefined;
  const others = byHand ? (sum?.others ?? []) : besidesScores(snippet);
  const axis = others.find(({ keyword }, i) => (keyword === undefined ? i === 0 : AXIS.has(keyword)));
  if (axis === undefined || axis.spread !== undefined || Number(snippet.text(axis.value)) !== from) return [];
  const kept = sum && keepingAxis(snippet, sum, axis);
  if (byHand && kept === undefined) return [];
  return [
    {
      title: l10n.t('Use axis {0}', String(to)),
      edits: [{ place: snippet.place(axis.value), text: `${to}${kept ?? ''}` }],
    },
  ];
}

const AXIS = new Set(['dim', 'axis']);

/** What a softmax is told besides what it is taken of; a layer that is made, all. */
function besidesScores(snippet: Snippet): readonly Argument[] {
  const { expression } = snippet;
  if (expression.type !== 'call') return [];
  const isLayer = /Softmax$/.test(snippet.text(expression.callee));
  return isLayer ? expression.args : (functionIn(snippet, expression)?.others ?? []);
}

/** Sums along any axis but the first divide what they are of only while they have it; undefined where that can't be said. */
function keepingAxis(snippet: Snippet, sum: FunctionCall, { keyword }: Argument): string | undefined {
  const { others } = sum;
  if (others.some((one) => one.keyword?.startsWith('keepdim'))) return '';
  if (others.some((one, i) => i > 0 && one.keyword === undefined)) return undefined;
  const isShort = keyword === 'dim' || (keyword === undefined && isOfTorch(snippet, sum));
  return `, keepdim${isShort ? '' : 's'}=True`;
}

/** The largest class is looked for along another axis than the softmax went over. */
function otherThanArgmax(event: Event): Found | undefined {
  if (event.type !== 'argmax' && event.type !== 'picked') return undefined;
  const of = tensorOf(event.of);
  if (of === undefined || (of.is !== 'softmax' && of.is !== 'log-softmax')) return undefined;
  // A second axis there is of several rows only.
  if (of.axis === 'all' && typeof event.axis === 'number' && event.axis > 0)
    return {
      severity: 'warning',
      message: () => ALL(),
      at: of.at,
      related: () => [takenAt(event)],
      fixes: () => withAxis(of, 'axis=-1'),
    };
  // With more axes than rows and classes what is taken may be anything.
  if (event.type === 'picked' && !ofRows(of, event.axis)) return undefined;
  const apart = differ(of.axis, event.axis, of.rank);
  if (apart === undefined) return undefined;
  return {
    severity: apart === 'surely' ? 'warning' : 'hint',
    message: () =>
      event.type === 'picked'
        ? l10n.t(
            'The softmax is taken along axis {0}, but the class is picked along axis {1}.',
            String(of.axis),
            String(event.axis),
          )
        : l10n.t(
            'The softmax is taken along axis {0}, but the maximum along axis {1}.',
            String(of.axis),
            String(event.axis),
          ),
    at: of.at,
    related: () => [takenAt(event)],
    fixes: () => alongAxis(of, of.axis, event.axis),
  };
}

/** Whether a softmax and what is taken of it have rows and classes, and nothing else. */
function ofRows({ rank, axis }: Tensor, taken: Axis | undefined): boolean {
  if (rank !== undefined) return rank === 2;
  return (axis === 0 && taken === 1) || (axis === 1 && taken === 0);
}

function takenAt({ type, at }: FunctionEvent): Related {
  return {
    message: type === 'picked' ? l10n.t('The class is taken here') : l10n.t('The maximum is taken here'),
    at,
  };
}

function textOf({ source, start, end }: Place): string {
  return source.text.slice(start, end);
}
