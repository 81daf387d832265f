import { dotted, lastName, outline } from '../../python/outline';
import type { Expression, ExpressionOf } from '../../python/syntax';
import { Code } from './code';
import { keyOf, meaningOf } from './meaning';
import { piecesOf } from './pieces';
import type { Says } from './says';
import { layersOf } from './strip';

/** What the code that printed a text says about one value it shows. */
export interface Shown {
  expression: string;
  /** Printed by a call, displayed by one, or shown as the cell's value. */
  by: 'print' | 'display' | 'value';
  /** The text printed directly before the value: `Logits:` of `print("Logits:", x)`. */
  prefix?: string;
  /** Values printed between that text and this one. */
  between?: number;
  /** The variable's or attribute's own name, when the expression ends in one. */
  name?: string;
  says?: Says;
  /** `logits[0, :3]`: only part of the classes is shown; `logits[:3]`: of the first axis left. */
  slice?: 'classes' | 'first';
  /** `preds[0]`: one row of what has more. */
  row?: true;
  /** Surely no array: a shape, a counter, a dtype. */
  single?: true;
  /** One of several arrays that the expression's one value holds. */
  part?: true;
}

const LONGEST_SOURCE = 200_000;
const MOST_SHOWN = 100;

/** The last sources read: a cell's outputs come one by one, each with the same source. */
const KEPT = 8;
const read = new Map<string, readonly Shown[]>();

/** The values the code shows, in the order they are printed: what print calls print, and the last expression. */
export function shownBy(source: string): readonly Shown[] {
  if (source.length > LONGEST_SOURCE) return [];
  const shown = read.get(source) ?? readShown(new Code(source));
  read.delete(source);
  read.set(source, shown);
  if (read.size > KEPT) read.delete(read.keys().next().value!);
  return shown;
}

function readShown(code: Code): Shown[] {
  const shown: Shown[] = [];
  for (const call of code.calls) {
    const by = printer(call);
    if (by !== undefined) shown.push(...printed(call, by, code));
    if (shown.length > MOST_SHOWN) return [];
  }
  const last = code.module.statements[code.module.statements.length - 1];
  if (last?.type !== 'expression' || last.silent) return shown;
  const { value } = last;
  if (value.type === 'call' && printer(value) !== undefined) return shown;
  for (const one of value.type === 'tuple' ? value.items : [value])
    shown.push({ ...describe(one, code, last.start), by: 'value' });
  return shown;
}

function printer({ callee }: ExpressionOf<'call'>): 'print' | 'display' | undefined {
  const name = dotted(callee);
  if (name === undefined) return undefined;
  if (/^(?:(?:IPython\.)?display\.)?display$/.test(name)) return 'display';
  return /^(?:(?:tf|rich)\.)?print$|^(?:pprint\.)?pprint$/.test(name) ? 'print' : undefined;
}

function printed({ args, start }: ExpressionOf<'call'>, by: Shown['by'], code: Code): Shown[] {
  const shown: Shown[] = [];
  let prefix: string | undefined;
  let between = 0;
  // Keywords say how to print, or where to.
  for (const { value } of args.filter(({ keyword }) => keyword === undefined))
    for (const piece of piecesOf(value)) {
      if ('value' in piece) {
        shown.push({
          ...describe(piece.value, code, start),
          by,
          ...(prefix === undefined ? {} : { prefix, between }),
        });
        between++;
      } else if (piece.text.trim() !== '') {
        prefix = piece.text;
        between = 0;
      }
    }
  return shown;
}

function describe(expression: Expression, code: Code, at: number): Omit<Shown, 'by'> {
  const layers = layersOf(expression);
  const bare = layers[layers.length - 1];
  const slice = layers.map(sliceOf).find((one) => one !== undefined);
  const name = nameOf(layers);
  return {
    expression: code.written(expression),
    ...(name === undefined ? {} : { name }),
    ...(layers.some(isRow) ? { row: true } : {}),
    ...(slice === undefined ? {} : { slice }),
    ...(isSingle(expression) ? { single: true } : {}),
    says: meaningOf(bare, code, at),
  };
}

/** `y` of `(y := model(x))`, else the name of the bare value. */
function nameOf(layers: readonly Expression[]): string | undefined {
  const bound = layers.find((layer) => layer.type === 'walrus');
  const named = bound?.target ?? layers[layers.length - 1];
  return lastName(named) ?? /^\w+$/.exec(keyOf(named) ?? '')?.[0];
}

function sliceOf(layer: Expression): Shown['slice'] {
  if (layer.type !== 'subscript') return undefined;
  const { indices } = layer;
  const last = indices[indices.length - 1];
  if (last?.type !== 'slice' || last.step !== undefined || !isNumber(last.upper)) return undefined;
  if (indices.length > 1) return 'classes';
  return last.lower === undefined ? 'first' : undefined;
}

function isRow(layer: Expression): boolean {
  return layer.type === 'subscript' && layer.indices.length === 1 && isWhole(layer.indices[0]);
}

function isWhole(index: Expression): boolean {
  return index.type === 'unary' ? isNumber(index.operand) : isNumber(index);
}

function isNumber(expression: Expression | undefined): boolean {
  return expression?.type === 'constant' && /^\d+$/.test(expression.text);
}

const SINGLE_FIELDS = /^(?:shape|dtype|device|ndim|__name__|name)$/;
const SINGLE_CALLS = /^(?:len|type|str|repr|id)$|\.(?:size|item)$/;
const COUNTERS = /^(?:[ij]|epoch|step|idx|index|batch_idx|iteration)$/;

/** Values that are surely no arrays are printed as single words. */
function isSingle(expression: Expression): boolean {
  switch (expression.type) {
    case 'string':
    case 'f-string':
    case 'constant':
      return true;
    case 'name':
      return COUNTERS.test(expression.id);
    case 'attribute':
      return SINGLE_FIELDS.test(expression.name);
    case 'binary':
      return isSingle(expression.left) && isSingle(expression.right);
    case 'subscript':
      return expression.object.type === 'attribute' && expression.object.name === 'shape';
    case 'call':
      return SINGLE_CALLS.test(outline(expression.callee));
    default:
      return false;
  }
}
