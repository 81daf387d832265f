import * as l10n from '@vscode/l10n';
import { placeOf } from '../../records/fields/nameIndex';
import { plainNumber } from '../../records/text/numbers';
import { isPredictedName } from '../../text/names/labelNames';
import type { CallContext } from '../callContext';
import { quotedNames } from './quotedNames';
import { recordColumn } from './recordFields';
import type { RecordRows } from '../rows/recordRows';

/** Files are read for every field that is looked at. */
const MOST_LOOKED_AT = 64;

/** The one field that has nothing but names of the rows' classes, whatever it is called: `id,species`. */
export async function fieldOfClasses(
  records: RecordRows,
  fields: readonly string[],
  classNames: readonly string[],
  context: CallContext,
): Promise<string | undefined> {
  if (classNames.length === 0) return undefined;
  const found: string[] = [];
  for (const field of fields.slice(0, MOST_LOOKED_AT)) {
    if (isPredictedName(field)) continue;
    const column = await recordColumn(records, field, context);
    const areNames = column.names.every((name) => placeOf(classNames, name) !== undefined);
    if (areNames && column.names.some((name) => plainNumber(name) === undefined)) found.push(field);
  }
  if (found.length > 1)
    throw new Error(
      l10n.t('Several fields could be the labels: {0}. Name one in “labels”.', quotedNames(found)),
    );
  return found[0];
}
