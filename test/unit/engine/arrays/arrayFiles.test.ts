import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { ArrayFiles } from '../../../../src/engine/arrays/arrayFiles';
import { sizeOf } from '../../../../src/arrays/ndarray';
import type { CallContext } from '../../../../src/engine/callContext';
import { floats, npy, npyHeader, zip } from '../../live/files';

describe('an open file of arrays', () => {
  const member = npy(npyHeader('<f4', [2, 3]), floats(1, 2, 3, 4, 5, 6));
  const bytes = zip([
    { name: 'logits.npy', data: member, deflate: true },
    { name: 'others.npy', data: member, deflate: true },
  ]);

  const calling = (signal = new AbortController().signal): CallContext => ({
    signal,
    progress: () => undefined,
  });
  const context = calling();

  async function open(): Promise<{ files: ArrayFiles; file: number }> {
    let id = 0;
    const files = new ArrayFiles(() => ++id);
    const { file } = await files.open({ name: 'a.npz', bytes }, context);
    return { files, file };
  }

  it('holds an array once, however often it is looked at, until it is closed', async () => {
    const { files, file } = await open();
    const looks = await Promise.all([0, 0, 1].map((index) => files.peek({ file, index }, context)));
    const [first, again, other] = looks.map(({ found }) => found.held!);
    assert.equal(first, again);
    assert.notEqual(first, other);
    assert.deepEqual([...(await files.read({ file, index: 0 }, context)).data], [1, 2, 3, 4, 5, 6]);
    assert(files.source(first));
    await files.close({ file }, context);
    assert.equal(files.source(first), undefined);
    assert.equal(files.source(other), undefined);
  });

  it('gives labels without those that a mask leaves out, and all of them where there is none', async () => {
    const ids = (name: string, ...values: number[]) => ({
      name: `${name}.npy`,
      data: npy(npyHeader('|u1', [values.length]), Uint8Array.from(values)),
    });
    const masks = [ids('loss_mask', 1, 0, 1), ids('attention_mask', 0, 1, 1), ids('mask_of_others', 0, 0)];
    for (const [members, expected] of [
      [masks, [-100, -100, 2]],
      [[], [0, 1, 2]],
    ] as const) {
      const files = new ArrayFiles(() => 1);
      const logits = { name: 'logits.npy', data: npy(npyHeader('|u1', [3, 3]), new Uint8Array(9)) };
      const bytes = zip([ids('labels', 0, 1, 2), logits, ...members]);
      const { file } = await files.open({ name: 'masked.npz', bytes }, context);
      const { values, leftOut } = await files.readLabels({ file, index: 0, of: 1 }, context);
      assert.deepEqual([...values.data], expected);
      assert.deepEqual(
        leftOut,
        members.length === 0
          ? undefined
          : ['1 row is left out: “loss_mask” is 0 there.', '1 row is left out: “attention_mask” is 0 there.'],
      );
    }
  });

  it('gives labels as what they are for the array they belong to, along its class axis, under a harmless name', async () => {
    const member = (name: string, ...shape: number[]) => ({
      name: `${name}.npy`,
      data: npy(npyHeader('|u1', shape), new Uint8Array(sizeOf(shape))),
    });
    const files = new ArrayFiles(() => 1);
    const bytes = zip([
      member('images', 2, 3, 4, 5),
      member('seg\x1b', 2, 4, 5),
      member('rows', 4, 3),
      member('soft', 4, 3),
    ]);
    const { file } = await files.open({ name: 'several.npz', bytes }, context);
    const { values: ids, ...ofImages } = await files.readLabels({ file, index: 1, of: 0 }, context);
    assert.deepEqual(ids.shape, [2, 4, 5]);
    assert.deepEqual(ofImages, {
      kind: 'class-ids',
      name: 'seg\\u001B',
      source: '“seg\\u001B” in the same file',
      axis: 1,
    });
    const { kind, axis } = await files.readLabels({ file, index: 3, of: 2 }, context);
    assert.deepEqual([kind, axis], ['multi-hot', undefined]);
    await assert.rejects(files.readLabels({ file, index: 1, of: 9 }, context), /Open it again/);
  });

  it('is let go of as a whole where who opened it has gone, and leaves no ear at a signal of many calls', async () => {
    const names = Array.from({ length: 20 }, (_, at) => ({ name: `a${at}.npy`, data: member }));
    const aborter = new AbortController();
    const { signal } = aborter;
    let ears = 0;
    let most = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...ear: Parameters<typeof add>) => {
      most = Math.max(most, ++ears);
      add(...ear);
    };
    signal.removeEventListener = (...ear: Parameters<typeof remove>) => {
      ears--;
      remove(...ear);
    };
    let id = 0;
    const files = new ArrayFiles(() => ++id);
    for (const isGone of [false, true]) {
      const { file } = await files.open({ name: 'many.npz', bytes: zip(names) }, calling(signal));
      const held: number[] = [];
      for (const index of names.keys())
        held.push((await files.peek({ file, index }, calling(signal))).found.held!);
      if (isGone) aborter.abort(new Error('cancelled'));
      await files.close({ file }, calling(signal));
      assert.deepEqual(
        held.filter((one) => files.source(one)),
        [],
      );
      assert.equal(ears, 0);
    }
    assert(most <= 10, `${most} at once`);
  });

  it('lists no more of them once nobody waits, however long the list takes', async () => {
    // One number, put into the memo of what unpickles it six million times.
    const pickle = new Uint8Array(6 << 20).fill(0x94);
    pickle.set([0x80, 4, 0x4b, 1]);
    for (const given of [pickle, new Uint8Array(gzipSync(pickle))]) {
      const aborter = new AbortController();
      const files = new ArrayFiles(() => 1);
      const opening = files.open({ name: 'memo.pkl', bytes: given }, calling(aborter.signal));
      setTimeout(() => aborter.abort(new Error('enough')), 30);
      await assert.rejects(opening, /^Error: enough$/);
    }
  });

  it('goes on unpacking for those who wait, and anew where nobody did', async () => {
    const { files, file } = await open();
    const peek = (index: number, signal?: AbortSignal) => files.peek({ file, index }, calling(signal));
    const aborter = new AbortController();
    const [left, stayed, alone] = [peek(0, aborter.signal), peek(0), peek(1, aborter.signal)];
    aborter.abort(new Error('cancelled'));
    await assert.rejects(left, /cancelled/);
    await assert.rejects(alone, /cancelled/);
    const { held } = (await stayed).found;
    assert.equal((await peek(0)).found.held, held);
    assert.deepEqual([...(await files.read({ file, index: 1 }, context)).data], [1, 2, 3, 4, 5, 6]);
  });
});
