import * as l10n from '@vscode/l10n';
import { PickleError } from './errors';
import type { LongText } from './values';

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The characters of a string; bytes that are none of the encoding's become U+FFFD. */
export function readText(bytes: Uint8Array, encoding: LongText['encoding']): string {
  if (encoding === 'utf-8') return UTF8.decode(bytes);
  let text = '';
  // In parts: as many arguments as a long string has characters are too many for a call.
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  if (encoding === 'latin-1') return text;
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g,
    (escape, short?: string, long?: string) => {
      const code = parseInt(short ?? long!, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : escape;
    },
  );
}

const CHUNK = 1 << 13;

/** The bytes that a text's characters are, as `_codecs.encode(text, 'latin1')` gives them. */
export function latin1Bytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff)
      throw new PickleError(
        l10n.t('the text of its values contains {0}, which is not a byte', `U+${code.toString(16)}`),
      );
    bytes[i] = code;
  }
  return bytes;
}
