import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';

describe('A Dask array on a cluster of three workers', () => {
  it('is summed up by its own scheduler in kilobytes, although one worker is killed half-way', function () {
    this.timeout(180_000);
    const printed = execFileSync(
      process.env.LOGITSCOPE_PYTHON!,
      ['test/fixtures/live/cluster.py', path.resolve('media')],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const { answer, bytes, seconds, reference, futures, frame } = JSON.parse(
      printed.trim().split('\n').at(-1)!,
    ) as {
      answer: { counted: number; reduced: number; accuracy: number };
      bytes: number;
      seconds: number;
      reference: { reduced: number; accuracy: number };
      futures: number[];
      frame: number[] | null;
    };
    console.log(`      65.5 MB on the cluster, ${bytes} bytes sent, ${seconds.toFixed(1)} s`);
    assert.ok(bytes < 100_000);
    assert.equal(answer.counted, 4096);
    assert.ok(Math.abs(answer.reduced - reference.reduced) < 1e-12 * reference.reduced);
    assert.equal(answer.accuracy, reference.accuracy);
    assert.equal(futures.length, 15);
    for (const entropy of futures) assert.ok(Math.abs(entropy - Math.log(4)) < 1e-12);
    assert.deepEqual(frame, [10, 3]);
  });
});
