import assert from 'node:assert/strict';
import { ndarray } from '../../../../src/arrays/ndarray';
import type { CallContext } from '../../../../src/engine/callContext';
import { fileRows } from '../../../../src/engine/rows/fileRows';
import { Session } from '../../../../src/engine/session';

/** As many classes as are read at once: each row is a block. */
const CLASSES = 1 << 20;
const ROWS = 3;
const SETTINGS = { temperature: 1 };

describe('a pass over the rows of a file that several calls wait for', () => {
  /** A file whose reads rest until they are let go. */
  function open() {
    const reads: number[] = [];
    const resting: (() => void)[] = [];
    let letGo = false;
    const source = {
      shape: [ROWS, CLASSES],
      rows: ROWS,
      classes: CLASSES,
      async read(from: number, count: number) {
        reads.push(from);
        if (!letGo) await new Promise<void>((resolve) => resting.push(resolve));
        const data = new Float32Array(count * CLASSES);
        for (let row = 0; row < count; row++) data[row * CLASSES + from + row] = 20;
        return ndarray(data, [count, CLASSES]);
      },
    };
    const labels = (...ids: number[]) => ndarray(Float64Array.from(ids), [ROWS]);
    const session = new Session({ rows: fileRows(source), reading: 'logits', labels: labels(0, 1, 2) });
    const caller = () => {
      const aborter = new AbortController();
      const context: CallContext = { signal: aborter.signal, progress: () => undefined };
      return { cancel: () => aborter.abort(new Error('cancelled')), context };
    };
    return {
      session,
      reads,
      labels,
      caller,
      go() {
        letGo = true;
        resting.splice(0).forEach((resolve) => resolve());
      },
    };
  }

  it('goes on for the others when the first of them is cancelled, and is made once', async () => {
    const { session, reads, caller, go } = open();
    const [one, other] = [caller(), caller()];
    const batch = session.batch({ settings: SETTINGS }, one.context);
    const page = session.page(
      { settings: SETTINGS, sort: { key: 'loss', descending: true }, from: 0, count: 0 },
      other.context,
    );
    one.cancel();
    await assert.rejects(batch, /cancelled/);
    go();
    assert.equal((await page).total, ROWS);
    assert.deepEqual(reads, [0, 1, 2]);
    const { counted, accuracy } = await session.batch({ settings: SETTINGS }, caller().context);
    assert.deepEqual({ counted, accuracy }, { counted: ROWS, accuracy: 1 });
    assert.deepEqual(reads, [0, 1, 2]);
  });

  it('ends with the last of them, and is made anew when asked for again', async () => {
    const { session, reads, caller, go } = open();
    const one = caller();
    const batch = session.batch({ settings: SETTINGS }, one.context);
    while (reads.length === 0) await new Promise((resolve) => setTimeout(resolve));
    one.cancel();
    await assert.rejects(batch, /cancelled/);
    go();
    const { counted } = await session.batch({ settings: SETTINGS }, caller().context);
    assert.equal(counted, ROWS);
    assert.deepEqual(reads, [0, 0, 1, 2]);
  });

  it('is not kept for labels that came while it was made', async () => {
    const { session, reads, labels, caller, go } = open();
    const batch = session.batch({ settings: SETTINGS }, caller().context);
    session.label({ labels: labels(0, 1, -100) });
    go();
    await batch;
    const { counted } = await session.batch({ settings: SETTINGS }, caller().context);
    assert.equal(counted, 2);
    assert.deepEqual(reads, [0, 1, 2, 0, 1, 2]);
  });
});
