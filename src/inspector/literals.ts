import { csvField } from '../arrays/words/csvField';
import { pythonNumber } from '../code/python';
import { sizeOf, type NDArray } from '../arrays/ndarray';
import { unravel } from './rowName';

/** How an array is written out for the clipboard. */
export type Notation = 'JSON' | 'CSV' | 'Python';

/**
 * An array in full precision: JSON (null where JSON has no number), CSV with one line per row along the last axis
 * (columns named by class, the leading indices in front when there are several), or a Python list.
 */
export function write(array: NDArray, notation: Notation, classNames?: readonly string[]): string {
  switch (notation) {
    case 'JSON':
      return nested(array, (x) => (Number.isFinite(x) ? digits(array.dtype, x) : 'null'));
    case 'Python':
      return nested(array, (x) => pythonNumber(x, (finite) => digits(array.dtype, finite)));
    case 'CSV':
      return csv(array, classNames);
  }
}

/** The shortest decimal that reads back as the same value of the dtype. */
export function digits(dtype: NDArray['dtype'], x: number): string {
  if (dtype === 'float64') return String(x);
  for (let precision = 6; precision < 9; precision++) {
    const short = Number(x.toPrecision(precision));
    if (Math.fround(short) === x) return String(short);
  }
  return String(Number(x.toPrecision(9)));
}

function special(x: number): string {
  return Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf';
}

function nested(array: NDArray, element: (x: number) => string): string {
  const { data, shape } = array;
  const level = (axis: number, start: number, length: number): string => {
    if (axis === shape.length) return element(data[start]);
    const step = length / shape[axis];
    const items = Array.from({ length: shape[axis] }, (_, i) => level(axis + 1, start + i * step, step));
    return `[${items.join(axis === shape.length - 1 ? ', ' : `,\n${' '.repeat(axis + 1)}`)}]`;
  };
  return level(0, 0, data.length);
}

function csv(array: NDArray, classNames: readonly string[] | undefined): string {
  const { data, shape } = array;
  const classes = shape.at(-1) ?? 1;
  const leading = shape.slice(0, -1);
  const head = [
    ...leading.map((_, i) => (leading.length === 1 ? 'row' : `axis${i}`)),
    ...Array.from({ length: classes }, (_, i) => csvField(classNames?.[i] ?? String(i))),
  ];
  const lines = [head.join(',')];
  for (let row = 0; row < sizeOf(leading); row++) {
    const values = Array.from(data.subarray(row * classes, (row + 1) * classes), (x) =>
      Number.isFinite(x) ? digits(array.dtype, x) : special(x),
    );
    lines.push([...unravel(row, leading), ...values].join(','));
  }
  return lines.join('\n') + '\n';
}
