import bytes from './draws.wasm';
import { mix } from './mix';

interface Exports {
  memory: WebAssembly.Memory;
  draws(own: number, n: number, salt: number, limits: number, count: number, out: number): void;
}

/** What is drawn by, which stays where it is from one draw to the next. */
export interface Draws {
  /** Bits of each one's own. */
  own: Int32Array;
  /** Rising, 1 to 255 of them. */
  limits: Uint32Array;
}

/**
 * Draws a count for each of many: how many of the limits `mix(own + salt)` reaches, both unsigned.
 *
 * @param counts filled in
 */
export function drawCounts(draws: Draws, salt: number, counts: Uint8Array): void {
  const exports = instance();
  if (exports) drawCompiled(exports, draws, salt, counts);
  else drawPlainly(draws, salt, counts);
}

const PAGE = 65536;
/** The first bytes stay empty. */
const LIMITS = 1024;
const OWN = LIMITS + 1024;

let running: Exports | undefined;
let isRefused = false;
/** Whose numbers lie in the memory. */
let written: Draws | undefined;

function instance(): Exports | undefined {
  if (running || isRefused) return running;
  try {
    running = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Exports;
  } catch {
    // A content security policy or an old engine.
    isRefused = true;
  }
  return running;
}

function drawCompiled({ memory, draws }: Exports, given: Draws, salt: number, counts: Uint8Array): void {
  const { own, limits } = given;
  const n = own.length;
  // Sixteen are drawn at a time.
  const room = Math.ceil(n / 16) * 16;
  const out = OWN + room * 4;
  if (written !== given) {
    const missing = out + room - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    new Uint32Array(memory.buffer, LIMITS, limits.length).set(limits);
    new Int32Array(memory.buffer, OWN, n).set(own);
    written = given;
  }
  draws(OWN, n, salt, LIMITS, limits.length, out);
  counts.set(new Uint8Array(memory.buffer, out, n));
}

/** The same where WebAssembly is refused. */
export function drawPlainly({ own, limits }: Draws, salt: number, counts: Uint8Array): void {
  for (let i = 0; i < own.length; i++) {
    const bits = mix((own[i] + salt) | 0) >>> 0;
    let count = 0;
    while (count < limits.length && bits >= limits[count]) count++;
    counts[i] = count;
  }
}
