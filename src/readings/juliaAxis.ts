import type { NDArray } from '../arrays/ndarray';
import type { FindContext } from '../arrays/types';
import { rowSumTolerance } from '../arrays/tolerance';
import { swapLastTwo } from '../arrays/swapLastTwo';
import { statsOf } from './stats';

/** Layers, losses and labels of Flux, Lux, Knet and NNlib, which keep classes along the first axis. */
const FIRST =
  /\b(?:Flux|Lux|NNlib|Knet|logit(?:binary)?crossentropy|onehotbatch|onecold|Chain\(|Dense\(|softmax\()/;
/** `softmax(x; dims = 2)` */
const SECOND = /softmax\([^()\n]{0,100}\bdims ?= ?2\b/;
const LAST_LINE = /(?:^|\n)[ \t]{0,40}([\p{L}_][\p{L}\p{M}\p{N}_]{0,60}) ?= ?[^=\n][^\n]{0,400}\s*$/u;

/** Along which axis of a matrix Julia code keeps the classes; undefined where it does not say. */
export function juliaAxis({ source = '', notebook }: FindContext): 0 | 1 | undefined {
  if (SECOND.test(source)) return 1;
  const code = [source, ...(notebook?.cells ?? [])];
  return code.some((one) => FIRST.test(one)) ? 0 : undefined;
}

/** The axis along which a matrix sums to 1, where it does along one only. */
export function summedAxis({ data, shape }: NDArray, decimals?: number): 0 | 1 | undefined {
  const [rows, columns] = shape;
  const isSummed = (values: NDArray['data'], classes: number) =>
    classes > 1 && statsOf(values, 0, values.length, classes).sumError <= rowSumTolerance(classes, decimals);
  const along = [isSummed(swapLastTwo(data, rows, columns), rows), isSummed(data, columns)];
  return along[0] === along[1] ? undefined : along[0] ? 0 : 1;
}

/** What a cell of Julia shows: of an assignment its value, too. */
export function withShownAssignment(source: string): string {
  const name = LAST_LINE.exec(source.slice(-1000))?.[1];
  return name === undefined ? source : `${source.trimEnd()}\n${name}`;
}
