import * as l10n from '@vscode/l10n';
import { accuracy, figure, grouped } from '../figures';
import { totals, type Way, type Ways } from './way';

const scaled = ({ value, open }: { value: number; open: number }, by: number) => ({
  value: value * by,
  open: open * Math.abs(by),
});

/** The same losses of rows, put together otherwise. */
export const reductions: Ways = (rows, { table }) => {
  const { sum, mean } = totals(rows);
  const isSum = table.settings.reduction === 'sum';
  const ways: Way[] = [
    isSum
      ? {
          ...mean,
          id: 'reduction',
          what: l10n.t('the mean over the rows, not the sum'),
          remedy: l10n.t('Set the reduction to mean.'),
          settings: { reduction: 'mean' },
          action: l10n.t('Use the mean'),
        }
      : {
          ...sum,
          id: 'reduction',
          what: l10n.t('the sum over the rows, not the mean'),
          remedy: l10n.t('Divide by the number of rows, or compare sums with sums.'),
          settings: { reduction: 'sum' },
          action: l10n.t('Use the sum'),
        },
  ];
  if (rows.count < rows.all)
    ways.push({
      ...scaled(sum, 1 / rows.all),
      id: 'reduction',
      what: l10n.t('the sum divided by all {0} rows, ignored rows included', grouped(rows.all)),
      remedy: l10n.t('Divide by the rows that count, as reduction="mean" does with an ignore index.'),
    });
  const sequences = table.neighbours?.sequences ?? 0;
  if (sequences > 1 && sequences < rows.all)
    ways.push({
      ...scaled(sum, 1 / sequences),
      id: 'reduction',
      what: l10n.t('the sum divided by the {0} sequences', grouped(sequences)),
      remedy: l10n.t('Divide by the number of tokens for a loss per token.'),
    });
  ways.push(
    {
      ...scaled(mean, 1 / table.classes),
      id: 'reduction',
      what: l10n.t('the mean over rows and classes, the loss divided by {0}', table.classes),
      remedy: l10n.t('Use reduction="batchmean", or sum over the classes before taking the mean.'),
    },
    {
      ...scaled(mean, 1 / Math.LN2),
      id: 'unit',
      what: l10n.t('the mean in bits: log base 2, not the natural logarithm'),
      remedy: l10n.t('Multiply by ln 2 to compare with a loss in nats.'),
    },
    {
      ...scaled(mean, 1 / Math.LN10),
      id: 'unit',
      what: l10n.t('the mean with logarithms to base 10'),
      remedy: l10n.t('Multiply by ln 10 = {0} to compare with a loss in nats.', figure(Math.LN10)),
    },
  );
  return ways;
};

/** Figures that are printed as losses and are none. */
export const otherFigures: Ways = (rows, { table }) => {
  const { mean } = totals(rows);
  const perplexity = Math.exp(mean.value);
  const right = accuracy(table);
  return [
    {
      value: perplexity,
      open: perplexity * Math.expm1(mean.open),
      id: 'other-figure',
      what: l10n.t('the perplexity, not the loss'),
      remedy: l10n.t('Take its logarithm to compare.'),
    },
    {
      ...scaled(mean, -1),
      id: 'other-figure',
      what: l10n.t('the mean log-likelihood: the loss with its sign flipped'),
      remedy: l10n.t('Negate it.'),
    },
    {
      value: 1 - right,
      open: 0,
      rare: true,
      id: 'other-figure',
      what: l10n.t('the error rate, not a loss'),
      remedy: l10n.t('Compare it with 1 − accuracy.'),
    },
  ];
};
