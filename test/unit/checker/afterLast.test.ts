import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { afterLast } from '../../../src/checker/afterLast';

describe('A check after the last keystroke', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  afterEach(() => mock.timers.reset());

  it('comes once, a while after the last of those that follow at once', () => {
    let runs = 0;
    const check = afterLast(40, () => runs++);
    for (let i = 0; i < 5; i++) {
      check.again();
      mock.timers.tick(30);
    }
    assert.equal(runs, 0);
    mock.timers.tick(9);
    assert.equal(runs, 0);
    mock.timers.tick(1);
    assert.equal(runs, 1);
    mock.timers.tick(1_000);
    assert.equal(runs, 1);
    check.again();
    mock.timers.tick(40);
    assert.equal(runs, 2);
  });

  it('sets no timer for each of the thousand cells of a notebook', () => {
    const setTimer = mock.method(globalThis, 'setTimeout');
    const check = afterLast(40, () => undefined);
    for (let i = 0; i < 1_000; i++) check.again();
    assert.equal(setTimer.mock.callCount(), 1);
    setTimer.mock.restore();
    check.end();
  });

  it('does not come once it is ended, unless it is asked for again', () => {
    let runs = 0;
    const check = afterLast(40, () => runs++);
    check.again();
    check.end();
    mock.timers.tick(100);
    assert.equal(runs, 0);
    check.again();
    mock.timers.tick(40);
    assert.equal(runs, 1);
  });
});
