import * as l10n from '@vscode/l10n';
import { Footer } from 'apache-arrow/fb/footer';
import { Message as MessageTable } from 'apache-arrow/fb/message';
import { MessageHeader } from 'apache-arrow/fb/message-header';
import { Schema as SchemaTable } from 'apache-arrow/fb/schema';
import { Message } from 'apache-arrow/ipc/metadata/message';
import { ByteBuffer } from 'flatbuffers';
import { ByteWindow, type FileBytes } from '../columnar/fileBytes';
import { checkFooter, checkMessage } from './checkMessage';

/** A message of Arrow's stream format: metadata and a body behind it. */
export interface MessagePlace {
  offset: number;
  /** Of metadata and body together. */
  length: number;
  /** Of the metadata. */
  head: number;
  message: Message;
  /** Where it says the fields. */
  schema?: SchemaTable;
}

const CONTINUES = 0xffffffff;
/** Metadata is some hundred bytes a column. */
const MAX_METADATA = 64 << 20;

/**
 * All messages in order, without their bodies.
 * https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format
 *
 * @param start of the first message
 */
export async function* messagesFrom(file: FileBytes, start: number): AsyncGenerator<MessagePlace> {
  const bytes = new ByteWindow(file, file.size);
  for (let offset = start; offset + 8 <= file.size;) {
    const place = await messageAt(bytes, offset);
    // A writer that is done says so, or closes the file.
    if (!place) return;
    yield place;
    offset += place.length;
  }
}

/** Undefined where there is the end of a stream. */
async function messageAt(bytes: ByteWindow, offset: number): Promise<MessagePlace | undefined> {
  const { prefix, length } = await headOf(bytes, offset);
  if (length === 0) return undefined;
  if (length < 0 || length > MAX_METADATA) throw damagedAt(offset);
  const { message, schema } = decoded(await bytes.read(offset + prefix, length), offset);
  const head = prefix + length;
  const whole = head + message.bodyLength;
  if (!(message.bodyLength >= 0 && offset + whole <= bytes.end))
    throw new Error(
      l10n.t('the file ends inside the message at byte {0}, which has {1} bytes', offset, whole),
    );
  return { offset, length: whole, head, message, schema };
}

/** Before Arrow 0.15 nothing stood before the length. */
async function headOf(bytes: ByteWindow, offset: number): Promise<{ prefix: number; length: number }> {
  const head = await bytes.read(offset, 8);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return view.getUint32(0, true) === CONTINUES
    ? { prefix: 8, length: view.getInt32(4, true) }
    : { prefix: 4, length: view.getInt32(0, true) };
}

function decoded(metadata: Uint8Array, offset: number): Pick<MessagePlace, 'message' | 'schema'> {
  try {
    // Its tables are read where they lie: a window's bytes would be others by then.
    const own = metadata.slice();
    checkMessage(own);
    const table = MessageTable.getRootAsMessage(new ByteBuffer(own));
    const isSchema = table.headerType() === MessageHeader.Schema;
    const schema = isSchema ? (table.header(new SchemaTable()) as SchemaTable) : undefined;
    return { message: Message.decode(own), schema };
  } catch (error) {
    throw damagedAt(offset, error);
  }
}

function damagedAt(offset: number, cause?: unknown): Error {
  return new Error(l10n.t('the message at byte {0} is damaged', offset), { cause });
}

/** The footer's length, and the magic word. */
const END = 10;

/** What a file's footer says of it, which need not be what stands between: of some writers' schema no message is one. */
export interface Footed {
  schema: SchemaTable;
  dictionaries: readonly MessagePlace[];
  batches: readonly MessagePlace[];
}

/** Undefined where a file has no footer: it is cut off, or still being written. */
export async function footed(file: FileBytes): Promise<Footed | undefined> {
  if (file.size < 2 * END) return undefined;
  const end = await file.slice(file.size - END, END);
  const length = new DataView(end.buffer, end.byteOffset, end.byteLength).getInt32(0, true);
  const isWhole = String.fromCharCode(...end.subarray(4)) === 'ARROW1';
  if (!isWhole || length <= 0 || length + END > file.size || length > MAX_METADATA) return undefined;
  const { schema, dictionaries, batches } = footerIn(
    (await file.slice(file.size - END - length, length)).slice(),
  );
  checkApart([...dictionaries, ...batches], file.size - END - length);
  const bytes = new ByteWindow(file, file.size - END - length);
  const placesOf = async (blocks: readonly Block[]) => {
    const places: MessagePlace[] = [];
    for (const { offset } of blocks) {
      const place = await messageAt(bytes, offset);
      if (!place) throw damagedAt(offset);
      places.push(place);
    }
    return places;
  };
  return { schema, dictionaries: await placesOf(dictionaries), batches: await placesOf(batches) };
}

interface Block {
  offset: number;
  length: number;
}

function footerIn(bytes: Uint8Array): { schema: SchemaTable; dictionaries: Block[]; batches: Block[] } {
  try {
    checkFooter(bytes);
    const footer = Footer.getRootAsFooter(new ByteBuffer(bytes));
    const blockOf = (block: ReturnType<Footer['recordBatches']>): Block => ({
      offset: Number(block!.offset()),
      length: block!.metaDataLength() + Number(block!.bodyLength()),
    });
    const { length } = bytes;
    return {
      schema: footer.schema()!,
      dictionaries: Array.from({ length: Math.min(length, footer.dictionariesLength()) }, (_, i) =>
        blockOf(footer.dictionaries(i)),
      ),
      batches: Array.from({ length: Math.min(length, footer.recordBatchesLength()) }, (_, i) =>
        blockOf(footer.recordBatches(i)),
      ),
    };
  } catch (error) {
    throw new Error(l10n.t('the footer of the Arrow file is damaged'), { cause: error });
  }
}

/** Throws where messages lie over one another: a few bytes would stand for millions of rows. */
function checkApart(blocks: readonly Block[], end: number): void {
  let reached = 0;
  for (const { offset, length } of [...blocks].sort((a, b) => a.offset - b.offset)) {
    if (!(length > 0 && offset >= reached && offset + length <= end)) throw damagedAt(offset);
    reached = offset + length;
  }
}
