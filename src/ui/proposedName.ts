import { printable } from '../arrays/words/printable';

/** Characters of a proposed name in front of its extension. */
const LONGEST = 80;
const NOTHING = 'logitscope';
/** Names of devices on Windows, whatever stands behind a point. */
const RESERVED = /^(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³]|conin\$|conout\$)\s{0,80}(?:\.|$)/i;

/**
 * A file's name as a save dialog may propose it, of a name that a page gives: no folders, nothing that is not seen, no
 * characters or names that a file system reserves, no file that hides itself.
 */
export function proposedName(name: string): string {
  const last = name.slice(-1000).split(/[\\/]/).pop()!;
  const [, extension = ''] = /[^.](\.[a-z0-9]{1,8})$/i.exec(last) ?? [];
  const stem = printable(last.slice(0, last.length - extension.length), LONGEST)
    // The codes of what is not seen begin with what separates folders.
    .replace(/[<>:"|?*\\]/g, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]{1,80}$/, '');
  return `${stem === '' ? NOTHING : RESERVED.test(stem) ? `_${stem}` : stem}${extension}`;
}
