/** Arrays as texts: what VS Code keeps of a page, and of a window that was closed, is JSON. */

const ARRAYS = { Float64Array, Float32Array, Int32Array, Uint8Array } as const;
type Name = keyof typeof ARRAYS;

/** More than this is not kept: a window that opens reads all of it. */
export const MAX_PACKED = 4 << 20;

/** JSON with typed arrays in it, or undefined where it is too long to keep. */
export function pack(value: unknown): string | undefined {
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (!ArrayBuffer.isView(part)) return part;
    const name = (Object.keys(ARRAYS) as Name[]).find((one) => part instanceof ARRAYS[one]);
    if (!name || part.byteLength > MAX_PACKED) return undefined;
    return { packed: name, base64: base64Of(new Uint8Array(part.buffer, part.byteOffset, part.byteLength)) };
  });
  return text.length <= 2 * MAX_PACKED ? text : undefined;
}

/** What `pack` was given. Throws on what it did not make. */
export function unpack(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    const { packed, base64 } = (part ?? {}) as { packed?: Name; base64?: unknown };
    if (typeof packed !== 'string' || typeof base64 !== 'string') return part;
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
