import assert from 'node:assert/strict';
import { Running } from '../../../src/worker/running';

describe('What is under way under a number', () => {
  it('can be ended after another of that number has come to its end', () => {
    const running = new Running<number>();
    const [first, second] = [new AbortController(), new AbortController()];
    running.add(1, first);
    running.add(1, second);
    assert.equal(running.has(1, first), false);
    assert.equal(running.has(1, second), true);
    running.end(1, first);
    running.abort(1, new Error('no longer wanted'));
    assert.equal(first.signal.aborted, false);
    assert.equal(second.signal.aborted, true);
    running.end(1, second);
    assert.equal(running.has(1, second), false);
  });
});
