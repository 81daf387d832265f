import * as l10n from '@vscode/l10n';
import type { RowDetail } from '../../worker/protocol';
import { columnOf, count, full, inColumn } from '../format';
import { plural } from '../../arrays/words/plural';
import type { Cut } from './cutOffs';

/** Pixels of a character of the chart's font. */
const CHARACTER = 6.7;

interface ChartedRow {
  detail: RowDetail;
  /** Probabilities at temperature 1, by class. */
  before?: ReadonlyMap<number, number>;
  cuts: readonly Cut[];
  nameOf(id: number): string;
  paired: boolean;
  /** The values are the log-probabilities. */
  areLogs: boolean;
}

/** Of one score as two classes: the yes has the score, the no has none. */
export function scoreOf({ classes, logits }: RowDetail): ArrayLike<number | undefined> {
  const at = (id: number) => logits[classes.indexOf(id)];
  return Array.from(classes, (id) => (id === 1 ? at(1) - at(0) : undefined));
}

/** Whether a class that is shown is the label, or one of the row's targets. */
export function labelledIn({ classes, label, sigmoid }: RowDetail): (at: number) => boolean {
  return sigmoid ? (at) => sigmoid.targets?.[at] === 1 : (at) => classes[at] === label;
}

/** The rows and measures of the chart template. */
export function rowChart({ detail, before, cuts, nameOf, paired, areLogs }: ChartedRow) {
  const { classes, probabilities, logProbabilities, gradient, others, sigmoid } = detail;
  const logits = paired ? scoreOf(detail) : detail.logits;
  const labelled = labelledIn(detail);
  const logitText = columnOf(
    Array.from(logits).filter((x) => x !== undefined),
    2,
  );
  const logpText = columnOf(logProbabilities, 2);
  const drawn = drawnOf(logits, probabilities);
  const rows: object[] = Array.from(classes, (id, i) => {
    const p = probabilities[i];
    const isLabel = labelled(i);
    const logit = logits[i];
    const isTop = sigmoid ? p > 0.5 : i === 0;
    return {
      rank: i,
      name: `${isLabel ? '◆ ' : ''}${nameOf(id)}`,
      logitText: logit === undefined ? '' : logitText(logit),
      pText: inColumn(p, 4),
      logpText: logpText(logProbabilities[i]),
      gradientText: gradient ? inColumn(gradient[i], 4) : '',
      logit: drawn[i],
      gradient: gradient?.[i],
      p,
      before: before?.get(id),
      cut:
        cuts
          .filter(({ kept }) => kept === i + 1)
          .map(({ name }) => name)
          .join(', ') || undefined,
      ink: isLabel ? 'var(--ls-label)' : 'var(--ls-fg)',
      fill: isTop ? 'var(--ls-bar-top)' : isLabel ? 'var(--ls-label)' : 'var(--ls-bar-rest)',
      stroke: 'none',
      tip: tip(isLabel ? l10n.t('{0} (label)', nameOf(id)) : nameOf(id), p, logit, logProbabilities[i]),
    };
  });
  if (others.count > 0) {
    const { count: n, mass, largest: most = mass } = others;
    const isSum = others.largest === undefined;
    rows.push({
      rank: rows.length,
      name: othersText(n),
      logitText: '',
      pText: Number.isNaN(most) ? '' : (isSum ? '' : '≤ ') + inColumn(most, 4),
      logpText: '',
      gradientText: '',
      logit: undefined,
      gradient: undefined,
      p: Number.isNaN(most) ? undefined : most,
      before: undefined,
      cut: undefined,
      ink: 'var(--ls-dim)',
      fill: 'transparent',
      stroke: 'var(--ls-bar-rest)',
      tip: isSum
        ? l10n.t('{0}: p = {1} in total', othersText(n), full(mass))
        : l10n.t('{0}: p = {1} at most', othersText(n), full(most)),
    });
  }
  // A yes or no is measured against one half; a distribution against its own largest.
  const largest =
    sigmoid || paired ? 1 : niceCeiling(Math.max(others.mass, ...probabilities, ...(before?.values() ?? [])));
  const texts = rows as { name: string; logitText: string; pText: string }[];
  const room = (pick: (row: (typeof texts)[number]) => string) =>
    Math.max(5, ...texts.map((row) => pick(row).length)) * CHARACTER;
  const widths = {
    name: room((row) => row.name),
    logit: room((row) => row.logitText),
    p: room((row) => row.pText),
  };
  return {
    rows,
    signals: {
      ...{ classTitle: l10n.t('Class'), logitTitle: areLogs ? 'log p' : l10n.t('Logit'), largest },
      ...domain(
        'logit',
        drawn.filter((x) => x !== undefined),
      ),
      ...domain('gradient', gradient ?? []),
    },
    fit: (width: number) => columns(width, widths, gradient !== undefined, !areLogs),
  };
}

/** How many times as large as any that has a probability a logit without one is that masks its class. */
const MASKING = 100;

/**
 * The logits that have a bar: those that are finite, without the −1e9 or −65504 of classes that are masked, beside which no other
 * bar would be seen.
 */
function drawnOf(
  logits: ArrayLike<number | undefined>,
  probabilities: ArrayLike<number>,
): (number | undefined)[] {
  let largest = 0;
  for (let i = 0; i < logits.length; i++)
    if (probabilities[i] > 0) largest = Math.max(largest, Math.abs(logits[i] ?? 0));
  return Array.from(logits, (x, i) => {
    if (x === undefined || !Number.isFinite(x)) return undefined;
    return probabilities[i] === 0 && Math.abs(x) > MASKING * largest ? undefined : x;
  });
}

/** Every digit of one class, for a tooltip. */
function tip(name: string, p: number, logit: number | undefined, logProbability: number): string {
  if (logit === undefined) return l10n.t('{0}: p = {1}, log p {2}', name, full(p), full(logProbability));
  const [exactP, exactLogit, exactLog] = [p, logit, logProbability].map(full);
  return l10n.t('{0}: p = {1}, logit {2}, log p {3}', name, exactP, exactLogit, exactLog);
}

/** "1 other", "117 others": the classes that are not shown one by one. */
export function othersText(n: number): string {
  return plural(n, l10n.t('1 other'), l10n.t('{0} others', count(n)));
}

const GAP = 14;
const LOGP = 7 * CHARACTER;
const GRADIENT = 8 * CHARACTER;
const ELSEWHERE = -1e4;

/** Where columns and bars stand in a drawing of this width. */
function columns(
  width: number,
  text: { name: number; logit: number; p: number },
  hasGradient: boolean,
  hasLogs: boolean,
) {
  const nameLimit = Math.min(text.name, width * 0.3);
  const logitX = nameLimit + 10 + text.logit;
  const gradientRoom = hasGradient ? GAP + GRADIENT + 8 : 0;
  const free = width - logitX - 8 - GAP - text.p - 12 - gradientRoom;
  if (free < 220) {
    const pX = logitX + GAP + text.p;
    // The finer column stands where there is room for it beside bars worth reading.
    const logpX = hasLogs && width > 460 ? pX + GAP + LOGP : ELSEWHERE;
    const barsFrom = Math.max(pX, logpX) + 12;
    return {
      ...{ nameLimit, logitX, pX, logpX, barsFrom, barsTo: width },
      ...{ logpTitle: 'log p', gradientTitle: '', gradientX: ELSEWHERE },
      ...{ logitFrom: ELSEWHERE, logitTo: ELSEWHERE, gradientFrom: ELSEWHERE, gradientTo: ELSEWHERE },
    };
  }
  const showLogp = hasLogs && free - GAP - LOGP >= 260;
  const bars = showLogp ? free - GAP - LOGP : free;
  const side = bars * (hasGradient ? 0.25 : 0.35);
  const logitFrom = logitX + 8;
  const logitTo = logitFrom + side;
  const pX = logitTo + GAP + text.p;
  const barsFrom = pX + 12;
  const barsTo = barsFrom + bars - side * (hasGradient ? 2 : 1);
  const logpX = showLogp ? barsTo + GAP + LOGP : ELSEWHERE;
  const gradientX = hasGradient ? Math.max(barsTo, logpX) + GAP + GRADIENT : ELSEWHERE;
  return {
    ...{ nameLimit, logitX, logitFrom, logitTo, pX, barsFrom, barsTo, logpX, gradientX },
    ...{ logpTitle: 'log p', gradientTitle: '∂loss' },
    gradientFrom: hasGradient ? gradientX + 8 : ELSEWHERE,
    gradientTo: hasGradient ? width : ELSEWHERE,
  };
}

/** From the least to the largest value and zero. */
function domain(name: string, values: ArrayLike<number>): Record<string, number> {
  const finite = Array.from(values).filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  return { [`${name}Low`]: low, [`${name}High`]: high > low ? high : low + 1 };
}

/** The next of 1, .5, .2, .1, .05, … at or above a probability: an axis that holds still while numbers move. */
function niceCeiling(p: number): number {
  if (!(p > 0)) return 1;
  const decade = 10 ** Math.floor(Math.log10(p));
  for (const step of [1, 2, 5, 10]) if (p <= step * decade * (1 + 1e-9)) return Math.min(1, step * decade);
  return 1;
}
