import type { Reading, ReadingKind } from '../arrays/types';
import { gradFn } from './gradFn';
import { integers } from './integers';
import { masked } from './masked';
import { name } from './name';
import { oppositeSigns } from './oppositeSigns';
import { parameter } from './parameter';
import { plainNumbers } from './plainNumbers';
import { rowLogSums } from './rowLogSums';
import { rowSums } from './rowSums';
import type { Rule, Subject, Vote } from './rule';
import { scored } from './scored';
import { source } from './source';
import { spread } from './spread';
import { untold } from './untold';
import { vocabulary } from './vocabulary';

const rules: readonly Rule[] = [
  parameter,
  gradFn,
  name,
  source,
  scored,
  rowSums,
  rowLogSums,
  integers,
  masked,
  oppositeSigns,
  vocabulary,
  spread,
  plainNumbers,
];

/** Below this, nothing was said. */
const LEAST = 0.4;

/**
 * Weighs the rules: votes for one kind add up as independent evidence does, 1 - Π(1 - weight), and the strongest
 * contrary kind takes away up to six tenths of the winner's confidence, the less the surer the winner.
 */
export function read(subject: Subject): Reading {
  const votes = rules.map((rule) => rule.weigh(subject)).filter((vote) => vote !== undefined);
  const doubt = untold.weigh(subject);
  if (doubt !== undefined && votes.some(({ kind }) => kind === 'logits')) votes.push(doubt);
  if (subject.shown?.slice === 'classes' || (subject.shown?.slice === 'first' && subject.shape.length === 1))
    votes.push({
      kind: 'other',
      weight: 0,
      sentence: `the code shows a slice, ${subject.shown.expression}: not all classes`,
    });
  const scores = new Map<ReadingKind, number>();
  for (const { kind, weight } of votes) scores.set(kind, 1 - (1 - (scores.get(kind) ?? 0)) * (1 - weight));
  settle(scores, votes);
  const [best, runnerUp]: ([ReadingKind, number] | undefined)[] = [...scores].sort((a, b) => b[1] - a[1]);
  if (best === undefined || best[1] < LEAST)
    return {
      kind: 'other',
      confidence: 0.3,
      evidence: [...sentences(votes, undefined), 'nothing else says what these numbers are'],
    };
  let kind = best[0];
  const evidence = sentences(votes, kind);
  const sigmoid = subject.shown?.says?.kind === 'binary-logits' && subject.shape.length === 1;
  if (kind === 'logits' && (sigmoid || subject.shape[subject.shape.length - 1] === 1)) {
    kind = 'binary-logits';
    evidence.push("one score per example: the sigmoid's domain, not the softmax's");
  }
  // What was said outright is hardly shaken by what the numbers merely suggest.
  const shaken = 0.6 * (runnerUp?.[1] ?? 0) * Math.min(1, 2.5 * (1 - best[1]));
  const most = subject.stats.finite === 0 ? LEAST : 1;
  return { kind, confidence: Math.round(100 * Math.min(most, best[1] * (1 - shaken))) / 100, evidence };
}

/** The numbers overrule names: what sums to 1 in [0, 1] is no longer logits, whatever it is called. */
function settle(scores: Map<ReadingKind, number>, votes: readonly Vote[]) {
  const proven = votes.find(
    ({ kind, weight }) => (kind === 'probabilities' || kind === 'log-probabilities') && weight === 0.93,
  );
  if (proven !== undefined && !votes.some(({ kind, weight }) => kind === 'other' && weight > 0.9))
    for (const kind of ['logits', 'other', 'class-labels', 'one-hot'] as const)
      if (scores.has(kind)) scores.set(kind, Math.min(scores.get(kind)!, 0.3));
}

/** What speaks for the reading first, then what speaks against it or qualifies it. */
function sentences(votes: readonly Vote[], kind: ReadingKind | undefined): string[] {
  const sorted = [...votes].sort(
    (a, b) => Number(b.kind === kind) - Number(a.kind === kind) || b.weight - a.weight,
  );
  return [...new Set(sorted.map(({ sentence }) => sentence))];
}
