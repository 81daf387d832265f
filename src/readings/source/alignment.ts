import type { Entry } from './entries';
import type { Fit, Fits, PrintedWord } from './fits';
import type { Lines } from './lines';
import type { Shown } from './shownValue';

/** How freely an output may follow the code. */
export interface Freedom {
  /** It begins anywhere in the code: what was written before stands in another output. */
  tail?: true;
  /** Lines without arrays may come from elsewhere. */
  noise?: true;
}

/** What a line from elsewhere costs; whatever is odd about a line that fits costs less. */
const NOISE = 10;
/** A value printed as words may go on for lines. */
const MORE_WORDS = 0.5;
/** Entries times pairs of lines: more take longer than anyone waits. */
const MOST_PAIRS = 1_000_000;

export interface Told {
  /** What each array of the output may be, by its number. */
  arrays: Map<number, Set<Shown | undefined>>;
  words: (PrintedWord & Pick<Entry, 'range'>)[];
}

/**
 * The values that each array of an output may be, over all the likeliest ways the code can have written it from beginning
 * to end; `undefined` among them where one way does not tell. Undefined where there is no way. Takes entries times the
 * pairs of lines that may follow each other.
 */
export function aligned(
  lines: Lines,
  entries: readonly Entry[],
  freedom: Freedom,
  fits: Fits,
): Told | undefined {
  const places = lines.at.length;
  if (places === 0 || entries.length === 0) return undefined;
  if (entries.length * lines.next.reduce((pairs, then) => pairs + then.size, places) > MOST_PAIRS)
    return undefined;
  const { steps, restOf } = stepsOf(lines, entries, freedom, fits);
  const costs = (): Float64Array => new Float64Array(entries.length * places).fill(Infinity);
  // The least cost of all that was written up to an entry, which this place wrote or went on with, and of what follows.
  const upTo = costs();
  const after = costs();
  const first = marks(freedom.tail ? lines.next.keys() : lines.first, places);
  const last = marks(lines.last, places);
  const next = lines.next.map((then) => [...then]);
  const before = befores(next);
  let skipped = 0;
  for (let i = 0; i < entries.length; i++) {
    for (let place = 0; place < places; place++) {
      const step = steps[i][place];
      const row = (i - 1) * places;
      const rest = i === 0 ? Infinity : upTo[row + place] + restOf(i, place);
      let came = first[place] ? skipped : Infinity;
      if (i > 0 && step !== undefined)
        for (const one of before[place]) came = Math.min(came, upTo[row + one]);
      upTo[i * places + place] = Math.min(rest, came + (step?.cost ?? Infinity));
    }
    skipped += freedom.noise && entries[i].arrays.length === 0 ? NOISE : Infinity;
  }
  for (let i = entries.length - 1; i >= 0; i--)
    for (let place = 0; place < places; place++) {
      const row = (i + 1) * places;
      if (i === entries.length - 1) {
        after[i * places + place] = last[place] ? 0 : Infinity;
        continue;
      }
      let least = after[row + place] + restOf(i + 1, place);
      for (const then of next[place])
        least = Math.min(least, after[row + then] + (steps[i + 1][then]?.cost ?? Infinity));
      after[i * places + place] = least;
    }
  const end = (entries.length - 1) * places;
  let best = Infinity;
  for (let place = 0; place < places; place++) best = Math.min(best, upTo[end + place] + after[end + place]);
  if (best === Infinity) return undefined;
  const told: Told = { arrays: new Map(), words: [] };
  entries.forEach(({ range }, i) => {
    // What goes on from the entry before holds neither arrays nor words: who has some wrote them.
    const writers = steps[i].filter((step, place): step is Fit => {
      const at = i * places + place;
      return step !== undefined && upTo[at] + after[at] <= best;
    });
    for (const { told: ofEntry } of writers)
      for (const [array, shown] of ofEntry)
        told.arrays.set(array, (told.arrays.get(array) ?? new Set()).add(shown));
    const [first, ...others] = writers;
    if (first && others.every(({ words }) => words[0]?.shown === first.words[0]?.shown))
      told.words.push(...first.words.map((loss) => ({ ...loss, range })));
  });
  return told;
}

/** What each entry costs if a place wrote it, and what it costs if the place wrote the one before and this goes on from it. */
function stepsOf({ at }: Lines, entries: readonly Entry[], { noise }: Freedom, fits: Fits) {
  const steps = entries.map((entry): readonly (Fit | undefined)[] => {
    const known = new Map(at.map((line) => [line, fits.of(line, entry)]));
    // Text that a line of the code prints is hardly another line's value.
    const said = [...known.values()].some((one) => one?.said);
    return at.map((line) => {
      const one = known.get(line);
      return one !== undefined && said && !one.said ? { ...one, cost: one.cost + 2 } : one;
    });
  });
  const restOf = (i: number, place: number): number => {
    const { arrays, text } = entries[i];
    if (arrays.length > 0) return Infinity;
    const { pieces } = at[place];
    const end = pieces[pieces.length - 1];
    const words =
      end !== undefined &&
      'shown' in end &&
      !end.shown.single &&
      steps[i - 1][place]?.told.size === 0 &&
      !isNumber(text);
    return words ? MORE_WORDS : noise ? NOISE : Infinity;
  };
  return { steps, restOf };
}

function isNumber(text: string): boolean {
  return text !== '' && Number.isFinite(Number(text));
}

function marks(places: Iterable<number>, count: number): boolean[] {
  const marked = new Array<boolean>(count).fill(false);
  for (const place of places) marked[place] = true;
  return marked;
}

function befores(next: readonly (readonly number[])[]): number[][] {
  const before: number[][] = next.map(() => []);
  next.forEach((then, place) => then.forEach((one) => before[one].push(place)));
  return before;
}
