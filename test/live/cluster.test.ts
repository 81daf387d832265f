import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';

interface Summed {
  kind: string;
  answer: { counted: number; reduced: number; accuracy: number };
  bytes: number;
  seconds: number;
  reference: { reduced: number; accuracy: number };
  died: number;
}

describe('On a cluster of three workers, one of which is killed half-way', () => {
  let summed: Summed[];
  before(function () {
    this.timeout(240_000);
    const script = ['test/fixtures/live/cluster.py', path.resolve('out/kernel')];
    summed = execFileSync(process.env.LOGITSCOPE_PYTHON!, script, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Summed);
  });

  for (const [kind, what, rows] of [
    ['array', 'a Dask array', 4096],
    ['futures', 'a list of futures', 960],
    ['column', 'a DataFrame column of lists', 480],
  ] as const)
    it(`${what} is summed up by its own scheduler in kilobytes`, () => {
      const { answer, bytes, seconds, reference, died } = summed.find((one) => one.kind === kind)!;
      console.log(`      ${bytes} bytes sent, ${seconds.toFixed(1)} s`);
      assert.equal(died, 1);
      assert.ok(bytes < 100_000);
      assert.equal(answer.counted, rows, JSON.stringify(answer));
      assert.ok(Math.abs(answer.reduced - reference.reduced) < 1e-12 * reference.reduced);
      assert.equal(answer.accuracy, reference.accuracy);
    });
});
