/**
 * `npm run bench -- gigabyte`: a float32 array of 1 GB through every long computation: the memory taken besides the array
 * and the result, how often progress is told, and how soon a cancelled one ends.
 */
import { ndarray, type NDArray } from '../../src/arrays/ndarray';
import {
  logSumExpSteps,
  rowsSummarySteps,
  softmaxSteps,
  sparseSoftmaxCrossEntropySteps,
  type Steps,
} from '../../src/numerics';
import { inSteps } from '../../src/engine/inSteps';
import { memoryInUse } from '../../src/numerics/wasmKernels';

const [ROWS, CLASSES] = [8192, 32_768];
const MB = 2 ** 20;

/** Memory of this process outside the JavaScript heap, where arrays live, and inside it. */
const memory = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

async function main() {
  const data = new Float32Array(ROWS * CLASSES);
  for (let i = 0, state = 1; i < data.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    data[i] = state / 2 ** 28;
  }
  const logits = ndarray(data, [ROWS, CLASSES]);
  const labels = ndarray(
    Float64Array.from({ length: ROWS }, (_, row) => row % CLASSES),
    [ROWS],
  );
  console.log(`${ROWS}×${CLASSES} float32, ${(data.byteLength / MB).toFixed(0)} MB.\n`);
  console.log('| | s | result, MB | besides, MB | WebAssembly, MB | progress, times | longest wait, ms |');
  console.log('|---|---:|---:|---:|---:|---:|---:|');
  await report('log-sum-exp', (x) => logSumExpSteps(x), ROWS * 4);
  await report('cross-entropy', (x) => sparseSoftmaxCrossEntropySteps(x, labels), ROWS * 4);
  await report('summary of every row', (x) => rowsSummarySteps(x), ROWS * 8 * 8);
  await report('softmax', (x) => softmaxSteps(x), data.byteLength);

  const controller = new AbortController();
  let asked = 0;
  const job = inSteps(softmaxSteps(logits), {
    signal: controller.signal,
    progress: ({ done }) => {
      if (asked || done < ROWS / 10) return;
      asked = performance.now();
      controller.abort(new Error('cancelled'));
    },
  });
  await job.catch(() =>
    console.log(`\nCancelled after a tenth: ended ${(performance.now() - asked).toFixed(1)} ms later.`),
  );

  async function report<T>(title: string, steps: (x: NDArray) => Steps<T>, result: number) {
    const before = memory();
    const start = performance.now();
    let [most, wasm, times, last, wait] = [0, 0, 0, start, 0];
    await inSteps(steps(logits), {
      signal: new AbortController().signal,
      progress: () => {
        const now = performance.now();
        wait = Math.max(wait, now - last);
        last = now;
        times += 1;
        most = Math.max(most, memory());
        wasm = Math.max(wasm, memoryInUse());
      },
    });
    const seconds = ((performance.now() - start) / 1000).toFixed(2);
    const besides = Math.max(0, most - before - result) / MB;
    console.log(
      `| ${title} | ${seconds} | ${(result / MB).toFixed(1)} | ${besides.toFixed(1)} | ${(wasm / MB).toFixed(1)} | ${times} | ${wait.toFixed(0)} |`,
    );
  }
}

void main();
