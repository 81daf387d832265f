import * as l10n from '@vscode/l10n';
import { Field, FixedSizeList, LargeList, List, Map_, Schema, Struct, type DataType } from 'apache-arrow';
import type { Field as FieldTable } from 'apache-arrow/fb/field';
import { FixedSizeList as FixedSizeListTable } from 'apache-arrow/fb/fixed-size-list';
import type { Schema as SchemaTable } from 'apache-arrow/fb/schema';
import { Type } from 'apache-arrow/fb/type';
import { printable } from '../../arrays/words/printable';
import { LargeListView, ListView, RunEnds } from './types';

/** Characters of a name that a sentence shows. */
const MAX_NAME = 60;

/** The fields and what the writer says of the file. apache-arrow refuses the whole of a schema for one type that it does not know. */
export function schemaOf(table: SchemaTable): Schema {
  const dictionaries = new Map<number, DataType>();
  const fields: Field[] = [];
  for (let i = 0; i < table.fieldsLength(); i++) fields.push(fieldOf(table.fields(i)!, dictionaries));
  const metadata = new Map<string, string>();
  for (let i = 0; i < table.customMetadataLength(); i++) {
    const entry = table.customMetadata(i);
    metadata.set(entry?.key() ?? '', entry?.value() ?? '');
  }
  return new Schema(fields, metadata, dictionaries);
}

const VIEWS: ReadonlySet<Type> = new Set([Type.ListView, Type.LargeListView, Type.RunEndEncoded]);

function fieldOf(table: FieldTable, dictionaries: Map<number, DataType>): Field {
  if (!isForeign(table)) {
    const field = decoded(table, dictionaries);
    if (field) return field;
  }
  const name = table.name() ?? '';
  const children: Field[] = [];
  for (let i = 0; i < table.childrenLength(); i++) children.push(fieldOf(table.children(i)!, dictionaries));
  const type = table.dictionary() ? undefined : typeOf(table, children);
  if (!type && Type[table.typeType()] === undefined) throw new Error(l10n.t('a field in it is damaged'));
  if (!type)
    throw new Error(
      l10n.t(
        'the column “{0}” has the type {1}, which can’t be read',
        printable(name, MAX_NAME),
        Type[table.typeType()],
      ),
    );
  return new Field(name, type, table.nullable());
}

function decoded(table: FieldTable, dictionaries: Map<number, DataType>): Field | undefined {
  try {
    return Field.decode(table, dictionaries) ?? undefined;
  } catch (error) {
    throw new Error(l10n.t('a field in it is damaged'), { cause: error });
  }
}

/** Whether the type, or one inside it, is one that apache-arrow does not know. */
function isForeign(table: FieldTable): boolean {
  if (VIEWS.has(table.typeType()) || Type[table.typeType()] === undefined) return true;
  for (let i = 0; i < table.childrenLength(); i++) if (isForeign(table.children(i)!)) return true;
  return false;
}

function typeOf(table: FieldTable, children: Field[]): DataType | undefined {
  const type = table.typeType();
  if (type === Type.Struct_) return new Struct(children);
  const [first, second] = children;
  if (!first) return undefined;
  switch (type) {
    case Type.ListView:
      return new ListView(first);
    case Type.LargeListView:
      return new LargeListView(first);
    case Type.RunEndEncoded:
      return second && new RunEnds(first, second);
    case Type.List:
      return new List(first);
    case Type.LargeList:
      return new LargeList(first);
    case Type.Map:
      return new Map_(first as Field<Struct<{ key: DataType; value: DataType }>>);
    case Type.FixedSizeList: {
      const list = table.type(new FixedSizeListTable()) as FixedSizeListTable | null;
      return list ? new FixedSizeList(list.listSize(), first) : undefined;
    }
    default:
      return undefined;
  }
}
