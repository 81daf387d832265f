import * as l10n from '@vscode/l10n';
import { headOf, type Utf8Source } from '../source';

/** Bytes in which such a line stands. */
const HEAD = 16;
const BLANK = 0x20;
const NEWLINE = 0x0a;

/**
 * A table that begins with a line for Excel, `sep=;`: the same bytes with blanks for that line, since the header says what delimits
 * its fields. Any other source as it is.
 */
export async function withoutSeparatorLine(source: Utf8Source): Promise<Utf8Source> {
  if (!/\.(?:csv|tsv)(?:\.gz)?$/i.test(source.name)) return source;
  const head = await headOf(source, HEAD);
  const line = /^"?sep=[^"\r\n]"?\r?\n/i.exec(new TextDecoder('latin1').decode(head))?.[0].length;
  if (line === undefined) return source;
  const blanked = (bytes: Uint8Array, offset: number) => {
    if (offset >= line) return bytes;
    // A copy: chunks are others' memory.
    const copy = bytes.slice();
    for (let at = 0; at < copy.length && offset + at < line; at++) if (copy[at] !== NEWLINE) copy[at] = BLANK;
    return copy;
  };
  return {
    name: source.name,
    size: source.size,
    encoding: source.encoding ?? l10n.t('written with a line for Excel before its header'),
    async *chunks(signal, read, part) {
      let offset = part?.from ?? 0;
      for await (const chunk of source.chunks(signal, read, part)) {
        yield blanked(chunk, offset);
        offset += chunk.length;
      }
    },
    slice: source.slice && (async (offset, length) => blanked(await source.slice!(offset, length), offset)),
  };
}
