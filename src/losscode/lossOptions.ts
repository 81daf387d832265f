import type { LossEvent } from './events';
import type { Value } from './values';

/** Options that leave a loss the mean of its rows. */
const HARMLESS: ReadonlySet<string> = new Set(['from_logits', 'name', 'dtype']);
/** Options under which no row's loss becomes less. */
const NEVER_LESS: ReadonlySet<string> = new Set([
  ...['reduction', 'label_smoothing', 'ignore_index'],
  ...['ignore_class', 'reduce', 'size_average'],
]);

/** Whether a loss is the mean over its rows, each counted once and as it is, as far as the code says. */
export function isPlainMean(event: LossEvent): boolean {
  return optionsOf(event)?.length === 0;
}

/** Whether the least loss of a row is the least of the whole: rows or classes with weights of their own may fall below. */
export function isFloored(event: LossEvent): boolean {
  return optionsOf(event)?.every((name) => NEVER_LESS.has(name)) ?? false;
}

/** Names of the options that may change the loss; undefined where there may be more than can be named. */
function optionsOf({ options, madeAt, scores, targets }: LossEvent): string[] | undefined {
  const { positional, keyword, open } = options;
  // A function takes scores and targets in the same call.
  const given = (one: Value) => madeAt === undefined && (one === scores || one === targets);
  if (open || positional.some((one) => !given(one) && !isNothing(one))) return undefined;
  return [...keyword].flatMap(([name, value]) =>
    HARMLESS.has(name) || given(value) || isUsual(name, value) ? [] : [name],
  );
}

function isUsual(name: string, value: Value): boolean {
  if (isNothing(value)) return true;
  if (value.type !== 'constant') return false;
  return (
    (name === 'reduction' && value.value === 'mean') || (name === 'label_smoothing' && value.value === 0)
  );
}

function isNothing(value: Value): boolean {
  return value.type === 'constant' && value.value === null;
}
