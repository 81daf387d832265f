import * as l10n from '@vscode/l10n';
import type { RowTexts } from '../../loss/evaluation/sliceField';
import type { CallContext } from '../callContext';
import { pathOf } from './recordFields';
import type { RecordRows } from '../rows/recordRows';
import { SharedWork } from '../sharedWork';
import { TextColumn } from '../rows/textColumn';

/** Characters of all ids of a file: more than 100 for each of a million rows. */
const MAX_CHARACTERS = 1 << 27;

/** The ids that were read last: each change of the settings asks for them again. */
const newest = new WeakMap<RecordRows, { name: string; ids: SharedWork<RowTexts> }>();

/**
 * What rows are known by in two files: whole, since two texts that begin alike are not the same.
 *
 * @throws where the rows have no such field
 */
export async function idColumn(
  records: RecordRows | undefined,
  name: string,
  context: CallContext,
): Promise<RowTexts> {
  const column = records && (await columnOf(records, name).wait(context));
  if (!column || column.names.length === 0) throw new Error(l10n.t('These rows have no field “{0}”.', name));
  return column;
}

function columnOf(records: RecordRows, name: string): SharedWork<RowTexts> {
  const known = newest.get(records);
  if (known?.name === name && !known.ids.over) return known.ids;
  const ids = new SharedWork((context) => readIds(records, name, context));
  newest.set(records, { name, ids });
  return ids;
}

async function readIds(records: RecordRows, name: string, context: CallContext): Promise<RowTexts> {
  const column = new TextColumn();
  let characters = 0;
  await records.readBeside(await pathOf(records, name, context), context, (texts) => {
    for (const { length } of texts) characters += length;
    if (characters > MAX_CHARACTERS)
      throw new Error(l10n.t('The values of “{0}” are too long to match rows by.', name));
    column.append(texts);
  });
  return { field: name, names: column.names, of: column.of };
}
