import { DataType, type Field } from 'apache-arrow';
import { isLabelName } from '../../text/names/labelNames';
import type { Column, Pair } from '../columnar/columnarFile';
import { areScores } from '../columnar/namedColumns';

/** A column with the places of the fields on the way to it. */
export interface ArrowColumn extends Column {
  indices: readonly number[];
  /** Of a list of structs, which of their members. */
  inside?: number;
}

/** The columns that can be shown, in the file's order. */
export function columnsOf(fields: readonly Field[]): ArrowColumn[] {
  const found: ArrowColumn[] = [];
  walk(fields, [], [], (field, path, indices) => {
    let inner = field.type as DataType;
    let depth = 0;
    for (; isList(inner); depth++) inner = (inner.children as readonly Field[])[0].type as DataType;
    const kind = kindOf(inner, field.name);
    if (kind && depth <= 2) found.push({ path, indices, kind, depth });
  });
  return found;
}

/** Lists of structs of a name and a score, and maps from names to numbers. */
export function pairsOf(fields: readonly Field[]): Pair[] {
  const found: Pair[] = [];
  walk(fields, [], [], ({ type }, path, indices) => {
    const isMap = DataType.isMap(type as DataType);
    if (!isMap && !isList(type as DataType)) return;
    const [entry] = (type as DataType).children as readonly Field[];
    if (!DataType.isStruct(entry?.type)) return;
    const members = (entry.type.children as readonly Field[]).map(
      (field, inside): ArrowColumn | undefined => {
        const kind = kindOf(field.type as DataType, '');
        return kind && { path: [...path, field.name], indices, inside, kind, depth: 1 };
      },
    );
    const pair = areScores(members, isMap);
    if (pair) found.push({ path, ...pair });
  });
  return found;
}

function walk(
  fields: readonly Field[],
  keys: readonly string[],
  indices: readonly number[],
  leaf: (field: Field, path: readonly string[], indices: readonly number[]) => void,
): void {
  for (const [index, field] of fields.entries()) {
    const path = [...keys, field.name];
    const on = [...indices, index];
    const type = field.type as DataType;
    if (DataType.isStruct(type)) walk(type.children, path, on, leaf);
    else leaf(field, path, on);
  }
}

export const isList = (type: DataType): boolean =>
  DataType.isList(type) || DataType.isFixedSizeList(type) || DataType.isLargeList(type);

/** Bytes are anything, but under a label's name a text. */
export const isBytes = (type: DataType): boolean =>
  DataType.isBinary(type) ||
  DataType.isLargeBinary(type) ||
  DataType.isBinaryView(type) ||
  DataType.isFixedSizeBinary(type);

function kindOf(type: DataType, name: string): Column['kind'] | undefined {
  if (DataType.isDictionary(type)) return kindOf(type.dictionary as DataType, name);
  if (isBytes(type)) return isLabelName(name) ? 'text' : undefined;
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type)) return 'number';
  if (DataType.isBool(type)) return 'boolean';
  const isText = DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
  return isText ? 'text' : undefined;
}
