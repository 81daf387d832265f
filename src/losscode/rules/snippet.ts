import { parse } from '../../python/parse';
import type { Argument, Expression, ExpressionOf, Module } from '../../python/syntax';
import type { Place, Source } from '../source';
import type { Edit } from '../values';

/** An expression of the code, to be written anew from its parts. */
export interface Snippet {
  readonly expression: Expression;
  /** A part as it stands in the code. */
  text(part: { start: number; end: number }): string;
  /** Where a part stands in the code. */
  place(part: { start: number; end: number }): Place;
}

/** Pieces of texts as they were read last, for as long as the texts stay as they are. */
const read = new WeakMap<Module, Map<string, Module>>();

function pieceOf({ module }: Source, text: string): Module {
  let pieces = read.get(module);
  if (pieces === undefined) read.set(module, (pieces = new Map<string, Module>()));
  let piece = pieces.get(text);
  if (piece === undefined) pieces.set(text, (piece = parse(text)));
  return piece;
}

/** What stands at a place; undefined where that is not one expression. */
export function snippetAt(place: Place): Snippet | undefined {
  const whole = place.source.text.slice(place.start, place.end);
  // In parentheses a line may end anywhere.
  const { statements } = pieceOf(place.source, `(${whole}\n)`);
  const [statement] = statements;
  if (statements.length !== 1 || statement.type !== 'expression') return undefined;
  // Half-typed: what it lacks is not to be written anew.
  if (statement.value.end > whole.length + 1) return undefined;
  return {
    expression: statement.value,
    text: ({ start, end }) => whole.slice(start - 1, end - 1),
    place: ({ start, end }) => ({ ...place, start: place.start + start - 1, end: place.start + end - 1 }),
  };
}

export interface FunctionCall {
  readonly call: ExpressionOf<'call'>;
  /** `log` of `torch.log(x)` and of `x.log()`. */
  readonly name: string;
  /** `torch` of `torch.log(x)`; absent of a method and of a bare name. */
  readonly prefix?: string;
  /** What it is a function of: the first argument, or what it is a method of. */
  readonly of: Expression;
  readonly isMethod: boolean;
  /** The arguments besides. */
  readonly others: readonly Argument[];
}

/** What modules of arrays are called; a method is looked for in no other object. */
const PREFIXES =
  /^(?:torch|np|numpy|math|tf|tf\.math|tf\.nn|tensorflow|jnp|jax\.numpy|jax\.nn|mx|F|nn\.functional|torch\.nn\.functional|K|ops|keras\.ops)$/;

/** A call as a function of something, whether it is written `f(x)` or `x.f()`. */
export function functionIn({ text }: Snippet, expression: Expression): FunctionCall | undefined {
  if (expression.type !== 'call') return undefined;
  const { callee, args } = expression;
  if (callee.type === 'name') return ofArguments(expression, callee.id, undefined);
  if (callee.type !== 'attribute') return undefined;
  const prefix = text(callee.object);
  if (PREFIXES.test(prefix)) return ofArguments(expression, callee.name, prefix);
  return { call: expression, name: callee.name, of: callee.object, isMethod: true, others: args };
}

function ofArguments(
  call: ExpressionOf<'call'>,
  name: string,
  prefix: string | undefined,
): FunctionCall | undefined {
  const [first, ...others] = call.args;
  if (first === undefined || first.keyword !== undefined || first.spread !== undefined) return undefined;
  return { call, name, ...(prefix !== undefined && { prefix }), of: first.value, isMethod: false, others };
}

/** Whether an expression keeps together whatever stands around it. */
export function isPrimary({ type }: Expression): boolean {
  return ['name', 'attribute', 'subscript', 'call', 'constant'].includes(type);
}

/** A call with one more argument at its end, wherever commas, comments and lines end there. */
export function withArgument(place: Place, argument: string): Edit | undefined {
  const snippet = snippetAt(place);
  return snippet?.expression.type === 'call' ? argumentOf(snippet, snippet.expression, argument) : undefined;
}

/** The same for a call that is a part of an expression. */
export function argumentOf(snippet: Snippet, call: ExpressionOf<'call'>, argument: string): Edit | undefined {
  const last = call.args.at(-1)?.value;
  // One that stands without parentheses of its own has to be alone.
  if (last?.type === 'comprehension') return undefined;
  const from = last?.end ?? call.callee.end;
  const gap = snippet.text({ start: from, end: call.end });
  const { at, comma } = endOf(gap, last === undefined);
  const edit = snippet.place({ start: from + at, end: from + at });
  return { place: edit, text: last === undefined ? argument : comma ? ` ${argument}` : `, ${argument}` };
}

/** Where something can be put behind the last argument: behind its comma, else behind what closes it. */
function endOf(gap: string, isEmpty: boolean): { at: number; comma: boolean } {
  let at = 0;
  const close = gap.length - 1;
  for (let i = 0; i < close; i++) {
    const c = gap[i];
    if (c === '#') i = Math.max(i, gap.indexOf('\n', i));
    else if (c === ',') return { at: i + 1, comma: true };
    else if (c === (isEmpty ? '(' : ')')) at = i + 1;
  }
  return { at, comma: false };
}

/** A part that something is to be appended to, `.sum()` or `/ 2`. */
export function primary(snippet: Snippet, part: Expression): string {
  return isPrimary(part) ? snippet.text(part) : `(${snippet.text(part)})`;
}
