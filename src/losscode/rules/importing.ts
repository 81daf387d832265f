import type { Place, Source } from '../source';
import type { Edit } from '../values';

/** Imports a second name where a first one is imported; nothing to do where it is imported already. */
export function importing({ source: { pieces } }: Place, first: string, second: string): Edit[] | undefined {
  for (const source of pieces) {
    const edits = importingIn(source, first, second);
    if (edits !== undefined) return edits;
  }
  return undefined;
}

function importingIn(source: Source, first: string, second: string): Edit[] | undefined {
  const lines = source.text.split('\n');
  let at = 0;
  for (const line of lines) {
    const [from, names] = line.split(' import ', 2);
    if (from.startsWith('from ') && names !== undefined && !names.includes('(')) {
      const listed = names.split(',').map((name) => name.trim());
      if (listed.includes(second)) return [];
      const place = at + from.length + ' import '.length + names.trimEnd().length;
      if (listed.includes(first) && !names.includes('#'))
        return [{ place: { source, start: place, end: place }, text: `, ${second}` }];
    }
    at += line.length + 1;
  }
  return undefined;
}

/** Imports for a name that takes the place of another, which may be one of a module: then it needs none. */
export function importsInstead(place: Place, first: string, second: string): Edit[] | undefined {
  const { text } = place.source;
  return /[.\w"']/.test(text[place.start - 1] ?? '') ? [] : importing(place, first, second);
}
