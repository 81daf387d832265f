import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';
import { randomFrom } from './random';

function check(tokens: string[]) {
  const [found] = findArrays(`[0.5, ${tokens.join(', ')}]`);
  assert.ok(found?.array, `not found: ${tokens.slice(0, 5).join(', ')}`);
  assert.equal(found.array.data.length, tokens.length + 1);
  tokens.forEach((token, i) => {
    const got = found.array!.data[i + 1];
    assert.ok(Object.is(got, Number(token)), `${token}: got ${got}, expected ${Number(token)}`);
  });
}

describe('numbers', () => {
  it('are bit-identical to Number() for random doubles of every magnitude, printed in full', () => {
    const random = randomFrom(1);
    const view = new DataView(new ArrayBuffer(8));
    const tokens: string[] = [];
    while (tokens.length < 50_000) {
      view.setUint32(0, random() * 2 ** 32);
      view.setUint32(4, random() * 2 ** 32);
      const value = view.getFloat64(0);
      if (Number.isFinite(value)) tokens.push(String(value));
    }
    check(tokens);
  });

  it('are bit-identical to Number() for every count of digits, before and after the point and in the exponent', () => {
    const random = randomFrom(2);
    const tokens: string[] = [];
    for (let i = 0; i < 60_000; i++) {
      const digits = Array.from({ length: 1 + Math.floor(random() * 24) }, () =>
        Math.floor(random() * 10),
      ).join('');
      const point = Math.floor(random() * (digits.length + 1));
      const exponent = random() < 0.4 ? `e${random() < 0.5 ? '-' : ''}${Math.floor(random() * 40)}` : '';
      const sign = random() < 0.5 ? '-' : '';
      tokens.push(
        `${sign}${random() < 0.3 ? digits : `${digits.slice(0, point) || '0'}.${digits.slice(point)}`}${exponent}`,
      );
    }
    check(tokens);
  });

  it('are rounded to even exactly halfway between two doubles, and decided just beside it', () => {
    const random = randomFrom(3);
    const tokens: string[] = [];
    for (let i = 0; i < 20_000; i++) {
      const integer = 2n ** 53n + 2n * BigInt(Math.floor(random() * 2 ** 40)) + 1n;
      tokens.push(
        String(integer),
        `${integer}.0`,
        `${integer}.00001`,
        `${integer - 1n}.99999`,
        `${integer}e0`,
      );
    }
    check(tokens);
  });

  it('at the edges: subnormal, largest, overflowing, underflowing, negative zero, long zeros', () => {
    check([
      '5e-324',
      '4.9406564584124654e-324',
      '2.4703282292062327e-324',
      '2.4703282292062328e-324',
      '2.2250738585072014e-308',
      '2.2250738585072011e-308',
      '1.7976931348623157e308',
      '1.7976931348623159e308',
      '1e309',
      '-1e400',
      '1e-400',
      '-0',
      '-0.0',
      '0e0',
      '0.00000000000000000000000000000000000001',
      '9007199254740993',
      '9007199254740992.5',
      '18446744073709551615',
      '18446744073709551616',
      '123456789012345678901234567890',
      '0.1234567890123456789012345678901234567890',
      '3.0e-10',
      '1E5',
      '1e+5',
      '8.988465674311579e307',
      '6.929001713869936e236',
      '7.2057594037927933e16',
      '1.00000000000000011102230246251565',
    ]);
  });

  it('may have no digit on one side of the point, and may be nan or infinite in any language', () => {
    const [found] = findArrays(
      '[1., .5, -.25, nan, NaN, inf, -inf, Infinity, -Infinity, np.nan, -np.inf, float("-inf")]',
    );
    assert.deepEqual(
      [...found.array!.data],
      [1, 0.5, -0.25, NaN, NaN, Infinity, -Infinity, Infinity, -Infinity, NaN, -Infinity, -Infinity],
    );
  });

  it('are not guessed from dates, times, ranges, complex numbers, versions or hexadecimal', () => {
    for (const text of [
      '[2020-01-01, 2.5]',
      '[00:02<00:00, 9.5]',
      '[1:3]',
      '[1+2j, 3.0]',
      '[1.2.3, 4.0]',
      '[0x1F, 2.0]',
      '[1.5kg, 2.0]',
    ])
      assert.deepEqual(findArrays(text), [], text);
  });

  it('keep their values across the windows in which a long text is read', () => {
    const random = randomFrom(4);
    const rows = Array.from({ length: 9000 }, () =>
      Array.from({ length: 7 }, () => (random() * 2000 - 1000).toFixed(Math.floor(random() * 12))),
    );
    const [found] = findArrays(`x = [${rows.map((row) => `[${row.join(', ')}]`).join(',\n ')}]`);
    assert.deepEqual([...found.shape], [9000, 7]);
    assert.deepEqual(found.array!.data, Float64Array.from(rows.flat(), Number));
    const [flat] = findArrays(`[${rows.flat().join(' ')}]`);
    assert.deepEqual(flat.array!.data, Float64Array.from(rows.flat(), Number));
  });
});
