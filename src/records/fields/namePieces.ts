/** Longer names are of something else. */
const LONGEST = 256;

const SEPARATOR = /[^\p{L}\p{N}]/u;
const MOST_CUTS = 14;

/** Signs at the ends of a piece belong to it where another one parts it from the rest: `prob_C++`, `prob_$1`. */
function isPiece(name: string, from: number, to: number): boolean {
  const begins = !SEPARATOR.test(name[from]) || (from > 0 && SEPARATOR.test(name[from - 1]));
  const ends = !SEPARATOR.test(name[to - 1]) || to === name.length || SEPARATOR.test(name[to]);
  return begins && ends;
}

/**
 * Where a name can be cut: beside signs and digits, behind the first and before the last of several signs, and before a capital letter.
 * Of many places, those nearest to its ends.
 */
function cutsOf(name: string): number[] {
  const cuts = [0];
  for (let at = 1; at < name.length; at++) {
    const [a, b] = [kindOf(name[at - 1]), kindOf(name[at])];
    // `choiceA`, `A_probs`, `p0`; no cut within a word.
    if (a !== b ? !(a === 'upper' && b === 'lower') : a === 'sign' && isAtEnd(name, at)) cuts.push(at);
  }
  cuts.push(name.length);
  return cuts.length > MOST_CUTS ? [...cuts.slice(0, MOST_CUTS / 2), ...cuts.slice(-MOST_CUTS / 2)] : cuts;
}

/** Behind the first of several signs, or before the last. */
const isAtEnd = (name: string, at: number): boolean =>
  kindOf(name[at - 2] ?? 'a') !== 'sign' || kindOf(name[at + 1] ?? 'a') !== 'sign';

function kindOf(c: string): 'sign' | 'digit' | 'upper' | 'lower' {
  if (SEPARATOR.test(c)) return 'sign';
  if (c >= '0' && c <= '9') return 'digit';
  return c === c.toLowerCase() ? 'lower' : 'upper';
}

/** Each piece of a name that may be a class, and what the name has around it, with `\0` in its place. */
export function piecesOf(name: string): { piece: string; shared: string }[] {
  if (name.length > LONGEST) return [];
  const cuts = cutsOf(name);
  return cuts.flatMap((from) =>
    cuts.flatMap((to) =>
      to <= from || !isPiece(name, from, to)
        ? []
        : [{ piece: name.slice(from, to), shared: `${name.slice(0, from)}\0${name.slice(to)}` }],
    ),
  );
}
