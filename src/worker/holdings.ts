import { ndarray, sizeOf, type NDArray } from '../ndarray';
import { checkArrayMime, type CarriedArray } from '../arrays/bytes/arrayMime';
import { decodeBase64 } from '../arrays/bytes/base64';
import { describeCarried } from '../arrays/bytes/describeArray';
import { bytesOf, widen } from '../arrays/bytes/elements';
import { MAX_ELEMENTS } from '../ndarray';
import { previewOf } from './preview';
import type { Offer } from './protocol';

interface Arriving {
  carried: CarriedArray;
  bytes: Uint8Array;
  arrived: number;
}

/** Arrays that came from a kernel or a debugger in parts and stay in the worker. */
export class Holdings {
  private readonly arriving = new Map<number, Arriving>();
  private readonly arrays = new Map<number, NDArray>();

  constructor(private readonly nextId: () => number) {}

  /** Makes room for an array whose header has come; throws before taking memory when it is too large. */
  begin({ header }: { header: unknown }): { held: number; bytes: number } {
    const carried = checkArrayMime(header);
    const elements = sizeOf(carried.shape);
    if (elements > MAX_ELEMENTS) {
      throw new Error(
        `shape: [${carried.shape.join(', ')}] holds ${elements} elements, the limit is ${MAX_ELEMENTS}`,
      );
    }
    const bytes = elements * bytesOf(carried.dtype);
    const held = this.nextId();
    this.arriving.set(held, { carried, bytes: new Uint8Array(bytes), arrived: 0 });
    return { held, bytes };
  }

  /** Takes the next part, base64 in the order of the bytes. Returns how many bytes are there. */
  add({ held, data }: { held: number; data: string | Uint8Array }): number {
    const arriving = this.get(held);
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
    const part = decodeBase64(text, `the part at byte ${arriving.arrived}`);
    if (arriving.arrived + part.length > arriving.bytes.length) {
      throw new Error(
        `expected ${arriving.bytes.length} bytes, got at least ${arriving.arrived + part.length}`,
      );
    }
    arriving.bytes.set(part, arriving.arrived);
    return (arriving.arrived += part.length);
  }

  /** Everything has come: what it is, without its values. */
  finish({ held }: { held: number }): Offer {
    const { carried, bytes, arrived } = this.get(held);
    if (arrived < bytes.length) throw new Error(`expected ${bytes.length} bytes, only ${arrived} came`);
    this.arriving.delete(held);
    const array = ndarray(widen(bytes, carried.dtype), carried.shape);
    this.arrays.set(held, array);
    const found = describeCarried({ ...carried, array, summary: undefined });
    const preview = previewOf(found);
    return { found: { ...found, array: undefined, held }, preview };
  }

  drop({ held }: { held: number }): void {
    this.arriving.delete(held);
    this.arrays.delete(held);
  }

  array(held: number): NDArray | undefined {
    return this.arrays.get(held);
  }

  private get(held: number): Arriving {
    const arriving = this.arriving.get(held);
    if (!arriving) throw new Error(`array ${held} is not on its way`);
    return arriving;
  }
}
