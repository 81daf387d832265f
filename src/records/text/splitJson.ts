import { OPEN_LIST, OPEN_OBJECT } from './jsonBytes';
import { ElementSplitter } from './splitElements';
import { LineSplitter } from './splitLines';
import type { RecordVisitor, Splitter } from './splitter';
import type { DumpFields } from '../types';

/** The records of JSON Lines, or of a list or an object in a JSON document. */
export function splitJson(
  { format, records, keyed }: Pick<DumpFields, 'format' | 'records' | 'keyed'>,
  visitor: RecordVisitor,
  offset = 0,
): Splitter {
  return format === 'json'
    ? new ElementSplitter(records, keyed ? OPEN_OBJECT : OPEN_LIST, visitor)
    : new LineSplitter(visitor, offset);
}
