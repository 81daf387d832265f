import assert from 'node:assert/strict';
import { latest } from '../../../src/worker/latest';

describe('Work of which only the newest counts', () => {
  it('is told when a newer run begins, and when none is wanted any more', () => {
    const line = latest();
    const first = line.next();
    const second = line.next();
    assert.deepEqual([first.aborted, second.aborted], [true, false]);
    line.end();
    assert.equal(second.aborted, true);
    assert.equal(line.next().aborted, false);
  });
});
