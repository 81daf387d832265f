import * as l10n from '@vscode/l10n';
import { DictionaryBatch } from 'apache-arrow/fb/dictionary-batch';
import type { Field } from 'apache-arrow/fb/field';
import { Footer } from 'apache-arrow/fb/footer';
import { Message } from 'apache-arrow/fb/message';
import { MessageHeader } from 'apache-arrow/fb/message-header';
import { RecordBatch } from 'apache-arrow/fb/record-batch';
import { Schema } from 'apache-arrow/fb/schema';
import { ByteBuffer } from 'flatbuffers';

/** Bytes of an entry in a list of tables, at the least. */
const ENTRY = 4;
/** Types nested deeper than any writer nests them. */
const MAX_DEPTH = 64;

/**
 * Throws where a message's metadata claims lists longer than itself: apache-arrow would build them, two thousand million
 * entries of nothing.
 */
export function checkMessage(metadata: Uint8Array): void {
  const message = Message.getRootAsMessage(new ByteBuffer(metadata));
  const check = checker(metadata.length);
  check(message.customMetadataLength());
  const type = message.headerType();
  if (type === MessageHeader.Schema) checkSchema(message.header(new Schema()) as Schema | null, check);
  else if (type === MessageHeader.RecordBatch)
    checkBatch(message.header(new RecordBatch()) as RecordBatch | null, check);
  else if (type === MessageHeader.DictionaryBatch)
    checkBatch((message.header(new DictionaryBatch()) as DictionaryBatch | null)?.data() ?? null, check);
}

/** The same of a file's footer. */
export function checkFooter(bytes: Uint8Array): void {
  const footer = Footer.getRootAsFooter(new ByteBuffer(bytes));
  const check = checker(bytes.length);
  check(footer.recordBatchesLength());
  check(footer.dictionariesLength());
  check(footer.customMetadataLength());
  checkSchema(footer.schema(), check);
}

type Check = (entries: number) => void;

/** All lists of a message together have to fit into it, so that nothing is read in squares either. */
function checker(bytes: number): Check {
  let left = bytes / ENTRY;
  return (entries) => {
    left -= entries;
    if (!(entries >= 0 && left >= 0)) throw new Error(l10n.t('a list in it is longer than the message'));
  };
}

function checkSchema(schema: Schema | null, check: Check): void {
  if (!schema) throw new Error(l10n.t('it has no schema'));
  check(schema.fieldsLength());
  check(schema.customMetadataLength());
  for (let i = 0; i < schema.fieldsLength(); i++) checkField(schema.fields(i), check, 0);
}

function checkField(field: Field | null, check: Check, depth: number): void {
  if (!field || depth > MAX_DEPTH) throw new Error(l10n.t('a field in it is damaged'));
  check(field.childrenLength());
  check(field.customMetadataLength());
  for (let i = 0; i < field.childrenLength(); i++) checkField(field.children(i), check, depth + 1);
}

function checkBatch(batch: RecordBatch | null, check: Check): void {
  if (!batch) throw new Error(l10n.t('it has no record batch'));
  check(batch.nodesLength());
  check(batch.buffersLength());
  check(batch.variadicBufferCountsLength());
}
