import * as l10n from '@vscode/l10n';
import { DataType, type Data } from 'apache-arrow';
import { smallestOf } from '../../arrays/longLists';
import { isList } from './columns';
import { sizesOf } from './types';

/** Throws where a column, or what is inside it, claims more values than its buffers hold: apache-arrow trusts them. */
export function checkLengths(data: Data): void {
  const { length, nullBitmap } = data;
  if (!(length >= 0 && length <= heldBy(data))) throw damaged();
  if (data.nullCount > 0 && nullBitmap.length * 8 < length) throw damaged();
  for (const child of data.children as readonly Data[]) checkLengths(child);
}

/** A text of a few bytes, or its length and place. */
const VIEW_BYTES = 16;

/** How many values the buffers have room for. */
function heldBy(data: Data): number {
  const type = data.type;
  const children = data.children as readonly Data[];
  if (DataType.isFixedSizeList(type)) return Math.floor(children[0].length / type.listSize);
  const sizes = sizesOf.get(data);
  if (sizes) return Math.min(sizes.length, (data.valueOffsets as ArrayLike<unknown>).length);
  if (isList(type) || DataType.isMap(type) || hasOffsets(type))
    return (data.valueOffsets as ArrayLike<unknown>).length - 1;
  if (DataType.isNull(type)) return Infinity;
  if (DataType.isStruct(type)) return smallestOf(children.map((child) => child.length));
  const { length } = data.values as ArrayLike<unknown>;
  if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) return Math.floor(length / VIEW_BYTES);
  if (DataType.isDecimal(type)) return Math.floor((length * 32) / type.bitWidth);
  if (DataType.isFixedSizeBinary(type)) return Math.floor(length / type.byteWidth);
  return DataType.isBool(type) ? length * 8 : length;
}

const hasOffsets = (type: DataType): boolean =>
  DataType.isUtf8(type) ||
  DataType.isLargeUtf8(type) ||
  DataType.isBinary(type) ||
  DataType.isLargeBinary(type);

export function damaged(cause?: unknown): Error {
  return new Error(l10n.t('a record batch is damaged'), { cause });
}
