import { largestOf } from '../longLists';
import { printable } from './printable';

/** Characters that are markup, a reference, math or the edge of a cell. */
const MARKUP = /[\\`*_[\]<>|#~&$]/g;
/**
 * Words that readers of Markdown make links of by themselves, or that call someone: addresses, names of hosts and files (`.pt` is
 * a country), people, and references as forges write them.
 */
const LINKED = /\/\/|www\.|@|[^.]\.\p{L}{2}|\b(?:mailto|xmpp|ftp|GH-\d)/iu;
/** What stands between words, which sentences put in quotation marks. */
const BETWEEN = /([\s“”]+)/;

/**
 * Anybody's text in a line of a Markdown document, as it stands: nothing in it becomes markup, and what would become a link
 * is set as code, where nothing does.
 */
export function markdownText(text: string): string {
  return printable(text, Infinity)
    .split(BETWEEN)
    .map((word) => (LINKED.test(word) ? code(word) : word.replace(MARKUP, '\\$&')))
    .join('');
}

/** In more backticks than stand in it. Cells of tables end at a bar, in code too. */
function code(word: string): string {
  const longest = largestOf((word.match(/`+/g) ?? ['']).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = /^`|`$/.test(word) ? ' ' : '';
  return fence + space + word.replaceAll('|', '\\|') + space + fence;
}
