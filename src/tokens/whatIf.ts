import type { Answer } from './answer';
import { readable } from './utf8';
import { codeOf } from './whatIfCode';
import type { WhatIf, WhatIfPlace } from './model';

/** One alternative under a temperature: its weight p^(1/T), and whether cut-offs keep it. */
interface Candidate {
  index: number;
  /** In nats, of the distribution as listed. */
  logprob: number;
  weight: number;
  kept: boolean | undefined;
}

/** Bounds of the weight of what is not listed. */
interface Rest {
  low: number;
  high: number;
  /** Of the heaviest of it. */
  most: number;
}

/**
 * What a place would be under another temperature and cut-offs, in the order of transformers: temperature, top-k, top-p,
 * min-p, typical-p. What is not listed is known by its mass alone, so the answer is bounds; they meet where nothing is
 * outside, and where the cut-offs leave none of it.
 */
export function whatIf(answer: Answer, place: number, settings: WhatIf): WhatIfPlace {
  const { sequence, joined } = answer;
  const mass = answer.mass(place);
  const code = codeOf(settings);
  if (!mass) return { choices: [], outsideLow: 0, outsideHigh: 1, code };
  const temperature = settings.temperature ?? 1;
  const candidates = candidatesOf(answer, place, temperature);
  const rest = restOf(mass.outside, mass.most, temperature);
  for (const cut of CUTS) cut(candidates, rest, settings);
  const kept = sumOf(candidates, (kept) => kept === true);
  const perhaps = sumOf(candidates, (kept) => kept === undefined);
  return {
    choices: candidates.map(({ index, weight, kept: isKept }) => {
      const { texts, bytes, ids } = sequence.alternatives;
      const own = index < 0 ? joined.tokens[place] : joined.spelling(texts[index] ?? '', bytes.get(index));
      const id = index < 0 ? sequence.chosen.ids[place] : ids[index];
      const others = kept - (isKept === true ? weight : 0);
      const open = perhaps - (isKept === undefined ? weight : 0);
      return {
        text: typeof own === 'string' ? own : readable(own),
        ...(id >= 0 && { id }),
        ...(isKept !== undefined && { kept: isKept }),
        low: isKept === true ? ratio(weight, weight + others + open + rest.high) : 0,
        high: isKept === false ? 0 : ratio(weight, weight + others + rest.low),
      };
    }),
    outsideLow: ratio(rest.low, rest.low + kept + perhaps),
    outsideHigh: ratio(rest.high, rest.high + kept),
    code,
  };
}

function ratio(part: number, whole: number): number {
  if (part === Infinity) return 1;
  return whole > 0 ? Math.min(1, part / whole) : 0;
}

function sumOf(candidates: readonly Candidate[], is: (kept: boolean | undefined) => boolean): number {
  return candidates.reduce((sum, { weight, kept }) => (is(kept) ? sum + weight : sum), 0);
}

/** All that is listed with a value, the most probable first. */
function candidatesOf({ sequence, among }: Answer, place: number, temperature: number): Candidate[] {
  const { logprobs } = sequence.alternatives;
  const candidates: Candidate[] = [];
  const add = (index: number, logprob: number) => {
    if (logprob > -Infinity)
      candidates.push({ index, logprob, weight: Math.exp(logprob / temperature), kept: true });
  };
  for (let index = sequence.starts[place]; index < sequence.alternativesEnd(place); index++)
    add(index, logprobs[index]);
  if (among[place] < 0) add(-1, sequence.chosen.logprobs[place]);
  return candidates.sort((a, b) => b.logprob - a.logprob);
}

/**
 * Σ q^(1/T) over what is not listed, where Σ q is known and no q is above `most`. Below T = 1 the sum is the largest with
 * the largest pieces and goes to 0 with ever smaller ones; above it is the other way round and has no bound.
 */
function restOf(outside: number, most: number, temperature: number): Rest {
  if (!(outside > 0)) return { low: 0, high: 0, most: 0 };
  const power = 1 / temperature;
  const largest = Math.min(most, outside);
  const inPieces = (mass: number) => {
    const pieces = Math.floor(mass / largest);
    return pieces * largest ** power + Math.max(0, mass - pieces * largest) ** power;
  };
  const heaviest = largest ** power;
  if (temperature === 1) return { low: outside, high: outside, most: heaviest };
  return temperature < 1
    ? { low: 0, high: inPieces(outside), most: heaviest }
    : { low: inPieces(Math.max(0, outside - ROUNDING)), high: Infinity, most: heaviest };
}

/** What the mass outside may be off by, as a difference of sums: the fourth root of 1e-16 is no small number. */
const ROUNDING = 1e-13;

type Cut = (candidates: Candidate[], rest: Rest, settings: WhatIf) => void;

function drop(rest: Rest): void {
  rest.low = rest.high = rest.most = 0;
}

/** Whether nothing that is not listed can come before it. */
function isSure({ weight }: Candidate, rest: Rest): boolean {
  return weight >= rest.most;
}

/** As many as k, and those as probable as the last of them. */
const topK: Cut = (candidates, rest, { topK: k }) => {
  if (k === undefined) return;
  const least = candidates[Math.min(k, candidates.length) - 1]?.weight ?? 0;
  for (const candidate of candidates)
    if (candidate.weight < least) candidate.kept = false;
    else if (!isSure(candidate, rest)) candidate.kept = undefined;
  if (k <= candidates.filter((candidate) => isSure(candidate, rest)).length) drop(rest);
  else rest.low = 0;
};

/** The fewest that reach p together; the one that reaches it is kept. */
const topP: Cut = (candidates, rest, { topP: p }) => {
  if (p === undefined || p >= 1) return;
  const alive = candidates.filter(({ kept }) => kept !== false);
  const total = alive.reduce((sum, { weight }) => sum + weight, 0);
  let above = 0;
  let reached = false;
  alive.forEach((candidate, place) => {
    // It is kept while those above it stay below p.
    const open = isSure(candidate, rest) ? 0 : rest.high;
    const [low, high] = [
      ratio(above, total + rest.high),
      ratio(above + open, total + (open > 0 ? rest.high : rest.low)),
    ];
    if (place > 0 && low >= p) candidate.kept = false;
    else if (place > 0 && high >= p) candidate.kept = undefined;
    above += candidate.weight;
    reached ||= isSure(candidate, rest) && ratio(above, total + rest.high) >= p;
  });
  if (reached) drop(rest);
  else rest.low = 0;
};

const minP: Cut = (candidates, rest, { minP: p }) => {
  const [top] = candidates;
  if (p === undefined || top === undefined) return;
  const least = p * top.weight;
  for (const candidate of candidates) if (candidate.weight < least) candidate.kept = false;
  if (rest.most < least) drop(rest);
  else rest.low = 0;
};

/** The ones nearest to the entropy in surprisal; the entropy is known only where nothing is outside. */
const typicalP: Cut = (candidates, rest, { typicalP: p }) => {
  if (p === undefined || p >= 1) return;
  const alive = candidates.filter(({ kept }) => kept !== false);
  if (rest.high > 0 || alive.some(({ kept }) => kept === undefined)) {
    for (const candidate of alive) candidate.kept = undefined;
    rest.low = 0;
    return;
  }
  const total = alive.reduce((sum, { weight }) => sum + weight, 0);
  const surprisal = ({ weight }: Candidate) => -Math.log(weight / total);
  const entropy = alive.reduce((sum, one) => sum + (one.weight / total) * surprisal(one), 0);
  const off = alive.map((candidate) => Math.abs(surprisal(candidate) - entropy));
  const nearest = alive.map((_, at) => at).sort((a, b) => off[a] - off[b]);
  let [reached, farthest] = [0, 0];
  for (const at of nearest) {
    if (reached < p) farthest = off[at];
    reached += alive[at].weight / total;
  }
  // Those as near as the last one are kept with it.
  alive.forEach((candidate, at) => (candidate.kept = off[at] <= farthest));
};

const CUTS: readonly Cut[] = [topK, topP, minP, typicalP];
