import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../../../arrays/ignoreIndex';
import { ndarray, sizeOf } from '../../../arrays/ndarray';
import { classAxisBack, classAxisLast } from '../../classAxis';
import { lossTable } from '../../lossTable';
import { figure } from '../figures';
import type { AuditFacts } from '../facts';
import type { Way, Ways } from './way';

/** Class ids whose shape is that of the array without the classes' axis, which may be another than the one in use. */
export const otherAxes: Ways = (_, facts) => {
  const { values, shape, classAxis, table } = facts;
  if (!values?.label || values.soft || shape.length < 3) return [];
  const rows = shape.filter((_, axis) => axis !== classAxis).join();
  return shape.flatMap((_, axis) => {
    const same = shape.filter((_, other) => other !== axis).join() === rows;
    const mean = axis !== classAxis && same ? meanAlong(facts, axis, values.label!) : undefined;
    if (mean === undefined) return [];
    const open = table.decimals === undefined ? 0 : 10 ** -table.decimals;
    const way: Way = {
      value: mean,
      open,
      id: 'axis',
      what: l10n.t('the mean with the classes along axis {0}', axis),
      remedy: l10n.t('Read the classes along axis {0}.', axis),
      settings: { axis },
      action: l10n.t('Use axis {0}', axis),
    };
    return [way];
  });
};

/** The mean loss of the same array with its classes along another axis. */
export function meanAlong(
  { values, shape, classAxis, table }: AuditFacts,
  axis: number,
  ids: ArrayLike<number>,
): number | undefined {
  if (!values || sizeOf(shape) !== values.logits.length) return undefined;
  const array = ndarray(classAxisBack(values.logits, shape, classAxis), shape);
  const label = Int32Array.from(ids, (id) => (Number.isInteger(id) ? id : IGNORE_INDEX));
  const classes = shape[axis];
  const { temperature, ignoreIndex } = table.settings;
  return lossTable({ logits: classAxisLast(array, axis), classes, label }, { temperature, ignoreIndex })
    .reduced;
}

/** For a sentence: `0.0905 along axis 1`. */
export function along(axis: number, mean: number): string {
  return l10n.t('the mean loss is {0} along axis {1}', figure(mean), axis);
}
