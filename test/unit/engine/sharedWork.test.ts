import assert from 'node:assert/strict';
import type { CallContext } from '../../../src/engine/callContext';
import type { Progress } from '../../../src/worker/protocol';
import { SharedWork } from '../../../src/engine/sharedWork';

describe('work that several calls wait for', () => {
  function start() {
    let finish!: (value: string) => void;
    let fail!: (error: Error) => void;
    let given!: CallContext;
    let started = 0;
    const work = new SharedWork<string>((context) => {
      started++;
      given = context;
      return new Promise((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
    });
    const caller = () => {
      const aborter = new AbortController();
      const heard: Progress[] = [];
      const context = { signal: aborter.signal, progress: (news: Progress) => void heard.push(news) };
      return { aborter, heard, result: work.wait(context) };
    };
    return { work, caller, given, finish, fail, started: () => started };
  }

  it('is done once, and tells all of its progress and result', async () => {
    const { caller, given, finish, started } = start();
    const [one, other] = [caller(), caller()];
    given.progress({ done: 1, total: 2 });
    finish('done');
    assert.deepEqual(await Promise.all([one.result, other.result]), ['done', 'done']);
    assert.equal(started(), 1);
    assert.deepEqual([one.heard, other.heard], [[{ done: 1, total: 2 }], [{ done: 1, total: 2 }]]);
  });

  it('goes on for the others when one is cancelled, and stops with the last', async () => {
    const { work, caller, given } = start();
    const [one, other] = [caller(), caller()];
    one.aborter.abort(new Error('enough'));
    await assert.rejects(one.result, /enough/);
    assert.equal(given.signal.aborted, false);
    other.aborter.abort(new Error('enough'));
    await assert.rejects(other.result, /enough/);
    assert.equal(given.signal.aborted, true);
    assert.equal(work.over, true);
  });

  it('tells every one of them that it failed', async () => {
    const { caller, fail } = start();
    const [one, other] = [caller(), caller()];
    fail(new Error('the file is gone'));
    await assert.rejects(one.result, /gone/);
    await assert.rejects(other.result, /gone/);
  });
});
