import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readArrayFile } from '../../../../src/bytes/arrayFile';
import { bufferSource, type ByteSource } from '../../../../src/bytes/byteSource';
import { crc32 } from '../../../../src/bytes/zip/crc32';
import { InflatedMembers } from '../../../../src/bytes/zip/inflatedMembers';
import { storedRows } from '../../../../src/engine/rows/rowSource';
import { floats, npy, npyHeader, zip } from '../../live/files';
import { global, pickle, storage, tensor } from '../pickles';

const MIB = 1 << 20;
/** Packing does nothing to it: as many bytes are read as come out. */
const random = new Uint8Array(randomBytes(8 * MIB));
const SHAPE = [MIB, 8];

/** Of packed bytes, a MiB or nearly so each, only the first is read until `goOn` is called. */
function resting(bytes: Uint8Array) {
  const inner = bufferSource(bytes);
  let goOn!: () => void;
  const rest = new Promise<void>((resolve) => (goOn = resolve));
  const source = {
    reads: 0,
    goOn,
    size: inner.size,
    async read(offset: number, length: number) {
      if (length > MIB / 2 && ++this.reads > 1) await rest;
      return inner.read(offset, length);
    },
  };
  return source satisfies ByteSource;
}

async function stored(source: ByteSource, name: string) {
  const [array] = await readArrayFile(source, name);
  assert.equal(array.problem, undefined);
  return array;
}

describe('Packed members', () => {
  it('are unpacked once, for as long as they are among those used last', async () => {
    const unpacked: string[] = [];
    const members = new InflatedMembers(20);
    const get = (name: string, size: number) =>
      members.get(name, size, () => {
        unpacked.push(name);
        return Promise.resolve(new Uint8Array(size));
      });
    await Promise.all([get('a', 10), get('a', 10), get('b', 10)]);
    assert.deepEqual(unpacked, ['a', 'b']);
    await get('a', 10);
    await get('c', 10);
    await get('a', 10);
    assert.deepEqual(unpacked, ['a', 'b', 'c']);
    await get('b', 10);
    await get('too large to keep beside others', 30);
    await get('too large to keep beside others', 30);
    assert.equal(unpacked.length, 5);
  });

  it('are unpacked anew where that failed', async () => {
    const members = new InflatedMembers();
    await assert.rejects(
      members.get('a', 1, () => Promise.reject(new Error('the disk is away'))),
      /the disk is away/,
    );
    assert.equal((await members.get('a', 1, () => Promise.resolve(new Uint8Array(1)))).length, 1);
  });

  it('are unpacked for as long as a caller waits', async () => {
    const members = new InflatedMembers();
    const signals: AbortSignal[] = [];
    let finish: ((bytes: Uint8Array) => void) | undefined;
    const get = (signal?: AbortSignal) =>
      members.get(
        'a',
        1,
        (shared) => {
          signals.push(shared);
          return new Promise((resolve) => (finish = resolve));
        },
        signal,
      );
    const [one, other] = [new AbortController(), new AbortController()];
    const waiting = [get(one.signal), get(other.signal)];
    one.abort(new Error('enough'));
    await assert.rejects(waiting[0], /enough/);
    assert.equal(signals[0].aborted, false);
    other.abort(new Error('enough'));
    await assert.rejects(waiting[1], /enough/);
    assert.equal(signals[0].aborted, true);

    const again = get();
    finish!(new Uint8Array(1));
    assert.equal((await again).length, 1);
    assert.equal(signals.length, 2);
  });

  const files = {
    'a.npz': zip([{ name: 'a.npy', data: npy(npyHeader('|i1', SHAPE), random), deflate: true }]),
    'a.pt': zip([
      {
        name: 'a/data.pkl',
        data: pickle(
          tensor({ storage: storage(global('torch', 'CharStorage')), shape: SHAPE, strides: [8, 1] }),
        ),
      },
      { name: 'a/data/0', data: random, deflate: true },
    ]),
  };
  for (const [name, bytes] of Object.entries(files))
    it(`are left half unpacked when nobody waits, and opened when asked for again: ${name}`, async () => {
      const source = resting(bytes);
      const { values, shape } = await stored(source, name);
      const aborter = new AbortController();
      const opening = storedRows(values!, shape, aborter.signal);
      while (source.reads < 2) await new Promise((resolve) => setTimeout(resolve));
      aborter.abort(new Error('enough'));
      await assert.rejects(opening, /enough/);
      source.goOn();
      const rows = await storedRows(values!, shape);
      const { data } = await rows.read(MIB - 1, 1);
      assert.deepEqual([...data], [...new Int8Array(random.buffer).subarray(-8)]);
      assert.equal(source.reads, 2 + 8);
    });

  it('that unpack to more than they promise are stopped there', async () => {
    const data = npy(npyHeader('<f4', [1]), floats(1));
    const long = Buffer.concat([data, random]);
    const source = resting(zip([{ name: 'a.npy', data: long, deflate: true, size: data.length }]));
    const { values } = await stored(source, 'a.npz');
    await assert.rejects(() => values!.open(), /decompresses to more than the \d+ bytes it claims/);
    assert.equal(source.reads, 2);
  });

  it('that unpack to less than they promise are refused', async () => {
    const data = npy(npyHeader('<f4', [1]), floats(1));
    const file = zip([{ name: 'a.npy', data, deflate: true, size: data.length + 8 }]);
    const { values } = await stored(bufferSource(file), 'a.npz');
    await assert.rejects(() => values!.open(), /decompresses to \d+ bytes, not the \d+ it claims/);
  });
});

describe('A packed member whose data is damaged', () => {
  const message = 'its compressed data is damaged or incomplete';
  // Random bytes don't get smaller: they are stored in blocks, each with its length twice.
  const data = npy(npyHeader('<f4', [25_000]), random.subarray(0, 100_000));
  const damagedFrom = (place: number) =>
    zip([{ name: 'a.npy', data, deflate: true }]).fill(0xff, place, place + 40_000);

  it('is listed with the reason, where its header can’t be read', async () => {
    const [{ problem }] = await readArrayFile(bufferSource(damagedFrom(35)), 'a.npz');
    assert.equal(problem, message);
  });

  it('is refused with the reason when it is opened', async () => {
    const { values } = await stored(bufferSource(damagedFrom(40_000)), 'a.npz');
    await assert.rejects(async () => values!.open(), { message: `a: ${message}` });
  });
});

describe('The checksum of a member', () => {
  const data = npy(npyHeader('<f4', [3, 2]), floats(1, 2, 3, 4, 5, 6));

  it('is the CRC-32 that everyone computes, at once and in parts', () => {
    assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926);
    assert.equal(crc32(new Uint8Array(0)), 0);
    const long = random.subarray(0, 100);
    for (let cut = 0; cut <= long.length; cut++)
      assert.equal(crc32(long.subarray(cut), crc32(long.subarray(0, cut))), crc32(long));
  });

  const open = async (deflate: boolean, crc?: number) => {
    const file = zip([{ name: 'a.npy', data, deflate, ...(crc !== undefined && { crc }) }]);
    const { values, shape } = await stored(bufferSource(file), 'a.npz');
    return storedRows(values!, shape);
  };
  const message = 'a: its bytes don’t match their checksum in the file: it is damaged';

  it('is asked for when a packed member of an .npz is opened', async () => {
    assert.deepEqual([...(await (await open(true)).read(0, 3)).data], [1, 2, 3, 4, 5, 6]);
    await assert.rejects(open(true, 7), { message });
  });

  it('is asked for when all of a stored member of an .npz was read, and its rows may be looked at', async () => {
    assert.deepEqual([...(await (await open(false)).read(0, 3)).data], [1, 2, 3, 4, 5, 6]);
    const rows = await open(false, 7);
    assert.deepEqual([...(await rows.read(0, 1)).data], [1, 2]);
    assert.deepEqual([...(await rows.read(2, 1)).data], [5, 6]);
    await assert.rejects(rows.read(1, 2), { message });
    assert.deepEqual([...(await rows.read(1, 1)).data], [3, 4]);
  });

  it('is not asked for of a torch file: torch.save can be told to leave it out', async () => {
    const file = zip([
      { name: 'a/data.pkl', data: pickle(tensor()), crc: 7 },
      { name: 'a/data/0', data: floats(1, 2, 3, 4, 5, 6), crc: 7 },
    ]);
    const { values, shape } = await stored(bufferSource(file), 'a.pt');
    assert.deepEqual([...(await (await storedRows(values!, shape)).read(0, 2)).data], [1, 2, 3, 4, 5, 6]);
  });
});

describe('A zip of arrays', () => {
  const one = (value: number) => npy(npyHeader('<f4', [1]), floats(value));

  it('of which there are many small ones is listed with few reads', async () => {
    const bytes = zip(Array.from({ length: 2000 }, (_, i) => ({ name: `a${i}.npy`, data: one(i) })));
    const inner = bufferSource(bytes);
    let reads = 0;
    const arrays = await readArrayFile(
      {
        size: inner.size,
        read(offset, length) {
          reads++;
          return inner.read(offset, length);
        },
      },
      'a.npz',
    );
    assert.equal(arrays.length, 2000);
    assert.ok(reads < 20, `${reads} reads`);
    // What stands in it is read from the file as it is then.
    inner.read = () => Promise.reject(new Error('the file has changed'));
    await assert.rejects((await arrays[0].values!.open()).read(0, 4), /the file has changed/);
  });

  it('counts the last of several members of one name, as NumPy and unzip do', async () => {
    const bytes = zip([
      { name: 'logits.npy', data: one(1) },
      { name: 'labels.npy', data: one(2) },
      { name: 'logits.npy', data: one(3) },
    ]);
    const arrays = await readArrayFile(bufferSource(bytes), 'a.npz');
    assert.deepEqual(
      arrays.map(({ name }) => name),
      ['logits', 'labels'],
    );
    const values = await arrays[0].values!.open();
    assert.equal(new Float32Array(Uint8Array.from(await values.read(0, 4)).buffer)[0], 3);
  });
});
