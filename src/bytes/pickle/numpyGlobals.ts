/** How NumPy pickles arrays: numpy/core/src/multiarray/methods.c, array_reduce and array_setstate. */
import { bytesOf, widen } from '../elements';
import { readDescr } from '../numpyType';
import { wrongArguments } from './errors';
import { latin1Bytes } from './text';
import { Bytes, Global, List, LongText, NumpyArray, NumpyType, type Value } from './values';

/** NumPy 2 moved its modules. */
const CORES = ['numpy.core', 'numpy._core'];

export const NUMPY_GLOBALS: Global[] = [
  new Global('numpy.ndarray'),
  new Global('numpy.dtype', ([code]) =>
    typeof code === 'string' ? new NumpyType(code) : wrongArguments('numpy.dtype'),
  ),
  ...CORES.flatMap((core) => [
    new Global(`${core}.multiarray._reconstruct`, ([type]) =>
      type instanceof Global && type.name === 'numpy.ndarray'
        ? new NumpyArray()
        : wrongArguments('numpy _reconstruct'),
    ),
    new Global(`${core}.multiarray.scalar`, scalar),
    new Global(`${core}.numeric._frombuffer`, fromBuffer),
  ]),
];

/** A number with a dtype; null where it is no real number. */
function scalar([type, data]: readonly Value[]): Value {
  const text = data instanceof Bytes ? data.from : data;
  if (!(type instanceof NumpyType)) return wrongArguments('numpy scalar');
  const { kind, bigEndian } = readDescr(type.order + type.code);
  if (typeof text !== 'string' || !kind || text.length !== bytesOf(kind)) return null;
  return widen(latin1Bytes(text), kind, bigEndian)[0];
}

/** Protocol 5. */
function fromBuffer([data, type, shape, order]: readonly Value[]): NumpyArray {
  return setNumpyArray(new NumpyArray(), shape, type, order === 'F', data);
}

/** The state of `_reconstruct`: version, shape, dtype, whether in Fortran order, and the values. */
export function setArrayState(array: NumpyArray, state: Value): void {
  const items = state instanceof List ? state.items : [];
  // Version 0 is written without its number.
  const [shape, type, fortran, data] = items.length === 4 ? items : items.slice(1);
  setNumpyArray(array, shape, type, fortran === true || fortran === 1, data);
}

function setNumpyArray(
  array: NumpyArray,
  shape: Value | undefined,
  type: Value | undefined,
  fortran: boolean,
  data: Value | undefined,
): NumpyArray {
  const holds = [Bytes, List, LongText].some((kind) => data instanceof kind) || typeof data === 'string';
  if (!(shape instanceof List) || !(type instanceof NumpyType) || !holds)
    return wrongArguments('numpy.ndarray');
  return Object.assign(array, { shape, type, fortran, data });
}

/** Version, byte order, what a sub-array is of, names, fields, and more that follows from these. */
export function setTypeState(type: NumpyType, state: Value): void {
  const [version, order, subtype, names] = state instanceof List ? state.items : [];
  if (typeof version !== 'number' || typeof order !== 'string') wrongArguments('numpy.dtype');
  else {
    type.order = order;
    type.structured = (subtype ?? null) !== null || (names ?? null) !== null;
  }
}
