import * as l10n from '@vscode/l10n';

/** Bytes that are read by ranges: a file on disk, a part of one, or a buffer. */
export interface ByteSource {
  /** Bytes there are. */
  readonly size: number;
  /**
   * Exactly these bytes; throws where the source ends sooner. The signal is heard where they have to be unpacked first.
   */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
}

export function bufferSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read(offset, length) {
      if (offset + length > bytes.length) return Promise.reject(tooShort(offset, length, bytes.length));
      return Promise.resolve(bytes.subarray(offset, offset + length));
    },
  };
}

/** A window into another source. */
export function partOf(source: ByteSource, start: number, size: number): ByteSource {
  return {
    size,
    read(offset, length, signal) {
      if (offset + length > size) return Promise.reject(tooShort(offset, length, size));
      return source.read(start + offset, length, signal);
    },
  };
}

function tooShort(offset: number, length: number, size: number): Error {
  return new Error(
    l10n.t('Expected {0} bytes at offset {1}, but the data ends at {2}', length, offset, size),
  );
}
