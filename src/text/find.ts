import * as l10n from '@vscode/l10n';
import type { Scored } from '../arrays/scoredList';
import type { FindContext, FoundArray } from '../arrays/types';
import { juliaAxis, withShownAssignment } from '../readings/juliaAxis';
import { readShown } from '../readings/readShown';
import { matchShown, wordsShown, type ShownWord } from '../readings/source/match';
import { shownBy } from '../readings/source/shown';
import { writtenIn } from '../readings/source/written';
import { candidateOf, type Candidate } from './candidate';
import { listIn, type TextList } from './classNames/classNames';
import { describeGathered, describeLiteral } from './describe';
import { withoutEscapes } from './escapes';
import { readLiterals } from './literals/literals';
import { InFrame, InLiteral, SPECIAL, TUPLE, type Tree } from './literals/tree';
import { attachNearby } from './nearby/nearby';
import { flatTensors, type FlatTensor } from './flatTensors';
import { nameByRecords } from './classNames/ownNames';
import { printedBlocks } from './formats/printedBlocks';
import { nameBefore } from './names/arrayNames';
import { Ranges } from './ranges';
import type { BareLoss } from './nearby/printedLosses';
import { gatherRounds } from './rounds';
import { POINT, SCIENTIFIC } from './scanner/scanner';
import { scoredLists } from './scored';
import { shapeLines } from './shapeLines';
import { gatherRecords } from './stacked';
import { readTables } from './tables/index';
import { readJsonFrame } from './tables/jsonFrame';
import type { Table } from './tables/table';

/** Texts above this length are refused: an array of that size is read from the kernel or a file instead. */
export const MAX_TEXT_LENGTH = 2 ** 26;
/** Arrays described in one text; the rest is not looked at. */
const MAX_FOUND = 5000;

/** Why a text is not searched at all, for the person who asked; undefined when it is. */
export function refusal(text: string): string | undefined {
  if (text.length <= MAX_TEXT_LENGTH) return undefined;
  return l10n.t(
    'the text has {0} characters; the limit is {1}',
    text.length.toLocaleString('en'),
    MAX_TEXT_LENGTH.toLocaleString('en'),
  );
}

/**
 * Every array printed in a text, in reading order, each with its values, name and reading; at most MAX_FOUND.
 * Never throws on any text; time is linear in the text's length. A text that `refusal` names a reason for holds none.
 */
export function findArrays(text: string, context: FindContext = {}): FoundArray[] {
  if (refusal(text) !== undefined) return [];
  const plain = withoutEscapes(text);
  if (plain === undefined) return describeAll(text, context);
  const moved = ([start, end]: readonly [number, number]): [number, number] => [
    plain.original(start),
    plain.original(end, true),
  ];
  const found = describeAll(plain.text, context);
  for (const one of found) {
    one.range = moved(one.range);
    if (one.places !== undefined) one.places = one.places.map(moved);
    if (one.labels?.range !== undefined) one.labels = { ...one.labels, range: moved(one.labels.range) };
  }
  return found;
}

/** Those at or near an offset only, in a text of any length below the limit. */
export function findArraysNear(text: string, offset: number, context: FindContext = {}): FoundArray[] {
  return refusal(text) === undefined ? describeAll(text, context, offset) : [];
}

function describeAll(text: string, context: FindContext, near?: number): FoundArray[] {
  const tree = readLiterals(text);
  const printed = findCandidates(tree, context, near);
  const ranges = printed.map(({ found }) => found.range);
  const isJulia = printed.some(({ found }) => found.container === 'julia');
  const source = isJulia && context.source ? withShownAssignment(context.source) : context.source;
  const shows = source === undefined ? undefined : shownBy(source, isJulia ? undefined : context.notebook);
  const axis = isJulia ? juliaAxis(context) : undefined;
  const matched = shows === undefined ? [] : matchShown(shows, text, ranges, context.mime);
  printed.forEach((candidate, i) => {
    const { subject, found } = candidate;
    if (found.container === 'julia') subject.axis = axis;
    subject.shown = matched[i] ?? writtenAt(candidate, text, context);
    if (found.name === undefined && matched[i]?.name !== undefined) found.name = matched[i].name;
  });
  const candidates = gatherRounds(text, printed);
  const ownNames = nameByRecords(tree, candidates).map((names) => names.join('\n'));
  for (const { found, subject } of candidates) {
    const { reading, classAxis } = readShown(subject, found.array);
    found.reading = reading;
    if (classAxis !== undefined) found.classAxis = classAxis;
  }
  const named = new Set(candidates.filter(({ found }) => found.classNames ?? found.entryNames));
  const words = shows === undefined ? [] : wordsShown(shows, text, ranges, context.mime);
  attachNearby(tree, candidates, context, { losses: bareLosses(words), lists: listsShown(text, words) });
  // The names of one record are no other's.
  if (ownNames.length > 0)
    for (const candidate of candidates)
      if (!named.has(candidate) && ownNames.includes(candidate.found.classNames?.join('\n') ?? ''))
        delete candidate.found.classNames;
  for (const { found } of ownNames.length > 0 ? candidates : [])
    found.nameChoices = found.nameChoices?.filter(
      ({ names }) => names === found.classNames || !ownNames.includes(names?.join('\n') ?? ''),
    );
  return candidates.map(({ found }) => found);
}

function bareLosses(words: readonly ShownWord[]): BareLoss[] {
  return words
    .filter(({ shown }) => shown.loss)
    .map(({ shown: { name, expression }, ...loss }) => ({ ...loss, name: name ?? expression }));
}

/** Lists of strings under the names that the code has for them. */
function listsShown(text: string, words: readonly ShownWord[]): TextList[] {
  let read = 0;
  return words.flatMap(({ shown, start, range }) => {
    const list = shown.loss ? undefined : listIn(text, Math.max(start, read), range[1]);
    if (list === undefined || shown.name === undefined) return [];
    [, read] = list.range;
    return [{ name: shown.name, ...list }];
  });
}

/** What the text says of an array if it is code itself. */
function writtenAt({ found: { name, range } }: Candidate, text: string, { source }: FindContext) {
  return source === undefined && name !== undefined ? writtenIn(text, name, range[1]) : undefined;
}

/** How far from the offset labels may stand that belong to the array there. */
const NEAR = 5000;

function findCandidates(tree: Tree, context: FindContext, near?: number): Candidate[] {
  const { text, literals } = tree;
  const isNear = ({ start, end }: { start: number; end: number }) =>
    near === undefined || (start - NEAR <= near && near <= end + NEAR);
  // Bytes and boxes beside the scores are theirs, no arrays of their own.
  const { scored, inside } = scoredLists(tree, isNear, MAX_FOUND);
  const blocks = printedBlocks(text, MAX_FOUND);
  const frame = readJsonFrame(text);
  const tables = readTables(text, context, MAX_FOUND);
  const ofLists = tables.filter(({ hasLists }) => hasLists);
  const inBlocks = new Ranges([...blocks, ...(frame ? [frame] : []), ...ofLists].map(({ range }) => range));
  const standsIn = (literal: number) => {
    const at = literal * InLiteral.WIDTH;
    if (inBlocks.overlap([literals.data[at + InLiteral.START], literals.data[at + InLiteral.END]]))
      return true;
    const frame = literals.data[literal * InLiteral.WIDTH + InLiteral.PARENT];
    return frame >= 0 && inside[frame] === 1;
  };
  const { tensors, apart } = flatTensors(tree);
  const { gathered, taken } = gatherRecords(tree, isNear, MAX_FOUND, apart);
  const single: number[] = [];
  for (let id = 0; id < literals.count; id++) {
    const at = id * InLiteral.WIDTH;
    const range = { start: literals.data[at + InLiteral.START], end: literals.data[at + InLiteral.END] };
    const isShape = apart[id] === 1 && !tensors.has(id);
    if (taken[id] === 0 && !isShape && isNear(range) && !standsIn(id)) single.push(id);
  }
  const candidates = singleCandidates(tree, single, tensors, single.length + gathered.length === 1);
  for (const one of gathered)
    if (!standsIn(one.first))
      candidates.push(describeGathered(text, one, tree.literal(one.first), tensors.get(one.first)?.name));
  for (const one of scored) candidates.push(scoredCandidate(one));
  for (const block of blocks) {
    const { gradFn, width, isWhole, shape, data, range, elided = false } = block;
    candidates.push(
      candidateOf(
        { ...block, elided, name: nameBefore(text, range[0]) },
        { floating: !isWhole, gradFn },
        width ?? (shape.length === 1 ? data.length : undefined),
      ),
    );
  }
  if (frame && isNear({ start: frame.range[0], end: frame.range[1] })) candidates.push(tableCandidate(frame));
  const occupied = new Ranges(candidates.map(({ found }) => found.range));
  for (const table of tables) if (!occupied.overlap(table.range)) candidates.push(tableCandidate(table));
  return candidates
    .sort((a, b) => a.found.range[0] - b.found.range[0] || b.found.range[1] - a.found.range[1])
    .slice(0, MAX_FOUND);
}

/** Arrays that stand for themselves. `owner`: the one array of the text may keep the text's values. */
function singleCandidates(
  tree: Tree,
  ids: readonly number[],
  tensors: ReadonlyMap<number, FlatTensor>,
  owner: boolean,
): Candidate[] {
  const lines = ids.length > 0 && ids.length < 1000 ? shapeLines(tree.text) : [];
  const candidates: Candidate[] = [];
  for (const id of ids) {
    if (candidates.length >= MAX_FOUND) break;
    if (isBareTuple(tree, id)) continue;
    const candidate = describeLiteral(tree, tree.literal(id), { lines, tensor: tensors.get(id) }, owner);
    if (candidate === undefined || isBytes(candidate)) continue;
    candidate.record = recordAround(tree, id);
    candidates.push(candidate);
  }
  return candidates;
}

/** The bytes of a token's text, as servers give them beside its log-probability. */
function isBytes({ found: { name, array }, subject }: Candidate): boolean {
  return (
    name !== undefined &&
    /(?:^|\.)bytes$/.test(name) &&
    !subject.floating &&
    array !== undefined &&
    array.data.every((byte) => byte >= 0 && byte < 256)
  );
}

/** The record a single array stands in, when it stands in one: `{…}`, or an object's fields. */
function recordAround({ text, literals, frames }: Tree, literal: number): number | undefined {
  const at = literal * InLiteral.WIDTH;
  let parent = literals.data[at + InLiteral.PARENT];
  const startOf = (frame: number) => frames.data[frame * InFrame.WIDTH + InFrame.START];
  const isObject = (frame: number) => frames.data[frame * InFrame.WIDTH + InFrame.RECORD] >= 0;
  // Of the array in `logits=tensor([…])`, the record is the one around the call.
  if (parent >= 0 && isObject(parent) && startOf(parent) === literals.data[at + InLiteral.START] - 1)
    parent = frames.data[parent * InFrame.WIDTH + InFrame.PARENT];
  return parent >= 0 && (text[startOf(parent)] === '{' || isObject(parent)) ? parent : undefined;
}

/** Whole numbers in parentheses: a shape, a place, a pair of counts. */
function isBareTuple({ literals, shapes }: Tree, literal: number): boolean {
  const at = literal * InLiteral.WIDTH;
  const flags = literals.data[at + InLiteral.FLAGS];
  return (
    (flags & TUPLE) !== 0 &&
    (flags & (POINT | SCIENTIFIC | SPECIAL)) === 0 &&
    shapes.shapes[literals.data[at + InLiteral.SHAPE]].length === 1
  );
}

function tableCandidate(table: Table): Candidate {
  const { floating, labels, labelledByName } = table;
  const candidate = candidateOf(table, { floating, labelledByName });
  if (labels !== undefined) candidate.labels = labels;
  return candidate;
}

function scoredCandidate(scored: Scored): Candidate {
  const { name, shape, data, decimals, classNames, entryNames, start, end, json, partial } = scored;
  return candidateOf(
    {
      name,
      range: [start, end],
      container: json ? 'json' : 'list',
      shape,
      data,
      decimals,
      elided: false,
      classNames,
      entryNames,
      partial: partial || undefined,
    },
    { floating: true, scored },
  );
}
