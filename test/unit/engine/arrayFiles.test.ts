import assert from 'node:assert/strict';
import { ArrayFiles } from '../../../src/engine/arrayFiles';
import { floats, npy, npyHeader, zip } from '../live/files';

describe('an open file of arrays', () => {
  const member = npy(npyHeader('<f4', [2, 3]), floats(1, 2, 3, 4, 5, 6));
  const bytes = zip([
    { name: 'logits.npy', data: member, deflate: true },
    { name: 'others.npy', data: member, deflate: true },
  ]);

  it('holds an array once, however often it is looked at, until it is closed', async () => {
    let id = 0;
    const files = new ArrayFiles(() => ++id);
    const { file } = await files.open({ name: 'a.npz', bytes });
    const looks = await Promise.all([0, 0, 1].map((index) => files.peek({ file, index })));
    const [first, again, other] = looks.map(({ found }) => found.held!);
    assert.equal(first, again);
    assert.notEqual(first, other);
    assert.deepEqual([...(await files.read({ file, index: 0 })).data], [1, 2, 3, 4, 5, 6]);
    assert(files.source(first));
    await files.close({ file });
    assert.equal(files.source(first), undefined);
    assert.equal(files.source(other), undefined);
  });
});
