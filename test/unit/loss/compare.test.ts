import assert from 'node:assert/strict';
import { fromNested } from '../../../src/arrays/ndarray';
import type { ReadingKind } from '../../../src/arrays/types';
import { inProcessClient } from '../worker/inProcess';

const settings = { temperature: 1 };

describe('a comparison of two arrays', () => {
  const client = inProcessClient();
  after(() => client.dispose());
  const open = async (rows: number[][], labels?: number[], reading: ReadingKind = 'logits') => {
    const request = { reading, array: fromNested(rows, 'x'), labels: labels && fromNested(labels, 'y') };
    return (await client.call('open', request)).session;
  };

  it('gives divergences, flips, ranks and the difference of the losses', async () => {
    const ln = Math.log;
    const first = await open(
      [
        [ln(0.5), ln(0.5)],
        [ln(0.9), ln(0.1)],
      ],
      [0, 1],
    );
    const second = await open([
      [ln(0.25), ln(0.75)],
      [ln(0.9), ln(0.1)],
    ]);
    const result = await client.call('compare', { first, second, settings });
    const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-14, `${a}, expected ${b}`);
    near(result.meanKl, (0.5 * ln(2) + 0.5 * ln(2 / 3)) / 2);
    near(result.meanReverseKl, (0.25 * ln(0.5) + 0.75 * ln(1.5)) / 2);
    assert.deepEqual(result.flips, [{ row: 0, from: 0, to: 1, rankOfOld: 1, label: 0 }]);
    assert.deepEqual(
      [result.flipCount, result.becameWrong, result.becameRight, result.rankMoved],
      [1, 1, 0, 1],
    );
    assert.equal(result.farthest[0].row, 0);
    near(result.loss!.first, (ln(2) + ln(10)) / 2);
    near(result.loss!.second, (ln(4) + ln(10)) / 2);
  });

  it('leaves out and counts rows that have no distribution on one side', async () => {
    const result = await client.call('compare', {
      first: await open([
        [1, NaN],
        [1, 2],
      ]),
      second: await open([
        [1, 2],
        [1, 2],
      ]),
      settings,
    });
    assert.deepEqual([result.rows, result.undefinedRows, result.meanKl], [2, 1, 0]);
  });

  it('refuses arrays of different shape, naming both', async () => {
    const [first, second] = [await open([[1, 2]]), await open([[1, 2, 3]])];
    await assert.rejects(client.call('compare', { first, second, settings }), /the same shape.*1×2 and 1×3/);
  });

  it('takes no softmax of probabilities: their divergence is that of the probabilities', async () => {
    const p = [0.7, 0.2, 0.1];
    const q = [0.2, 0.7, 0.1];
    const kl = p.reduce((sum, x, i) => sum + x * Math.log(x / q[i]), 0);
    const [first, second] = [
      await open([p], undefined, 'probabilities'),
      await open([q], undefined, 'probabilities'),
    ];
    const { meanKl } = await client.call('compare', { first, second, settings });
    assert.ok(Math.abs(meanKl - kl) < 1e-14, `${meanKl} is not ${kl}`);
  });
});
