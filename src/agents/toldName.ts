import { printable } from '../arrays/words/printable';

/** Of a name in an answer, in characters. */
const MAX_NAME = 200;

/** A name from data, every character of it seen: an agent shows it to a person, or asks for what is called so. */
export function toldName(name: string | undefined): string | undefined {
  return name === undefined ? undefined : printable(name, MAX_NAME);
}
