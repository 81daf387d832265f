import { ElementSplitter } from './splitElements';
import { LineSplitter } from './splitLines';
import type { RecordVisitor, Splitter } from './splitter';
import type { DumpFields } from './types';

/** The records of JSON Lines, or of a list in a JSON document. */
export function splitJson(
  { format, records }: Pick<DumpFields, 'format' | 'records'>,
  visitor: RecordVisitor,
  offset = 0,
): Splitter {
  return format === 'json' ? new ElementSplitter(records, visitor) : new LineSplitter(visitor, offset);
}
