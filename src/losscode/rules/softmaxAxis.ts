import * as l10n from '@vscode/l10n';
import type { Event, FunctionEvent } from '../events';
import { differ } from '../tensors';
import type { Axis, Tensor } from '../values';
import { origin, tensorOf, type Found, type Rule } from './rule';

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
  const rank = tensorOf(event.of)?.rank;
  const at = event.madeAt ?? event.at;
  const ofAt = event.madeAt === undefined ? event.ofAt : undefined;
  return {
    severity: rank === 2 ? 'hint' : 'warning',
    message: l10n.t(
      'Without dim, PyTorch applies softmax along axis 0 of tensors with 0, 1, or 3 dimensions and along axis 1 of others.',
    ),
    at,
    related: [],
    fixes: withAxis(at, ofAt, 'dim=-1'),
  };
}

function withAxis(at: Found['at'], ofAt: Found['at'] | undefined, axis: string): Found['fixes'] {
  const text = at.source.text.slice(at.start, at.end);
  if (!text.endsWith(')')) return [];
  const isEmpty = /\(\s*\)$/.test(text);
  if (!isEmpty && ofAt === undefined) return [];
  const place = { ...at, start: at.end - 1, end: at.end - 1 };
  return [{ title: l10n.t('Add {0}', axis), edits: [{ place, text: isEmpty ? axis : `, ${axis}` }] }];
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
    message: ALL(),
    at: event.at,
    related: of.is === 'linear' ? [origin(of)] : [],
    fixes: withAxis(event.at, event.ofAt, 'axis=-1'),
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
    message: l10n.t(
      'This softmax is taken along axis 0, over the examples of the batch instead of the classes.',
    ),
    at: event.type === 'loss' ? scores.at : event.at,
    related: of?.is === 'linear' ? [origin(of)] : [],
    fixes: alongAxis(scores.madeAt ?? scores.at, 0, -1),
  };
}

/** The same call with another axis, where the one it has is written as a number. */
function alongAxis(at: Found['at'], from: unknown, to: unknown, byHand = false): Found['fixes'] {
  const text = at.source.text.slice(at.start, at.end);
  const found = /\b(dim|axis)\s?=\s?(-?\d{1,3})(?=\s?[,)])/.exec(text);
  if (found === null || Number(found[2]) !== from || typeof to !== 'number') return [];
  const end = at.start + found.index + found[0].length;
  // Sums along any axis but the first divide what they are of only while they have it.
  const keeps = byHand && !text.includes('keepdim') ? `, keepdim${found[1] === 'dim' ? '' : 's'}=True` : '';
  return [
    {
      title: l10n.t('Use axis {0}', String(to)),
      edits: [{ place: { ...at, start: end - found[2].length, end }, text: `${to}${keeps}` }],
    },
  ];
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
      message: ALL(),
      at: of.at,
      related: [takenAt(event)],
      fixes: of.byHand ? [] : withAxis(of.at, of.ofAt, 'axis=-1'),
    };
  // With more axes than rows and classes what is taken may be anything.
  if (event.type === 'picked' && !ofRows(of, event.axis)) return undefined;
  const apart = differ(of.axis, event.axis, of.rank);
  if (apart === undefined) return undefined;
  return {
    severity: apart === 'surely' ? 'warning' : 'hint',
    message:
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
    related: [takenAt(event)],
    fixes: alongAxis(of.madeAt ?? of.at, of.axis, event.axis, of.byHand),
  };
}

/** Whether a softmax and what is taken of it have rows and classes, and nothing else. */
function ofRows({ rank, axis }: Tensor, taken: Axis | undefined): boolean {
  if (rank !== undefined) return rank === 2;
  return (axis === 0 && taken === 1) || (axis === 1 && taken === 0);
}

function takenAt({ type, at }: FunctionEvent): Found['related'][number] {
  return {
    message: type === 'picked' ? l10n.t('The class is taken here') : l10n.t('The maximum is taken here'),
    at,
  };
}
