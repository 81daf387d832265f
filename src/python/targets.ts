import { CHANGE, endOfString } from './contexts';

const HEAD = /^[ \t]*(?:async[ \t]+)?with\b/gm;
/** Characters of a head that are looked at. */
const LONGEST_HEAD = 400;
const NAME = /^\s*\w+\s*$/;
/** Parts of a name, or what is in brackets. */
const TARGET = /^\s*(?:[\w.]+|[\w.]*[[(][^]*[\])])\s*$/;

/** Python as the grammar knows it: without the targets of `with a as self.b, c as (d, e):`. Everything stays in its place. */
export function withoutTargets(python: string): string {
  let read = '';
  let from = 0;
  const heads = [...python.matchAll(HEAD)];
  for (const [i, { 0: head, index }] of heads.entries()) {
    const next = i + 1 < heads.length ? heads[i + 1].index : python.length;
    const last = Math.min(next, index + LONGEST_HEAD);
    for (const { start, end } of targetsFrom(python, index + head.length, last)) {
      read += python.slice(from, start) + ' '.repeat(end - start);
      from = end;
    }
  }
  return from === 0 ? python : read + python.slice(from);
}

/** Where `as` and what it assigns to stand, as far as that is no name. */
function targetsFrom(python: string, start: number, last: number): { start: number; end: number }[] {
  const targets: { start: number; end: number }[] = [];
  const token = /["'#]|\w+|[^]/gy;
  token.lastIndex = start;
  let depth = 0;
  let as = -1;
  for (let found = token.exec(python); found !== null && found.index < last; found = token.exec(python)) {
    const [one] = found;
    if (one === '"' || one === "'") token.lastIndex = endOfString(python, token.lastIndex, one);
    else if (one === '#') return [];
    if (depth === 0) {
      if (one === '\n') return [];
      if ((one === ',' || one === ':') && as >= 0) {
        const target = python.slice(as + 2, found.index);
        if (!NAME.test(target) && TARGET.test(target) && !target.includes('\n'))
          targets.push({ start: as, end: found.index });
        as = -1;
      }
      if (one === ':') return targets;
      if (one === 'as') as = found.index;
    }
    depth += CHANGE[one] ?? 0;
  }
  return [];
}
