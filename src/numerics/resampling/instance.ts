import bytes from './resampling.wasm';

export interface Exports {
  memory: WebAssembly.Memory;
  draws(own: number, n: number, salt: number, limits: number, count: number, out: number): void;
  gather(weight: number, place: number, n: number, out: number, before: number): void;
  count(weight: number, n: number, before: number): void;
  counts(weight: number, place: number, ends: number, lists: number, out: number): void;
  sum(weight: number, x: number, n: number): number;
  areas(
    place: number,
    tieFrom: number,
    tieTo: number,
    count: number,
    weight: number,
    before: number,
    n: number,
    harmonic: number,
    out: number,
  ): void;
}

/** The first bytes stay empty. */
const BASE = 1024;
const PAGE = 65536;

let compiled: WebAssembly.Module | undefined;
let isRefused = false;

/** An instance with a memory of its own, and how to take some of it; undefined where WebAssembly is refused. */
export function instantiate(): { exports: Exports; take: (bytes: number) => number } | undefined {
  const exports = isRefused ? undefined : instance();
  if (!exports) return undefined;
  const { memory } = exports;
  let end = BASE;
  const take = (size: number) => {
    const pointer = end;
    // Room behind each: sixteen numbers are written at a time.
    end = Math.ceil((end + size) / 64 + 1) * 64;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return pointer;
  };
  return { exports, take };
}

function instance(): Exports | undefined {
  try {
    compiled ??= new WebAssembly.Module(bytes);
    return new WebAssembly.Instance(compiled).exports as unknown as Exports;
  } catch {
    // A content security policy or an old engine.
    isRefused = compiled === undefined;
    return undefined;
  }
}
