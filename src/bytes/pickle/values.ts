/** What a pickle builds here: data that stands for Python's objects. None of it can be called or run. */
import type { ElementKind } from '../elements';

export type Value =
  | null
  | boolean
  | number
  | string
  | LongText
  | Bytes
  | List
  | Dict
  | Global
  | Storage
  | Tensor
  | NumpyType
  | NumpyArray;

/** A string too long to hold: where it stands in the file, and how its characters are written there. */
export class LongText {
  constructor(
    readonly offset: number,
    readonly length: number,
    readonly encoding: 'utf-8' | 'latin-1' | 'raw-unicode-escape',
  ) {}
}

/** Bytes that stand in the file, or that a string's characters are, each below 256. */
export class Bytes {
  constructor(readonly from: { offset: number; length: number } | LongText | string) {}
}

export class List {
  constructor(
    readonly kind: 'list' | 'tuple' | 'set',
    readonly items: Value[] = [],
  ) {}
}

/** Keys in their order, with the values beside them. */
export class Dict {
  readonly keys: Value[] = [];
  readonly values: Value[] = [];

  set(key: Value, value: Value): void {
    this.keys.push(key);
    this.values.push(value);
  }
}

/** A name that a pickle may use. What it makes of its arguments is data; no Python is imported or called. */
export class Global {
  constructor(
    readonly name: string,
    /** Absent where the name only stands for itself. `spend` counts work beyond the one instruction. */
    readonly make?: (args: readonly Value[], spend: (steps: number) => void) => Value,
    /** What a storage's type or a dtype says of the elements. */
    readonly type?: TorchType,
  ) {}
}

/** A dtype of torch, as a type of storage or by itself. */
export interface TorchType {
  name: string;
  /** Absent where its values are no real numbers. */
  kind?: ElementKind;
  /** Of one element. */
  bytes: number;
}

/** Memory that tensors share: a record of a torch file, or a file in the file, as plain pickles hold it. */
export class Storage {
  constructor(readonly from: { type: TorchType; key: string; offset: number } | Bytes) {}
}

/** A view of a storage. Sizes are as the pickle has them, unchecked. */
export class Tensor {
  constructor(
    readonly storage: Storage,
    readonly offset: Value,
    readonly shape: List,
    readonly strides: List,
    /** Where it is not the storage's. */
    readonly type?: TorchType,
    readonly problem?: string,
  ) {}
}

/** NumPy's dtype; its byte order comes after it is made. */
export class NumpyType {
  order = '|';
  structured = false;
  constructor(readonly code: string) {}
}

/** NumPy's array; what it holds comes after it is made, unless it is made of a buffer. */
export class NumpyArray {
  shape?: List;
  type?: NumpyType;
  fortran = false;
  data?: Value;
}
