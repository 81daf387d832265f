import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX, ignoredId } from '../../arrays/ignoreIndex';
import { isUnknownLabel } from '../../arrays/labelShape';
import { NO_LABEL } from '../../arrays/noLabel';
import type { LabelledRows } from '../rowColumns';
import type { LossSettings } from '../types';
import type { MisfitLabels } from './types';

/** How far shares that were written with few digits may be from 1 together. */
const ROUNDED = 0.02;

/**
 * Whether a row with a number for each class says what its class is: 0 and 1, or shares that sum to 1. False where nothing is known
 * of it; throws where it is something else, as counts of votes are.
 *
 * @param row from 0, for the message
 */
export function isDistribution(z: Labels, row: number): boolean {
  let sum = 0;
  for (const x of z) {
    if (isUnknownLabel(x)) return false;
    if (!(x >= 0)) throw unexpected(row, x);
    sum += x;
  }
  if (sum === 0) return false;
  if (Math.abs(sum - 1) <= ROUNDED) return true;
  throw new Error(
    l10n.t(
      'The labels of row {0} sum to {1}; expected a sum of 1. If a row may have several labels, set “loss” to “sigmoid”.',
      row,
      Number(sum.toPrecision(6)),
    ),
  );
}

/** The same where each class is a yes or no of its own: false where one of them is not known. */
export function areTargets(z: Labels, row: number): boolean {
  let isKnown = true;
  for (const x of z) {
    if (isUnknownLabel(x)) isKnown = false;
    else if (!(x >= 0 && x <= 1)) throw unexpected(row, x);
  }
  return isKnown;
}

/**
 * Throws where a class is to be left out by its ID, or IDs are said to count from elsewhere, and labels have a number for each class:
 * figures of all rows would pass for those of others.
 */
export function checkIgnored(
  { soft, classes }: Pick<LabelledRows, 'soft' | 'classes'>,
  settings: Pick<LossSettings, 'ignoreIndex' | 'labelOffset'>,
): void {
  const { ignoreIndex, labelOffset } = settings;
  if (soft && labelOffset !== undefined && labelOffset !== 0)
    throw new Error(
      l10n.t(
        '“labelOffset” is {0}, which shifts the class ID of each row, but the labels have no single ID for each row. Leave it out, or write class IDs.',
        labelOffset,
      ),
    );
  if (!soft || ignoreIndex === undefined || !(ignoreIndex >= 0 && ignoreIndex < classes)) return;
  throw new Error(
    l10n.t(
      '“ignoreIndex” is {0}, which leaves out rows by their class ID, but the labels have a number for each class. Write class IDs, or zeros in the rows to leave out.',
      ignoreIndex,
    ),
  );
}

/** Counts a row whose class ID no class has; -1 says as often that there is none. */
export function addOutside(
  misfit: MisfitLabels,
  id: number,
  settings: Pick<LossSettings, 'ignoreIndex' | 'labelOffset'>,
): void {
  if (id === NO_LABEL || id === -1 || id === IGNORE_INDEX || id === ignoredId(settings)) return;
  if (misfit.outside === 0) misfit.id = id;
  misfit.outside++;
}

type Labels = Float64Array | Float32Array;

const unexpected = (row: number, x: number) =>
  new Error(
    l10n.t(
      'The labels of row {0} hold {1}; expected 0 or 1 for each class, or shares that sum to 1.',
      row,
      x,
    ),
  );
