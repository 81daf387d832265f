import type { NotebookCode, StatedOptions } from '../../arrays/types';
import { dotted, lastName, outline } from '../../python/outline';
import type { Expression, ExpressionOf } from '../../python/syntax';
import { Code } from './code';
import { lineAlone, linesOf, type Lines, type PrintedLine } from './lines';
import { keyOf, meaningOf } from './meaning';
import { statedIn, type Stated } from './options';
import { LOSS_NAME } from './otherLoss';
import { piecesOf, type Piece } from './pieces';
import type { Shown } from './shownValue';
import { temperaturesOf } from './temperature';
import { isColumn, isNumber, isTransposed, isWhole, layersOf, strip } from './strip';

/** All that the code of a cell shows. */
export interface Shows {
  /** The values, in the order they are printed: what print calls print, and the last expression. */
  values: readonly Shown[];
  /** What its prints write, and its last expression after them. */
  prints?: Lines;
  value?: Lines;
  /** With what it makes its losses. */
  stated?: Stated;
  /** By what it divides a value before its softmax, by the value's name. */
  temperatures?: ReadonlyMap<string, number>;
}

const LONGEST_SOURCE = 200_000;
const MOST_SHOWN = 100;

/** The last sources read: a cell's outputs come one by one, each with the same source. */
const KEPT = 8;
const read = new Map<string, Shows>();

const NOTHING: Shows = { values: [] };

export function shownBy(source: string, notebook?: NotebookCode): Shows {
  if (source.length > LONGEST_SOURCE) return NOTHING;
  const around = notebook?.cells[notebook.at] === source ? notebook : undefined;
  const key = around === undefined ? source : `${around.at} ${around.cells.join('\0')}`;
  const shows = read.get(key) ?? readCode(new Code(withoutArrows(source), around));
  read.delete(key);
  read.set(key, shows);
  if (read.size > KEPT) read.delete(read.keys().next().value!);
  return shows;
}

/** R's `logits <- model(x)` as Python has it, with every character in its place. */
function withoutArrows(source: string): string {
  return source.replace(/^([ \t]{0,40}[A-Za-z.][\w.]{0,80} ?)<-(?=\s)/gm, '$1 =');
}

function readCode(code: Code): Shows {
  const temperatures = temperaturesOf(code);
  const shown = shownIn(code);
  const stated = statedIn(code, shown);
  const elsewhere =
    saysNothing(stated.options) && saysNothing(stated.binary) ? statedElsewhere(code, shown) : undefined;
  const { options, binary } = stated;
  return {
    ...readShown(code),
    stated: elsewhere
      ? { options: { ...elsewhere, ...options }, binary: { ...elsewhere, ...binary } }
      : stated,
    ...(temperatures.size > 0 && { temperatures }),
  };
}

/** Of how the loss is made, whatever becomes of it then. */
function saysNothing(options: StatedOptions = {}): boolean {
  return Object.keys(options).every((key) => key === 'unknown' || key === 'other');
}

/** What code prints, and the value of its last line. */
function shownIn(code: Code): Expression[] {
  const last = code.module.statements[code.module.statements.length - 1];
  const shown = code.calls
    .filter((call) => printer(call) !== undefined)
    .flatMap(({ args }) => args.map(({ value }) => value));
  if (last?.type === 'expression' && !last.silent) shown.push(last.value);
  return shown;
}

/** With what the loss in another cell is made that the values go into which this one shows, where they agree. */
function statedElsewhere(code: Code, shown: readonly Expression[]): StatedOptions | undefined {
  const said = shown.slice(0, MOST_SHOWN).flatMap((one) => {
    const layers = layersOf(one);
    return code.known(layers[layers.length - 1])?.options ?? [];
  });
  const [first] = said;
  return said.every((one) => JSON.stringify(one) === JSON.stringify(first)) ? first : undefined;
}

function readShown(code: Code): Shows {
  const values: Shown[] = [];
  const lines = new Map<ExpressionOf<'call'>, PrintedLine[]>();
  for (const call of code.calls) {
    const by = printer(call);
    if (by === undefined) continue;
    if (call.args.length > MOST_SHOWN) return NOTHING;
    const given = givenTo(call);
    // Counted before any is described, which takes far longer.
    if (values.length + valuesAmong(given) > MOST_SHOWN) return NOTHING;
    const printed = linesPrinted(call, given, by, code);
    values.push(...printed.flatMap(valuesIn));
    if (by === 'print') lines.set(call, printed);
  }
  const prints = linesOf(code.module.statements, code, (call) => lines.get(call));
  const last = code.module.statements[code.module.statements.length - 1];
  const shown = { values, ...(prints === undefined ? {} : { prints }) };
  if (last?.type !== 'expression' || last.silent) return shown;
  const { value } = last;
  if (value.type === 'call' && printer(value) !== undefined) return shown;
  const items = value.type === 'tuple' ? value.items : [value];
  if (items.length > MOST_SHOWN) return shown;
  const pieces = items.map((one) => ({
    shown: { ...describe(one, code, last.start), by: 'value' as const },
  }));
  return { ...shown, values: [...values, ...valuesIn({ pieces })], value: lineAlone({ pieces }) };
}

function valuesIn({ pieces }: PrintedLine): Shown[] {
  return pieces.flatMap((piece) => ('shown' in piece ? [piece.shown] : []));
}

function printer({ callee }: ExpressionOf<'call'>): 'print' | 'display' | undefined {
  const name = dotted(callee);
  if (name === undefined) return undefined;
  if (/^(?:(?:IPython\.)?display\.)?display$/.test(name)) return 'display';
  return /^(?:(?:tf|rich)\.)?print(?:ln)?$|^(?:pprint\.)?pprint$/.test(name) ? 'print' : undefined;
}

/** What one argument of a call prints, `spread` where it is handed over as `*values`. */
interface Given {
  pieces: readonly Piece[];
  spread: boolean;
}

/** Keywords say how to print, or where to. */
function givenTo({ args }: ExpressionOf<'call'>): Given[] {
  return args
    .filter(({ keyword }) => keyword === undefined)
    .map(({ value, spread }) => ({ pieces: piecesOf(value), spread: spread !== undefined }));
}

function valuesAmong(given: readonly Given[]): number {
  return given.reduce((sum, { pieces }) => sum + pieces.filter((piece) => 'value' in piece).length, 0);
}

/** What one call writes, line by line. */
function linesPrinted(
  { args, start }: ExpressionOf<'call'>,
  given: readonly Given[],
  by: Shown['by'],
  code: Code,
): PrintedLine[] {
  const lines: PrintedLine['pieces'][number][][] = [[]];
  let prefix: string | undefined;
  let between = 0;
  const apart = args.some(
    ({ keyword, value }) => keyword === 'sep' && value.type === 'string' && value.text.includes('\n'),
  );
  given.forEach(({ pieces, spread }, i) => {
    if (apart && i > 0) lines.push([]);
    for (const piece of pieces) {
      if ('value' in piece) {
        const shown: Shown = {
          ...describe(piece.value, code, start),
          by,
          ...(prefix === undefined ? {} : { prefix, between }),
          ...(spread ? { spread: true } : {}),
        };
        lines[lines.length - 1].push({ shown });
        between++;
      } else {
        const [first, ...more] = piece.text.split('\n');
        lines[lines.length - 1].push({ text: first });
        for (const text of more) lines.push([{ text }]);
        if (piece.text.trim() === '') continue;
        prefix = piece.text;
        between = 0;
      }
    }
  });
  const end = args.find(({ keyword }) => keyword === 'end')?.value;
  const isOpen = end?.type === 'string' && !end.text.includes('\n');
  const last = lines[lines.length - 1];
  if (isOpen && end.text.trim() !== '') last.push({ text: end.text });
  // Empty lines are not looked at.
  return lines
    .filter((line) => line.some((piece) => 'shown' in piece || piece.text.trim() !== ''))
    .map((pieces) => ({ pieces, ...(isOpen && pieces === last && { open: true }) }));
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
    ...(layers.some(isColumn) ? { column: true } : {}),
    ...(isTransposed(expression) ? { transposed: true } : {}),
    ...(isSingle(expression) ? { single: true } : {}),
    ...(isLoss(bare, name, code, at) ? { loss: true } : {}),
    says: meaningOf(bare, code, at),
  };
}

/** Nobody names a value so that it can't be read. */
const LONGEST_NAME = 200;

/** `y` of `(y := model(x))`, else the name of the bare value. */
function nameOf(layers: readonly Expression[]): string | undefined {
  const bound = layers.find((layer) => layer.type === 'walrus');
  const named = bound?.target ?? layers[layers.length - 1];
  const name = lastName(named) ?? /^\w+$/.exec(keyOf(named) ?? '')?.[0];
  return name !== undefined && name.length <= LONGEST_NAME ? name : undefined;
}

const LOSS_CALL = /(?:^|_)(?:loss_?f(?:n|unc(?:tion)?)?|criterion|nll|b?ce)$|loss(?:\(\))?$/i;

function isLoss(bare: Expression, name: string | undefined, code: Code, at: number): boolean {
  if (name !== undefined && LOSS_NAME.test(name)) return true;
  const value = bare.type === 'call' ? bare : code.bindings.before(dotted(bare) ?? '', at)?.value;
  const made = value && strip(value);
  return made?.type === 'call' && isLossCall(outline(made.callee));
}

/** `nn.CrossEntropyLoss()`, `F.cross_entropy`, `criterion`. */
function isLossCall(callee: string): boolean {
  const name = callee.slice(callee.lastIndexOf('.') + 1);
  return LOSS_CALL.test(name) || (/cross_?entropy/i.test(name) && !name.endsWith('()'));
}

function sliceOf(layer: Expression): Shown['slice'] {
  if (layer.type === 'call')
    return /(?:^|\.)(?:head|tail)$/.test(outline(layer.callee)) ? 'first' : undefined;
  if (layer.type !== 'subscript') return undefined;
  const { indices } = layer;
  const last = indices[indices.length - 1];
  if (last?.type !== 'slice' || last.step !== undefined || !isNumber(last.upper)) return undefined;
  if (indices.length > 1) return 'classes';
  return last.lower === undefined ? 'first' : undefined;
}

/** `out[0]`, and `out[0, :10]`. */
function isRow(layer: Expression): boolean {
  if (layer.type !== 'subscript') return false;
  const { indices } = layer;
  // Half-written, a subscript has no index.
  if (indices.length === 0) return false;
  const [first, second, ...more] = indices;
  return more.length === 0 && isWhole(first) && (second === undefined || second.type === 'slice');
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
