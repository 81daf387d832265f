import type { Answer } from './answer';
import { bytesAt, characterOf } from './character';
import { alternativeAt, chosenAt } from './find';
import { findingsOf } from './findings';
import { TOKEN_FLAGS, type SequenceSummary, type TokenPlace, type TokenRun } from './model';
import { Entries } from './written/value';

const BEGINNING = 200;
const LONGEST_OWN = 2000;

export function summaryOf(answer: Answer, line?: number): SequenceSummary {
  const { source, path, part, model, values, count, joined, alternatives } = answer;
  return {
    source,
    path,
    part,
    ...(model !== undefined && { model: model.slice(0, BEGINNING) }),
    ...(line !== undefined && { line }),
    values,
    count,
    length: joined.text.length,
    beginning: joined.text.slice(0, BEGINNING),
    alternatives,
    ...(answer.gathered.exact && { classes: answer.gathered.exact.classes }),
    figures: answer.figures(),
    findings: findingsOf(answer),
  };
}

/** Places `from` to before `to`, as columns. */
export function runOf(answer: Answer, from: number, to: number, vocabulary?: number): TokenRun {
  const { joined, sequence, rank, rankAtLeast, outside } = answer;
  const count = Math.max(0, to - from);
  const run: TokenRun = {
    from,
    count,
    text: count > 0 ? joined.text.slice(joined.start[from], joined.end[to - 1]) : '',
    start: joined.start.slice(from, to),
    end: joined.end.slice(from, to),
    tokens: [],
    flags: new Uint8Array(count),
    logprob: new Float64Array(count),
    rank: rank.slice(from, to),
    rankAtLeast: rankAtLeast.slice(from, to),
    entropyLow: new Float64Array(count).fill(NaN),
    entropyHigh: new Float64Array(count).fill(NaN),
    outside: outside.slice(from, to),
    margin: new Float64Array(count).fill(NaN),
  };
  for (let index = 0; index < count; index++) {
    const place = from + index;
    const logprob = sequence.chosen.logprobs[place];
    run.tokens.push(
      sequence.chosen.texts[place] === undefined ? namelessText(answer, place) : joined.tokens[place],
    );
    run.flags[index] = flagsOf(answer, place);
    run.logprob[index] = logprob > -Infinity ? logprob : NaN;
    const entropy = answer.entropyAt(place, vocabulary);
    if (!entropy) continue;
    run.entropyLow[index] = entropy.low;
    run.entropyHigh[index] = entropy.high ?? NaN;
    run.margin[index] = marginOf(answer, place);
  }
  return run;
}

function namelessText({ sequence }: Answer, place: number): string {
  const id = sequence.chosen.ids[place];
  return id >= 0 ? `#${id}` : '';
}

function flagsOf(answer: Answer, place: number): number {
  const { joined, sequence, among } = answer;
  const { floor, partial, broken, special, absent, nameless } = TOKEN_FLAGS;
  const isAbsent = among[place] < 0 && sequence.alternativesEnd(place) > sequence.starts[place];
  return (
    (answer.isFloor(place) ? floor : 0) |
    (joined.partial.has(place) ? partial : 0) |
    (joined.broken.has(place) ? broken : 0) |
    (sequence.special.has(place) ? special : 0) |
    (isAbsent ? absent : 0) |
    (sequence.chosen.texts[place] === undefined ? nameless : 0)
  );
}

function marginOf({ sequence }: Answer, place: number): number {
  const { logprobs } = sequence.alternatives;
  let [first, second] = [-Infinity, -Infinity];
  for (let index = sequence.starts[place]; index < sequence.alternativesEnd(place); index++) {
    const logprob = logprobs[index];
    if (logprob > first) [first, second] = [logprob, first];
    else if (logprob > second) second = logprob;
  }
  return second > -Infinity ? Math.exp(first) - Math.exp(second) : NaN;
}

/** All that is known of one place. */
export function placeOf(answer: Answer, place: number, vocabulary?: number): TokenPlace {
  const mass = answer.mass(place);
  const entropy = answer.entropyAt(place, vocabulary);
  const listed = listedAt(answer, place);
  const character = characterOf(answer, place);
  const own = ownOf(answer.sequence.raw[place]);
  return {
    place,
    token: { ...chosenAt(answer, place), bytes: bytesAt(answer, place) ?? [] },
    ...(listed.length > 0 && { alternatives: listed }),
    ...(mass && { outside: mass.outside }),
    ...(entropy && { entropyLow: entropy.low }),
    ...(entropy?.high !== undefined && { entropyHigh: entropy.high }),
    ...(character && { character }),
    ...(own !== undefined && { own }),
  };
}

/** The most probable first; floors last. */
function listedAt(answer: Answer, place: number): NonNullable<TokenPlace['alternatives']> {
  const { sequence, among } = answer;
  const { logprobs, ranks } = sequence.alternatives;
  const indices: number[] = [];
  for (let index = sequence.starts[place]; index < sequence.alternativesEnd(place); index++)
    indices.push(index);
  const order = (index: number) => (logprobs[index] > -Infinity ? logprobs[index] : -Infinity);
  indices.sort((a, b) => (order(a) === order(b) ? a - b : order(b) - order(a)));
  return indices.map((index) => ({
    ...alternativeAt(answer, index),
    ...(ranks[index] > 0 && { rank: ranks[index] }),
    ...(index === among[place] && { chosen: true as const }),
  }));
}

function ownOf(raw: unknown): string | undefined {
  if (raw === undefined) return undefined;
  const text = JSON.stringify(raw, (_key, value: unknown) =>
    value instanceof Entries ? Object.fromEntries(value.pairs) : value,
  );
  return text.length > LONGEST_OWN ? `${text.slice(0, LONGEST_OWN)}…` : text;
}
