import { aligned, type Freedom, type Told } from './alignment';
import { entriesOf } from './entries';
import { Fits } from './fits';
import type { Lines } from './lines';
import type { Shows } from './shown';
import type { Shown } from './shownValue';

/** How far before an array the text printed before it is looked for. */
const REACH = 300;
/** Values printed between the text and the array take no more than this. */
const BETWEEN = 80;
/** Longer texts are no print of a few values. */
const LONGEST = 1_000_000;
/** Lines of the code times characters of the output: more are not compared. */
const MOST_COMPARED = 2_000_000;

type Ranges = readonly (readonly [start: number, end: number])[];

/** Which shown value each array of a text is, by its range; undefined where the code does not tell. */
export function matchShown(shows: Shows, text: string, ranges: Ranges, mime?: string): (Shown | undefined)[] {
  if (shows.values.length === 0 || ranges.length === 0) return ranges.map(() => undefined);
  const matched =
    valuesOf(walked(shows, text, ranges, mime), ranges) ??
    looked(shownIn(shows.values, ranges.length, mime), text, ranges);
  const inOne = ranges.map((_, i) => isInOne(text, ranges, i));
  return matched.map((one, i) =>
    one !== undefined && ((inOne[i] && matched[i - 1] === one) || (inOne[i + 1] && matched[i + 1] === one))
      ? { ...one, part: true }
      : one,
  );
}

/** A loss, or a list of strings, that the code shows, as its output prints it. */
export interface ShownWord {
  shown: Shown;
  word: string;
  /** It stands somewhere in these lines, behind `start`. */
  start: number;
  range: readonly [start: number, end: number];
}

/** The losses and lists of strings that the code prints, where the output follows it. */
export function wordsShown(shows: Shows, text: string, ranges: Ranges, mime?: string): ShownWord[] {
  if (ranges.length === 0) return [];
  const told = walked(shows, text, ranges, mime);
  return (told?.words ?? []).map(({ after, range, ...word }) => ({
    ...word,
    range,
    start: after === undefined ? range[0] : ranges[after][1],
  }));
}

/** The output follows the code, the tail of it, or it with lines of others between: the first that it can. */
const FREEDOMS: readonly Freedom[] = [{}, { tail: true }, { noise: true }];

/** Walks the output and the code's prints together; undefined where they do not go together. */
function walked(shows: Shows, text: string, ranges: Ranges, mime: string | undefined): Told | undefined {
  const entries = text.length > LONGEST ? undefined : entriesOf(text, ranges);
  if (entries === undefined) return undefined;
  const written = writtenIn(shows, mime);
  const characters = entries.reduce((sum, entry) => sum + entry.text.length, 0);
  if (written.some(({ at }) => at.length * characters > MOST_COMPARED)) return undefined;
  const fits = new Fits();
  for (const freedom of FREEDOMS)
    for (const lines of written) {
      const told = aligned(lines, entries, freedom, fits);
      if (told !== undefined) return told;
    }
  return undefined;
}

function valuesOf(told: Told | undefined, ranges: Ranges): (Shown | undefined)[] | undefined {
  return told && ranges.map((_, i) => agreed([...(told.arrays.get(i) ?? [])]));
}

/** What may have written an output of this kind: prints a stream, the last expression a value of its own. */
function writtenIn({ prints, value, values }: Shows, mime: string | undefined): Lines[] {
  const displayed = values.some(({ by }) => by === 'display');
  const alone = value === undefined || displayed ? [] : [value];
  if (mime === 'text/plain') return alone;
  const streams = prints === undefined ? [] : [prints];
  if (mime?.endsWith('stdout')) return streams;
  return [
    ...streams,
    ...(prints !== undefined && alone.length > 0 ? [inTurn(prints, alone[0])] : []),
    ...alone,
  ];
}

/** The prints, and the value after them. */
function inTurn(prints: Lines, value: Lines): Lines {
  const place = prints.at.length;
  return {
    at: [...prints.at, ...value.at],
    next: [
      ...prints.next.map((then, one) => (prints.last.includes(one) ? new Set([...then, place]) : then)),
      new Set(),
    ],
    first: prints.first,
    last: [place],
  };
}

/** The one value, or what all of several agree on. */
function agreed(values: readonly (Shown | undefined)[]): Shown | undefined {
  const [first] = values;
  if (values.length === 1 || first === undefined) return first;
  const agree = first.says && values.every((one) => one?.says?.kind === first.says!.kind);
  return agree ? { ...first, name: undefined } : undefined;
}

/** Whether an array stands behind the one before it within one bracket. */
function isInOne(text: string, ranges: Ranges, i: number): boolean {
  if (i === 0) return false;
  const [, end] = ranges[i - 1];
  return /^\s*[,)\]}]/.test(text.slice(end, Math.min(ranges[i][0], end + 40)));
}

/** By the text before each array, else by turns. */
function looked(shown: readonly Shown[], text: string, ranges: Ranges): (Shown | undefined)[] {
  const arrays = shown.filter(({ single }) => !single);
  const said = saidOf(arrays);
  const matched: (Shown | undefined)[] = ranges.map(([start], i) =>
    saidBefore(said, text.slice(Math.max(0, start - REACH, i > 0 ? ranges[i - 1][1] : 0), start)),
  );
  ranges.forEach((_, i) => {
    if (matched[i] === undefined && isInOne(text, ranges, i)) matched[i] = matched[i - 1];
  });
  const left = ranges.flatMap((_, i) => (matched[i] === undefined ? [i] : []));
  if (left.length === 0) return matched;
  const all = flat(text.slice(0, LONGEST));
  const untold = arrays.filter(
    ({ prefix }) => prefix === undefined || !/\w/.test(prefix) || !all.includes(flat(prefix)),
  );
  const unlabelled = untold.filter(({ prefix }) => prefix === undefined || !/\w/.test(prefix));
  inOrder(unlabelled.length > 0 ? unlabelled : untold, left.length).forEach(
    (one, i) => (matched[left[i]] = one),
  );
  return matched;
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

/** A value, and the words that are printed before it. */
interface Said {
  one: Shown;
  prefix: string;
}

function saidOf(arrays: readonly Shown[]): Said[] {
  return arrays.flatMap((one) => {
    const prefix = flat(one.prefix ?? '');
    return /\w/.test(prefix) ? [{ one, prefix }] : [];
  });
}

/** The value whose printed prefix stands directly before an array, or with single values between. */
function saidBefore(said: readonly Said[], before: string): Shown | undefined {
  const text = flat(before);
  let best: Said | undefined;
  for (const candidate of said) {
    const { one, prefix } = candidate;
    if (prefix.length > text.length || prefix.length <= (best?.prefix.length ?? 0)) continue;
    const at = text.lastIndexOf(prefix);
    if (at < 0 || (at > 0 && /\w/.test(text[at - 1]) && /\w/.test(prefix[0]))) continue;
    const rest = text.slice(at + prefix.length);
    if (opensArray(rest) || ((one.between ?? 0) > 0 && rest.length <= BETWEEN)) best = candidate;
  }
  return best?.one;
}

/** Whether nothing but brackets, one name with a sign and the beginning of one call stand in a text: `: {'logits': tensor(`. */
function opensArray(text: string): boolean {
  const at = past(OPENING, text, past(LABEL, text, past(OPENING, text, 0)));
  return past(CALL, text, at) === text.length;
}

const OPENING = /[\s([{<]*/y;
const LABEL = /(?:['"]?\w+['"]?\s?[:=])?/y;
const CALL = /(?:[\w.]+[(:][\s([{]*)?/y;

function past(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + pattern.exec(text)![0].length;
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
