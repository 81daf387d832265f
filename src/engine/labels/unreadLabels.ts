import * as l10n from '@vscode/l10n';
import type { NDArray } from '../../arrays/ndarray';
import { NO_LABEL } from '../../arrays/noLabel';
import { plural } from '../../arrays/words/plural';
import { isMissingWord } from '../../arrays/words/missingWord';
import { printable } from '../../arrays/words/printable';
import { excerpt } from '../../records/text/excerpt';

/** Characters of a name that a sentence shows. */
const MAX_NAME = 60;

/**
 * That labels of another file are no classes, and leave their rows out; undefined where none are.
 *
 * @param column as the file has it
 * @param read what was read of each of its labels
 * @param places of the label of each row, where labels are not in the order of the rows
 */
export function unreadLabels(
  column: { texts: readonly string[] } | { values: NDArray },
  { data: read }: NDArray,
  places: Int32Array | undefined,
  { file, names = [] }: { file: string; names?: readonly string[] },
): string | undefined {
  if (!('texts' in column)) return undefined;
  const { texts } = column;
  let [count, first] = [0, ''];
  const rows = places?.length ?? texts.length;
  for (let row = 0; row < rows; row++) {
    const at = places ? places[row] : row;
    if (at < 0 || read[at] !== NO_LABEL || isMissingWord(texts[at])) continue;
    if (count++ === 0) first = texts[at];
  }
  if (count === 0) return undefined;
  const [name, shown] = [printable(file, MAX_NAME), excerpt(first)];
  const example =
    names.length > 0
      ? l10n.t('{1} in “{0}” is not one of the class names; the row counts as unlabeled', name, shown)
      : l10n.t('the class of {1} in “{0}” is unknown; the row counts as unlabeled', name, shown);
  return plural(
    count,
    l10n.t('1 label can’t be read: {0}.', example),
    l10n.t('{0} labels can’t be read. The first one: {1}.', count, example),
  );
}
