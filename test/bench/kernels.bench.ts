/**
 * `npm run bench -- kernels [rounds [SHAPE]]`: one table, one run, one thread; of one shape, such as 100000x10, or all.
 * JavaScript peers are installed under .cache/bench; torch and SciPy take part when Debian's python has them.
 */
import { ndarray } from '../../src/arrays/ndarray';
import { logSumExp, rowSummary, softmax, sparseSoftmaxCrossEntropy } from '../../src/numerics';
import { instance, releaseMemory } from '../../src/numerics/wasmKernels';
import { measure, type Contender } from './kernels/measure';
import { installPeers, onnx, tensorFlow, type Tensor } from './kernels/peers';
import * as plain from './kernels/plain';
import { startPython } from './kernels/python';

const SHAPES: [number, number][] = [
  [256, 32_000],
  [32, 128_000],
  [8_192, 1_000],
  [100_000, 10],
];
const COLUMNS = [
  'Logitscope',
  'Logitscope, in place',
  'tfjs-wasm',
  'tfjs-wasm, in place',
  'onnxruntime-web',
  'Math.exp',
  'torch',
  'scipy',
];

async function main() {
  const rounds = Number(process.argv[2] ?? 9);
  const chosen = process.argv[3];
  const find = installPeers();
  const tf = await tensorFlow(find);
  const python = await startPython();
  const rows: string[] = [];
  for (const dtype of ['float32', 'float64'] as const) {
    for (const [count, n] of SHAPES) {
      if (chosen !== undefined && chosen !== `${count}x${n}`) continue;
      for (const operation of ['softmax', 'log-sum-exp', 'cross-entropy'] as const) {
        const contenders = await contendersFor(operation, dtype, count, n);
        rows.push(
          line(
            `${operation} ${count.toLocaleString('en')}×${n.toLocaleString('en')} ${dtype}`,
            await measure(contenders, rounds),
          ),
        );
      }
    }
  }
  rows.push(line('row summary, top 10, 1×128,000 float32', await measure(summaryContenders(), rounds * 5)));
  python?.close();

  console.log(
    `Milliseconds of processor time, medians of ${rounds} rounds in one run; in brackets how many times as long as Logitscope takes.`,
  );
  console.log(
    `Node ${process.versions.node}; ${python ? python.versions.join(', ') : 'no Python with NumPy here'}.`,
  );
  console.log(`\n| | ${COLUMNS.join(' | ')} |\n|---|${COLUMNS.map(() => '---:|').join('')}`);
  for (const row of rows) console.log(row);
  process.exit(0);

  function line(title: string, times: Map<string, number>): string {
    const cell = (name: string) => {
      const time = times.get(name);
      if (time === undefined) return '';
      const own = times.get(name.endsWith('in place') ? 'Logitscope, in place' : 'Logitscope');
      const digits = time >= 100 ? 0 : time >= 10 ? 1 : 2;
      return (
        time.toFixed(digits) + (name.startsWith('Logitscope') || !own ? '' : ` (${(time / own).toFixed(2)})`)
      );
    };
    const text = `| ${title} | ${COLUMNS.map(cell).join(' | ')} |`;
    console.error(text);
    return text;
  }

  async function contendersFor(
    operation: 'softmax' | 'log-sum-exp' | 'cross-entropy',
    dtype: 'float32' | 'float64',
    count: number,
    n: number,
  ): Promise<Contender[]> {
    const data = values(dtype, count * n);
    const x = ndarray(data, [count, n]);
    const labels = Float64Array.from({ length: count }, () => Math.floor(Math.random() * n));
    const ids = ndarray(labels, [count]);
    const list: Contender[] = [];
    const add = (name: string, run: Contender['run']) => list.push({ name, run });

    if (operation === 'softmax') add('Logitscope', () => void softmax(x));
    if (operation === 'log-sum-exp') add('Logitscope', () => void logSumExp(x));
    if (operation === 'cross-entropy') add('Logitscope', () => void sparseSoftmaxCrossEntropy(x, ids));

    if (operation === 'softmax') add('Math.exp', () => void plain.softmax(data, count, n));
    if (operation === 'log-sum-exp') add('Math.exp', () => void plain.logSumExp(data, count, n));
    if (operation === 'cross-entropy') add('Math.exp', () => void plain.crossEntropy(data, labels, count, n));

    if (data instanceof Float32Array) {
      if (operation === 'softmax') add('Logitscope, in place', inPlace(data, count, n));
      const resident = tf.tensor2d(data, [count, n]);
      const indices = tf.tensor2d(
        Int32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? labels[i >> 1] : i >> 1)),
        [count, 2],
        'int32',
      );
      const compute = (t: Tensor) =>
        operation === 'softmax'
          ? tf.softmax(t)
          : operation === 'log-sum-exp'
            ? tf.logSumExp(t, -1)
            : tf.mean(tf.sub(tf.logSumExp(t, -1), tf.gatherND(t, indices)));
      add('tfjs-wasm', () => {
        const t = tf.tensor2d(data, [count, n]);
        const result = tf.tidy(() => compute(t));
        result.dataSync();
        result.dispose();
        t.dispose();
      });
      if (operation === 'softmax')
        add('tfjs-wasm, in place', () => tf.tidy(() => compute(resident)).dispose());
      if (operation === 'softmax') {
        const { ort, session } = await onnx(find, 'Softmax', [count, n]);
        const feed = new ort.Tensor('float32', data, [count, n]);
        add('onnxruntime-web', async () => void (await session.run({ x: feed })));
      }
    }
    for (const library of ['torch', 'scipy'] as const) {
      if (!python?.has(library) || (library === 'scipy' && operation === 'cross-entropy')) continue;
      add(library, () => python.time(library, operation, count, n, dtype));
    }
    return list;
  }

  function summaryContenders(): Contender[] {
    const row = values('float32', 128_000);
    const list: Contender[] = [{ name: 'Logitscope', run: () => void rowSummary(row, { k: 10, label: 17 }) }];
    if (python?.has('torch')) {
      list.push({ name: 'torch', run: () => python.time('torch', 'row summary', 1, 128_000, 'float32') });
    }
    return list;
  }
}

/** The kernel on memory that holds the array already, as a tensor in TensorFlow.js's heap does. */
function inPlace(data: Float32Array, count: number, n: number): () => void {
  releaseMemory();
  const { exports } = instance()!;
  const { memory } = exports;
  const x = Math.ceil((exports.heapBase.value as number) / 64) * 64;
  const y = x + data.byteLength + 64;
  const statistics = y + data.byteLength + 64;
  const wide = statistics + count * 48;
  memory.grow(Math.max(0, Math.ceil((wide + n * 8 + 64 - memory.buffer.byteLength) / 65536)));
  new Float32Array(memory.buffer, x, data.length).set(data);
  return data.length > 1_000_000
    ? () => exports.fastSoftmax(x, count, n, statistics, y, wide)
    : () => exports.softmax32(x, count, n, 1, statistics, y, wide);
}

function values(dtype: 'float32' | 'float64', length: number): Float32Array | Float64Array {
  const data = dtype === 'float32' ? new Float32Array(length) : new Float64Array(length);
  for (let i = 0; i < length; i++) {
    data[i] = 4 * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  }
  return data;
}

void main();
