import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { readArrayFile } from '../../../src/bytes/arrayFile';
import { bufferSource, type ByteSource } from '../../../src/bytes/byteSource';
import { floats, zip } from '../live/files';
import { call, dict, global, integer, pickle, storage, tensor, text, tuple, uint32 } from './pickles';
import { numbersIn, type Saved } from './savedArrays';

const read = (bytes: Uint8Array, name = 'a.pkl') => readArrayFile(bufferSource(bytes), name);
const inZip = (program: Uint8Array, data = floats(1, 2, 3, 4, 5, 6)) =>
  zip([
    { name: 'a/data.pkl', data: program },
    { name: 'a/data/0', data },
  ]);
const refusal = (name: string) => `a.pkl: Logitscope doesn’t load ${name}: only arrays are read from pickles`;

describe('A pickle that is a program', () => {
  const command = text('true');
  const wrong: [how: string, program: string, name: string][] = [
    ['calls a function', call('os', 'system', command), 'os.system'],
    ['calls one of protocol 4', `${text('posix')}${text('system')}\x93${tuple(command)}R`, 'posix.system'],
    ['has a module with dots for a name', `${text('os')}${text('path.os.system')}\x93`, 'os.path.os.system'],
    ['makes an instance', `(${command}ios\nsystem\n`, 'os.system'],
    ['makes an object', `(${global('subprocess', 'Popen')}${command}o`, 'subprocess.Popen'],
    ['makes a new object', `${global('__main__', 'Net')})\x81`, '__main__.Net'],
    ['evaluates code', call('builtins', 'eval', command), 'builtins.eval'],
    ['looks up an attribute', call('builtins', 'getattr', command), 'builtins.getattr'],
    ['only names what it never calls', `${global('os', 'system')}0${tensor()}`, 'os.system'],
    ['names what no one can read', global('a b', '\x1b[31mc'), '"a b.\\u001b[31mc"'],
    ['names something long', global('m', 'x'.repeat(500)), `m.${'x'.repeat(78)}…`],
    ['asks for extension code', '\x82\x07', 'extension code 7'],
    ['asks for extension code of 2 bytes', '\x83\x07\x01', 'extension code 263'],
    ['asks for extension code of 4 bytes', '\x84\x07\x00\x01\x00', 'extension code 65543'],
    [
      'gives arguments by name',
      `${global('collections', 'OrderedDict')})${dict({ a: command })}\x92`,
      'objects with keyword arguments',
    ],
    ['points outside', `${tuple(text('storage'))}Q`, 'objects outside of the file'],
    ['points outside in protocol 0', 'Pos.system\n', 'objects outside of the file'],
  ];
  for (const [how, program, name] of wrong)
    it(`is refused by name where it ${how}`, async () => {
      await assert.rejects(() => read(pickle(program)), { message: refusal(name) });
    });

  it('is refused within a zip and within a legacy file as well', async () => {
    const message = /^a\.pt: Logitscope doesn’t load os\.system:/;
    await assert.rejects(() => read(inZip(pickle(call('os', 'system', command))), 'a.pt'), { message });
    const lead = [pickle('\x8a\x0alü\x9cFù j¨P\x19'), pickle('M\xe9\x03'), pickle('}')];
    const legacy = Buffer.concat([...lead, pickle(call('os', 'system', command))]);
    await assert.rejects(() => read(legacy, 'a.pt'), { message });
  });

  it('calls only what makes arrays, and with what makes sense', async () => {
    const wrong: [string, RegExp][] = [
      [`${command})R`, /a value that is not a function is called/],
      [`${global('torch', 'FloatStorage')})R`, /torch\.FloatStorage is called, which doesn’t create arrays/],
      [`${global('collections', 'OrderedDict')}${command}R`, /arguments are not a tuple/],
      [call('torch._utils', '_rebuild_tensor_v2', command), /called with invalid arguments/],
      [call('numpy', 'dtype', integer(3)), /numpy\.dtype is called with invalid arguments/],
      [call('_codecs', 'encode', command, text('rot13')), /_codecs\.encode is called with invalid arguments/],
      [
        call(
          'torch._tensor',
          '_rebuild_from_type_v2',
          global('torch._tensor', '_rebuild_from_type_v2'),
          'N',
          tuple(),
          '}',
        ),
        /called with invalid arguments/,
      ],
      [`${command}${dict({ __setstate__: command })}b`, /state of a value that is not an array is set/],
      [
        `${global('torch', 'Tensor')}${dict({ a: command })}b`,
        /state of a value that is not an array is set/,
      ],
    ];
    for (const [program, message] of wrong) await assert.rejects(() => read(pickle(program)), { message });
  });
});

describe('A pickle that lies', () => {
  it('is refused in one sentence', async () => {
    const long = '\xff\xff\xff\xff\xff\xff\xff\x7f';
    const wrong: [string, RegExp][] = [
      [`X${uint32(2 ** 31)}`, /truncated: it ends in the middle of an instruction/],
      [`B${uint32(2 ** 32 - 1)}`, /truncated/],
      [`\x8d${long}`, /a length of \d+ bytes is impossible/],
      [`\x8e${long}`, /a length of \d+ bytes is impossible/],
      [`T${uint32(-5)}`, /a length of -5 bytes is impossible/],
      [`\x8b${uint32(2 ** 30)}`, /an integer of 1073741824 bytes exceeds the limit/],
      ['a', /needs a value that is not there/],
      ['e', /needs a value that is not there/],
      ['(0', /needs a value that is not there/],
      ['(1a', /needs a value that is not there/],
      ['h\x07', /needs a value that is not there/],
      ['Ip5\n', /"p5" is not an integer/],
      ['F__import__("os")\n', /is not a number/],
      ['Sos.system\n', /is not a quoted string/],
      [`I${'1'.repeat(5000)}\n`, /a line of 5000 bytes exceeds the limit/],
      ['N(Ns', /needs a value that is not there/],
      ['NNNs', /set in a value that is not a dict/],
      ['\x80\x09', /pickle protocol 9 is not supported/],
      ['\xff', /byte 2 is 0xff, which is not a pickle opcode/],
      ['\x97', /a separate buffer outside of the file/],
      ['p-3\n', /needs a value that is not there/],
      ['Np-3\n', /memo is written at an invalid index/],
    ];
    for (const [program, message] of wrong) await assert.rejects(() => read(pickle(program)), { message });
    await assert.rejects(() => read(pickle(tensor()).subarray(0, 40)), { message: /truncated/ });
    await assert.rejects(() => read(new Uint8Array([1, 2, 3]), 'weights.bin'), {
      message: /^weights\.bin: byte 0 is 0x1, which is not a pickle opcode/,
    });
  });

  it('about a tensor has that tensor listed with the reason, and the others read', async () => {
    const huge = 2 ** 31 - 1;
    const program = pickle(
      dict({
        beyond: tensor({ offset: 4 }),
        vast: tensor({ shape: [huge, huge, huge] }),
        negative: tensor({ strides: [-3, 1] }),
        uneven: tensor({ strides: [1] }),
        scattered: tensor({ shape: [2 ** 17, 2 ** 17], strides: [0, 0] }),
        ranks: tensor({ shape: Array<number>(65).fill(1), strides: Array<number>(65).fill(1) }),
        nowhere: tensor({ key: '7' }),
        empty: tensor({ shape: [0, huge, huge, huge], strides: [0, 0, 0, 0] }),
        good: tensor(),
      }),
    );
    const arrays = await read(inZip(program), 'a.pt');
    const reasons = [
      /^its values end at byte 40, but its storage has 24$/,
      /larger than any file/,
      /strides and offset don’t match its shape/,
      /strides and offset don’t match its shape/,
      /spread over 4 bytes, \d+ when gathered; the limit is 1073741824/,
      /rank 65 exceeds the limit/,
      /values are missing: the file has no entry data\/7/,
      /larger than any file/,
    ];
    assert.equal(arrays.length, reasons.length + 1);
    for (const [i, reason] of reasons.entries()) assert.match(arrays[i].problem!, reason);
    assert.deepEqual(await numbersIn(arrays.at(-1)!), [1, 2, 3, 4, 5, 6]);
  });
});

describe('A pickle that grows', () => {
  it('within itself ends: lists of themselves, and lists of ten lists of ten lists', async () => {
    const itself =
      ']q\x00h\x00a}q\x01(' + text('self') + 'h\x01' + text('list') + 'h\x00' + text('x') + '](K\x01K\x02eu';
    assert.deepEqual(
      (await read(pickle(itself))).map(({ name }) => name),
      ['x'],
    );
    let bomb = '](' + 'K\x01'.repeat(10) + 'eq\x00';
    for (let level = 1; level <= 40; level++)
      bomb += '](' + `h${String.fromCharCode(level - 1)}`.repeat(10) + `eq${String.fromCharCode(level)}`;
    const [stored] = await read(pickle(bomb)).catch((error: Error) => [{ problem: error.message }]);
    assert.match(stored.problem!, /larger than any file|its lists hold [\d.e+]+ numbers; the limit is/);
    // The same with tensors at the bottom: each list is gone through once.
    const tensors = bomb.replace('K\x01'.repeat(10), `${tensor()}q\xff${'h\xff'.repeat(9)}`);
    assert.equal((await read(inZip(pickle(tensors)), 'a.pt')).length, 10);
  });

  it('deep is stopped, without a deep stack of calls', async () => {
    const deep = 200_000;
    const lists = pickle(']'.repeat(deep) + 'a'.repeat(deep - 1));
    await assert.rejects(() => read(lists), { message: 'a.pkl: it is nested deeper than 100 levels' });
    await assert.rejects(() => read(pickle('('.repeat(2 ** 20 + 1))), {
      message: /exceeds the limit of \d+ values on its stack/,
    });
    await assert.rejects(() => read(pickle('N'.repeat(2 ** 20 + 1))), {
      message: /exceeds the limit of \d+ values on its stack/,
    });
  });

  it('by handing the same pairs over again and again is stopped', async () => {
    const pairs = '](' + '(K\x01K\x02t'.repeat(5000) + 'eq\x00';
    const again = `0${global('collections', 'OrderedDict')}h\x00\x85R`;
    await assert.rejects(() => read(pickle(pairs + again.repeat(8000))), {
      message: /exceeds the limit of \d+ steps/,
    });
  });
});

describe('What torch writes today', () => {
  const values = Uint8Array.of(0x38, 0x40, 0xc0, 0x01, 0x7e, 0x80);
  const untyped = storage(global('torch.storage', 'UntypedStorage'));
  const float8 = (dtype: string) =>
    call(
      'torch._utils',
      '_rebuild_tensor_v3',
      ...[untyped, integer(0), tuple(integer(2), integer(3)), tuple(integer(3), integer(1)), '\x89'],
      `${global('collections', 'OrderedDict')})R`,
      global('torch', dtype),
    );
  const record = (name: string, content: string) => ({ name: `m/${name}`, data: Buffer.from(content) });

  it('is read in dtypes that have no storage of their own', async () => {
    const file = zip([
      { name: 'm/data.pkl', data: pickle(dict({ a: float8('float8_e4m3fn'), b: float8('float8_e5m2') })) },
      record('.format_version', '1'),
      record('.storage_alignment', '64'),
      record('byteorder', 'little'),
      { name: 'm/data/0', data: values },
      record('version', '3\n'),
    ]);
    const [a, b] = await read(file, 'm.pt');
    assert.deepEqual(await numbersIn(a), [1, 2, -2, 2 ** -9, 448, -0]);
    assert.deepEqual(await numbersIn(b), [0.5, 2, -2, 2 ** -16, NaN, -0]);
  });

  it('is read in the order of bytes that its record says', async () => {
    const file = (order: string) =>
      zip([
        { name: 'm/data.pkl', data: pickle(tensor()) },
        record('byteorder', order),
        { name: 'm/data/0', data: Buffer.from(floats(1, 2, 3, 4, 5, 6)).swap32() },
      ]);
    assert.deepEqual(await numbersIn((await read(file('big'), 'm.pt'))[0]), [1, 2, 3, 4, 5, 6]);
    await assert.rejects(() => read(file('middle'), 'm.pt'), {
      message: 'm.pt: its byte order is "middle"; expected "little" or "big"',
    });
  });

  it('is read where somebody packed it once more', async () => {
    const file = zip([
      { name: 'm/data.pkl', data: pickle(tensor()), deflate: true },
      { name: 'm/data/0', data: floats(1, 2, 3, 4, 5, 6), deflate: true },
    ]);
    assert.deepEqual(await numbersIn((await read(file, 'm.pt'))[0]), [1, 2, 3, 4, 5, 6]);
  });

  it('as a TorchScript program is refused', async () => {
    const file = zip([record('data.pkl', 'N.'), record('constants.pkl', 'N.')]);
    await assert.rejects(() => read(file, 'm.pt'), {
      message: 'm.pt: it is a TorchScript program, which is not loaded; save its state_dict() instead',
    });
  });
});

describe('Any change to a pickle', () => {
  const { files } = JSON.parse(readFileSync('test/fixtures/pickles/torch.json', 'utf8')) as {
    files: Record<string, Saved>;
  };
  const whole = Object.values(files).map(
    ({ file }) => new Uint8Array(inflateSync(Buffer.from(file, 'base64'))),
  );

  /** No pickle may talk its way to more memory than the file has. */
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

  it('gives arrays or an Error that names the file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...whole),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 6 }),
        fc.option(fc.nat(), { nil: undefined }),
        async (file, changes, cut) => {
          const bytes = Uint8Array.from(file);
          // The pickle stands at the front.
          for (const [at, byte] of changes) bytes[Math.floor(at * Math.min(bytes.length - 1, 1500))] = byte;
          const source = guarded(cut === undefined ? bytes : bytes.subarray(0, cut % bytes.length));
          try {
            for (const array of await readArrayFile(source, 'x.pt')) {
              if (array.values && array.bytes < 1 << 20) await numbersIn(array).catch(isError);
            }
          } catch (error) {
            isError(error);
            assert.match((error as Error).message, /^(x\.pt|member|data|tensor)/);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

function isError(error: unknown): void {
  assert.ok(error instanceof Error && error.name === 'Error', String(error));
}
