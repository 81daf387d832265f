import assert from 'node:assert/strict';
import { ndarray } from '../../../src/arrays/ndarray';
import { inSteps } from '../../../src/engine/inSteps';
import { softmax, softmaxSteps } from '../../../src/numerics';

describe('a computation of the kernels in steps', () => {
  it('can be cancelled between its steps, and gives the reason', async () => {
    const controller = new AbortController();
    let told = 0;
    const job = inSteps(softmaxSteps(ndarray(new Float64Array(8_000_000), [8_000, 1_000])), {
      signal: controller.signal,
      progress() {
        told++;
        controller.abort(new Error('enough'));
      },
    });
    await assert.rejects(job, /enough/);
    assert.equal(told, 1);
  });

  it('gives what it gives at once', async () => {
    const x = ndarray(
      Float64Array.from({ length: 60_000 }, (_, i) => Math.sin(i) * 20),
      [20, 3_000],
    );
    const context = { signal: new AbortController().signal, progress: () => undefined };
    assert.deepEqual(await inSteps(softmaxSteps(x), context), softmax(x));
  });
});
