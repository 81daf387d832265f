import { foundOnce, type Place, type Source } from '../source';
import type { Edit } from '../values';

/** Imports a second name where a first one is imported; nothing to do where it is imported already. */
export function importing({ source }: Place, first: string, second: string): Edit[] | undefined {
  const known = importsOf(source);
  const key = `${first} ${second}`;
  if (!known.found.has(key)) known.found.set(key, importingIn(known.imports, first, second));
  return known.found.get(key);
}

interface ImportLine {
  readonly source: Source;
  readonly names: readonly string[];
  /** Behind the last of them. */
  readonly end: number;
  readonly commented: boolean;
}

/** The lines that import names, and what they make of those that are asked for, which are few. */
const importsOf = foundOnce((pieces) => ({
  imports: pieces.flatMap(importLines),
  found: new Map<string, Edit[] | undefined>(),
}));

function importLines(source: Source): ImportLine[] {
  const lines: ImportLine[] = [];
  let at = 0;
  for (const line of source.text.split('\n')) {
    const [from, names] = line.startsWith('from ') ? line.split(' import ', 2) : [line];
    if (names !== undefined && !names.includes('('))
      lines.push({
        source,
        names: names.split(',').map((name) => name.trim()),
        end: at + from.length + ' import '.length + names.trimEnd().length,
        commented: names.includes('#'),
      });
    at += line.length + 1;
  }
  return lines;
}

function importingIn(lines: readonly ImportLine[], first: string, second: string): Edit[] | undefined {
  for (const { source, names, end, commented } of lines) {
    if (names.includes(second)) return [];
    if (names.includes(first) && !commented)
      return [{ place: { source, start: end, end }, text: `, ${second}` }];
  }
  return undefined;
}

/** Imports for a name that takes the place of another, which may be one of a module: then it needs none. */
export function importsInstead(place: Place, first: string, second: string): Edit[] | undefined {
  const { text } = place.source;
  return /[.\w"']/.test(text[place.start - 1] ?? '') ? [] : importing(place, first, second);
}
