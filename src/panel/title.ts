import * as l10n from '@vscode/l10n';
import { shapeText } from '../arrays/ndarray';
import { printable } from '../arrays/words/printable';
import { readingName } from '../arrays/words/readingName';
import { shownName } from '../arrays/words/shownName';
import type { FoundArray } from '../arrays/types';
import { inert } from '../ui/inert';

/** Of a name on a panel's tab, in characters. */
const MAX_NAME = 40;
/** A shape has a few numbers; one that somebody made up has more. */
const MAX_TITLE = 80;

/** What stands on the tab of an array's panel. */
export function titleOfArray({
  name,
  reading,
  shape,
}: Pick<FoundArray, 'name' | 'reading' | 'shape'>): string {
  const shown = name && shownName(name, MAX_NAME);
  return inert(`${shown || readingName(reading.kind)} ${shapeText(shape)}`, MAX_TITLE);
}

/** What stands on the tab of a text with tokens. */
export function titleOfTokens(origin: string): string {
  return inert(l10n.t('tokens: {0}', printable(origin, MAX_NAME)), MAX_TITLE);
}
