import * as l10n from '@vscode/l10n';
import { gone } from '../../arrays/words/sentence';
import { ndarray, sizeOf, type NDArray } from '../../arrays/ndarray';
import { checkArrayMime, type CarriedArray } from '../../bytes/arrayMime';
import { decodeBase64 } from '../../bytes/base64';
import { describeCarried } from '../../bytes/describeArray';
import { bytesOf, widenOwn } from '../../bytes/elements';
import { MAX_ELEMENTS } from '../../arrays/ndarray';
import { openByteFile } from '../files/byteFile';
import { previewOf } from '../views/preview';
import type { Offer } from '../../worker/protocol';

interface Arriving {
  carried: CarriedArray;
  size: number;
  bytes?: Uint8Array;
  arrived: number;
}

/** Arrays that came from a kernel or a debugger in parts and stay in the worker. */
export class Holdings {
  private readonly arriving = new Map<number, Arriving>();
  private readonly arrays = new Map<number, NDArray>();

  constructor(private readonly nextId: () => number) {}

  /** Announces an array whose header has come; throws when it is too large. */
  begin({ header }: { header: unknown }): { held: number; bytes: number } {
    const carried = checkArrayMime(header);
    const elements = sizeOf(carried.shape);
    if (elements > MAX_ELEMENTS) {
      throw new Error(
        l10n.t(
          'Shape {0} has {1} elements; the limit is {2}.',
          `[${carried.shape.join(', ')}]`,
          elements,
          MAX_ELEMENTS,
        ),
      );
    }
    const size = elements * bytesOf(carried.dtype);
    const held = this.nextId();
    this.arriving.set(held, { carried, size, arrived: 0 });
    return { held, bytes: size };
  }

  /** Takes the next part, base64 in the order of the bytes. Returns how many bytes are there. */
  add({ held, data }: { held: number; data: string | Uint8Array }): number {
    const arriving = this.get(held);
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
    const part = decodeBase64(text, l10n.t('data at byte {0}', arriving.arrived));
    if (arriving.arrived + part.length > arriving.size) {
      throw new Error(
        l10n.t('Expected {0} bytes, got at least {1}.', arriving.size, arriving.arrived + part.length),
      );
    }
    arriving.bytes ??= new Uint8Array(arriving.size);
    arriving.bytes.set(part, arriving.arrived);
    return (arriving.arrived += part.length);
  }

  /** Takes all bytes from a file, which must be exactly as long as the array. */
  async fill({ held, path }: { held: number; path: string }): Promise<void> {
    const arriving = this.get(held);
    const file = await openByteFile({ name: l10n.t('The transferred file'), path });
    try {
      if (file.size !== arriving.size)
        throw new Error(l10n.t('Expected {0} bytes, got {1}.', arriving.size, file.size));
      arriving.bytes = await file.read(0, file.size);
      arriving.arrived = file.size;
    } finally {
      await file.close();
    }
  }

  /** Everything has come: what it is, without its values. */
  finish({ held }: { held: number }): Offer {
    const { carried, size, bytes = new Uint8Array(size), arrived } = this.get(held);
    if (arrived < size) throw new Error(l10n.t('Expected {0} bytes, got {1}.', size, arrived));
    this.arriving.delete(held);
    const array = ndarray(widenOwn(bytes, carried.dtype), carried.shape);
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
    if (!arriving) throw gone();
    return arriving;
  }
}
