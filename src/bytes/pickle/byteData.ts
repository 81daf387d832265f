import * as l10n from '@vscode/l10n';
import { bufferSource, partOf, type ByteSource } from '../byteSource';
import { PickleError } from './errors';
import { MAX_GATHERED } from './limits';
import { latin1Bytes, readText } from './text';
import { LongText, type Bytes } from './values';

/** Bytes whose place is known: read by ranges, or, `packed`, whole when they are opened. */
export interface ByteData {
  /** As many as there are, where that is known before. */
  size?: number;
  bigEndian: boolean;
  packed: boolean;
  open(signal?: AbortSignal): Promise<ByteSource>;
}

/** What a pickle's bytes are, out of the file it stands in. */
export function byteData({ from }: Bytes, file: ByteSource): ByteData {
  const told = { bigEndian: false, packed: false };
  if (typeof from === 'string')
    return { ...told, size: from.length, open: async () => bufferSource(latin1Bytes(from)) };
  if (!(from instanceof LongText)) {
    const { offset, length } = from;
    return { ...told, size: length, open: async () => partOf(file, offset, length) };
  }
  const { offset, length, encoding } = from;
  if (encoding === 'latin-1')
    return { ...told, size: length, open: async () => partOf(file, offset, length) };
  return {
    ...told,
    packed: true,
    async open(signal) {
      if (length > MAX_GATHERED)
        throw new PickleError(
          l10n.t('its values are {0} bytes of text; the limit is {1}', length, MAX_GATHERED),
        );
      return bufferSource(latin1Bytes(readText(await file.read(offset, length, signal), encoding)));
    },
  };
}
