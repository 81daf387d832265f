import * as l10n from '@vscode/l10n';
import type { AuditFacts } from '../facts';
import type { RowLosses } from '../rowLosses';
import { totals, type Losses, type Way, type Ways } from './way';

/** −log σ and −log(1 − σ) of every score, the labels, and what print leaves open of either. */
interface Terms {
  classes: number;
  labels: ArrayLike<number>;
  yes: Float64Array;
  no: Float64Array;
  openYes: Float64Array;
  openNo: Float64Array;
}

/** Weights that the code or the text beside states, with the words for them. */
interface Weighting {
  all?: readonly number[];
  positive?: readonly number[];
  what: string;
}

/** Each class its own yes or no: binary cross-entropy of every logit. */
export const sigmoidLoss: Ways = (rows, facts) => {
  if (!rows.full) return [];
  const { beside, table } = facts;
  const { lossOptions = {} } = beside;
  const terms = termsOf(rows, facts);
  const { classes } = terms;
  const isSet = table.settings.loss === 'sigmoid' || beside.paired === true;
  const mend = { settings: { loss: 'sigmoid' } as const, action: l10n.t('Use sigmoid cross-entropy') };
  const remedy = isSet
    ? l10n.t('Nothing to do.')
    : l10n.t('Use sigmoid (multi-label) cross-entropy to compute it here.');
  const about = { remedy, id: 'sigmoid' } as const;
  const { mean, perRow, sum } = reduced(terms, lossesOf(terms));
  const plain: Way[] = [
    ...(isSet ? [] : [{ ...mean, ...mend, ...about, what: l10n.t('the mean of sigmoid cross-entropy') }]),
    ...(classes > 1
      ? [{ ...perRow, ...about, what: l10n.t('sigmoid cross-entropy, summed over the classes and averaged over the rows') }] // prettier-ignore
      : []),
    ...(classes > 1 || !beside.paired
      ? [
          {
            ...sum,
            ...about,
            ...(lossOptions.reduction === 'sum' && { stated: true as const }),
            what: l10n.t('the sum of sigmoid cross-entropy over rows and classes'),
          },
        ]
      : []),
    ...sigmoidTwice(facts, terms),
  ];
  return [...weightingsOf(rows, facts).flatMap((weighting) => weighted(rows, terms, weighting, facts)), ...plain]; // prettier-ignore
};

/** Under the sigmoid's settings: the loss that the softmax would have. */
export const softmaxInstead: Ways = (rows) => {
  const { mean, sum } = totals(rows);
  const about = {
    id: 'reduction',
    remedy: l10n.t('Use softmax cross-entropy to compute it here.'),
  } as const;
  const mend = { settings: { loss: 'softmax' } as const, action: l10n.t('Use softmax cross-entropy') };
  return [
    { ...mean, ...about, ...mend, what: l10n.t('the mean of softmax cross-entropy') },
    { ...sum, ...about, rare: true, what: l10n.t('the sum of softmax cross-entropy') },
  ];
};

/** What print leaves open of the sigmoid's mean loss under the settings. */
export function openOfSigmoid(rows: RowLosses, facts: AuditFacts): number {
  const { classWeights, reduction } = facts.table.settings;
  const terms = termsOf(rows, facts);
  const { mean, perRow, sum } = reduced(terms, lossesOf(terms, { all: classWeights, what: '' }, rows));
  return reduction === 'sum' ? Math.max(perRow.open, sum.open / terms.classes) : mean.open;
}

function weighted(rows: RowLosses, terms: Terms, weighting: Weighting, facts: AuditFacts): Way[] {
  const { what, all, positive } = weighting;
  const { reduction } = facts.beside.lossOptions ?? {};
  const { mean, perRow, sum } = reduced(terms, lossesOf(terms, weighting, rows));
  const remedy = l10n.t('Nothing to do.');
  const about = { remedy, id: 'sigmoid', stated: true } as const;
  const isSetting = positive === undefined && all?.length === terms.classes && terms.classes > 1;
  const mend = isSetting && {
    settings: { loss: 'sigmoid', classWeights: all } as const,
    action: l10n.t('Use sigmoid cross-entropy'),
  };
  const named = (how: string) => l10n.t('{0} with {1}', how, what);
  const ways: Way[] = [
    { ...mean, ...about, ...mend, what: named(l10n.t('the mean of sigmoid cross-entropy')) },
    { ...sum, ...about, what: named(l10n.t('the sum of sigmoid cross-entropy')) },
  ];
  if (reduction === 'sum') ways.reverse();
  if (terms.classes > 1) ways.push({ ...perRow, ...about, what: named(l10n.t('sigmoid cross-entropy, summed over the classes and averaged over the rows')) }); // prettier-ignore
  const share = all && (all.length === 1 ? undefined : shareOf(terms, all, rows));
  if (share !== undefined)
    ways.push({ value: sum.value / share, open: sum.open / share, ...about, what: named(l10n.t('the weighted mean of sigmoid cross-entropy')) }); // prettier-ignore
  return ways;
}

/** The sum of the weights of all terms. */
function shareOf({ classes, yes }: Terms, all: readonly number[], rows: RowLosses): number {
  return yes.reduce((sum, _, i) => sum + weightAt(all, i, classes, rows), 0);
}

/** What stands in the code counts before what is printed; both kinds together, then each alone. */
function weightingsOf(rows: RowLosses, { beside: { weights, lossOptions = {} } }: AuditFacts): Weighting[] {
  const printed = (role: string) => (weights?.role === role ? weights.values : undefined);
  const size = rows.full!.logits.length;
  const fitting = (values: readonly number[] | undefined) =>
    values && [1, rows.classes, rows.all, size].includes(values.length) ? values : undefined;
  const positive = fitting(lossOptions.positiveWeights ?? printed('pos-weight'));
  const all = fitting(lossOptions.classWeights ?? printed('class-weights'));
  const called = (role: string, name: string) =>
    l10n.t('“{0}”', weights?.role === role ? weights.name : name);
  const onPositive = l10n.t('{0} on the positive terms', called('pos-weight', 'pos_weight'));
  const onAll = called('class-weights', 'weight');
  return [
    ...(positive && all ? [{ positive, all, what: l10n.t('{0} and {1}', onAll, onPositive) }] : []),
    ...(positive ? [{ positive, what: onPositive }] : []),
    ...(all ? [{ all, what: onAll }] : []),
  ];
}

/** The mean over rows and classes, the sum over classes averaged over rows, and the sum of all. */
function reduced({ classes }: Terms, losses: Losses) {
  const { sum, mean } = totals(losses);
  return { sum, perRow: mean, mean: { value: mean.value / classes, open: mean.open / classes } };
}

/** Of each row the sum over its classes. */
function lossesOf(
  { classes, labels, yes, no, openYes, openNo }: Terms,
  { all, positive }: Partial<Weighting> = {},
  rows?: RowLosses,
): Losses {
  const count = yes.length / classes;
  const loss = new Float64Array(count);
  const open = new Float64Array(count);
  for (let i = 0; i < yes.length; i++) {
    const row = Math.floor(i / classes);
    const z = labels[i];
    const w = weightAt(all, i, classes, rows);
    const ofYes = z * w * weightAt(positive, i, classes, rows);
    const ofNo = (1 - z) * w;
    // What has no weight is left out, ∞ included.
    loss[row] += (ofYes === 0 ? 0 : ofYes * yes[i]) + (ofNo === 0 ? 0 : ofNo * no[i]);
    open[row] += Math.abs(ofYes) * openYes[i] + Math.abs(ofNo) * openNo[i];
  }
  return { loss, open };
}

/** One for all, one for each class, one for each row, or one for each term. */
function weightAt(values: readonly number[] | undefined, i: number, classes: number, rows?: RowLosses) {
  if (values === undefined) return 1;
  if (values.length === 1) return values[0];
  if (values.length === classes) return values[i % classes];
  const row = Math.floor(i / classes);
  const given = rows?.row[row] ?? row;
  return values.length > given && classes === 1 ? values[given] : values[i];
}

function termsOf({ full, classes, count }: RowLosses, { beside: { paired } }: AuditFacts): Terms {
  const { logits, logP, q, half, halfOfRest, printedAsP, rounding } = full!;
  const isPair = paired === true && classes === 2;
  const size = isPair ? count : logits.length;
  const [yes, no, openYes, openNo, labels] = Array.from({ length: 5 }, () => new Float64Array(size));
  for (let i = 0; i < size; i++) {
    const at = isPair ? 2 * i + 1 : i;
    const x = isPair ? logits[at] - logits[at - 1] : logits[at];
    // log(1 + e^−x) and log(1 + e^x), without overflow.
    const tail = Math.log1p(Math.exp(-Math.abs(x)));
    yes[i] = isPair ? -logP[at] : Math.max(-x, 0) + tail;
    no[i] = isPair ? -logP[at - 1] : Math.max(x, 0) + tail;
    labels[i] = q[at];
    const [ofYes, ofNo] = isPair && printedAsP ? [half[at], half[at - 1]] : [half[at], halfOfRest?.[at]];
    const isDirect = ofNo !== undefined;
    const moved = half[at] * (1 + half[at]);
    const lost = rounding[isPair ? i : Math.floor(at / classes)];
    openYes[i] = lost + (isDirect ? ofYes : Math.exp(-no[i]) * moved);
    openNo[i] = lost + (isDirect ? ofNo : Math.exp(-yes[i]) * moved);
  }
  return { classes: isPair ? 1 : classes, labels, yes, no, openYes, openNo };
}

/** Probabilities handed to a loss that takes the sigmoid itself. */
function sigmoidTwice(facts: AuditFacts, terms: Terms): Way[] {
  const { yes, openYes, openNo } = terms;
  const p = yes.map((one) => Math.exp(-one));
  const tail = p.map((x) => Math.log1p(Math.exp(-x)));
  const twice: Terms = {
    ...terms,
    yes: tail,
    no: p.map((x, i) => x + tail[i]),
    // A probability moves by p times what its logarithm does.
    openYes: openYes.map((open, i) => p[i] * open),
    openNo: openNo.map((open, i) => (1 - p[i]) * open),
  };
  const { mean } = reduced(terms, lossesOf(twice));
  return [
    {
      ...mean,
      id: 'sigmoid',
      ...(facts.table.settings.loss !== 'sigmoid' && !facts.beside.paired && { rare: true }),
      what: l10n.t('the mean with the sigmoid taken twice: probabilities passed where logits belong'),
      remedy: l10n.t('Pass the logits themselves; BCEWithLogitsLoss takes the sigmoid.'),
    },
  ];
}
