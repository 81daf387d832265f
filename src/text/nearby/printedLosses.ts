import type { PrintedLoss } from '../../arrays/types';

/** A loss where a text prints it. */
export interface LossInText {
  loss: PrintedLoss;
  start: number;
  /** `loss=`, a field of a call's representation. */
  field: boolean;
  /** It stands on a line of a training log, or recurs as only a log's figures do. */
  logged: boolean;
}

/** Characters of a text that are searched for losses, and losses that are looked at. */
const REACH = 1_000_000;
const MOST = 200;
/** As many losses of one name are a log. */
const RECURRING = 3;

const LOSS =
  /(loss|nll|cross[ _-]?entropy|\bb?ce)(?: \([^()\n]{1,20}\))?["']?\)?(?:\s{0,20}([:=,]|is)\s{0,20}|[ \t]{1,20})(?:<tf\.Tensor: shape=\(\), dtype=(\w+), numpy=|(?:(?:np|numpy|torch|tf|jnp)\.)?(?:b?float\d{0,3}|tensor|Tensor|array|Array)\(\s{0,20})?(-?(?:\d+(?:\.\d*)?(?:e[-+]?\d+)?|inf(?:inity)?\b|nan\b|∞))/gi;
/** What a tensor or scalar says of its type, behind its value or in front. */
const DTYPE_BEHIND = /^(?:[^()\n]|\(\)){0,60}\bdtype=['"]?(?:(?:torch|np|jnp|tf)\.)?(\w+)/;
const DTYPE_BEFORE = /\b(b?float16)\(\s*$/;
const LOG_LINE =
  /\b(?:epochs?|steps?|iter(?:ation)?s?|batch(?:es)?)\b[^\w\n]{0,3}\d|\b\d+\/\d+\b|\bit\/s\b|\b\dm?s\/(?:step|it|sample)\b/i;

/** A loss that the code of a text prints by itself, `print(loss)`: what stands there, and in which lines. */
export interface BareLoss {
  name: string;
  word: string;
  start: number;
  range: readonly [start: number, end: number];
}

/** The losses a text prints, `Test loss: 0.6931`, `'train_loss': tensor(0.35)`, `loss: nan`, in reading order. */
export function printedLosses(text: string, bare: readonly BareLoss[] = []): LossInText[] {
  const named = namedLosses(text);
  const isNamed = ({ range: [from, to] }: BareLoss) => named.some(({ start }) => from <= start && start < to);
  const others = bare.flatMap((one): LossInText[] => {
    if (isNamed(one)) return [];
    const [read] = namedLosses(`loss: ${one.word}`);
    const isWhole = read !== undefined && Number.isInteger(read.loss.value) && !/[.(]/.test(one.word);
    if (read === undefined || isWhole) return [];
    const logged = LOG_LINE.test(lineAround(text, one.start));
    return [{ loss: { ...read.loss, name: one.name }, start: one.start, field: false, logged }];
  });
  return withRecurring([...named, ...others].sort((a, b) => a.start - b.start));
}

function namedLosses(text: string): LossInText[] {
  const searched = text.slice(0, REACH);
  const losses: LossInText[] = [];
  for (const match of searched.matchAll(LOSS)) {
    const { 1: word, 2: sign, 4: digits, index } = match;
    const start = nameStart(searched, index);
    if (start !== undefined && sign === undefined && !isAlone(searched, start, index + match[0].length))
      continue;
    const whole = !/[.e]/i.test(digits) && /\d/.test(digits);
    if (start === undefined || (digits[0] === '-' && whole)) continue;
    const end = index + match[0].length;
    const dtype = match[3] ?? dtypeAround(searched, end, end - digits.length);
    losses.push({
      loss: {
        value: valueOf(digits),
        ...decimalsOf(digits),
        name: searched.slice(start, index + word.length),
        ...(dtype === undefined ? {} : { dtype }),
      },
      start,
      field: sign === '=' && /[(,]\s*$/.test(searched.slice(Math.max(0, start - 40), start)),
      logged: LOG_LINE.test(lineAround(searched, start)),
    });
    if (losses.length === MOST) break;
  }
  return losses;
}

function withRecurring(losses: LossInText[]): LossInText[] {
  const counts = new Map<string, number>();
  for (const { loss } of losses) counts.set(loss.name!, (counts.get(loss.name!) ?? 0) + 1);
  return losses.map((one) => ({ ...one, logged: one.logged || counts.get(one.loss.name!)! >= RECURRING }));
}

/** `loss 0.3471` of `print("loss", loss)`: nothing else stands on the line but what a tensor says of itself. */
function isAlone(text: string, start: number, end: number): boolean {
  if (!/(?:^|\n)[ \t>#*-]*$/.test(text.slice(Math.max(0, start - 40), start))) return false;
  const behind = text
    .slice(end, end + 80)
    .split('\n', 1)[0]
    .trim();
  return behind === '' || behind === ')' || /^, \w+=[^ ]*\)$/.test(behind);
}

function valueOf(digits: string): number {
  const size = digits.replace('-', '').toLowerCase();
  if (size === 'nan') return NaN;
  if (/^(?:inf|∞)/.test(size)) return digits[0] === '-' ? -Infinity : Infinity;
  return Number(digits);
}

/** `2.5` is good to one digit after the point, `2.50e-03` to five; `2` says nothing. */
export function decimalsOf(digits: string): { decimals?: number } {
  const [, fraction, exponent] = /^-?\d+(?:\.(\d*))?(?:e([-+]?\d+))?$/i.exec(digits) ?? [];
  if (!fraction) return {};
  return { decimals: fraction.length - Number(exponent ?? 0) };
}

function dtypeAround(text: string, end: number, start: number): string | undefined {
  const before = DTYPE_BEFORE.exec(text.slice(Math.max(0, start - 20), start))?.[1];
  return before ?? DTYPE_BEHIND.exec(text.slice(end, end + 120))?.[1];
}

/** A line as far as it matters. */
function lineAround(text: string, at: number): string {
  const from = Math.max(text.lastIndexOf('\n', at) + 1, at - 200);
  const newline = text.indexOf('\n', at);
  return text.slice(from, Math.min(newline < 0 ? text.length : newline, at + 200));
}

/** Where a name that ends in "loss" begins, `train_loss`, `Test loss`; undefined within a word: `floss`. */
function nameStart(text: string, at: number): number | undefined {
  const joined = at > 0 ? text[at - 1] : '';
  if (joined !== '_' && joined !== ' ') return /\w/.test(joined) ? undefined : at;
  let start = at - 1;
  while (start > 0 && /\w/.test(text[start - 1])) start--;
  if (start < at - 1 && !/\d/.test(text[start])) return start;
  return joined === ' ' ? at : undefined;
}
