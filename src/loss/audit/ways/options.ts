import * as l10n from '@vscode/l10n';
import type { StatedOptions } from '../../../arrays/types';
import { balancedWeights } from '../../perClass';
import type { AuditFacts } from '../facts';
import { figure } from '../figures';
import { crossEntropies, rowLosses, type RowLosses } from '../rowLosses';
import { totals, type Losses, type Way, type Ways } from './way';

/** Label smoothing that people use, the usual ones first. */
const SMOOTHINGS = [0.1, 0.05, 0.2, 0.01, 0.15, 0.3, 0.25, 0.02, 0.03, 0.4, 0.5];
const USUAL = 3;

interface Options {
  smoothing?: number;
  /** C − 1: the classes beside the label alone share what is smoothed away; C: the label's class, too. */
  shared?: 'C' | 'C − 1';
  weights?: readonly number[];
}

/** PyTorch's cross-entropy of the rows under options. */
export function lossesUnder({ full, classes, label, ...plain }: RowLosses, options: Options): Losses {
  const { smoothing = 0, shared = 'C', weights } = options;
  if (!full) {
    const weight = weights && Float64Array.from(label, (id) => weights[id]);
    const times = (values: Float64Array) => values.map((x, row) => x * (weight?.[row] ?? 1));
    return { loss: times(plain.loss), open: times(plain.open), weight };
  }
  const q = full.q.map((x, at) => {
    const w = weights?.[at % classes] ?? 1;
    if (smoothing === 0) return x * w;
    const rest = shared === 'C' ? smoothing / classes : ((1 - x) * smoothing) / (classes - 1);
    return ((1 - smoothing) * x + rest) * w;
  });
  const weight = weights && !full.soft ? Float64Array.from(label, (id) => weights[id]) : undefined;
  return { ...crossEntropies({ ...full, q }, classes), weight };
}

/** What is written beside the rows or in the code, all of it at once. */
export const stated: Ways = (rows, facts) => {
  const { beside, table } = facts;
  const options = statedIn(facts);
  if (!options) return [];
  const { reduction = 'mean', labelSmoothing, classWeights } = options;
  const losses = lossesUnder(rows, { smoothing: labelSmoothing, weights: classWeights });
  const settings = {
    ...(options.reduction && { reduction }),
    ...(labelSmoothing !== undefined && { labelSmoothing }),
    ...(classWeights && { classWeights }),
  };
  const named = beside.weights ? l10n.t('“{0}”', beside.weights.name) : l10n.t('the class weights');
  const parts = [
    ...(classWeights ? [named] : []),
    ...(labelSmoothing ? [l10n.t('label smoothing {0}', labelSmoothing)] : []),
  ].join(', ');
  if (!parts && reduction === (table.settings.reduction ?? 'mean')) return [];
  const { sum, mean, rows: plainMean } = totals(losses);
  const about = {
    remedy: l10n.t('Compute the loss with these options.'),
    settings,
    action: l10n.t('Use these options'),
    stated: true,
  } as const;
  const what = (how: string) => (parts ? l10n.t('{0} with {1}', how, parts) : how);
  const ways: Way[] = [
    reduction === 'sum'
      ? { ...sum, ...about, id: 'stated', what: what(l10n.t('the sum')) }
      : {
          ...mean,
          ...about,
          id: 'stated',
          what: what(classWeights ? l10n.t('the weighted mean') : l10n.t('the mean')),
        },
  ];
  if (classWeights && reduction === 'mean') {
    ways.push({
      ...plainMean,
      id: 'weights',
      what: l10n.t('the mean of losses times {0}, divided by the rows, not by their weights', named),
      remedy: l10n.t('PyTorch divides by the sum of the weights, Keras by the number of rows.'),
      stated: true,
    });
    ways.push({
      ...sum,
      ...about,
      id: 'weights',
      what: what(l10n.t('the sum')),
      settings: { ...settings, reduction: 'sum' },
    });
  }
  return ways;
};

/** The same with the logits divided by the temperature that the code states. */
export const atStatedTemperature: Ways = (rows, facts) => {
  const { beside, table } = facts;
  const temperature = beside.lossOptions?.temperature;
  if (!rows.full || temperature === undefined || temperature === table.settings.temperature) return [];
  const at = { ...facts, table: { ...table, settings: { ...table.settings, temperature } } };
  const divided = rowLosses(at);
  if (!divided?.full) return [];
  const about = {
    id: 'stated',
    remedy: l10n.t('Compute the loss with these options.'),
    action: l10n.t('Use these options'),
    stated: true,
  } as const;
  const with_ = (what: string) => l10n.t('{0} at the temperature {1} of the code', what, temperature);
  const { mean } = totals(divided);
  return [
    { ...mean, ...about, what: with_(l10n.t('the mean')), settings: { temperature } },
    ...stated(divided, facts).map((way): Way => ({
      ...way,
      what: with_(way.what),
      settings: { ...way.settings, temperature },
    })),
  ];
};

/** Class weights printed beside the rows count like those in the code. */
export function statedIn({ beside, table }: AuditFacts): StatedOptions | undefined {
  const { lossOptions, weights } = beside;
  const classWeights =
    lossOptions?.classWeights ?? (weights?.role === 'class-weights' ? weights.values : undefined);
  const fits = classWeights?.length === table.classes;
  const options = { ...lossOptions, classWeights: fits ? classWeights : undefined };
  return Object.values(options).some((value) => value !== undefined) ? options : undefined;
}

export const smoothed: Ways = (rows, { beside }) => {
  if (!rows.full || rows.classes < 2) return [];
  const printed = beside.weights?.role === 'class-weights' ? beside.weights.values : undefined;
  const weightings = printed?.length === rows.classes ? [printed, undefined] : [undefined];
  return SMOOTHINGS.flatMap((smoothing, at) =>
    weightings.flatMap((weights) =>
      (['C', 'C − 1'] as const).flatMap((shared): Way[] => {
        const { sum, mean } = totals(lossesUnder(rows, { smoothing, shared, weights }));
        const standard = shared === 'C';
        const settings = { labelSmoothing: smoothing, ...(weights && { classWeights: weights }) };
        const about = standard
          ? {
              remedy: l10n.t('Set label smoothing to {0} here, or evaluate without it.', smoothing),
              settings,
              action: l10n.t('Set label smoothing to {0}', smoothing),
            }
          : { remedy: l10n.t('PyTorch and Keras share ε among all C classes, the label’s included.') };
        const how = standard
          ? l10n.t('label smoothing {0}', smoothing)
          : l10n.t('label smoothing {0} shared by the other C − 1 classes, not by all C', smoothing);
        const all = weights && beside.weights ? l10n.t('{0} and “{1}”', how, beside.weights.name) : how;
        return [
          {
            ...mean,
            ...about,
            id: 'smoothing',
            rare: at < USUAL ? undefined : true,
            what: l10n.t('the mean with {0}', all),
          },
          {
            ...sum,
            ...about,
            id: 'smoothing',
            rare: true,
            what: l10n.t('the sum with {0}', all),
            ...(standard && { settings: { ...settings, reduction: 'sum' } }),
          },
        ];
      }),
    ),
  );
};

/** Weights that follow from the labels, as scikit-learn's "balanced" and Keras's examples have them. */
export const balanced: Ways = (rows) => {
  if (rows.full?.soft) return [];
  const weights = balancedWeights(rows.label, rows.classes);
  if (new Set(weights.filter((w) => w > 0)).size < 2) return [];
  const { mean } = totals(lossesUnder(rows, { weights }));
  return [
    {
      ...mean,
      id: 'weights',
      what: l10n.t('the mean with balanced class weights'),
      remedy: l10n.t('Set the weights to balanced here, or evaluate without them.'),
      settings: { classWeights: weights },
      action: l10n.t('Use balanced weights'),
    },
  ];
};

/** One class of the labels left out of the mean. */
export const ignoredClass: Ways = (rows, { beside }) => {
  if (rows.full?.soft) return [];
  const present = [...new Set(rows.label)].sort((a, b) => a - b);
  if (present.length < 2 || present.length > 100) return [];
  return present.map((id): Way => {
    const kept = [...rows.label.keys()].filter((row) => rows.label[row] !== id);
    const pick = (values: Float64Array) => Float64Array.from(kept, (row) => values[row]);
    const { mean } = totals({ loss: pick(rows.loss), open: pick(rows.open) });
    return {
      ...mean,
      id: 'ignore-index',
      ...(beside.lossOptions?.ignoreIndex === id ? { stated: true } : { rare: true }),
      what: l10n.t('the mean without the rows labeled {0}', figure(id)),
      remedy: l10n.t('Set the ignore index to {0} if these rows are meant to be left out.', figure(id)),
      settings: { ignoreIndex: id },
      action: l10n.t('Set the ignore index to {0}', figure(id)),
    };
  });
};
