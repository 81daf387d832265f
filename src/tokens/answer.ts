import { CompensatedSum } from '../numerics/compensatedSum';
import { decimalsOf } from './digits';
import type { Gathered } from './gather';
import { join, type Difference, type Joined } from './join';
import type { Part, TokenFigures, Values } from './model';
import { chosenAmong, entropyHigh, entropyLow, massOf, rankOf, type Mass } from './place';
import type { Sequence } from './sequence';
import { looksSpecial } from './special';
import { utf8Length } from './utf8';

/** Beyond this a number is no log-probability. */
const ABOVE = 1e-4;

/** An answer's tokens with what follows from them. */
export class Answer {
  readonly source: string;
  readonly path: string;
  readonly part: Part;
  readonly model?: string;
  readonly start: number;
  readonly sequence: Sequence;
  readonly joined: Joined & { difference: Difference };
  readonly own?: string;
  readonly truncated: boolean;
  readonly assumed: boolean;
  readonly listsChosen: boolean;
  readonly values: Values;
  /** What the values are rounded to; undefined where they are not. */
  private readonly decimals: number | undefined;
  /** The first value is above 0 and the only one: it was left out. */
  readonly oddFirst?: number;
  /** Of each place: the alternative that is its token, −1 where none is. */
  readonly among: Int32Array;
  /** 0 where it is not known. */
  readonly rank: Int32Array;
  readonly rankAtLeast: Int32Array;
  /** NaN where nothing is listed. */
  readonly outside: Float64Array;
  /** Most alternatives at one place. */
  readonly alternatives: number;
  /** The response has ids, or nothing, for texts. */
  readonly nameless: boolean;

  constructor(readonly gathered: Gathered) {
    const { sequence, own, listsChosen } = gathered;
    this.source = gathered.source;
    this.path = gathered.path;
    this.part = gathered.part;
    this.model = gathered.model;
    this.start = gathered.start;
    this.truncated = gathered.truncated;
    this.assumed = gathered.assumed;
    this.listsChosen = listsChosen;
    this.sequence = sequence;
    this.own = own;
    const { count, chosen } = sequence;
    this.nameless = chosen.texts.every((text) => text === undefined);
    this.joined = this.join();
    // A response that gives ids alone has its text besides.
    if (this.nameless && own !== undefined) this.joined.text = own;
    this.among = new Int32Array(count);
    this.rank = new Int32Array(count);
    this.rankAtLeast = new Int32Array(count);
    this.outside = new Float64Array(count).fill(NaN);
    this.alternatives = this.match();
    this.oddFirst = gathered.firstIsOdd ? this.dropOddFirst() : undefined;
    this.values = this.isScores() ? 'scores' : 'log-probabilities';
    this.decimals = gathered.exact ? undefined : decimalsOf(chosen.logprobs);
    this.rate();
  }

  get count(): number {
    return this.sequence.count;
  }

  private join(): Joined & { difference: Difference } {
    const { own, nameless } = this;
    const { chosen, special } = this.sequence;
    const known = special.size > 0 ? special : looksSpecial(chosen);
    const joined = join(chosen, known, nameless ? undefined : own);
    // Tokens that look special are so where the response's own text leaves them out.
    if (joined.difference === 'special') for (const place of known) special.add(place);
    // A prompt's first token has no entry; it is what the prompt begins with.
    if (joined.difference !== 'prompt' || this.part !== 'prompt' || chosen.texts[0] !== undefined)
      return joined;
    chosen.texts[0] = own!.slice(0, own!.length - joined.text.length);
    return join(chosen, special, own);
  }

  /** A floor or no number at all is no value. */
  isValued(place: number): boolean {
    return this.sequence.chosen.logprobs[place] > -Infinity;
  }

  isFloor(place: number): boolean {
    return this.sequence.chosen.logprobs[place] === -Infinity;
  }

  /** Its text is known to the byte. */
  private isWritten(place: number): boolean {
    const { broken, bytes } = this.joined;
    return this.sequence.chosen.texts[place] !== undefined && (!broken.has(place) || bytes.has(place));
  }

  mass(place: number): Mass | undefined {
    if (this.values === 'scores') return undefined;
    const mass = massOf(this.sequence, place, this.among[place], this.listsChosen);
    // A row that is listed whole has nothing outside: what is left is rounding.
    const isWhole = mass && this.gathered.exact && mass.count >= this.gathered.exact.classes;
    return isWhole ? { ...mass, outside: 0 } : mass;
  }

  /** Bounds of a place's entropy in nats; equal where its row is known whole. */
  entropyAt(place: number, vocabulary?: number): { low: number; high?: number } | undefined {
    const { exact } = this.gathered;
    if (exact) {
      const entropy = exact.entropy[place];
      return Number.isNaN(entropy) ? undefined : { low: entropy, high: entropy };
    }
    const mass = this.mass(place);
    return mass && { low: entropyLow(mass), high: entropyHigh(mass, vocabulary) };
  }

  figures(from = 0, to = this.count): TokenFigures {
    const { logprobs } = this.sequence.chosen;
    const [sum, outside] = [new CompensatedSum(), new CompensatedSum()];
    let [valued, bytes, floors, ranked, top, listed] = [0, 0, 0, 0, 0, 0];
    let bytesKnown = !this.nameless;
    for (let place = from; place < to; place++) {
      if (this.isValued(place)) {
        valued++;
        sum.add(logprobs[place]);
        bytes += this.joined.byteLength[place];
        bytesKnown &&= this.isWritten(place);
      } else if (this.isFloor(place)) floors++;
      if (this.rank[place] > 0 || this.rankAtLeast[place] > 1) {
        ranked++;
        if (this.rank[place] === 1) top++;
      }
      if (!Number.isNaN(this.outside[place])) {
        listed++;
        outside.add(this.outside[place]);
      }
    }
    if (valued === this.count && !bytesKnown && this.own !== undefined && !this.own.includes('\ufffd')) {
      bytes = utf8Length(this.own);
      bytesKnown = true;
    }
    return {
      count: to - from,
      valued,
      ...(this.values === 'log-probabilities' &&
        valued > 0 &&
        ofSum(sum.value, valued, bytesKnown ? bytes : 0, this.decimals)),
      ...(bytesKnown && valued > 0 && { bytes }),
      ...(ranked > 0 && { topChoices: top, ranked }),
      ...(listed > 0 && { meanOutside: outside.value / listed }),
      ...(floors > 0 && { floors }),
    };
  }

  /** Which alternative each token is. Returns the most that one place lists. */
  private match(): number {
    const { sequence, among } = this;
    const { logprobs } = sequence.chosen;
    let most = 0;
    for (let place = 0; place < this.count; place++) {
      among[place] = chosenAmong(sequence, place, this.joined.spelling);
      most = Math.max(most, this.sizeAt(place));
      // The response has the token's value among the alternatives alone.
      if (Number.isNaN(logprobs[place]) && among[place] >= 0)
        logprobs[place] = sequence.alternatives.logprobs[among[place]];
    }
    return most;
  }

  private dropOddFirst(): number | undefined {
    const { logprobs } = this.sequence.chosen;
    const [first] = logprobs;
    if (!(first > ABOVE) || logprobs.some((value, place) => place > 0 && value > ABOVE)) return undefined;
    logprobs[0] = NaN;
    return first;
  }

  private isScores(): boolean {
    const { chosen, alternatives } = this.sequence;
    return [chosen, alternatives].some(({ logprobs }) => logprobs.some((value) => value > ABOVE));
  }

  private rate(): void {
    const k = this.listsChosen ? this.asked() : Infinity;
    for (let place = 0; place < this.count; place++) {
      const { rank, atLeast } = rankOf(this.sequence, place, this.among[place], k);
      this.rank[place] = rank;
      this.rankAtLeast[place] = atLeast;
      this.outside[place] = this.mass(place)?.outside ?? NaN;
    }
  }

  /**
   * How many alternatives were asked for, as far as can be seen: where all the longest lists end in their own token and
   * others are one shorter, the token was added to them.
   */
  private asked(): number {
    let [addedEverywhere, oneShorter] = [true, false];
    for (let place = 0; place < this.count; place++) {
      const size = this.sizeAt(place);
      if (size === this.alternatives) addedEverywhere &&= this.isLeast(place);
      else oneShorter ||= size === this.alternatives - 1;
    }
    return addedEverywhere && oneShorter ? this.alternatives - 1 : this.alternatives;
  }

  private sizeAt(place: number): number {
    return this.sequence.alternativesEnd(place) - this.sequence.starts[place];
  }

  /** Whether a place's token is the least probable of its alternatives. */
  private isLeast(place: number): boolean {
    const { sequence, among } = this;
    const { logprobs } = sequence.alternatives;
    if (among[place] < 0) return false;
    for (let index = sequence.starts[place]; index < sequence.alternativesEnd(place); index++)
      if (index !== among[place] && !(logprobs[index] > logprobs[among[place]])) return false;
    return true;
  }
}

function ofSum(
  sum: number,
  valued: number,
  bytes: number,
  decimals: number | undefined,
): Partial<TokenFigures> {
  const perplexity = Math.exp(-sum / valued);
  return {
    sumLogprob: sum,
    ...(decimals !== undefined && { sumWithin: valued / (2 * 10 ** decimals) }),
    ...(Number.isFinite(perplexity) && { perplexity }),
    // No minus before zero.
    bitsPerToken: 0 - sum / (valued * Math.LN2),
    ...(bytes > 0 && { bitsPerByte: 0 - sum / (bytes * Math.LN2) }),
  };
}
