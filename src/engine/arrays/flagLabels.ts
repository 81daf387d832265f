import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { isUnknownLabel } from '../../arrays/labelShape';
import { ndarray, type NDArray } from '../../arrays/ndarray';
import { printable } from '../../arrays/words/printable';
import type { FileArray } from '../../worker/protocol';
import { isPosition } from './pairing';

const isOnePerRow = (shape: readonly number[]) =>
  shape.length === 1 || (shape.length === 2 && shape[1] === 1);

/** Whether labels have a 0 or 1 for each of two classes where scores are those of the second: `y` of n×2 beside `prob` of n. */
export const arePairsBeside = (labels: readonly number[], scores: readonly number[]): boolean =>
  isOnePerRow(scores) && labels.length === 2 && labels[0] === scores[0] && labels[1] === 2;

/** Such labels as class IDs; others as they are. */
export function withoutPairs<Labels extends NDArray & { name: string }>(
  labels: Labels,
  scores: readonly number[],
): Labels {
  if (!arePairsBeside(labels.shape, scores)) return labels;
  const ids = Float64Array.from({ length: labels.shape[0] }, (_, row) => {
    const [no, yes] = [labels.data[2 * row], labels.data[2 * row + 1]];
    if (isUnknownLabel(no) || isUnknownLabel(yes)) return IGNORE_INDEX;
    if ((no === 0 && yes === 1) || (no === 1 && yes === 0)) return yes;
    throw new Error(
      l10n.t(
        '“{0}” has {1} and {2} in row {3}. With one score per row, expected a 0 and a 1.',
        printable(labels.name, 80),
        no,
        yes,
        row,
      ),
    );
  });
  return { ...labels, ...ndarray(ids, [ids.length]) };
}

/**
 * The other of two arrays whose names say no more than places, `(scores, targets)`, which may hold a 0 or 1 for each score as floats:
 * its values have to say so.
 */
export function maybeFlags(arrays: readonly FileArray[], scores: number): number | undefined {
  const whole = [...arrays.keys()].filter((at) => !arrays[at].isPart);
  const [other] = whole.filter((at) => at !== scores);
  if (whole.length !== 2 || !whole.every((at) => isPosition(arrays[at].name))) return undefined;
  const [own, flags] = [arrays[scores], arrays[other]];
  const areAsMany = own.shape.join() === flags.shape.join();
  return !flags.problem && areAsMany && own.shape.length > 0 ? other : undefined;
}

export const areFlags = ({ data }: NDArray): boolean =>
  data.includes(0) && data.includes(1) && data.every((x) => x === 0 || x === 1 || isUnknownLabel(x));
