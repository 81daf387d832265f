import * as l10n from '@vscode/l10n';
import { Message } from 'apache-arrow/ipc/metadata/message';
import { ByteWindow, type FileBytes } from '../columnar/fileBytes';
import { checkMessage } from './checkMessage';

/** A message of Arrow's stream format: metadata and a body behind it. */
export interface MessagePlace {
  offset: number;
  /** Of metadata and body together. */
  length: number;
  message: Message;
}

const CONTINUES = 0xffffffff;
/** Metadata is some hundred bytes a column. */
const MAX_METADATA = 64 << 20;

/**
 * All messages in order, without their bodies. A file is a stream between two magic words, with a footer that says
 * nothing the stream does not.
 * https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format
 *
 * @param start of the first message
 */
export async function* messagesFrom(file: FileBytes, start: number): AsyncGenerator<MessagePlace> {
  const bytes = new ByteWindow(file, file.size);
  for (let offset = start; offset + 8 <= file.size;) {
    const { prefix, length } = await headOf(bytes, offset);
    // A writer that is done says so, or closes the file.
    if (length === 0) return;
    if (length < 0 || length > MAX_METADATA)
      throw new Error(l10n.t('the message at byte {0} is damaged', offset));
    const message = decoded(await bytes.read(offset + prefix, length), offset);
    const whole = prefix + length + message.bodyLength;
    if (!(message.bodyLength >= 0 && offset + whole <= file.size))
      throw new Error(
        l10n.t('the file ends inside the message at byte {0}, which has {1} bytes', offset, whole),
      );
    yield { offset, length: whole, message };
    offset += whole;
  }
}

/** Before Arrow 0.15 nothing stood before the length. */
async function headOf(bytes: ByteWindow, offset: number): Promise<{ prefix: number; length: number }> {
  const head = await bytes.read(offset, 8);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return view.getUint32(0, true) === CONTINUES
    ? { prefix: 8, length: view.getInt32(4, true) }
    : { prefix: 4, length: view.getInt32(0, true) };
}

function decoded(metadata: Uint8Array, offset: number): Message {
  try {
    // Its tables are read where they lie: a window's bytes would be others by then.
    const own = metadata.slice();
    checkMessage(own);
    return Message.decode(own);
  } catch (error) {
    throw new Error(l10n.t('the message at byte {0} is damaged', offset), { cause: error });
  }
}
