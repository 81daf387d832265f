import { sizeOf } from '../arrays/ndarray';
import { withoutEscapes } from './escapes';
import { formats, unwrapped } from './formats/index';
import type { Surroundings, Wrapping } from './formats/format';
import { readLiterals } from './literals/literals';
import { nameOf, pathOf } from './names';
import { attachNearby, type Candidate } from './nearby';
import { read } from '../readings/read';
import { statsOf } from '../readings/stats';
import { gatherRecords } from './records';
import type { Scored } from '../arrays/scoredList';
import { scoredLists } from './scored';
import { POINT, SCIENTIFIC } from './scanner/scanner';
import { shapeLineFor, shapeLines } from './shapeLines';
import { matchShown } from '../readings/source/match';
import { shownBy } from '../readings/source/shown';
import { readTables } from './tables/index';
import { BOOLEAN, InFrame, InLiteral, SPECIAL, TUPLE, type Literal, type Tree } from './literals/tree';
import type { FindContext, FoundArray } from '../arrays/types';

/** Texts above this length are refused: an array of that size is read from the kernel or a file instead. */
export const MAX_TEXT_LENGTH = 2 ** 26;
/** Arrays described in one text; the rest is not looked at. */
export const MAX_FOUND = 5000;

/** Text looked at on each side of an array. */
const BEFORE = 300;
const AFTER = 400;

/** Why a text is not searched at all, for the person who asked; undefined when it is. */
export function refusal(text: string): string | undefined {
  if (text.length <= MAX_TEXT_LENGTH) return undefined;
  return `the text has ${text.length.toLocaleString('en')} characters, the limit is ${MAX_TEXT_LENGTH.toLocaleString('en')}`;
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
  const candidates = findCandidates(tree, context, near);
  const shown = context.source === undefined ? [] : shownBy(context.source);
  const ranges = candidates.map(({ found }) => found.range);
  const matched = matchShown(shown, text, ranges, context.mime);
  candidates.forEach((candidate, i) => {
    const { subject, found } = candidate;
    if (candidate.unprinted) return;
    subject.shown = matched[i];
    if (found.name === undefined && matched[i]?.name !== undefined) found.name = matched[i].name;
  });
  for (const { found, subject } of candidates) found.reading = read(subject);
  attachNearby(tree, candidates);
  return candidates.map(({ found }) => found);
}

/** How far from the offset labels may stand that belong to the array there. */
const NEAR = 5000;

function findCandidates(tree: Tree, context: FindContext, near?: number): Candidate[] {
  const { text, literals, values } = tree;
  const isNear = ({ start, end }: { start: number; end: number }) =>
    near === undefined || (start - NEAR <= near && near <= end + NEAR);
  // Bytes and boxes beside the scores are theirs, no arrays of their own.
  const { scored, inside } = scoredLists(tree, isNear, MAX_FOUND);
  const { gathered, taken } = gatherRecords(tree, isNear, MAX_FOUND);
  const rest: number[] = [];
  for (let id = 0; id < literals.count; id++) {
    if (taken[id] === 1) continue;
    const at = id * InLiteral.WIDTH;
    const start = literals.data[at + InLiteral.START];
    const end = literals.data[at + InLiteral.END];
    if (isNear({ start, end }) && !standsIn(literals.data[at + InLiteral.PARENT], inside)) rest.push(id);
  }
  const lines = rest.length > 0 && rest.length < 1000 ? shapeLines(text) : [];
  const candidates: Candidate[] = [];
  const owner = rest.length + gathered.length === 1;

  for (const id of rest) {
    if (candidates.length >= MAX_FOUND) break;
    if (isBareTuple(tree, id)) continue;
    const candidate = describe(text, tree.literal(id), values, lines, owner);
    if (candidate === undefined) continue;
    candidate.record = recordAround(tree, id);
    candidates.push(candidate);
  }
  for (const { first, flags, decimals, records, start, end, shape, data } of gathered) {
    if (standsIn(literals.data[first * InLiteral.WIDTH + InLiteral.PARENT], inside)) continue;
    const literal = { ...tree.literal(first), flags, decimals };
    const name = pathOf(text, literal, true) ?? (literal.key && text.slice(literal.key[0], literal.key[1]));
    const candidate = candidateOf(
      { container: text[literal.key![0] - 1] === '"' ? 'json' : 'list', start, end },
      { ...literal, valuesStart: 0, size: data.length },
      literal.parent?.parent === undefined ? text.slice(literal.key![0], literal.key![1]) : name,
      shape,
      data,
    );
    candidate.records = records;
    candidates.push(candidate);
  }
  for (const one of scored) candidates.push(scoredCandidate(one));
  for (const table of readTables(text, context)) {
    if (!candidates.some(({ found }) => found.range[0] < table.range[1] && table.range[0] < found.range[1]))
      candidates.push(tableCandidate(table));
  }
  return candidates
    .sort((a, b) => a.found.range[0] - b.found.range[0] || b.found.range[1] - a.found.range[1])
    .slice(0, MAX_FOUND);
}

function standsIn(frame: number, inside: Uint8Array): boolean {
  return frame >= 0 && inside[frame] === 1;
}

/** The record a single array stands in, when it stands in one. */
function recordAround({ text, literals, frames }: Tree, literal: number): number | undefined {
  const parent = literals.data[literal * InLiteral.WIDTH + InLiteral.PARENT];
  return parent >= 0 && text[frames.data[parent * InFrame.WIDTH + InFrame.START]] === '{'
    ? parent
    : undefined;
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

function describe(
  text: string,
  literal: Literal,
  values: Float64Array,
  lines: ReturnType<typeof shapeLines>,
  owner: boolean,
): Candidate | undefined {
  const floating = (literal.flags & (POINT | SCIENTIFIC | SPECIAL)) !== 0;
  const around: Surroundings = {
    literal,
    text,
    before: text.slice(Math.max(0, literal.start - BEFORE), literal.start),
    after: text.slice(literal.end, literal.end + AFTER),
  };
  // A shape, a size, a slice: whole numbers that describe an array.
  if (
    !floating &&
    literal.shape.length === 1 &&
    /(?:shape|size|stride|Size|TensorShape|dims?)\s*[=(:]?\s*\(?$/i.test(around.before)
  )
    return undefined;
  let wrapping: Wrapping | undefined;
  // What a library prints in front of the numbers ends in one of these.
  const printed = /(?:[(=,]|e[-+]\d+ \*)[\s#>*|]*$/.test(around.before.slice(-40));
  for (const format of printed ? formats : unwrapped)
    if ((wrapping = format.match(around)) !== undefined) break;
  const { container, start, end, shape: said } = wrapping!;
  if (literal.size === 0 && (container === 'list' || container === 'json' || container === 'numpy-str'))
    return undefined;

  const line =
    literal.elided || lines.length > 0 ? shapeLineFor(lines, text, [start, end], literal.shape) : undefined;
  const shape = settleShape(literal, said ?? line?.shape);
  const path = container === 'json' ? pathOf(text, literal) : undefined;
  const name = path !== undefined && path.lastIndexOf('.') > 1 ? path : nameOf(text, literal, start);
  const candidate = candidateOf(
    wrapping!,
    literal,
    name ?? wrapping!.name ?? line?.name,
    shape,
    values,
    owner,
  );
  candidate.subject.parameter = wrapping!.parameter;
  candidate.subject.requiresGrad = /requires_grad=True/.test(text.slice(literal.end, end));
  return candidate;
}

/** The shape printed beside an array counts where the array itself is elided or empty, and agrees. */
function settleShape(
  { shape, elided, size }: Literal,
  said: readonly number[] | undefined,
): readonly number[] {
  if (said === undefined) return shape;
  if (size === 0 && sizeOf(said) === 0) return said;
  const agrees =
    said.length === shape.length && said.every((n, axis) => shape[axis] === -1 || shape[axis] === n);
  return elided && agrees ? said : shape;
}

function candidateOf(
  wrapping: Wrapping,
  literal: Literal,
  name: string | undefined,
  shape: readonly number[],
  values: Float64Array,
  owner = false,
): Candidate {
  const { flags, size, valuesStart, elided } = literal;
  const { scale } = wrapping;
  const scientific = (flags & SCIENTIFIC) !== 0 || scale !== undefined;
  const classes = literal.shape.length === 0 ? 1 : elided ? printedWidth(literal) : shape[shape.length - 1];
  // A view where the one array takes most of the buffer; else a copy, so that nothing holds on to the whole.
  const whole = owner && size * 2 > values.length && valuesStart === 0;
  const printed =
    values.length === size
      ? values
      : whole
        ? values.subarray(0, size)
        : values.slice(valuesStart, valuesStart + size);
  const data = scale === undefined ? printed : printed.map((value) => value * scale);
  const boolean = (flags & BOOLEAN) !== 0;
  const found: FoundArray = {
    range: [wrapping.start, wrapping.end],
    ...(name === undefined ? {} : { name }),
    container: wrapping.container,
    shape,
    ...(wrapping.dtype === undefined ? {} : { dtype: wrapping.dtype }),
    elided,
    ...(scientific || !(flags & POINT) ? {} : { decimals: literal.decimals }),
    ...(elided ? {} : { array: { dtype: 'float64', shape, data } }),
    reading: { kind: 'other', confidence: 0, evidence: [] },
  };
  return {
    found,
    subject: {
      container: wrapping.container,
      name,
      shape,
      elided,
      floating: (flags & (POINT | SCIENTIFIC | SPECIAL)) !== 0,
      boolean,
      decimals: found.decimals,
      gradFn: wrapping.gradFn,
      stats: statsOf(data, 0, size, classes),
    },
  };
}

/** Numbers in one printed row of an elided array. */
function printedWidth({ size, shape }: Literal): number {
  const rows = shape[shape.length - 1] === -1 ? undefined : shape[shape.length - 1];
  return rows ?? Math.max(1, Math.min(size, 6));
}

function tableCandidate(table: ReturnType<typeof readTables>[number]): Candidate {
  const { range, name, container, shape, data, decimals, classNames, floating, elided } = table;
  const found: FoundArray = {
    range,
    ...(name === undefined ? {} : { name }),
    container,
    shape,
    elided,
    ...(decimals === undefined ? {} : { decimals }),
    ...(elided ? {} : { array: { dtype: 'float64', shape, data } }),
    ...(classNames === undefined ? {} : { classNames }),
    reading: { kind: 'other', confidence: 0, evidence: [] },
  };
  return {
    found,
    labels: table.labels,
    subject: {
      container,
      name,
      shape,
      elided,
      floating,
      boolean: false,
      decimals,
      stats: statsOf(data, 0, data.length, shape[shape.length - 1]),
    },
  };
}

function scoredCandidate(scored: Scored): Candidate {
  const { start, end, name, shape, data, decimals, classNames, entryNames, partial } = scored;
  const container = scored.json ? 'json' : 'list';
  const found: FoundArray = {
    range: [start, end],
    ...(name === undefined ? {} : { name }),
    container,
    shape,
    elided: false,
    ...(decimals === undefined ? {} : { decimals }),
    array: { dtype: 'float64', shape, data },
    ...(classNames === undefined ? {} : { classNames }),
    ...(entryNames === undefined ? {} : { entryNames }),
    ...(partial ? { partial } : {}),
    reading: { kind: 'other', confidence: 0, evidence: [] },
  };
  return {
    found,
    subject: {
      container,
      name,
      shape,
      elided: false,
      floating: true,
      boolean: false,
      decimals,
      scored,
      stats: statsOf(data, 0, data.length, shape[shape.length - 1]),
    },
  };
}
