import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import type { RowTexts } from '../../loss/evaluation/sliceField';
import { lenientJson } from '../../records/text/lenientJson';
import { valueAt } from '../../records/text/valueAt';
import { TextColumn } from '../rows/textColumn';

/** Characters of a name that a sentence shows. */
const MAX_NAME = 60;

/**
 * A list in a JSON document, with a text, a number or a truth value for each row of the scores in it: `{"logits": [[…], …], "source":
 * ["web", …]}`. Throws where there is none under that name.
 *
 * @param text the document's, or any other
 */
export function listBeside(
  field: string | undefined,
  { file, text, rows }: { file: string; text: string; rows: number },
): RowTexts | undefined {
  if (field === undefined) return undefined;
  const list = valueAt(lenientJson(text), field.replace(/^\$\./, '').split('.'));
  if (!Array.isArray(list) || !list.every(isScalar))
    throw new Error(
      l10n.t(
        '{0} is read as arrays, and “{1}” is not one of them. If it is a field of records, name their scores in “logits”.',
        file,
        printable(field, MAX_NAME),
      ),
    );
  if (list.length !== rows)
    throw new Error(
      l10n.t(
        '{0}: expected one for each of the {1} rows, got {2}',
        printable(field, MAX_NAME),
        rows,
        list.length,
      ),
    );
  const column = new TextColumn();
  column.append(list.map((value) => (value === null ? '' : String(value))));
  return { field, names: column.names, of: column.of };
}

const isScalar = (value: unknown): value is string | number | boolean | null =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
