import type { Gathered, Run } from './gather';
import { join, joinedBy, type Joined } from './join';
import { Sequence, type Choices } from './sequence';
import { looksSpecial } from './special';
import { spellingsOf } from './spelling';

/**
 * How models write where thinking begins and ends: most of them, Mistral's, gpt-oss, which may call a tool instead of answering.
 */
const MARKS: readonly [open: string, close: string, otherwise?: string][] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['[THINK]', '[/THINK]'],
  ['<|channel|>analysis<|message|>', '<|channel|>final<|message|>', '<|end|>'],
];
/** Special tokens and line ends behind an answer. */
const MOST_BEHIND = 4;
/** Tokens at which an answer is looked for: more than those are repetitions. */
const MOST_TRIED = 64;
/** Tokens in which a mark stands that a text begins with. */
const FIRST = 16;

/** What a model thought, and its answer: servers list their tokens as one. Where nothing tells them apart they stay one. */
export function thoughtApart(gathered: Gathered): Gathered[] {
  const { part, sequence, own, thought, runs } = gathered;
  if (part !== 'completion') return [gathered];
  if (!thought) return byMarks(gathered);
  const found = byTexts(sequence.chosen, own ?? '', thought) ?? runs;
  return found ? partsOf(gathered, found, thought, own) : [gathered];
}

function partsOf(gathered: Gathered, runs: readonly Run[], thought?: string, own?: string): Gathered[] {
  const { sequence, truncated, stated } = gathered;
  if (runs.every((run) => !run.thought)) return [gathered];
  const [reasoning, answer] = [new Sequence(), new Sequence()];
  runs.forEach((run, index) => {
    // What stands before the first step with a text belongs to it.
    const from = index === 0 ? 0 : run.from;
    const to = index + 1 < runs.length ? runs[index + 1].from : sequence.count;
    (run.thought ? reasoning : answer).append(sequence.slice(from, to));
  });
  const isAll = answer.count === 0;
  const first: Gathered = {
    ...gathered,
    part: 'reasoning',
    sequence: reasoning,
    own: thought,
    truncated: truncated && isAll,
    stated: isAll ? stated : undefined,
  };
  return isAll
    ? [first]
    : [first, { ...gathered, sequence: answer, own: own || undefined, firstIsOdd: false, stated: undefined }];
}

/** By the texts of both that the response has, as the tokens spell them. */
function byTexts(chosen: Choices, own: string, thought: string): Run[] | undefined {
  for (const spelling of spellingsOf(chosen.texts)) {
    const joined = joinedBy(spelling, chosen);
    const split =
      own.trim() === ''
        ? behindThought(joined, chosen, thought.trim())
        : answerAt(joined, own.trim(), thought);
    if (split !== undefined) return runsOf(split);
  }
  return undefined;
}

function runsOf(split: number): Run[] {
  return [
    { from: 0, thought: split > 0 },
    { from: split, thought: false },
  ];
}

/** The place at which an answer begins that the tokens end with; the thought stands before it. */
function answerAt(joined: Joined, answer: string, thought: string): number | undefined {
  const { text, start, end } = joined;
  const latest = text.length - answer.length;
  const earliest = lastPlace(joined) - answer.length;
  let tried = 0;
  for (let place = start.length - 1; place >= 0 && tried < MOST_TRIED; place--) {
    const at = end[place] - text.slice(start[place], end[place]).trimStart().length;
    // Of tokens that share a character, the first.
    if (at > latest || at === end[place] || (place > 0 && end[place - 1] > at)) continue;
    if (at <= earliest) return undefined;
    tried++;
    if (!text.startsWith(answer, at)) continue;
    const before = text.slice(0, at);
    if (before.trim() === '') return 0;
    if (before.includes(thought.trim())) return place;
  }
  return undefined;
}

/** No answer ends here or before: too many tokens follow. */
function lastPlace({ tokens, start }: Joined): number {
  let count = 0;
  for (let place = start.length - 1; place >= 0; place--)
    if (tokens[place].trim() !== '' && ++count > MOST_BEHIND) return start[place];
  return -1;
}

/** Where no answer has a text: all is thought, or what follows its end is something else, such as a call of a tool. */
function behindThought(joined: Joined, chosen: Choices, thought: string): number | undefined {
  const { text } = joined;
  const at = text.indexOf(thought);
  // Not all of it has tokens.
  if (at < 0) return thought.startsWith(withoutOpening(text).trim()) ? chosen.length : undefined;
  const end = at + thought.length;
  const closed = closingBehind(text, end);
  if (closed !== undefined) return behindMark(joined, chosen, closed);
  return filledFrom(joined, end) <= MOST_BEHIND ? chosen.length : undefined;
}

function withoutOpening(text: string): string {
  const begun = text.trimStart();
  const [open] = MARKS.find(([mark]) => begun.startsWith(mark)) ?? [''];
  return begun.slice(open.length);
}

function closingBehind(text: string, from: number): number | undefined {
  for (const [, close] of MARKS) {
    const at = text.indexOf(close, from);
    if (at >= 0 && text.slice(from, at).trim() === '') return at + close.length;
  }
  return undefined;
}

/** How many tokens begin there or behind, without those of spaces. */
function filledFrom({ tokens, start }: Joined, from: number): number {
  let count = 0;
  for (let place = start.length - 1; place >= 0 && start[place] >= from && count <= MOST_BEHIND; place--)
    if (tokens[place].trim() !== '') count++;
  return count;
}

/** By the marks in the text itself. */
function byMarks(gathered: Gathered): Gathered[] {
  const { sequence, own } = gathered;
  const { chosen } = sequence;
  if (!mayHoldMarks(chosen.texts)) return [gathered];
  const special = sequence.special.size > 0 ? sequence.special : looksSpecial(chosen);
  const joined = join(chosen, special, own);
  const closed = thoughtEnd(joined.text, sequence);
  const split =
    closed === undefined || closed === Infinity
      ? closed && chosen.length
      : behindMark(joined, chosen, closed);
  if (split === undefined) return [gathered];
  if (split === chosen.length) return partsOf(gathered, [{ from: 0, thought: true }], own);
  return partsOf(gathered, runsOf(split), ...ownParts(own, joined, split));
}

function mayHoldMarks(texts: readonly (string | undefined)[]): boolean {
  const begin = texts.slice(0, FIRST).join('').trimStart();
  return MARKS.some(([open, close]) => begin.includes(open) || texts.includes(close));
}

/** Where thinking ends in a text that begins with it; ∞ where it does not end. */
function thoughtEnd(text: string, { chosen }: Sequence): number | undefined {
  const blank = text.length - text.trimStart().length;
  for (const [open, close, otherwise] of MARKS) {
    const begins = text.startsWith(open, blank);
    // A prompt’s template may begin it. A text that is echoed holds other thoughts.
    const at = chosen.texts.indexOf(close);
    const isLone = at >= 0 && chosen.texts.lastIndexOf(close) === at && !Number.isNaN(chosen.logprobs[0]);
    if (!begins && (!isLone || text.includes(open))) continue;
    for (const mark of [close, otherwise]) {
      const end = mark === undefined ? -1 : text.indexOf(mark, blank);
      if (end >= 0) return end + mark!.length;
    }
    return Infinity;
  }
  return undefined;
}

/** The place behind a mark and the spaces after it; all of them where nothing but special tokens follows. */
function behindMark({ start, end, tokens }: Joined, chosen: Choices, from: number): number | undefined {
  let place = start.findIndex((begin) => begin >= from);
  // A token that holds both the mark's end and a part of the answer is of neither.
  const straddling = place < 0 ? start.length - 1 : place - 1;
  if (straddling >= 0 && end[straddling] > from && tokens[straddling].trimEnd().length > 0) {
    const rest = end[straddling] - from;
    if (tokens[straddling].slice(-rest).trim() !== '') return undefined;
  }
  if (place < 0) return chosen.length;
  while (place < start.length && tokens[place].trim() === '') place++;
  const special = looksSpecial(chosen);
  for (let at = place; at < start.length; at++)
    if (!special.has(at) && tokens[at].trim() !== '') return place;
  return chosen.length;
}

/** The response's own text of each, where it has it. */
function ownParts(
  own: string | undefined,
  { text, start }: Joined,
  split: number,
): [thought?: string, answer?: string] {
  if (own === undefined) return [];
  const [before, after] = [text.slice(0, start[split]), text.slice(start[split])];
  if (own.startsWith(before)) return [before, own.slice(before.length)];
  const close = MARKS.map(([, mark]) => own.indexOf(mark) + mark.length).find(
    (at, index) => at >= MARKS[index][1].length,
  );
  if (close !== undefined) return [own.slice(0, close), own.slice(close).trimStart()];
  // Without the thought, or without its marks.
  return [undefined, after.includes(own.trim()) ? own : undefined];
}
