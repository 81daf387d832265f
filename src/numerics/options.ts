import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { checkShape, describe, shapeText } from '../arrays/ndarray';
import type { AxisOptions, CrossEntropyOptions, Reduction } from './types';

/**
 * Returns an option's value, its default where it is undefined; throws an Error that names it and what was expected.
 * `shape` is that of the logits.
 */
type Check = (value: unknown, shape: readonly number[], options: { readonly axis?: unknown }) => unknown;
export type OptionTable = Readonly<Record<string, Check>>;

/** The options of softmax, log-softmax and log-sum-exp, with their checks. */
export const AXIS_OPTIONS = {
  axis: (value, shape) => checkAxis(value, shape),
  temperature: checkTemperature,
} satisfies Record<keyof AxisOptions, Check>;

/** The options of both cross-entropies, with their checks. */
export const CROSS_ENTROPY_OPTIONS = {
  ...AXIS_OPTIONS,
  reduction: checkReduction,
  labelSmoothing: checkLabelSmoothing,
  classWeights: checkClassWeights,
  ignoreIndex: checkIgnoreIndex,
  gradient: checkGradient,
} satisfies Record<keyof CrossEntropyOptions, Check>;

/** Every option of a table with its value or default; the axis counts from the front, and lists are copies. */
export type Resolved<T extends OptionTable> = { readonly [Name in keyof T]: ReturnType<T[Name]> };

/** The options of a table, checked. What is in no table is not looked at. */
export function resolveOptions<T extends OptionTable>(
  table: T,
  options: { readonly [Name in keyof T]?: unknown } & { readonly axis?: unknown },
  shape: readonly number[],
): Resolved<T> {
  return Object.fromEntries(
    Object.entries(table).map(([name, check]) => [name, check(options[name], shape, options)]),
  ) as Resolved<T>;
}

/**
 * The class axis, counted from the front. Throws unless the array has it, and where a result of one number per row would
 * pass the caps.
 *
 * @param what how the array is named in messages
 */
export function checkAxis(value: unknown = -1, shape: readonly number[], what = 'logits'): number {
  const rank = shape.length;
  if (rank === 0) throw new Error(l10n.t('{0}: expected at least one axis, got a scalar', what));
  if (!isInteger(value) || value < -rank || value >= rank) {
    throw new Error(
      l10n.t(
        'axis: expected an integer from {0} to {1} for shape {2}, got {3}',
        -rank,
        rank - 1,
        shapeText(shape),
        describe(value),
      ),
    );
  }
  const axis = value < 0 ? value + rank : value;
  checkShape(
    shape.filter((_, i) => i !== axis),
    () => l10n.t('{0} without axis {1}', what, axis),
  );
  return axis;
}

export function checkTemperature(value: unknown = 1): number {
  if (typeof value === 'number' && value > 0 && value < Infinity) return value;
  throw new Error(l10n.t('temperature: expected a finite number above 0, got {0}', describe(value)));
}

export function checkReduction(value: unknown = 'mean'): Reduction {
  if (value === 'none' || value === 'mean' || value === 'sum') return value;
  throw new Error(l10n.t("reduction: expected 'none', 'mean', or 'sum', got {0}", describe(value)));
}

export function checkLabelSmoothing(value: unknown = 0): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new Error(l10n.t('labelSmoothing: expected a number from 0 to 1, got {0}', describe(value)));
}

function checkClassWeights(
  value: unknown,
  shape: readonly number[],
  { axis }: { readonly axis?: unknown },
): readonly number[] | undefined {
  if (value === undefined) return undefined;
  const classes = shape[checkAxis(axis, shape)];
  if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    throw new Error(
      l10n.t('classWeights: expected a list of {0} numbers, got {1}', classes, describe(value)),
    );
  }
  const weights = checkWeights(value as ArrayLike<unknown>);
  if (weights.length !== classes) {
    throw new Error(
      l10n.t('classWeights: expected one for each of the {0} classes, got {1}', classes, weights.length),
    );
  }
  return weights;
}

/** Weights of classes, however many. */
export function checkWeights(values: ArrayLike<unknown>): readonly number[] {
  return Array.from(values, (weight, c) => {
    if (typeof weight === 'number' && weight >= 0 && weight < Infinity) return weight;
    throw new Error(
      l10n.t('classWeights[{0}]: expected a finite non-negative number, got {1}', c, describe(weight)),
    );
  });
}

export function checkIgnoreIndex(value: unknown = IGNORE_INDEX): number {
  if (isInteger(value)) return value;
  throw new Error(l10n.t('ignoreIndex: expected an integer, got {0}', describe(value)));
}

function checkGradient(value: unknown = false): boolean {
  if (typeof value === 'boolean') return value;
  throw new Error(l10n.t('gradient: expected true or false, got {0}', describe(value)));
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
