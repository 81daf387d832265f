import { numberWritten } from '../../python/numbers';
import { dotted, lastName } from '../../python/outline';
import type { Expression, ExpressionOf, StatementOf } from '../../python/syntax';
import { walk } from '../../python/walk';
import { type Code, useOf } from './code';
import { strip } from './strip';

/**
 * The temperatures by which code divides a value on its way into a softmax or a cross-entropy, by the value's name:
 * `softmax(logits / T)`, where T stands in the code as a number. A value divided in several ways has none.
 */
export function temperaturesOf(code: Code): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const several = new Set<string>();
  let functions: StatementOf<'function'>[] | undefined;
  for (const call of code.calls) {
    if (useOf(call.callee) === undefined) continue;
    const divided = quotientIn(call, code);
    if (divided === undefined) continue;
    const { left, right } = divided;
    const name = lastName(strip(left));
    functions ??= functionsOf(code);
    const value = numberOf(right, code, call.start, functions);
    if (name === undefined) continue;
    if (value === undefined || (found.get(name) ?? value) !== value) several.add(name);
    else found.set(name, value);
  }
  for (const name of several) found.delete(name);
  return found;
}

/** `logits / T`, which a call takes or is made on, or a name that was bound to it. */
function quotientIn({ callee, args, start }: ExpressionOf<'call'>, code: Code) {
  const logits = args.find(({ keyword }) => keyword === 'input' || keyword === 'logits') ?? args[0];
  const object = callee.type === 'attribute' ? callee.object : undefined;
  return [object, logits?.value]
    .map((value) => value && boundTo(value, code, start))
    .find((value): value is ExpressionOf<'binary'> => value?.type === 'binary' && value.operator === '/');
}

function boundTo(value: Expression, code: Code, at: number): Expression {
  const bare = strip(value);
  return code.bindings.before(dotted(bare) ?? '', at)?.value ?? bare;
}

/** A positive number that is written out, or a name for one that is no parameter of a function around it. */
function numberOf(
  value: Expression,
  code: Code,
  at: number,
  functions: readonly StatementOf<'function'>[],
): number | undefined {
  const name = dotted(value);
  const isParameter = functions.some(
    ({ start, end, parameters }) =>
      start <= at && at < end && parameters.some((parameter) => parameter.name === name),
  );
  if (name !== undefined && isParameter) return undefined;
  const { type, ...constant } = name === undefined ? value : (code.bindings.before(name, at)?.value ?? value);
  if (type !== 'constant' || !('text' in constant)) return undefined;
  const number = numberWritten(constant.text) ?? 0;
  return number > 0 && number < Infinity ? number : undefined;
}

function functionsOf(code: Code): StatementOf<'function'>[] {
  const functions: StatementOf<'function'>[] = [];
  walk(code.module, {
    statement: (statement) => {
      if (statement.type === 'function') functions.push(statement);
    },
  });
  return functions;
}
