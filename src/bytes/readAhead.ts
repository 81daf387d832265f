import type { ByteSource } from './byteSource';

/** Bytes read at once where few are asked for: hundreds of small arrays. */
const AHEAD = 1 << 16;

/** A source of whose pieces many lie near each other and are read one after the other. */
interface ReadAhead extends ByteSource {
  /** Lets go of what was read ahead: from now on each read is one of the source. */
  stop(): void;
}

/** Serves small reads from what was read with the one before. */
export function readAhead(source: ByteSource): ReadAhead {
  let start = 0;
  let near: Uint8Array = new Uint8Array(0);
  let stopped = false;
  return {
    size: source.size,
    async read(offset, length, signal) {
      if (stopped || length > AHEAD / 2 || offset + length > source.size)
        return source.read(offset, length, signal);
      if (offset < start || offset + length > start + near.length) {
        near = await source.read(offset, Math.min(AHEAD, source.size - offset), signal);
        start = offset;
      }
      return near.slice(offset - start, offset - start + length);
    },
    stop() {
      stopped = true;
      near = new Uint8Array(0);
    },
  };
}
