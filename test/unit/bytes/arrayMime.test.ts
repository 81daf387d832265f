import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkArrayMime, readArrayMime } from '../../../src/bytes/arrayMime';
import { decodeBase64 } from '../../../src/bytes/base64';
import { describeCarried } from '../../../src/bytes/describeArray';
import { bytesOf, ELEMENT_KINDS, widen, type ElementKind } from '../../../src/bytes/elements';

const base64 = (view: ArrayBufferView) =>
  Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64');
const bits32 = (data: Float32Array | Float64Array) => [
  ...new Uint32Array((data as Float32Array).slice().buffer),
];

describe('the array MIME type', () => {
  const value = {
    version: 1,
    name: 'logits',
    library: 'torch',
    dtype: 'float32',
    shape: [1, 3],
    data: base64(Float32Array.of(2, 1, 0.1)),
    classNames: ['cat', 'dog', 'bird'],
    labels: { dtype: 'int64', shape: [1], data: base64(BigInt64Array.of(2n)) },
  };

  it('reads an array with its name, class names and labels', () => {
    const carried = readArrayMime(JSON.stringify(value));
    assert.deepEqual(carried.array, { dtype: 'float32', shape: [1, 3], data: Float32Array.of(2, 1, 0.1) });
    assert.deepEqual(carried.labels, { dtype: 'float64', shape: [1], data: Float64Array.of(2) });
    assert.deepEqual(carried.classNames, ['cat', 'dog', 'bird']);
    assert.equal(carried.name, 'logits');
  });

  it('takes the node of autograd as evidence for the reading, as of one that is printed', () => {
    const { reading } = describeCarried(
      checkArrayMime({ ...value, name: 'out', gradFn: 'AddmmBackward0', labels: undefined }),
    );
    assert.equal(reading.kind, 'logits');
    assert.match(reading.evidence.join(), /grad_fn is AddmmBackward0: the output of a linear layer/);
    const untold = describeCarried(checkArrayMime({ ...value, name: undefined, labels: undefined }));
    assert.equal(untold.reading.kind, 'other');
  });

  it('reads the summary of an array whose data is withheld', () => {
    const summary = { reason: 'too large', bytes: 1e9, min: '-inf', max: 3, nan: 2, ref: 'ref-1' };
    const carried = checkArrayMime({ dtype: 'float16', shape: [1000, 500_000], summary });
    assert.equal(carried.array, undefined);
    assert.deepEqual(carried.summary, { ...summary, min: -Infinity });
  });

  it('names the field that is wrong', () => {
    const wrong: [object, RegExp][] = [
      [{ version: 2 }, /^version: expected 1, got 2/],
      [{ dtype: 'complex64' }, /^dtype: expected one of bool, .*got "complex64"/],
      [{ dtype: 'constructor' }, /^dtype:/],
      [{ shape: 'many' }, /^shape: expected a list/],
      [{ shape: [1, -3] }, /^shape\[1\]: expected a non-negative integer, got -3/],
      [{ shape: [1, 1.5] }, /^shape\[1\]/],
      [{ shape: Array(65).fill(1) }, /^shape: rank 65/],
      [{ shape: [2 ** 40, 2 ** 40] }, /^shape: the product .* exceeds 2\^53/],
      [{ shape: [2 ** 20, 2 ** 20] }, /the limit is 268435456|classNames/],
      [{ shape: [2, 3] }, /^data: 2×3 float32 takes 24 bytes, got 12/],
      [{ data: 7 }, /^data: expected base64, got 7/],
      [{ data: 'AAAAQAAAgD/NzMw' }, /^data: expected base64, whose length is a multiple of 4/],
      [{ data: 'AAAAQAAAgD/NzM*9' }, /^data: expected base64, got "\*" at character 14/],
      [{ data: 'AAAAQAAA\u20ac\u20ac/NzMw9' }, /^data: expected base64/],
      [{ name: 3 }, /^name: expected a string/],
      [{ name: 'x'.repeat(300) }, /^name: expected at most 200/],
      [{ classNames: ['a'] }, /^classNames: expected one name for each of the 3 classes/],
      [{ classNames: ['a', 'b', 3] }, /^classNames\[2\]: expected a string/],
      [{ classNames: ['a', , 'c'] }, /^classNames\[1\]: expected a string .*got nothing/],
      [{ shape: [, 3] }, /^shape\[0\]: expected a non-negative integer, got nothing/],
      [{ labels: [1] }, /^labels: expected an object/],
      [{ labels: { dtype: 'int64', shape: [1], data: '' } }, /^labels\.data: 1 int64 takes 8 bytes, got 0/],
      [{ data: null, summary: { bytes: 'many' } }, /^summary\.bytes: expected a number/],
    ];
    for (const [change, message] of wrong)
      assert.throws(() => checkArrayMime({ ...value, ...change }), { message });
    assert.throws(() => readArrayMime('{'), /not valid JSON/);
    assert.throws(() => readArrayMime('[]'), /expected an object, got a list of 0/);
  });

  it('never fails but by an Error that says something, whatever the value', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            version: fc.anything(),
            dtype: fc.oneof(fc.constantFrom(...ELEMENT_KINDS), fc.anything()),
            shape: fc.oneof(fc.array(fc.integer({ min: -2, max: 2 ** 31 }), { maxLength: 5 }), fc.anything()),
            data: fc.oneof(fc.base64String({ maxLength: 64 }), fc.anything()),
            labels: fc.anything(),
            classNames: fc.anything(),
            summary: fc.anything(),
          },
          { requiredKeys: [] },
        ),
        (anything) => {
          try {
            const { array, shape } = checkArrayMime(anything);
            assert.ok(!array || array.data.length === shape.reduce((a, b) => a * b, 1));
          } catch (error) {
            assert.ok(error instanceof Error && error.message.length > 5);
            assert.ok(!(error instanceof TypeError || error instanceof RangeError), String(error));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('base64', () => {
  it('decodes what Node encodes, across its own chunks', () => {
    for (const length of [0, 1, 2, 3, 4, 5, 767, 786_432, 786_433, 1_600_001]) {
      const bytes = new Uint8Array(length).map((_, i) => (i * 131) ^ (i >> 7));
      assert.deepEqual(decodeBase64(Buffer.from(bytes).toString('base64'), 'data'), bytes);
    }
  });

  it('refuses what is not in its alphabet, wherever it stands', () => {
    for (const text of ['ŁŁŁŁ', 'AŁAA', 'AAAAQQŁ=', 'AAAAQŁ==', 'AAAAQQQŁ', 'AA\nAAA==', 'A_AA', '€€€€'])
      assert.throws(() => decodeBase64(text, 'data'), /^Error: data: expected base64, got "(Ł|\\n|_|€)" at/);
  });

  it('refuses padding in the middle', () => {
    assert.throws(() => decodeBase64('AAA-', 'data'), /data: expected base64, got "-" at character 3/);
    assert.throws(() => decodeBase64('A AA', 'data'), /data: expected base64, got " " at character 1/);
    assert.throws(() => decodeBase64('AA==AAAA', 'data'), /data: expected base64, got "=" at character 2/);
  });
});

describe('elements', () => {
  it('keep every bit of every float16, as the arithmetic of the format says', () => {
    const wide = widen(new Uint8Array(Uint16Array.from({ length: 65536 }, (_, i) => i).buffer), 'float16');
    for (let half = 0; half < 65536; half++) {
      const exponent = (half >> 10) & 31;
      const fraction = half & 1023;
      const sign = half & 0x8000 ? -1 : 1;
      if (exponent === 31) {
        const bits = new Uint32Array(wide.buffer)[half];
        assert.equal(bits >>> 0, (((half & 0x8000) << 16) | 0x7f800000 | (fraction << 13)) >>> 0);
      } else {
        const value = sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
        assert.ok(Object.is(wide[half], value), `${half}`);
      }
    }
  });

  it('keep every bit of 8-bit floats, as the arithmetic of the formats says', () => {
    const every = Uint8Array.from({ length: 256 }, (_, i) => i);
    const [e4m3, e5m2] = [widen(every, 'float8_e4m3fn'), widen(every, 'float8_e5m2')];
    for (const byte of every) {
      const sign = byte & 0x80 ? -1 : 1;
      const value = (exponent: number, fraction: number, bits: number, bias: number) =>
        sign * (exponent ? 2 ** bits + fraction : 2 * fraction) * 2 ** (exponent - bias - bits);
      const small = value((byte >> 3) & 15, byte & 7, 3, 7);
      assert.ok(Object.is(e4m3[byte], (byte & 0x7f) === 0x7f ? NaN : small), `${byte}`);
      const [exponent, fraction] = [(byte >> 2) & 31, byte & 3];
      const wide = exponent < 31 ? value(exponent, fraction, 2, 15) : fraction ? NaN : sign * Infinity;
      assert.ok(Object.is(e5m2[byte], wide), `${byte}`);
    }
  });

  it('keep every bit of bfloat16: NaN payloads, -0, denormals and infinities', () => {
    const patterns = [0x0000, 0x8000, 0x0001, 0x8001, 0x7f80, 0xff80, 0x7f81, 0xffff, 0x3f80, 0x4049];
    const wide = widen(new Uint8Array(Uint16Array.from(patterns).buffer), 'bfloat16');
    assert.deepEqual(
      bits32(wide),
      patterns.map((bits) => (bits << 16) >>> 0),
    );
  });

  it('keep NaN payloads, signalling ones too, of float32 and float64 in either byte order', () => {
    const patterns32 = [0x7f800001, 0xffc12345, 0x80000000, 0x00000001, 0x7f800000, 0xff7fffff];
    const little = new Uint8Array(Uint32Array.from(patterns32).buffer);
    assert.deepEqual(bits32(widen(little, 'float32')), patterns32);
    const big = Uint8Array.from(
      patterns32.flatMap((p) => [p >>> 24, (p >>> 16) & 255, (p >>> 8) & 255, p & 255]),
    );
    assert.deepEqual(bits32(widen(big, 'float32', true)), patterns32);
    const patterns64 = BigUint64Array.of(0x7ff0000000000001n, 0xfff8dead00000000n, 1n, 1n << 63n);
    const wide = widen(new Uint8Array(patterns64.buffer), 'float64');
    assert.deepEqual(new BigUint64Array(wide.buffer as ArrayBuffer), patterns64);
  });

  it('are read from any place in a buffer', () => {
    const bytes = new Uint8Array(13);
    new DataView(bytes.buffer).setFloat32(5, -1.5, true);
    assert.deepEqual(widen(bytes.subarray(5, 9), 'float32'), Float32Array.of(-1.5));
  });

  it('become numbers exactly, integers to 2^53', () => {
    const samples: Record<Exclude<ElementKind, `${string}float${string}`>, [ArrayBufferView, number[]]> = {
      bool: [Uint8Array.of(0, 1, 2), [0, 1, 1]],
      int8: [Int8Array.of(-128, 127), [-128, 127]],
      uint8: [Uint8Array.of(255), [255]],
      int16: [Int16Array.of(-32768, 32767), [-32768, 32767]],
      uint16: [Uint16Array.of(65535), [65535]],
      int32: [Int32Array.of(-(2 ** 31), 2 ** 31 - 1), [-(2 ** 31), 2 ** 31 - 1]],
      uint32: [Uint32Array.of(2 ** 32 - 1), [2 ** 32 - 1]],
      int64: [BigInt64Array.of(-(2n ** 53n), 2n ** 53n, -100n), [-(2 ** 53), 2 ** 53, -100]],
      uint64: [BigUint64Array.of(2n ** 53n), [2 ** 53]],
    };
    for (const [kind, [view, expected]] of Object.entries(samples)) {
      const bytes = new Uint8Array(view.buffer);
      assert.deepEqual([...widen(bytes, kind as ElementKind)], expected, kind);
    }
  });

  it('come whole', () => {
    assert.throws(() => widen(new Uint8Array(7), 'float32'), /a multiple of 4 bytes for float32, got 7/);
    for (const kind of ELEMENT_KINDS) assert.equal(widen(new Uint8Array(0), kind).length, 0);
    assert.equal(bytesOf('bfloat16'), 2);
  });
});
