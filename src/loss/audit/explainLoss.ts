import { balancedWeights } from '../perClass';
import { NO_LABEL } from '../../arrays/noLabel';
import { rowColumns } from '../rowColumns';
import type { LossSettings } from '../types';
import { accuracy, counted, halfUnit, type AuditFacts } from './rule';

/** Another way of computing that gives the printed loss. */
export interface Explanation {
  what: string;
  value: number;
  remedy: string;
  /** Settings that compute it so. */
  settings?: Partial<LossSettings>;
}

/** Beyond this many logits only what follows from the rows' losses is tried. */
export const AUDITED_ELEMENTS = 1 << 22;

/** The usual other ways, tried in turn: those that reproduce the printed loss within its last digit. */
export function explainLoss(facts: AuditFacts, tolerance: number): Explanation[] {
  const { table, printedLoss, logits } = facts;
  const { rows, sum, mean } = counted(table);
  const candidates: Explanation[] = [];
  const add = (what: string, value: number, remedy: string, settings?: Partial<LossSettings>) =>
    candidates.push({ what, value, remedy, settings });
  add(
    'the sum over the rows, not the mean',
    sum,
    'Divide by the number of rows, or compare sums with sums.',
    {
      reduction: 'sum',
    },
  );
  if (rows < table.rows)
    add(
      `the sum divided by all ${table.rows} rows, ignored ones included`,
      sum / table.rows,
      'Divide by the rows that count, as reduction="mean" does with an ignore_index.',
    );
  add('the mean in bits, not nats', mean / Math.LN2, 'Multiply by ln 2 to compare with a loss in nats.');
  add('the perplexity, not the loss', Math.exp(mean), 'Take its logarithm to compare.');
  add('the loss with its sign turned: a mean log-likelihood', -mean, 'Negate it.');
  add(
    `the mean over rows and classes (a ${table.classes}th of the loss)`,
    mean / table.classes,
    'Use reduction="batchmean", or sum over the classes before taking the mean.',
  );
  add('the error rate, not a loss', 1 - accuracy(table), 'Compare it with 1 − accuracy.');
  if (table.neighbours) {
    const { next, previous } = table.neighbours;
    add(
      'the mean with each label taken from the next position: language-model labels, shifted once',
      next.loss / next.rows,
      'Shift once: logits[:, :-1] against labels[:, 1:].',
      { shifted: true },
    );
    add(
      'the mean with each label taken from the position before',
      previous.loss / previous.rows,
      'The labels were shifted twice; shift them once.',
      table.settings.shifted ? { shifted: false } : undefined,
    );
  }
  if (logits && table.label && logits.length <= AUDITED_ELEMENTS) addRecomputed(facts, logits, candidates);
  return candidates.filter(
    ({ value }) => Math.abs(value - printedLoss!.value) <= Math.max(tolerance, halfUnit(printedLoss!)),
  );
}

function addRecomputed(
  { table }: AuditFacts,
  logits: Float64Array | Float32Array,
  candidates: Explanation[],
): void {
  const { classes, settings } = table;
  const given = table.givenLabel ?? table.label!;
  const data = Float64Array.from(logits);
  const label = table.label!.map((id) => (id < 0 ? NO_LABEL : id));
  const mean = (values: Float64Array, ids: Int32Array, options: Partial<LossSettings>) => {
    const { loss, weight } = rowColumns(
      { logits: values, classes, label: ids },
      { ...settings, labelSmoothing: undefined, classWeights: undefined, ...options },
    );
    let sum = 0;
    let total = 0;
    for (let row = 0; row < ids.length; row++) {
      if (ids[row] === NO_LABEL) continue;
      sum += loss![row];
      total += weight![row];
    }
    return sum / total;
  };
  const balanced = balancedWeights(table.label!, classes);
  const moved = (by: number) =>
    given.map((id) => (id !== NO_LABEL && id + by >= 0 && id + by < classes ? id + by : NO_LABEL));
  candidates.push(
    {
      what: 'the loss of softmax taken twice: probabilities were passed where logits belong',
      value: mean(softmaxRows(data, classes), label, {}),
      remedy: 'Pass the logits themselves; cross_entropy takes the softmax.',
    },
    ...[0.1, 0.05, 0.2].map((smoothing) => ({
      what: `the mean with label_smoothing=${smoothing}`,
      value: mean(data, label, { labelSmoothing: smoothing }),
      remedy: `Set label smoothing to ${smoothing} here, or evaluate without it.`,
      settings: { labelSmoothing: smoothing },
    })),
    {
      what: 'the mean with class weights "balanced"',
      value: mean(data, label, { classWeights: balanced }),
      remedy: 'Set the weights to balanced here, or evaluate without them.',
      settings: { classWeights: balanced },
    },
    {
      what: 'the mean with labels counted from 1',
      value: mean(data, moved(-1), {}),
      remedy: 'Subtract 1 from the labels.',
    },
    {
      what: 'the mean with labels one too low',
      value: mean(data, moved(1), {}),
      remedy: 'Add 1 to the labels.',
    },
  );
}

function softmaxRows(data: Float64Array, classes: number): Float64Array {
  const out = new Float64Array(data.length);
  for (let start = 0; start < data.length; start += classes) {
    let max = -Infinity;
    for (let i = start; i < start + classes; i++) if (data[i] > max) max = data[i];
    let sum = 0;
    for (let i = start; i < start + classes; i++) sum += out[i] = Math.exp(data[i] - max);
    for (let i = start; i < start + classes; i++) out[i] /= sum;
  }
  return out;
}
