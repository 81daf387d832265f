import * as l10n from '@vscode/l10n';
import type { Schema } from 'apache-arrow';
import { Footer } from 'apache-arrow/ipc/metadata/file';
import { Message } from 'apache-arrow/ipc/metadata/message';
import type { FileBytes } from '../columnar/fileBytes';
import { checkFooter } from './checkMessage';

/** The footer's length, and the magic word. */
const END = 10;

/** The schema in a file's footer: apache-arrow for JavaScript writes it there alone. */
export async function schemaInFooter(file: FileBytes): Promise<Schema> {
  const end = await file.slice(file.size - END, END);
  const length = new DataView(end.buffer, end.byteOffset, end.byteLength).getInt32(0, true);
  const isWhole = String.fromCharCode(...end.subarray(4)) === 'ARROW1';
  if (!isWhole || length <= 0 || length + END > file.size)
    throw new Error(l10n.t('the Arrow file has no footer at its end; it is cut off, or still being written'));
  const footer = (await file.slice(file.size - END - length, length)).slice();
  checkFooter(footer);
  return Footer.decode(footer).schema;
}

/** A schema as the first message of a stream. */
export function schemaMessage(schema: Schema): Uint8Array {
  const metadata = Message.encode(Message.from(schema as Parameters<typeof Message.from>[0]));
  const length = (metadata.length + 7) & ~7;
  const bytes = new Uint8Array(8 + length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xffffffff, true);
  view.setInt32(4, length, true);
  bytes.set(metadata, 8);
  return bytes;
}
