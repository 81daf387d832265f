import { listsAsRecords } from '../../records/rewritten';
import type { FileRequest } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { textUpTo } from '../files/fileText';

/** Longer documents are no columns that anybody wrote as JSON. */
const LONGEST = 32 << 20;

/** A document that holds nothing but a list for each column, as a file of the records that these stand for. */
export async function columnsAsRecords(
  file: FileRequest,
  context: CallContext,
): Promise<FileRequest | undefined> {
  if (!/\.json(?:\.gz)?$/i.test(file.name)) return undefined;
  const text = await textUpTo(file, LONGEST, context);
  const records = text === undefined ? undefined : listsAsRecords(text);
  if (records === undefined) return undefined;
  return { name: file.name.replace(/\.gz$/i, ''), bytes: new TextEncoder().encode(records) };
}
