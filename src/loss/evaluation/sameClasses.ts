import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import type { EvaluatedRows } from './evaluatedRows';

type Names = readonly string[] | undefined;

/** Characters of a name that a sentence shows. */
const MAX_NAME = 60;

/**
 * The second run's rows with the first run's class IDs: classes that both have by name are the same, in whatever order either
 * has them. Where names tell nothing, equal IDs are.
 *
 * @throws where the runs have other classes
 */
export function inClassesOf(
  first: { classes: number; names: Names },
  second: { rows: EvaluatedRows; names: Names },
): EvaluatedRows {
  const { rows } = second;
  if (first.classes !== rows.classes)
    throw new Error(
      l10n.t('Two runs need the same classes; these have {0} and {1}.', first.classes, rows.classes),
    );
  const order = orderOf(first.names, second.names);
  if (!order) return rows;
  const mapped = (ids: Int32Array) => ids.map((id) => (id < 0 ? id : order[id]));
  return {
    ...rows,
    label: mapped(rows.label),
    top: mapped(rows.top),
    probabilities: undefined,
    logits: undefined,
  };
}

/** The first run's ID of each of the second's classes; undefined where they are the same. */
function orderOf(first: Names, second: Names): number[] | undefined {
  if (!first || !second) return undefined;
  const ids = new Map(first.map((name, id) => [name, id]));
  const order = second.map((name) => ids.get(name));
  const moved = order.findIndex((id, own) => id !== undefined && id !== own);
  if (moved < 0) return undefined;
  if (new Set(order).size === first.length && !order.includes(undefined)) return order as number[];
  throw new Error(
    l10n.t(
      'Two runs need the same classes; “{0}” has ID {1} in the one and {2} in the other.',
      printable(second[moved], MAX_NAME),
      order[moved]!,
      moved,
    ),
  );
}
