import { DataType, type Field } from 'apache-arrow';
import type { Column } from '../columnar/columnarFile';

/** A column with the places of the fields on the way to it. */
export interface ArrowColumn extends Column {
  indices: readonly number[];
}

/** The columns that can be shown, in the file's order. */
export function columnsOf(fields: readonly Field[]): ArrowColumn[] {
  const found: ArrowColumn[] = [];
  collect(fields, [], [], found);
  return found;
}

function collect(
  fields: readonly Field[],
  keys: readonly string[],
  indices: readonly number[],
  found: ArrowColumn[],
): void {
  for (const [index, { name, type }] of fields.entries()) {
    const path = [...keys, name];
    const on = [...indices, index];
    if (DataType.isStruct(type)) {
      collect(type.children, path, on, found);
      continue;
    }
    let inner = type as DataType;
    let depth = 0;
    for (; isList(inner); depth++) inner = (inner.children as readonly Field[])[0].type as DataType;
    const kind = kindOf(inner);
    if (kind && depth <= 2) found.push({ path, indices: on, kind, depth });
  }
}

export const isList = (type: DataType): boolean =>
  DataType.isList(type) || DataType.isFixedSizeList(type) || DataType.isLargeList(type);

function kindOf(type: DataType): Column['kind'] | undefined {
  if (DataType.isDictionary(type)) return kindOf(type.dictionary as DataType);
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type)) return 'number';
  if (DataType.isBool(type)) return 'boolean';
  const isText = DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
  return isText ? 'text' : undefined;
}
