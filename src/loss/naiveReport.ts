import * as l10n from '@vscode/l10n';
import { powerText, withMinus } from '../arrays/words/numberText';
import type { NDArray } from '../arrays/ndarray';
import { EPSILONS, naive } from '../numerics';
import type { NaiveFinding, NaiveReport } from './types';

/** Rows are examined until they amount to this many logits; the report says how many that was. */
export const NAIVE_ELEMENTS = 1 << 20;
/** A loss is said to have lost digits beyond this relative error, about 16 float32 roundings. */
const LOST_DIGITS = 1e-6;

/**
 * What softmax, its logarithm and the usual epsilons would have given in float32 on these rows, against the true loss.
 *
 * @param logits rows × classes
 * @param label class ids, −1 where a row has none
 */
export function naiveReport(
  { data, shape }: NDArray,
  label: Int32Array | undefined,
  temperature: number,
): NaiveReport {
  const [rows, classes] = shape;
  const examined = Math.min(rows, Math.max(1, Math.floor(NAIVE_ELEMENTS / classes)));
  const overflow: number[] = [];
  const underflow: number[] = [];
  const infinite: { row: number; exact: number }[] = [];
  const lost: { row: number; exact: number; naive: number }[] = [];
  const capped = new Map<number, { row: number; exact: number; loss: number }[]>(
    EPSILONS.map((e) => [e, []]),
  );
  let losses = 0;
  for (let row = 0; row < examined; row++) {
    const values = Float64Array.from(
      data.subarray(row * classes, (row + 1) * classes),
      (x) => x / temperature,
    );
    const id = label?.[row] ?? -1;
    const result = naive(values, id >= 0 ? { label: id } : {});
    if (result.overflowed > 0 || result.sumOverflowed) overflow.push(row);
    else if (result.underflowed > 0) underflow.push(row);
    const { loss } = result;
    if (!loss || !Number.isFinite(loss.exact)) continue;
    losses++;
    if (!Number.isFinite(loss.naive)) infinite.push({ row, exact: loss.exact });
    else if (Math.abs(loss.naive - loss.exact) > LOST_DIGITS * Math.max(loss.exact, 1e-30)) {
      lost.push({ row, exact: loss.exact, naive: loss.naive });
    }
    for (const { epsilon, loss: withEpsilon } of loss.withEpsilon) {
      // Beyond a third of a nat the epsilon, not rounding, made the number.
      if (loss.exact - withEpsilon > 1 / 3)
        capped.get(epsilon)!.push({ row, exact: loss.exact, loss: withEpsilon });
    }
  }

  const findings: NaiveFinding[] = [];
  if (overflow.length > 0) {
    findings.push({
      kind: 'overflow',
      rows: overflow,
      message: l10n.t(
        'exp(x) overflows float32 in {0}, so a hand-written softmax gives NaN or 0.',
        rowsNamed(overflow),
      ),
    });
  }
  if (infinite.length > 0) {
    findings.push({
      kind: 'infinite-loss',
      rows: infinite.map(({ row }) => row),
      message: l10n.t(
        'log(softmax(x)) is not finite in {0}: the loss would be inf or nan instead of {1}.',
        rowsNamed(infinite.map(({ row }) => row)),
        list(infinite.map(({ exact }) => exact)),
      ),
    });
  } else if (underflow.length > 0) {
    findings.push({
      kind: 'underflow',
      // No label's: every loss is what it was.
      change: 0,
      rows: underflow,
      message: l10n.t(
        'Probabilities underflow to 0 in {0}, so log(softmax(x)) is −inf for those classes.',
        rowsNamed(underflow),
      ),
    });
  }
  for (const [epsilon, rowsOf] of capped) {
    if (rowsOf.length === 0) continue;
    const worst = rowsOf.reduce((a, b) => (b.exact > a.exact ? b : a));
    findings.push({
      kind: 'epsilon-cap',
      rows: rowsOf.map(({ row }) => row),
      message: l10n.t(
        'With ε = {0}, the loss of row {1} would be {2} instead of {3}. No loss can exceed {4}.',
        powerText(epsilon, 1),
        worst.row,
        number(worst.loss),
        number(worst.exact),
        number(-Math.log(epsilon)),
      ),
    });
  }
  if (lost.length > 0) {
    const worst = lost.reduce((a, b) => (error(b) > error(a) ? b : a));
    findings.push({
      kind: 'lost-digits',
      change: error(worst),
      rows: lost.map(({ row }) => row),
      message: l10n.t(
        '−log(softmax(x)) loses digits in float32 in {0}: the loss of row {1} would be {2} instead of {3}.',
        rowsNamed(lost.map(({ row }) => row)),
        worst.row,
        ...toldApart(worst.naive, worst.exact),
      ),
    });
  }
  return { findings, examined, rows, losses };
}

function error({ exact, naive: value }: { exact: number; naive: number }): number {
  return Math.abs(value - exact) / Math.max(exact, 1e-30);
}

function rowsNamed(rows: readonly number[]): string {
  if (rows.length === 1) return l10n.t('row {0}', rows[0]);
  const named = rows.slice(0, 4).join(', ');
  return rows.length > 4
    ? l10n.t('rows {0}, and {1} more', named, rows.length - 4)
    : l10n.t('rows {0}', named);
}

function list(values: readonly number[]): string {
  const named = values
    .slice(0, 4)
    .map((value) => number(value))
    .join(', ');
  return values.length > 4 ? l10n.t('{0}, and {1} more', named, values.length - 4) : named;
}

/** "0.018768" and "0.018771": with as many digits as it takes to tell the two apart. */
function toldApart(naive: number, exact: number): [string, string] {
  let digits = 4;
  while (digits < 12 && number(naive, digits) === number(exact, digits)) digits++;
  return [number(naive, digits), number(exact, digits)];
}

function number(value: number, digits = 4): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size < 1e-3 || size >= 1e6 ? powerText(value, digits) : withMinus(value.toPrecision(digits));
}
