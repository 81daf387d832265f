import { printable } from '../arrays/words/printable';

/** Of a whole sentence; what is quoted in it is shorter. */
const SENTENCE = 1000;
/** Of a file's or variable's name. */
const NAME = 80;

/**
 * A sentence for a place where VS Code makes links of `[label](command:…)` and icons of `$(name)`, data in it included:
 * with a space between their halves both are read as they stand.
 */
export function inert(text: string, limit = SENTENCE): string {
  return printable(text, limit).replace(/\](?=\()|\$(?=\()/g, '$& ');
}

/** A name that somebody gave, to be put into a sentence. */
export function shortName(name: string): string {
  return printable(name, NAME);
}
