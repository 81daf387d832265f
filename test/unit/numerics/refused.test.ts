import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { findArrays } from '../../../src/text/find';
import { findArrayAt } from '../../../src/text/findAt';
import { parseArrays } from '../../../src/text/parse';
import { RecordScanner } from '../../../src/records/text/scanRecord';
import { ndarray, type NDArray } from '../../../src/arrays/ndarray';
import * as numerics from '../../../src/numerics';
import { wasmKernels } from '../../../src/numerics/wasmKernels';
import { xorshift } from './random';

/** How an engine treats WebAssembly: as ever, without it, or with a content security policy that forbids it. */
type Engine = 'allowed' | 'absent' | 'forbidden';

/** Bit for bit: every number's bytes, -0 and the payload of NaN apart from 0 and NaN. */
function digest(answer: unknown): string {
  const hash = createHash('sha256');
  const add = (value: unknown) => {
    if (typeof value === 'number') hash.update(Buffer.from(Float64Array.of(value).buffer));
    else if (ArrayBuffer.isView(value)) {
      hash.update(value.constructor.name);
      for (const one of value as unknown as Iterable<number>) add(Number.isNaN(one) ? 'NaN' : one);
    } else if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value)) {
        hash.update(key);
        add(one);
      }
    else hash.update(String(value));
  };
  add(answer);
  return hash.digest('hex');
}

function samples(): [name: string, array: NDArray][] {
  const random = xorshift(5);
  const list: [string, NDArray][] = [];
  for (const Type of [Float32Array, Float64Array])
    for (const [rows, classes] of [
      [1, 1],
      [7, 3],
      [5, 10],
      [3, 257],
      [2, 5000],
    ]) {
      const data = new Type(rows * classes).map(() => (random() - 0.5) * 40);
      list.push([`${Type.name} ${rows}×${classes}`, ndarray(data, [rows, classes])]);
      if (classes < 3) continue;
      const hostile = data.slice();
      hostile[1] = -Infinity;
      hostile.fill(-Infinity, classes, 2 * classes);
      if (rows > 2) hostile[2 * classes] = NaN;
      if (rows > 3) hostile[3 * classes] = Infinity;
      list.push([`${Type.name} ${rows}×${classes} with masks and NaN`, ndarray(hostile, [rows, classes])]);
    }
  return list;
}

const TEXTS = [
  ...readFileSync('test/fixtures/arrays/prints.jsonl', 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .filter((_, i) => i % 5 === 0)
    .map((line) => (JSON.parse(line) as { text: string }).text),
  '[{"logits": [1.5, -2.5e-3, 0], "label": 1}, {"logits": [0.5, nan, 12345678901234567890], "label": 0}]',
  '[[1, 2, 3,], [4 , 5 ,6]]',
  '[1.5 , 2.5, ]',
  '[1.5 2.5, 3.5]',
  '[1.5,, 2.5]',
  '[[5e-324, 1e400], [0.1234567890123456789, -0.]]',
  '[[0.1,  0.2,  ...,  0.3]]',
  'input_ids: tensor([101, 2045, ..., 102])',
  '[１, 2.5]',
  `logits = [${'[-1.5607, 1.6123],\n '.repeat(9000)}]`,
];

/** What every public function gives, by name; one that throws gives its error's message. */
function answers(): Record<string, string> {
  const given: Record<string, string> = {};
  const note = (name: string, run: () => unknown) => {
    let answer: unknown;
    try {
      answer = run();
    } catch (error) {
      answer = (error as Error).message;
    }
    given[name] = digest(answer);
  };
  for (const [name, x] of samples()) {
    const [rows, classes] = x.shape;
    const ids = ndarray(
      Float64Array.from({ length: rows }, (_, i) => (i === 1 ? -100 : (i * 7) % classes)),
      [rows],
    );
    const other = ndarray(x.data.slice().reverse(), x.shape);
    const labels = ndarray(new Float64Array(x.data.length).fill(1 / classes), x.shape);
    const weights = Array.from({ length: classes }, (_, i) => 1 + (i % 3));
    for (const temperature of [1, 0.7]) {
      const options = { temperature };
      const at = `${name} at ${temperature}`;
      note(`softmax ${at}`, () => numerics.softmax(x, options));
      note(`softmax along the first axis ${at}`, () => numerics.softmax(x, { axis: 0, temperature }));
      note(`logSoftmax ${at}`, () => numerics.logSoftmax(x, options));
      note(`logSumExp ${at}`, () => numerics.logSumExp(x, options));
      note(`entropy ${at}`, () => numerics.entropy(x, options));
      note(`klDivergence ${at}`, () => numerics.klDivergence(x, other, options));
      note(`jensenShannon ${at}`, () => numerics.jensenShannon(x, other, options));
      note(`softmaxCrossEntropy ${at}`, () =>
        numerics.softmaxCrossEntropy(x, labels, { gradient: true, labelSmoothing: 0.1, temperature }),
      );
      note(`sparseSoftmaxCrossEntropy ${at}`, () =>
        numerics.sparseSoftmaxCrossEntropy(x, ids, { gradient: true, classWeights: weights, temperature }),
      );
      note(`rowSummary ${at}`, () => numerics.rowSummary(x.data.subarray(0, classes), { k: 5, temperature }));
      note(`rowsSummary ${at}`, () => numerics.rowsSummary(x, { labels: ids, temperature }));
    }
    note(`rowFlags ${name}`, () => numerics.rowFlags(x));
    note(`topK ${name}`, () => numerics.topK(x.data.subarray(0, classes), 4));
    note(`naive ${name}`, () => numerics.naive(x.data.subarray(0, classes), { label: 0 }));
  }
  note('drawn and weighted rows', () => {
    const n = 1003;
    const weight = new Uint8Array(n);
    const own = Int32Array.from(weight, (_, i) => i * 0x9e3779b9);
    numerics.drawCounts(own, Uint32Array.of(1 << 30, 2 ** 31, 2 ** 32 - 9))(5, weight);
    const rows = numerics.weightedRows(n);
    const place = Int32Array.from(weight, (_, i) => (i * 7) % n);
    const ordered = rows.inOrder(place);
    const lists = ordered.lists(place, Int32Array.of(3, 3, 700, n));
    const sum = ordered.column(Float64Array.from(weight, (_, i) => Math.sin(i)));
    const ties = { tieFrom: Int32Array.of(0, 0, 5), tieTo: Int32Array.of(2, 2, 6) };
    const areas = ordered.areas({ place: Int32Array.of(0, 1, 5), ...ties });
    rows.weigh(weight);
    ordered.weigh();
    return {
      weight,
      before: ordered.before(),
      lists: lists(),
      sums: [sum(0, n), sum(3, 10), sum(5, 5)],
      areas: areas(),
    };
  });
  TEXTS.forEach((text, i) => {
    note(`findArrays ${i}: ${text.slice(0, 40)}`, () => findArrays(text));
    note(`findArrayAt ${i}: ${text.slice(0, 40)}`, () => findArrayAt(text, text.length >> 1));
    note(`parseArrays ${i}: ${text.slice(0, 40)}`, () => parseArrays(text));
    note(`RecordScanner ${i}: ${text.slice(0, 40)}`, () => {
      const bytes = new TextEncoder().encode(`{"logits": ${text}}\n`);
      const scanner = new RecordScanner();
      const values = scanner.want(['logits']);
      const whole = scanner.scan(bytes, 0, bytes.length - 1);
      return whole ? [values.rows, values.width, values.data.slice(0, values.count)] : scanner.problem;
    });
  });
  return given;
}

function answersOf(engine: Engine): Promise<{ wasm: boolean; given: Record<string, string> }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: { engine } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

if (isMainThread)
  describe('where the engine refuses WebAssembly', () => {
    let allowed: Awaited<ReturnType<typeof answersOf>>;
    before(async () => {
      allowed = await answersOf('allowed');
      assert.ok(allowed.wasm);
      assert.ok(Object.keys(allowed.given).length > 500);
    });

    for (const engine of ['absent', 'forbidden'] as const)
      it(`(${engine}) every function of numerics and every reader of arrays gives the same bits`, async () => {
        const { wasm, given } = await answersOf(engine);
        assert.equal(wasm, false);
        assert.deepEqual(given, allowed.given);
      });
  });
else {
  const { engine } = workerData as { engine: Engine };
  if (engine === 'absent') delete (globalThis as { WebAssembly?: unknown }).WebAssembly;
  if (engine === 'forbidden')
    WebAssembly.Module = function () {
      throw new WebAssembly.CompileError('Wasm code generation disallowed by embedder');
    } as unknown as typeof WebAssembly.Module;
  const given = answers();
  parentPort!.postMessage({ wasm: wasmKernels(3) !== undefined, given });
}
