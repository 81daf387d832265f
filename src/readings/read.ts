import * as l10n from '@vscode/l10n';
import type { Reading, ReadingKind } from '../arrays/types';
import { gradFn } from './gradFn';
import { integers } from './integers';
import { labelled } from './labelled';
import { masked } from './masked';
import { name } from './name';
import { oppositeSigns } from './oppositeSigns';
import { parameter } from './parameter';
import { plainNumbers } from './plainNumbers';
import { rowLogSums } from './rowLogSums';
import { rowSums } from './rowSums';
import type { Rule, Subject, Vote } from './rule';
import { scored } from './scored';
import { slice } from './slice';
import { source } from './source';
import { spread } from './spread';
import { untold } from './untold';
import { vocabulary } from './vocabulary';

/*
 * How a verdict comes about.
 *
 * 1. Text → literals. `text/` reads every run of brackets and numbers, whatever printed it.
 * 2. Literals → candidates. A candidate is an array with all that stands around it: notation, shape, dtype, grad_fn,
 *    name, printed precision (`Subject`), and what its numbers show in one pass (`stats.ts`). Bytes of files and kernels
 *    become candidates as well; they skip the text.
 * 3. What the code says. `source/` reads the code that printed the text as a tree: which values it shows (`shown.ts`),
 *    which of them this array is (`match.ts`), and what that value is, followed through assignments, functions and
 *    classes (`meaning.ts`).
 * 4. Rules. Each rule of the list below looks at one thing and says what the array is, in a sentence that a person can
 *    check, or nothing. What it says is a proof or has a weight: both stand in `weights.ts`, each with its reason.
 * 5. Verdict. A proof overrules names and looks. Votes for one kind add up as independent evidence does, 1 − Π(1 − w).
 *    The strongest contrary kind shakes the winner. Below `LEAST`, the array is not classified.
 *
 * A wrong verdict is a matter of this room: of the code read wrongly, of a rule, or of a weight.
 */

/** What was recorded or printed with the array, or stands in the code. */
const SAYING: readonly Rule[] = [parameter, gradFn, name, source, scored];

/** `said`: by a rule of SAYING. */
type Said = Vote & { said: boolean };

/** In this order; a rule sees the votes of those before it. Of two proofs, the first holds. */
const RULES: readonly Rule[] = [
  ...SAYING,
  // What the numbers add up to.
  rowSums,
  rowLogSums,
  // What the numbers look like.
  integers,
  masked,
  oppositeSigns,
  vocabulary,
  spread,
  labelled,
  plainNumbers,
  // What is missing in the votes so far, and what a person should know.
  untold,
  slice,
];

/** Below this, nothing was said. */
const LEAST = 0.4;
/** The confidence of a reading that nothing speaks for. */
const NOTHING_SAID = 0.3;
/** What a proof leaves of a kind it overrules. */
const OVERRULED = 0.3;
/** How much of the winner the strongest contrary kind takes away at most. */
const SHAKEN = 0.6;
/** Above 1 − 1/this, a winner is shaken the less the surer it is. */
const FIRMNESS = 2.5;

export function read(subject: Subject): Reading {
  // Flux and Lux put classes along the first axis, others along the last: rows of the wrong one are no distributions.
  if (subject.container === 'julia' && subject.shape.length > 1 && subject.axis === undefined)
    return {
      kind: 'other',
      confidence: NOTHING_SAID,
      evidence: [
        l10n.t('Julia’s libraries differ in the axis of the classes: choose a reading and the class axis'),
      ],
    };
  const votes = votesOn(subject);
  const [best, runnerUp] = topTwo(overruled(added(votes), votes));
  if (best === undefined || best[1] < LEAST)
    return {
      kind: 'other',
      confidence: NOTHING_SAID,
      evidence: [...sentences(votes, undefined), l10n.t('nothing else indicates what these numbers are')],
    };
  const [kind, score] = best;
  const evidence = sentences(votes, kind);
  const confidence = confidenceOf(score, runnerUp?.[1] ?? 0, subject);
  const said = isSaid(kind, votes) && { said: true as const };
  return kind === 'logits' && isBinary(subject)
    ? {
        ...{ kind: 'binary-logits', confidence, ...said },
        evidence: [...evidence, l10n.t('one score per example: the input of a sigmoid, not of a softmax')],
      }
    : { kind, confidence, evidence, ...said };
}

/** The first one of the highest score, and the next. */
function topTwo(scores: readonly Score[]): [best?: Score, runnerUp?: Score] {
  let best: Score | undefined;
  let runnerUp: Score | undefined;
  for (const one of scores) {
    if (best === undefined || one[1] > best[1]) [best, runnerUp] = [one, best];
    else if (runnerUp === undefined || one[1] > runnerUp[1]) runnerUp = one;
  }
  return [best, runnerUp];
}

function votesOn(subject: Subject): Said[] {
  const votes: Said[] = [];
  for (let i = 0; i < RULES.length; i++) {
    const vote = RULES[i].weigh(subject, votes);
    if (vote === undefined) continue;
    const { kind, strength, sentence } = vote;
    votes.push({ kind, strength, sentence, said: i < SAYING.length });
  }
  return votes;
}

/** The name or the code says so; or it says that a model gave the numbers, and their sums say in which form. */
function isSaid(kind: ReadingKind, votes: readonly Said[]): boolean {
  const summed = votes.some((vote) => vote.kind === kind && vote.strength.proof);
  return votes.some((vote) => vote.said && (vote.kind === kind || (summed && vote.kind === 'logits')));
}

type Score = [kind: ReadingKind, score: number];

/** The votes for each kind together: independent evidence adds up to 1 − Π(1 − weight). */
function added(votes: readonly Vote[]): Score[] {
  const scores: Score[] = [];
  for (const { kind, strength } of votes) {
    const known = scores.find(([one]) => one === kind);
    if (known === undefined) scores.push([kind, 1 - (1 - strength.weight)]);
    else known[1] = 1 - (1 - known[1]) * (1 - strength.weight);
  }
  return scores;
}

/** Kinds that names and looks suggest: what is proven to be something else is none of them, whatever it is called. */
const SUGGESTED: readonly ReadingKind[] = ['logits', 'other', 'class-labels', 'one-hot'];

function overruled(scores: Score[], votes: readonly Vote[]): Score[] {
  const proven = votes.find(({ strength }) => strength.proof)?.kind;
  if (proven === undefined) return scores;
  return scores.map(([kind, score]) => [
    kind,
    kind !== proven && SUGGESTED.includes(kind) ? Math.min(score, OVERRULED) : score,
  ]);
}

/** What was said outright is hardly shaken by what the numbers merely suggest. */
function confidenceOf(score: number, contrary: number, { stats }: Subject): number {
  const shaken = SHAKEN * contrary * Math.min(1, FIRMNESS * (1 - score));
  const most = stats.finite === 0 ? LEAST : 1;
  return Math.round(100 * Math.min(most, score * (1 - shaken))) / 100;
}

function isBinary({ shown, shape }: Subject): boolean {
  if (shape[shape.length - 1] === 1) return true;
  const says = shown?.says;
  return shape.length === 1 && (says?.kind === 'binary-logits' || says?.eachIsBinary === true);
}

/** What speaks for the reading first, then what speaks against it or qualifies it. */
function sentences(votes: readonly Vote[], kind: ReadingKind | undefined): string[] {
  if (votes.length < 2) return votes.map(({ sentence }) => sentence);
  const sorted = [...votes].sort(
    (a, b) => Number(b.kind === kind) - Number(a.kind === kind) || b.strength.weight - a.strength.weight,
  );
  return [...new Set(sorted.map(({ sentence }) => sentence))];
}
