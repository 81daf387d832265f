import type { Shown } from './shown';

/** How far before an array the text printed before it is looked for. */
const REACH = 300;
/** Values printed between the text and the array take no more than this. */
const BETWEEN = 80;
/** Longer texts are no print of a few values. */
const LONGEST = 1_000_000;

/** Which shown value each array of a text is, by its range; undefined where the code does not tell. */
export function matchShown(
  shown: readonly Shown[],
  text: string,
  ranges: readonly (readonly [start: number, end: number])[],
  mime?: string,
): (Shown | undefined)[] {
  const here = shownIn(shown, ranges.length, mime);
  if (here.length < shown.length) return matchShown(here, text, ranges);
  const arrays = shown.filter(({ single }) => !single);
  const matched: (Shown | undefined)[] = ranges.map(([start], i) =>
    saidBefore(arrays, text.slice(Math.max(0, start - REACH, i > 0 ? ranges[i - 1][1] : 0), start)),
  );
  const inOne = ranges.map(
    ([start], i) =>
      i > 0 && /^\s*[,)\]}]/.test(text.slice(ranges[i - 1][1], Math.min(start, ranges[i - 1][1] + 40))),
  );
  inOne.forEach((together, i) => {
    if (together && matched[i] === undefined) matched[i] = matched[i - 1];
  });
  const left = ranges.flatMap((_, i) => (matched[i] === undefined ? [i] : []));
  if (left.length > 0) {
    const all = flat(text.slice(0, LONGEST));
    const untold = arrays.filter(
      ({ prefix }) => prefix === undefined || !/\w/.test(prefix) || !all.includes(flat(prefix)),
    );
    const unlabelled = untold.filter(({ prefix }) => prefix === undefined || !/\w/.test(prefix));
    inOrder(unlabelled.length > 0 ? unlabelled : untold, left.length).forEach(
      (one, i) => (matched[left[i]] = one),
    );
  }
  return matched.map((one, i) =>
    one !== undefined && ((inOne[i] && matched[i - 1] === one) || (inOne[i + 1] && matched[i + 1] === one))
      ? { ...one, part: true }
      : one,
  );
}

/** Of what the code shows, what arrives in an output of this kind: prints in a stream, the rest as values of their own. */
function shownIn(shown: readonly Shown[], count: number, mime: string | undefined): readonly Shown[] {
  const prints = shown.filter(({ by }) => by === 'print');
  const values = shown.filter(({ by }) => by !== 'print');
  if (prints.length === 0 || values.length === 0) return shown;
  if (mime === 'text/plain') return values;
  if (mime?.endsWith('stdout')) return prints;
  return count < shown.length && count % prints.length === 0 ? prints : shown;
}

/** The value whose printed prefix stands directly before an array, or with single values between. */
function saidBefore(arrays: readonly Shown[], before: string): Shown | undefined {
  const text = flat(before);
  let best: { one: Shown; length: number } | undefined;
  for (const one of arrays) {
    if (one.prefix === undefined) continue;
    const prefix = flat(one.prefix);
    if (!/\w/.test(prefix) || prefix.length <= (best?.length ?? 0)) continue;
    const at = text.lastIndexOf(prefix);
    if (at < 0 || (at > 0 && /\w$/.test(text.slice(0, at)) && /^\w/.test(prefix))) continue;
    const rest = text.slice(at + prefix.length);
    if (/^[\s([{<]*(?:['"]?\w+['"]?\s?[:=])?[\s([{<]*(?:[\w.]+[(:][\s([{]*)?$/.test(rest))
      best = { one, length: prefix.length };
    else if ((one.between ?? 0) > 0 && rest.length <= BETWEEN) best = { one, length: prefix.length };
  }
  return best?.one;
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The values by turns, where their number fits. */
function inOrder(arrays: readonly Shown[], count: number): (Shown | undefined)[] {
  const nothing = Array.from({ length: count }, () => undefined);
  if (arrays.length === 0) return nothing;
  if (arrays.length === 1 || count % arrays.length === 0)
    return Array.from({ length: count }, (_, i) => arrays[i % arrays.length]);
  const [first] = arrays;
  const agree = arrays.every((one) => one.says?.kind === first.says?.kind);
  return agree ? nothing.map(() => ({ ...first, name: undefined })) : nothing;
}
