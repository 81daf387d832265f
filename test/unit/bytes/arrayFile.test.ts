import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readArrayFile } from '../../../src/bytes/arrayFile';
import { bufferSource, type ByteSource } from '../../../src/bytes/byteSource';
import { readZipEntries } from '../../../src/bytes/zip/zip';
import { storedRows } from '../../../src/engine/rows/rowSource';
import { floats, npy, npyHeader, safetensors, zip } from '../live/files';

const read = (bytes: Uint8Array, name: string) => readArrayFile(bufferSource(bytes), name);

async function valuesOf(bytes: Uint8Array, name: string, index = 0): Promise<number[]> {
  const stored = (await read(bytes, name))[index];
  const source = await storedRows(stored.values!, stored.shape);
  return [...(await source.read(0, source.rows)).data];
}

const big = (bytes: Uint8Array) => Buffer.from(bytes).swap32();

describe('.npy files', () => {
  it('are read by their header, in versions 1 to 3, either byte order and either axis order', async () => {
    const values = floats(1, 2, 3, 4, 5, 6);
    for (const version of [1, 2, 3])
      assert.deepEqual(
        await valuesOf(npy(npyHeader('<f4', [2, 3]), values, { version }), 'a.npy'),
        [1, 2, 3, 4, 5, 6],
      );
    assert.deepEqual(await valuesOf(npy(npyHeader('>f4', [2, 3]), big(values)), 'a.npy'), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(
      await valuesOf(npy(npyHeader('<f4', [3, 2], true), values), 'a.npy'),
      [1, 4, 2, 5, 3, 6],
    );
    const cube = npy(npyHeader('|i1', [2, 2, 2], true), Uint8Array.of(0, 4, 2, 6, 1, 5, 3, 7));
    assert.deepEqual(await valuesOf(cube, 'a.npy'), [0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('may be empty', async () => {
    const [stored] = await read(npy(npyHeader('<f8', [0, 5])), 'a.npy');
    assert.deepEqual([stored.bytes, stored.problem], [0, undefined]);
    assert.deepEqual(await valuesOf(npy(npyHeader('<f8', [0, 5])), 'a.npy'), []);
  });

  it('with pickled objects, records or complex numbers are listed with the reason', async () => {
    const problem = async (bytes: Uint8Array) => (await read(bytes, 'a.npy'))[0].problem;
    assert.match((await problem(npy(npyHeader('|O', [3]))))!, /it holds Python objects, not numbers/);
    assert.match((await problem(npy(npyHeader('<c8', [3]))))!, /"<c8" doesn’t hold real numbers/);
    const records = "{'descr': [('a', '<f4'), ('b', '<i4', (2,))], 'fortran_order': False, 'shape': (3,), }";
    assert.match((await problem(npy(records)))!, /structured dtype/);
    assert.match(
      (await problem(npy(npyHeader('<f4', [1000]), floats(1))))!,
      /truncated: the header claims 4000 bytes of values, but only 4 are there/,
    );
  });

  it('that lie are refused before memory is taken', async () => {
    const wrong: [Uint8Array, RegExp][] = [
      [
        npy(npyHeader('<f4', [2]), floats(1, 2), { length: 60_000 }),
        /header claims 60000 bytes, but the file has only/,
      ],
      [
        npy(npyHeader('<f4', [2]), floats(1, 2), { version: 2, length: 2 ** 32 - 1 }),
        /header claims 4294967295/,
      ],
      [npy(npyHeader('<f4', [2]), floats(1, 2), { version: 9 }), /version 9\.0 is not supported/],
      [npy(npyHeader('<f4', [2 ** 40, 2 ** 40])), /shape .* is larger than any file/],
      [npy(npyHeader('<f4', ['99999999999999999999'])), /shape\[0\]: expected a non-negative integer/],
      [npy(npyHeader('<f4', [-1])), /shape\[0\]: expected a non-negative integer, got -1/],
      [npy(npyHeader('<f4', Array<number>(65).fill(1))), /rank 65 exceeds the limit/],
      [npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)"), /expected "," or "}" at character/],
      [npy("{'descr': __import__('os').system('true'), 'shape': ()}"), /expected a string, a number/],
      [npy('{' + "'a': " + '('.repeat(50)), /at most 8 levels of nesting/],
      [npy("{'descr': '<f4', 'shape': (1,)}"), /fortran_order: expected True or False/],
      [new Uint8Array(5), /neither a \.npy file nor a zip/],
      [new Uint8Array(0), /the file is empty/],
    ];
    for (const [bytes, message] of wrong) await assert.rejects(() => read(bytes, 'a.npy'), { message });
  });
});

describe('.npz files', () => {
  const member = npy(npyHeader('<f4', [2, 3]), floats(1, 2, 3, 4, 5, 6));

  it('list their arrays, packed or not, with 32-bit and 64-bit sizes', async () => {
    for (const wide of [false, true]) {
      const file = zip(
        [
          { name: 'logits.npy', data: member },
          { name: 'packed.npy', data: member, deflate: true },
          { name: 'readme.txt', data: Buffer.from('no array') },
        ],
        { wide },
      );
      const arrays = await read(file, 'a.npz');
      assert.deepEqual(
        arrays.map(({ name, shape, dtype, problem }) => [name, shape, dtype, problem]),
        [
          ['logits', [2, 3], '<f4', undefined],
          ['packed', [2, 3], '<f4', undefined],
        ],
      );
      assert.deepEqual(await valuesOf(file, 'a.npz', 0), [1, 2, 3, 4, 5, 6]);
      assert.deepEqual(await valuesOf(file, 'a.npz', 1), [1, 2, 3, 4, 5, 6]);
    }
  });

  it('name the member that cannot be read and list the others', async () => {
    const file = zip([
      { name: 'objects.npy', data: npy(npyHeader('|O', [3])) },
      { name: 'secret.npy', data: member, flags: 1 },
      { name: 'lzma.npy', data: member, method: 14 },
      { name: 'good.npy', data: member },
    ]);
    const arrays = await read(file, 'a.npz');
    assert.deepEqual(
      arrays.map(({ problem }) => problem),
      [
        'it holds Python objects, not numbers',
        'it is encrypted',
        'compression method 14 is not supported; expected deflate',
        undefined,
      ],
    );
  });

  it('that are bombs or lie are refused', async () => {
    const wrong: [Uint8Array, RegExp][] = [
      [
        zip([{ name: 'a.npy', data: member, deflate: true, size: 2 ** 31 }]),
        /decompress from \d+ to 2147483648 bytes, which is impossible/,
      ],
      [
        zip([
          { name: 'a.npy', data: member },
          { name: 'b.npy', data: member, offset: 10 },
        ]),
        /overlaps the next one/,
      ],
      [zip([{ name: 'a.npy', data: member, compressedSize: 10_000 }]), /overlaps the next one/],
      [zip([{ name: 'a.npy', data: member }], { count: 9 }), /entry 1 of the directory is damaged/],
      [
        zip(
          ['a.npy', 'b.npy'].map((name) => ({ name, data: member })),
          { count: 1 },
        ),
        /entry 2 of the directory is damaged/,
      ],
      [
        zip([
          { name: 'a.npy', data: member },
          { name: 'b.npy', data: member, offset: 0 },
        ]),
        /overlaps the next one/,
      ],
      [zip([{ name: 'a.npy', data: member, size: 1 }]), /to 1 bytes, which is impossible/],
      [zip([{ name: 'a.npy', data: member, size: 2 ** 53 }], { wide: true }), /which is impossible/],
      [zip([{ name: 'a.npy', data: member, offset: 2 ** 53 }], { wide: true }), /overlaps the next one/],
      [zip([{ name: 'a.npy', data: member }], { wide: true, count: 200_000 }), /200000 entries; the limit/],
      [zip([{ name: 'a.npy', data: member }]).slice(0, -30), /directory is missing/],
    ];
    for (const [bytes, message] of wrong) await assert.rejects(() => read(bytes, 'a.npz'), { message });
  });

  it('whose directory gives a member the bytes of another list it with the reason, as NumPy refuses it', async () => {
    const other = npy(npyHeader('<f4', [1]), floats(7));
    const problemsOf = async (bytes: Uint8Array) =>
      (await read(bytes, 'a.npz')).map(({ name, problem }) => [name, problem]);
    assert.deepEqual(
      await problemsOf(
        zip([
          { name: 'labels.npy', data: other, local: { name: 'logits.npy' } },
          { name: 'logits.npy', data: member },
        ]),
      ),
      [
        ['labels', 'labels: the entry’s header is damaged'],
        ['logits', undefined],
      ],
    );
    // Its own header is said to be so long that the next member's bytes follow it.
    assert.deepEqual(
      await problemsOf(
        zip([
          { name: 'a.npy', data: other, local: { extraLength: other.length + 30 + 'b.npy'.length } },
          { name: 'b.npy', data: other },
        ]),
      ),
      [
        ['a', 'a: entry "a.npy" overlaps the next one'],
        ['b', undefined],
      ],
    );
  });

  it('of more members than are counted in 16 bits are listed whole, whoever wrote them', async () => {
    const members = Array.from({ length: 65_537 }, (_, i) => ({ name: `${i}.npy`, data: new Uint8Array(0) }));
    for (const wide of [false, true]) {
      const entries = await readZipEntries(bufferSource(zip(members, { wide })), 'a.npz');
      assert.equal(entries.length, 65_537);
      assert.equal(entries[65_536].name, '65536.npy');
    }
    const most = members.slice(0, 65_535);
    assert.equal((await readZipEntries(bufferSource(zip(most)), 'a.npz')).length, 65_535);
  });
});

describe('.safetensors files', () => {
  const header = {
    __metadata__: { format: 'pt' },
    logits: { dtype: 'F32', shape: [1, 3], data_offsets: [0, 12] },
    half: { dtype: 'BF16', shape: [2], data_offsets: [12, 16] },
    odd: { dtype: 'F4', shape: [8], data_offsets: [16, 20] },
    small: { dtype: 'F8_E4M3', shape: [2], data_offsets: [20, 22] },
  };
  const data = Buffer.concat([
    floats(2, 1, 0.5),
    new Uint8Array(Uint16Array.of(0x3f80, 0xc000).buffer),
    new Uint8Array(4),
    Uint8Array.of(0x38, 0xc0),
  ]);

  it('list their tensors in the order of the bytes', async () => {
    const file = safetensors(header, data);
    const arrays = await read(file, 'model.safetensors');
    assert.deepEqual(
      arrays.map(({ name, dtype, shape, problem }) => [name, dtype, shape, problem]),
      [
        ['logits', 'F32', [1, 3], undefined],
        ['half', 'BF16', [2], undefined],
        ['odd', 'F4', [8], 'dtype "F4" is not supported'],
        ['small', 'F8_E4M3', [2], undefined],
      ],
    );
    assert.deepEqual(await valuesOf(file, 'm.safetensors', 0), [2, 1, 0.5]);
    assert.deepEqual(await valuesOf(file, 'm.safetensors', 1), [1, -2]);
    assert.deepEqual(await valuesOf(file, 'm.safetensors', 3), [1, -2]);
  });

  it('that lie are refused before memory is taken', async () => {
    const tensor = (change: object) => ({
      a: { dtype: 'F32', shape: [3], data_offsets: [0, 12], ...change },
    });
    const wrong: [Uint8Array, RegExp][] = [
      [safetensors(header, data, 2n ** 60n), /header claims \d+ bytes, but the file has only/],
      [safetensors('[1]', data), /expected an object, got a list of 1/],
      [
        safetensors(
          JSON.stringify(Object.fromEntries(Array.from({ length: 100_001 }, (_, i) => [`t${i}`, 0]))),
          data,
        ),
        /100001 entries; the limit is 100000/,
      ],
      [safetensors('{"a"', data), /header: not valid JSON/],
      [safetensors({ a: 3 }, data), /tensor "a": expected an object, got 3/],
      [
        safetensors(tensor({ data_offsets: [0, 400] }), data),
        /its values end at byte 400, but the file has 22/,
      ],
      [safetensors(tensor({ data_offsets: [8, 4] }), data), /data_offsets: expected \[begin, end\]/],
      [safetensors(tensor({ data_offsets: [-4, 8] }), data), /data_offsets/],
      [safetensors(tensor({ shape: [5] }), data), /F32 \[5\] takes 20 bytes, but its data_offsets span 12/],
      [safetensors(tensor({ shape: [2 ** 50, 2 ** 50] }), data), /shape .* is larger than any file/],
      [
        safetensors({ ...tensor({}), b: { dtype: 'F32', shape: [2], data_offsets: [8, 16] } }, data),
        /"b" starts at byte 8, inside "a", which ends at 12/,
      ],
      [new Uint8Array(4), /it has only 4 bytes/],
    ];
    for (const [bytes, message] of wrong)
      await assert.rejects(() => read(bytes, 'm.safetensors'), { message });
  });
});

describe('any bytes', () => {
  const whole = [
    npy(npyHeader('<f4', [2, 3]), floats(1, 2, 3, 4, 5, 6)),
    zip([{ name: 'a.npy', data: npy(npyHeader('<f8', [2]), new Uint8Array(16)), deflate: true }], {
      wide: true,
    }),
    safetensors({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }, new Uint8Array(8)),
  ];

  /** Counts what is asked for: no header may talk its way to more memory than the file has. */
  function guarded(bytes: Uint8Array): ByteSource {
    const inner = bufferSource(bytes);
    return {
      size: bytes.length,
      read(offset, length) {
        assert.ok(length <= bytes.length, `asked for ${length} of ${bytes.length} bytes`);
        return inner.read(offset, length);
      },
    };
  }

  it('never take more memory than they have, nor fail but by an Error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...whole),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        fc.option(fc.nat(), { nil: undefined }),
        fc.constantFrom('x.npy', 'x.npz', 'x.safetensors'),
        async (file, changes, cut, name) => {
          const bytes = Uint8Array.from(file);
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          const source = guarded(cut === undefined ? bytes : bytes.subarray(0, cut % bytes.length));
          try {
            for (const { values, shape } of await readArrayFile(source, name)) {
              if (!values || shape.length === 0) continue;
              const rows = await storedRows(values, shape);
              await rows.read(0, Math.min(rows.rows, 2));
            }
          } catch (error) {
            assert.ok(error instanceof Error && error.name !== 'AssertionError', String(error));
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('from NumPy itself are read', async () => {
    const bytes = readFileSync('test/fixtures/live/arrays.npz');
    const arrays = await read(bytes, 'arrays.npz');
    const expected = JSON.parse(readFileSync('test/fixtures/live/arrays.json', 'utf8')) as Record<
      string,
      number[]
    >;
    assert.deepEqual(arrays.map(({ name }) => name).sort(), Object.keys(expected).sort());
    for (const [index, { name }] of arrays.entries())
      assert.deepEqual(await valuesOf(bytes, 'arrays.npz', index), expected[name], name);
  });
});
