import assert from 'node:assert/strict';
import { kernelSourceOf } from '../../../src/live/kernelSource';

describe('the file for kernels', () => {
  it('is read once for all who ask, and again where it could not be read', async () => {
    let reads = 0;
    const source = kernelSourceOf(() => {
      reads++;
      return reads === 1 ? Promise.reject(new Error('no such file')) : Promise.resolve('x = 1');
    });
    await assert.rejects(source(), /no such file/);
    const [first, second] = await Promise.all([source(), source()]);
    assert.equal(first.text, 'x = 1');
    assert.equal(second, first);
    assert.equal(reads, 2);
  });
});
