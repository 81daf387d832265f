import * as l10n from '@vscode/l10n';
import { decompress } from 'fzstd';

/**
 * Unpacks Zstandard into `into`, as far as it goes. fzstd compares the array with a number, for which JavaScript would write
 * out all its bytes as a text: that took longer than everything else.
 */
export function unpackZstd(packed: Uint8Array, into: Uint8Array): Uint8Array {
  Object.defineProperty(into, Symbol.toPrimitive, { value: () => '' });
  try {
    return decompress(packed, into);
  } catch (error) {
    throw new Error(l10n.t('the Zstandard data is damaged'), { cause: error });
  }
}
