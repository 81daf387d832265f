import { bytesOf, type ElementKind } from '../elements';
import type { TorchType } from './values';

/** By the name that torch gives a dtype. */
const REAL = [
  'float64',
  'float32',
  'float16',
  'bfloat16',
  'float8_e4m3fn',
  'float8_e5m2',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint64',
  'uint32',
  'uint16',
  'uint8',
  'bool',
] as const satisfies ElementKind[];

/** With the bytes of an element. */
const NOT_REAL = { complex32: 4, complex64: 8, complex128: 16, qint8: 1, quint8: 1, qint32: 4 };

/** By name, without "torch.". */
export const TORCH_TYPES: Record<string, TorchType> = Object.fromEntries<TorchType>([
  ...REAL.map((kind): [string, TorchType] => [kind, { name: kind, kind, bytes: bytesOf(kind) }]),
  ...Object.entries(NOT_REAL).map(([name, bytes]): [string, TorchType] => [name, { name, bytes }]),
]);

/** Types of storage by the dtype they hold. */
export const STORAGE_TYPES: Record<string, TorchType> = {
  DoubleStorage: TORCH_TYPES.float64,
  FloatStorage: TORCH_TYPES.float32,
  HalfStorage: TORCH_TYPES.float16,
  BFloat16Storage: TORCH_TYPES.bfloat16,
  LongStorage: TORCH_TYPES.int64,
  IntStorage: TORCH_TYPES.int32,
  ShortStorage: TORCH_TYPES.int16,
  CharStorage: TORCH_TYPES.int8,
  ByteStorage: TORCH_TYPES.uint8,
  BoolStorage: TORCH_TYPES.bool,
  ComplexFloatStorage: TORCH_TYPES.complex64,
  ComplexDoubleStorage: TORCH_TYPES.complex128,
  QInt8Storage: TORCH_TYPES.qint8,
  QUInt8Storage: TORCH_TYPES.quint8,
  QInt32Storage: TORCH_TYPES.qint32,
};
