import { sizeOf } from '../arrays/ndarray';
import type { PrintedNumbers } from '../arrays/types';
import { candidateOf, type Candidate } from './candidate';
import type { FlatTensor } from './flatTensors';
import { formats, unwrapped } from './formats/index';
import type { Surroundings, Wrapping } from './formats/format';
import { BOOLEAN, SPECIAL, type Literal, type Tree } from './literals/tree';
import { marginBefore } from './margin';
import { nameOf } from './names/arrayNames';
import { pathOf } from './paths';
import { printedNumbers } from './printedNumbers';
import { POINT, SCIENTIFIC } from './scanner/scanner';
import { shapeLineFor, type ShapeLine } from './shapeLines';
import type { Gathered } from './stacked';

/** Text looked at on each side of an array. */
const BEFORE = 300;
const AFTER = 400;

/** A literal as the array it was printed from; undefined for a shape, a size, a slice, and for an empty list. */
export function describeLiteral(
  { text, values }: Tree,
  literal: Literal,
  { lines, tensor }: { lines: readonly ShapeLine[]; tensor?: FlatTensor },
  owner: boolean,
): Candidate | undefined {
  const around = surroundings(text, literal);
  if (!isFloating(literal) && literal.shape.length === 1 && describesShape(around.before)) return undefined;
  const wrapping = wrappingOf(around);
  const { container, start, end } = wrapping;
  if (literal.size === 0 && (container === 'list' || container === 'json' || container === 'numpy-str'))
    return undefined;
  const line =
    literal.elided || lines.length > 0 ? shapeLineFor(lines, text, [start, end], literal.shape) : undefined;
  const path = container === 'json' ? pathOf(text, literal) : undefined;
  if (tensor !== undefined) {
    return literalCandidate(wrapping, tensor.name ?? path, literal, tensor.shape, values, owner);
  }
  const name = path !== undefined && path.lastIndexOf('.') > 1 ? path : nameOf(text, literal, start);
  const candidate = literalCandidate(
    wrapping,
    name ?? wrapping.name ?? line?.name,
    literal,
    settleShape(literal, wrapping.shape ?? line?.shape),
    values,
    owner,
    numbersOf(text, literal, wrapping),
  );
  candidate.subject.requiresGrad = text.slice(literal.end, end).includes('requires_grad=True');
  return candidate;
}

/**
 * Arrays gathered from records, as the one array they make.
 *
 * @param own what the records call it
 */
export function describeGathered(text: string, gathered: Gathered, first: Literal, own?: string): Candidate {
  const { flags, decimals, records, start, end, shape, data } = gathered;
  const literal = { ...first, flags, decimals, valuesStart: 0, size: data.length };
  const key = text.slice(first.key![0], first.key![1]);
  const container = text[first.key![0] - 1] === '"' ? 'json' : 'list';
  const name = own ?? (first.parent?.parent === undefined ? key : (pathOf(text, first, true) ?? key));
  const candidate = literalCandidate({ container, start, end }, name, literal, shape, data, false);
  candidate.records = records;
  return candidate;
}

function surroundings(text: string, literal: Literal): Surroundings {
  const from = Math.max(0, literal.start - BEFORE);
  const margin = marginBefore(text, literal.start, from);
  return {
    literal,
    text,
    before: text.slice(from, margin),
    margin: text.slice(margin, literal.start),
    after: text.slice(literal.end, literal.end + AFTER),
  };
}

function isFloating({ flags }: Literal): boolean {
  return (flags & (POINT | SCIENTIFIC | SPECIAL)) !== 0;
}

/** `shape=`, `torch.Size(`, `dims: (`: whole numbers behind it describe an array. */
function describesShape(before: string): boolean {
  const call = before.endsWith('(') ? before.slice(0, -1).trimEnd() : before;
  const said = /[=(:]$/.test(call) ? call.slice(0, -1).trimEnd() : call;
  return /(?:shape|size|stride|dims?)$/i.test(said);
}

function wrappingOf(around: Surroundings): Wrapping {
  const { before, margin } = around;
  // What a library prints in front of the numbers ends in one of these.
  const printed = /[(=,]$|Float\d\d$/.test(before) || (margin.startsWith(' *') && /\d$/.test(before));
  for (const format of printed ? formats : unwrapped) {
    const wrapping = format.match(around);
    if (wrapping !== undefined) return wrapping;
  }
  throw new Error('a list takes everything');
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

function literalCandidate(
  wrapping: Wrapping,
  name: string | undefined,
  literal: Literal,
  shape: readonly number[],
  values: Float64Array,
  owner: boolean,
  numbers?: PrintedNumbers,
): Candidate {
  const { flags, elided } = literal;
  const { container, start, end, dtype, scale, gradFn, parameter } = wrapping;
  const printed = valuesOf(literal, values, owner);
  return candidateOf(
    {
      range: [start, end],
      name,
      container,
      shape,
      dtype,
      elided,
      printed: numbers,
      decimals: scale !== undefined ? undefined : decimalsOf(literal),
      data: scale === undefined ? printed : printed.map((value) => value * scale),
    },
    { floating: isFloating(literal), boolean: (flags & BOOLEAN) !== 0, gradFn, parameter },
    literal.shape.length === 0 ? 1 : elided ? printedWidth(literal) : undefined,
  );
}

/** Of numbers with an exponent alone there are none; among others that have none, those of the others. */
function decimalsOf({ flags, decimals }: Literal): number | undefined {
  if (!(flags & POINT) || (flags & SCIENTIFIC && decimals === 0)) return undefined;
  return decimals;
}

/** A view where the one array takes most of the buffer; else a copy, so that nothing holds on to the whole. */
function valuesOf({ size, valuesStart }: Literal, values: Float64Array, owner: boolean): Float64Array {
  if (values.length === size) return values;
  const whole = owner && size * 2 > values.length && valuesStart === 0;
  return whole ? values.subarray(0, size) : values.slice(valuesStart, valuesStart + size);
}

/** By which the whole of an abbreviated array is known. */
function numbersOf(
  text: string,
  { elided, start, end }: Literal,
  { scale }: Wrapping,
): PrintedNumbers | undefined {
  return elided && scale === undefined ? printedNumbers(text, start, end) : undefined;
}

/** Numbers in one printed row of an elided array. */
function printedWidth({ size, shape }: Literal): number {
  const rows = shape[shape.length - 1] === -1 ? undefined : shape[shape.length - 1];
  return rows ?? Math.max(1, Math.min(size, 6));
}
