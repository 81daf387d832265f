import type { ByteSource } from './byteSource';
import type { ElementKind } from './elements';

/** An array in a file, known by its header; its values are read when asked for. */
export interface StoredArray {
  /** Within the file: a tensor's or a member's name. */
  name: string;
  /** As the file says it: "<f4", "BF16". */
  dtype: string;
  shape: readonly number[];
  /** Bytes of the values. */
  bytes: number;
  /** Why its values cannot be shown, for a person. */
  problem?: string;
  /** Reads the strings that it holds in place of values: names of classes, or of each row's label. */
  texts?: (signal?: AbortSignal) => Promise<readonly string[] | undefined>;
  /** Its values are the places of class names that it holds itself. */
  areNames?: true;
  /** Absent where there is a problem. */
  values?: StoredValues;
}

export interface StoredValues {
  kind: ElementKind;
  bigEndian: boolean;
  /** Fortran order: the first axis is the fastest. */
  fortran: boolean;
  /**
   * The bytes of all elements, and nothing else; a compressed member is inflated when this is called, until the signal
   * aborts, and kept.
   */
  open(signal?: AbortSignal): Promise<ByteSource>;
  /** Whether opening reads and inflates everything. */
  compressed?: boolean;
}
