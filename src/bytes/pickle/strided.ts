import * as l10n from '@vscode/l10n';
import { sizeOf } from '../../arrays/ndarray';
import { bufferSource, partOf } from '../byteSource';
import { bytesOf, type ElementKind } from '../elements';
import type { StoredValues } from '../storedArray';
import type { ByteData } from './byteData';
import { MAX_GATHERED } from './limits';

/** Where elements stand: from `offset`, in steps of `strides`, all in elements. */
export interface Layout {
  shape: readonly number[];
  offset: number;
  strides: readonly number[];
}

/** The values of a strided view: by ranges where they lie in row-major or Fortran order, else gathered once. */
export function stridedValues(
  data: ByteData,
  kind: ElementKind,
  layout: Layout,
): { values?: StoredValues; problem?: string } {
  const { shape, offset, strides } = layout;
  const size = bytesOf(kind);
  const length = shape.includes(0) ? 0 : sizeOf(shape) * size;
  const { bigEndian, packed } = data;
  const told = { kind, bigEndian, ...(packed && { compressed: true }) };
  const range = (fortran: boolean): StoredValues => ({
    ...told,
    fortran,
    open: async (signal) => partOf(await data.open(signal), length === 0 ? 0 : offset * size, length),
  });
  if (length === 0 || isDense(shape, strides)) return { values: range(false) };
  if (isDense([...shape].reverse(), [...strides].reverse())) return { values: range(true) };

  const span = extentOf(shape, strides) * size;
  if (Math.max(span, length) > MAX_GATHERED) {
    return {
      problem: l10n.t(
        'its values are spread over {0} bytes, {1} when gathered; the limit is {2}',
        span,
        length,
        MAX_GATHERED,
      ),
    };
  }
  return {
    values: {
      ...told,
      fortran: false,
      compressed: true,
      async open(signal) {
        const source = await data.open(signal);
        const bytes = await source.read(offset * size, span, signal);
        return bufferSource(gather(bytes, size, shape, strides));
      },
    },
  };
}

/** Elements from the first to the last. */
export function extentOf(shape: readonly number[], strides: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((sum, n, axis) => sum + (n - 1) * strides[axis], 1);
}

function isDense(shape: readonly number[], strides: readonly number[]): boolean {
  let next = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== next) return false;
    next *= shape[axis];
  }
  return true;
}

/** Row-major bytes of elements that lie in steps. */
function gather(
  bytes: Uint8Array,
  size: number,
  shape: readonly number[],
  strides: readonly number[],
): Uint8Array {
  const result = new Uint8Array(sizeOf(shape) * size);
  const last = shape.length - 1;
  const [run, step] = [shape[last], strides[last] * size];
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length;) {
    for (let i = 0, at = from; i < run; i++, at += step)
      for (let byte = 0; byte < size; byte++) result[to++] = bytes[at + byte];
    for (let axis = last - 1; axis >= 0; axis--) {
      from += strides[axis] * size;
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * size * shape[axis];
      index[axis] = 0;
    }
  }
  return result;
}
