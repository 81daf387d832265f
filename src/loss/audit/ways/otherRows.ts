import * as l10n from '@vscode/l10n';
import { crossEntropies, ignoreIndexOf } from '../rowLosses';
import { NO_LABEL } from '../../../arrays/noLabel';
import type { AuditFacts } from '../facts';
import { totals, type Way, type Ways } from './way';

/** Probabilities put through softmax once more. */
export const doubleSoftmax: Ways = (rows) => {
  if (!rows.full || rows.classes < 2) return [];
  const { logP, half, q, rounding, printedAsP } = rows.full;
  const { classes, count } = rows;
  const twice = new Float64Array(logP.length);
  const moved = new Float64Array(logP.length);
  for (let row = 0; row < count; row++) {
    const from = row * classes;
    let sum = 0;
    for (let i = from; i < from + classes; i++) sum += Math.exp(Math.exp(logP[i]));
    let widest = 0;
    for (let i = from; i < from + classes; i++) widest = Math.max(widest, half[i]);
    for (let i = from; i < from + classes; i++) {
      const p = Math.exp(logP[i]);
      twice[i] = p - Math.log(sum);
      // A probability moves by at most 2p(1 − p) of what its logits do.
      moved[i] = printedAsP ? p * half[i] : 2 * p * (1 - p) * widest;
    }
  }
  const losses = crossEntropies({ logP: twice, q, half: moved, rounding }, classes);
  const about = {
    id: 'double-softmax',
    remedy: l10n.t('Pass the logits themselves; cross_entropy takes the softmax.'),
  } as const;
  const { mean, sum } = totals(losses);
  return [
    {
      ...mean,
      ...about,
      what: l10n.t('the mean loss of softmax taken twice: probabilities passed where logits belong'),
    },
    {
      ...sum,
      ...about,
      rare: true,
      what: l10n.t('the sum of the losses of softmax taken twice: probabilities passed where logits belong'),
    },
  ];
};

/** The labels of neighbouring positions, and labels counted from 1 or from −1. */
export const otherLabels: Ways = (rows, facts) => {
  const { table } = facts;
  const ways: Way[] = [];
  const { neighbours } = table;
  const { open } = totals(rows).mean;
  if (neighbours && neighbours.next.rows > 0)
    ways.push({
      value: neighbours.next.loss / neighbours.next.rows,
      open,
      id: 'labels',
      what: l10n.t(
        'the mean with each label taken from the next position: language-model labels, shifted once',
      ),
      remedy: l10n.t('Shift once: logits[:, :-1] against labels[:, 1:].'),
      settings: { shifted: true },
      action: l10n.t('Shift labels by one'),
    });
  if (neighbours && neighbours.previous.rows > 0)
    ways.push({
      value: neighbours.previous.loss / neighbours.previous.rows,
      open,
      id: 'labels',
      what: l10n.t('the mean with each label taken from the previous position'),
      remedy: l10n.t('The labels were shifted twice; shift them once.'),
      ...(table.settings.shifted && {
        settings: { shifted: false },
        action: l10n.t('Use labels as they are'),
      }),
    });
  if (!rows.full?.soft)
    ways.push(
      ...offset(
        facts,
        1,
        l10n.t('the mean with labels counted from 1'),
        l10n.t('Subtract 1 from the labels.'),
      ),
      ...offset(facts, -1, l10n.t('the mean with labels one too low'), l10n.t('Add 1 to the labels.')),
    );
  return ways;
};

function offset(facts: AuditFacts, by: number, what: string, remedy: string): Way[] {
  const { table, values } = facts;
  if (!values?.label || table.settings.shifted) return [];
  const ignored = ignoreIndexOf(facts);
  const { classes } = table;
  let sum = 0;
  let count = 0;
  const { logits } = values;
  const { temperature } = table.settings;
  for (let row = 0; row < values.label.length; row++) {
    const given = values.label[row];
    if (given === ignored || given === NO_LABEL) continue;
    const id = given - by;
    if (id < 0 || id >= classes) continue;
    let most = -Infinity;
    for (let c = 0; c < classes; c++) most = Math.max(most, logits[row * classes + c] / temperature);
    let total = 0;
    for (let c = 0; c < classes; c++) total += Math.exp(logits[row * classes + c] / temperature - most);
    sum += most + Math.log(total) - logits[row * classes + id] / temperature;
    count++;
  }
  // Labels that the change leaves without a class are no other reading of them.
  if (count < table.labels.given - table.labels.ignored || count === 0) return [];
  const half = table.decimals === undefined ? 0 : 10 ** -table.decimals / temperature;
  const settings = by === 1 ? { settings: { labelOffset: 1 }, action: l10n.t('Subtract 1 from labels') } : {};
  return [{ value: sum / count, open: half, id: 'labels', what, remedy, ...settings }];
}
