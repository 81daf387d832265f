import { mark, unmark } from './nonFinite';

/**
 * Arrays as texts: what VS Code keeps of a page, and of a window that was closed, is JSON, and so are the messages of notebook
 * renderers.
 */

const ARRAYS = { Float64Array, Float32Array, Int32Array, Uint8Array } as const;
type Name = keyof typeof ARRAYS;

/** More than this is not kept: a window that opens reads all of it. */
const MAX_PACKED = 4 << 20;

/** JSON with typed arrays in it, or undefined where it is too long to keep. */
export function pack(value: unknown): string | undefined {
  const text = packed(value, MAX_PACKED);
  return text.length <= 2 * MAX_PACKED ? text : undefined;
}

/** Plain data in the place of typed arrays, of any length, which pass as JSON. */
export function asJson(value: unknown): unknown {
  return JSON.parse(packed(value, Infinity));
}

/** What `asJson` was given. Throws on what it did not make. */
export function fromJson(value: unknown): unknown {
  return unpack(JSON.stringify(value));
}

function packed(value: unknown, limit: number): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (!ArrayBuffer.isView(part)) return mark(part);
    const name = (Object.keys(ARRAYS) as Name[]).find((one) => part instanceof ARRAYS[one]);
    if (!name || part.byteLength > limit) return undefined;
    return { packed: name, base64: base64Of(new Uint8Array(part.buffer, part.byteOffset, part.byteLength)) };
  });
}

/** What `pack` was given. Throws on what it did not make. */
export function unpack(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    const { packed, base64 } = (part ?? {}) as { packed?: Name; base64?: unknown };
    if (typeof packed !== 'string' || typeof base64 !== 'string') return unmark(part);
    if (!Object.hasOwn(ARRAYS, packed)) throw new Error('not a packed array');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new ARRAYS[packed](bytes.buffer);
  });
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
