import { NO_LABEL } from '../arrays/noLabel';
import { powers, tails } from './expTable';
import { PACKED_KINDS, type ClassIds, type Data, type Kernels, type PackedValues, type TopK } from './kernel';
import bytes from './numerics.wasm';

interface Exports {
  memory: WebAssembly.Memory;
  expTable: WebAssembly.Global;
  heapBase: WebAssembly.Global;
  statistics32(x: number, rows: number, n: number, temperature: number, statistics: number): void;
  statistics64(x: number, rows: number, n: number, temperature: number, statistics: number): void;
  weighted32(x: number, rows: number, n: number, temperature: number, statistics: number): void;
  weighted64(x: number, rows: number, n: number, temperature: number, statistics: number): void;
  fastStatistics(x: number, rows: number, n: number, statistics: number): void;
  softmax32(
    x: number,
    rows: number,
    n: number,
    temperature: number,
    statistics: number,
    y: number,
    wide: number,
  ): void;
  softmax64(
    x: number,
    rows: number,
    n: number,
    temperature: number,
    statistics: number,
    y: number,
    low: number,
  ): void;
  fastSoftmax(x: number, rows: number, n: number, statistics: number, y: number, wide: number): void;
  logs(rows: number, statistics: number): void;
  logSoftmax32(x: number, rows: number, n: number, temperature: number, statistics: number, y: number): void;
  logSoftmax64(x: number, rows: number, n: number, temperature: number, statistics: number, y: number): void;
  fastLogSoftmax(x: number, rows: number, n: number, statistics: number, y: number): void;
  ranks32(x: number, rows: number, n: number, ids: number, limit: number, out: number): void;
  ranks64(x: number, rows: number, n: number, ids: number, limit: number, out: number): void;
  topK32(x: number, n: number, k: number, indices: number, values: number): void;
  topK64(x: number, n: number, k: number, indices: number, values: number): void;
  rest32(x: number, n: number, max: number, temperature: number, out: number): void;
  rest64(x: number, n: number, max: number, temperature: number, out: number): void;
  count32(x: number, n: number, out: number): void;
  count64(x: number, n: number, out: number): void;
  describe32: Describe;
  describe64: Describe;
  addUp(
    rows: number,
    bytes: number,
    top: number,
    topProbability: number,
    label: number,
    loss: number,
    totals: number,
  ): void;
  histogram(
    rows: number,
    bytes: number,
    top: number,
    label: number,
    loss: number,
    bins: number,
    width: number,
    counts: number,
  ): void;
  pack(values: number, rows: number, rest: number, line: number): 0 | keyof typeof PACKED_KINDS;
  fastExp(x: number): number;
}

type Describe = (
  x: number,
  rows: number,
  n: number,
  temperature: number,
  statistics: number,
  given: number,
  ignored: number,
  bytes: number,
  limit: number,
  top: number,
  topProbability: number,
  logSumExp: number,
  label: number,
  loss: number,
  counts: number,
  ranks: number,
) => void;

/** As many counters has each count of a histogram; assembly/totals.ts takes them in turns. */
const COUNTERS = 4;
const PAGE = 65536;
/** What one instance may hold. A row that needs more goes through plain TypeScript. */
const CAP = 256 * 2 ** 20;
/** An instance that grew beyond this is dropped after the job: WebAssembly memory does not shrink. */
const KEEP = 16 * 2 ** 20;

let compiled: WebAssembly.Module | undefined;
let refused = false;
let current: { exports: Exports; kernels: Kernels } | undefined;

/** The kernels on WebAssembly; undefined where it is refused or a row of n float64 would not fit. */
export function wasmKernels(n: number): Kernels | undefined {
  if (n * 24 + PAGE * 4 > CAP) return undefined;
  return instance()?.kernels;
}

/** Gives the memory of a large job back. */
export function releaseMemory(): void {
  if (current && current.exports.memory.buffer.byteLength > KEEP) current = undefined;
}

/** How much the instance holds now, in bytes. */
export function memoryInUse(): number {
  return current?.exports.memory.buffer.byteLength ?? 0;
}

export function instance(): { exports: Exports; kernels: Kernels } | undefined {
  if (current || refused) return current;
  try {
    compiled ??= new WebAssembly.Module(bytes);
    const exports = new WebAssembly.Instance(compiled, {}).exports as unknown as Exports;
    writeTable(exports);
    current = { exports, kernels: kernelsOn(exports) };
  } catch {
    // A content security policy or an old engine: plain TypeScript does the work.
    refused = true;
  }
  return current;
}

/** Each power's bits stand with its own exponent taken off and 2^256 put on: the kernel adds k << 45. */
function writeTable({ memory, expTable }: Exports): void {
  const floats = new Float64Array(memory.buffer, expTable.value as number, 256);
  const words = new Int32Array(memory.buffer, expTable.value as number, 512);
  powers.forEach((power, i) => {
    floats[2 * i] = tails[i];
    floats[2 * i + 1] = power;
    words[4 * i + 3] += (256 << 20) - (i << 13);
  });
}

function kernelsOn(exports: Exports): Kernels {
  const { memory } = exports;
  const base = Math.ceil((exports.heapBase.value as number) / 64) * 64;

  /** Pointers to regions of the given sizes, 64-byte aligned; the memory grows when they do not fit. */
  const regions = (...sizes: number[]): number[] => {
    let end = base;
    const pointers = sizes;
    for (let i = 0; i < sizes.length; i++) {
      const size = sizes[i];
      pointers[i] = end;
      end += Math.ceil((size + 16) / 64) * 64;
    }
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return pointers;
  };
  // As bytes, whatever a column holds: one kind of view is compiled once.
  const inside = (pointer: number, bytes: number) => new Uint8Array(memory.buffer, pointer, bytes);
  const write = (x: Data | ClassIds, pointer: number) => inside(pointer, x.byteLength).set(bytesOf(x));
  const read = (out: Data | ClassIds, pointer: number) => bytesOf(out).set(inside(pointer, out.byteLength));

  return {
    statistics(x, n, temperature, kind, out) {
      const rows = x.length / n;
      const [px, ps] = regions(x.byteLength, rows * 48);
      write(x, px);
      const single = x instanceof Float32Array;
      if (kind === 'fast') exports.fastStatistics(px, rows, n, ps);
      else if (kind === 'weighted')
        exports[single ? 'weighted32' : 'weighted64'](px, rows, n, temperature, ps);
      else exports[single ? 'statistics32' : 'statistics64'](px, rows, n, temperature, ps);
      out.set(new Float64Array(memory.buffer, ps, rows * 6));
    },
    softmax(x, n, temperature, fast, out, statistics) {
      const rows = x.length / n;
      // One float64 a class: the terms of a float32 row, or what rounding took from those of a float64 row.
      const [px, py, ps, scratch] = regions(x.byteLength, x.byteLength, rows * 48, n * 8);
      write(x, px);
      if (fast) exports.fastSoftmax(px, rows, n, ps, py, scratch);
      else if (x instanceof Float32Array) exports.softmax32(px, rows, n, temperature, ps, py, scratch);
      else exports.softmax64(px, rows, n, temperature, ps, py, scratch);
      read(out, py);
      if (!statistics) return;
      exports.logs(rows, ps);
      statistics.set(new Float64Array(memory.buffer, ps, rows * 6));
    },
    logSoftmax(x, n, temperature, fast, out) {
      const rows = x.length / n;
      const [px, py, ps] = regions(x.byteLength, x.byteLength, rows * 48);
      write(x, px);
      if (fast) exports.fastLogSoftmax(px, rows, n, ps, py);
      else
        exports[x instanceof Float32Array ? 'logSoftmax32' : 'logSoftmax64'](
          px,
          rows,
          n,
          temperature,
          ps,
          py,
        );
      read(out, py);
    },
    topK(row, k): TopK {
      const [px, pi, pv] = regions(row.byteLength, k * 4, k * 8);
      write(row, px);
      exports[row instanceof Float32Array ? 'topK32' : 'topK64'](px, row.length, k, pi, pv);
      return {
        indices: new Int32Array(memory.buffer, pi, k).slice(),
        values: new Float64Array(memory.buffer, pv, k).slice(),
      };
    },
    ranks(x, n, ids, limit, out) {
      const [px, pi, po] = regions(x.byteLength, ids.byteLength, ids.byteLength);
      write(x, px);
      write(ids, pi);
      exports[x instanceof Float32Array ? 'ranks32' : 'ranks64'](px, ids.length, n, pi, limit, po);
      read(out, po);
    },
    summary(row, temperature, k) {
      const single = row instanceof Float32Array;
      const n = row.length;
      const [px, pi, pv, po] = regions(row.byteLength, k * 4, k * 8, 40);
      write(row, px);
      exports[single ? 'count32' : 'count64'](px, n, po);
      exports[single ? 'topK32' : 'topK64'](px, n, k, pi, pv);
      const indices = new Int32Array(memory.buffer, pi, k).slice();
      const values = new Float64Array(memory.buffer, pv, k).slice();
      const own = single ? new Float32Array(memory.buffer, px, n) : new Float64Array(memory.buffer, px, n);
      for (const i of indices) own[i] = -Infinity;
      exports[single ? 'rest32' : 'rest64'](px, n, values[0], temperature, po + 24);
      const [nanCount, positiveInfinityCount, maskedCount, rest, weighted] = new Float64Array(
        memory.buffer,
        po,
        5,
      );
      return { indices, values, rest, weighted, nanCount, positiveInfinityCount, maskedCount };
    },
    describe(x, n, { temperature, given, ignoreIndex }, columns, { counts, ranks }) {
      const { top, topProbability, logSumExp, label, loss } = columns;
      const rows = top.length;
      const [px, ps, pg, pt, pp, pe, pl, pn, pc, pr] = regions(
        ...[x.byteLength, rows * 48, rows * 4, top.byteLength, rows * 8, rows * 8, top.byteLength, rows * 8],
        ...[counts.byteLength, ranks.byteLength],
      );
      write(x, px);
      if (given) write(given, pg);
      write(counts, pc);
      write(ranks, pr);
      const single = x instanceof Float32Array;
      exports[single ? 'statistics32' : 'statistics64'](px, rows, n, temperature, ps);
      exports[single ? 'describe32' : 'describe64'](
        ...([px, rows, n, temperature, ps, given ? pg : 0, ignoredId(ignoreIndex)] as const),
        ...([top.BYTES_PER_ELEMENT, ranks.length - 1, pt, pp, pe, pl, pn, pc, pr] as const),
      );
      read(top, pt);
      read(topProbability, pp);
      read(logSumExp, pe);
      if (label) read(label, pl);
      if (loss) read(loss, pn);
      read(counts, pc);
      read(ranks, pr);
    },
    addUp({ top, topProbability, label, loss }, totals) {
      const rows = top.length;
      const bytes = top.BYTES_PER_ELEMENT;
      const [pt, pp, pl, pn, po] = regions(rows * bytes, rows * 8, rows * bytes, rows * 8, totals.byteLength);
      write(top, pt);
      write(topProbability, pp);
      if (label) write(label, pl);
      if (loss) write(loss, pn);
      write(totals, po);
      exports.addUp(rows, bytes, pt, pp, label && loss ? pl : 0, pn, po);
      read(totals, po);
    },
    histogram({ top, label, loss }, width, counts) {
      const [pt, pl, pn, pc] = regions(
        top.byteLength,
        label.byteLength,
        loss.byteLength,
        counts.byteLength * COUNTERS,
      );
      write(top, pt);
      write(label, pl);
      write(loss, pn);
      write(counts, pc);
      exports.histogram(top.length, top.BYTES_PER_ELEMENT, pt, pl, pn, counts.length / 2, width, pc);
      read(counts, pc);
    },
    pack(values): PackedValues {
      const rows = values.length;
      const [pv, pr, pl] = regions(rows * 8, rows * 8, 16);
      write(values, pv);
      const bytes = exports.pack(pv, rows, pr, pl);
      const [first, slope] = new Float64Array(memory.buffer, pl, 2);
      return bytes === 0
        ? { first, slope }
        : { first, slope, rest: new PACKED_KINDS[bytes](memory.buffer, pr, rows) };
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Data | ClassIds): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Labels are 32-bit integers: another number ignores none, like the one that stands for no label. */
function ignoredId(ignoreIndex: number): number {
  return ignoreIndex === (ignoreIndex | 0) ? ignoreIndex : NO_LABEL;
}
