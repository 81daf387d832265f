import assert from 'node:assert/strict';
import { giveWay } from '../../../src/engine/giveWay';

/** Keeps the thread busy, as a kernel does. */
function work(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

describe('giving way', () => {
  it('hears an abort that a timer posts while steps of work follow each other', async () => {
    const aborter = new AbortController();
    setTimeout(() => aborter.abort(new Error('cancelled')));
    let steps = 0;
    await assert.rejects(async () => {
      for (; steps < 100; steps++) {
        work(5);
        await giveWay(aborter.signal);
      }
    }, /cancelled/);
    assert(steps < 100);
  });

  it('refuses at once where the signal is aborted already', async () => {
    await assert.rejects(giveWay(AbortSignal.abort(new Error('too late'))), /too late/);
  });
});
