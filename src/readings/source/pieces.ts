import { outline } from '../../python/outline';
import type { Argument, Expression, ExpressionOf, StringPart } from '../../python/syntax';

/** What one argument prints: text, or a value. */
export type Piece = { text: string } | { value: Expression };

/**
 * An argument as text and values by turns: f-strings, `"…{}…".format(x)`, `"…%s…" % x` and `"…" + str(x)` are taken
 * apart, and `str(x)` prints what x does.
 */
export function piecesOf(argument: Expression): Piece[] {
  switch (argument.type) {
    case 'string':
      return [{ text: argument.text }];
    case 'f-string':
      return argument.parts.flatMap(fromPart);
    case 'binary':
      return ofOperation(argument);
    case 'call':
      return ofCall(argument);
    default:
      return [{ value: argument }];
  }
}

function fromPart(part: StringPart): Piece[] {
  if ('text' in part) return [part];
  return part.label === undefined ? [{ value: part.value }] : [{ text: part.label }, { value: part.value }];
}

function ofOperation(argument: ExpressionOf<'binary'>): Piece[] {
  const { operator, left, right } = argument;
  if (operator === '%' && left.type === 'string') return percent(left.text, right);
  if (operator !== '+') return [{ value: argument }];
  const pieces = [...piecesOf(left), ...piecesOf(right)];
  // Text is joined to text only: anything else is a sum of numbers.
  return pieces.some((piece) => 'text' in piece) ? pieces : [{ value: argument }];
}

function ofCall(argument: ExpressionOf<'call'>): Piece[] {
  const { callee, args } = argument;
  if (/^(?:str|repr)$/.test(outline(callee)) && args.length === 1) return [{ value: args[0].value }];
  return callee.type === 'attribute' && callee.name === 'format' && callee.object.type === 'string'
    ? formatted(callee.object.text, args)
    : [{ value: argument }];
}

/** `{}` takes the next value, `{0}` the first, `{name}` the keyword's, `{0.shape}` and `{0[1]}` a part of one. */
function formatted(template: string, args: readonly Argument[]): Piece[] {
  let next = 0;
  return filled(template, /\{\{|\}\}|\{(?:[^{}]|\{[^{}]*\})*\}/g, ([place]) => {
    if (place === '{{' || place === '}}') return place[0];
    const [, field] = /^\{(\w*)/.exec(place)!;
    if (field === '') return args[next++]?.value;
    return (/^\d+$/.test(field) ? args[Number(field)] : args.find(({ keyword }) => keyword === field))?.value;
  });
}

function percent(template: string, right: Expression): Piece[] {
  const values = right.type === 'tuple' ? right.items : [right];
  let next = 0;
  return filled(template, /%%|%(?:\(\w*\))?[-+ #0\d.*]*[a-zA-Z]/g, ([all]) =>
    all === '%%' ? '%' : values[next++],
  );
}

/** The text between places, and what stands in each: a character, or a value where there is one. */
function filled(
  template: string,
  places: RegExp,
  fill: (place: RegExpExecArray) => Expression | string | undefined,
): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  let at = 0;
  for (const place of template.matchAll(places)) {
    text += template.slice(at, place.index);
    at = place.index + place[0].length;
    const value = fill(place);
    if (typeof value === 'string') text += value;
    else {
      pieces.push({ text });
      text = '';
      if (value !== undefined) pieces.push({ value });
    }
  }
  return [...pieces, { text: text + template.slice(at) }];
}
