import { sizeOf } from '../arrays/ndarray';
import { InFrame, InLiteral, type Literal, type Tree } from './literals/tree';
import { pathOf } from './paths';

/** Values of a tensor in one list, with its shape in the same record: `{"name": "logits", "shape": [2, 3], "data": […]}`. */
export interface FlatTensor {
  shape: readonly number[];
  /** What the record calls it, else the key of the record. */
  name?: string;
}

/** KServe's and Triton's, ONNX Runtime's and gRPC's words for the values. */
const DATA = /^(?:data|values|(?:float|double|int64)_?(?:data|val)|(?:fp|bf|int|uint)\d\d_contents)$/i;
const SHAPE = /^(?:shape|dims)$/i;
/** Characters of a record that are searched for a name, on either side of the values. */
const REACH = 500;
const NAME = /["'](?:name|output_?name)["']\s{0,10}:\s{0,10}["']([^"'\n\\]{1,80})["']/i;
const MOST_AXES = 8;

/** By the number of the list of values; `apart` has a 1 for each list that stands for itself, values or a shape. */
export function flatTensors(tree: Tree): { tensors: ReadonlyMap<number, FlatTensor>; apart: Uint8Array } {
  const { literals, text } = tree;
  const { data, count } = literals;
  const tensors = new Map<number, FlatTensor>();
  const apart = new Uint8Array(count);
  const shapes = new Map<number, number>();
  const keyed = (literal: number, pattern: RegExp) => {
    const at = literal * InLiteral.WIDTH;
    const [from, to] = [data[at + InLiteral.KEY_START], data[at + InLiteral.KEY_END]];
    return from >= 0 && to - from <= 20 && pattern.test(text.slice(from, to));
  };
  const parentOf = (literal: number) => data[literal * InLiteral.WIDTH + InLiteral.PARENT];
  for (let id = 0; id < count; id++) if (parentOf(id) >= 0 && keyed(id, SHAPE)) shapes.set(parentOf(id), id);
  if (shapes.size === 0) return { tensors, apart };
  for (let id = 0; id < count; id++) {
    const frame = parentOf(id);
    if (frame < 0 || !keyed(id, DATA)) continue;
    const outer = tree.frames.data[frame * InFrame.WIDTH + InFrame.PARENT];
    const own = shapes.get(frame) ?? (keyedBy(tree, frame) === 'contents' ? shapes.get(outer) : undefined);
    if (own === undefined || own === id) continue;
    const shape = shapeIn(tree, own);
    const literal = tree.literal(id);
    if (literal.shape.length !== 1 || literal.elided || shape === undefined || sizeOf(shape) !== literal.size)
      continue;
    apart[id] = apart[own] = 1;
    tensors.set(id, { shape, name: nameOf(tree, literal, frame !== parentOf(own)) });
  }
  // Rows of one tensor each are gathered as others are: those of one name.
  const rows = [...tensors].filter(([, { shape }]) => sizeOf(shape) === shape[shape.length - 1]);
  if (new Set(rows.map(([, { name }]) => name)).size === 1) for (const [id] of rows) apart[id] = 0;
  return { tensors, apart };
}

/** The key under which a bracket was opened. */
function keyedBy({ text, frames }: Tree, frame: number): string {
  const at = frame * InFrame.WIDTH;
  const from = frames.data[at + InFrame.KEY_START];
  return from < 0 ? '' : text.slice(from, frames.data[at + InFrame.KEY_END]);
}

function shapeIn(tree: Tree, id: number): number[] | undefined {
  const { shape, size, valuesStart } = tree.literal(id);
  if (shape.length !== 1 || size > MOST_AXES) return undefined;
  const axes = [...tree.values.subarray(valuesStart, valuesStart + size)];
  return axes.every((n) => Number.isInteger(n) && n > 0) ? axes : undefined;
}

/** The name in the record, before the values or behind them; else the way to the record. */
function nameOf({ text }: Tree, { parent, start, end }: Literal, isNested: boolean): string | undefined {
  const before = text.slice(Math.max((isNested ? parent!.parent! : parent!).start, start - REACH), start);
  const close = text.indexOf('}', end);
  const behind = text.slice(end, Math.min(close < 0 ? text.length : close, end + REACH));
  const said = NAME.exec(before)?.[1] ?? NAME.exec(behind)?.[1];
  if (said !== undefined || parent!.parent === undefined) return said;
  const { parent: outer, parentKey: key, parentIndex: index } = parent!;
  return pathOf(text, { parent: outer, key, index });
}
