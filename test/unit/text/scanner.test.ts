import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';
import { randomFrom } from './random';

/** A number as some library writes it: any count of digits, whole, with a bare point, signed, scientific. */
function token(random: () => number): string {
  const roll = random();
  const value = random() * 20 - 10;
  if (roll < 0.1) return String(Math.trunc(value * 1e6));
  if (roll < 0.2) return `${Math.trunc(value * 10)}.`;
  if (roll < 0.3) return value.toExponential(Math.floor(random() * 17));
  if (roll < 0.4) return String(value).replace(/^(-?)0\./, '$1.');
  return value.toFixed(Math.floor(random() * 19));
}

function same(text: string, shape: number[], tokens: readonly string[]) {
  const found = findArrays(text);
  assert.equal(found.length, 1, text);
  assert.deepEqual([...found[0].shape], shape, text);
  const { data } = found[0].array!;
  tokens.forEach((one, i) => assert.ok(Object.is(data[i], Number(one)), `${one}: got ${data[i]} in ${text}`));
}

describe('the scanner', () => {
  const separators = [', ', ',', ' , ', ' ', '\t', '\n', ',\n  ', '  ,  ', `,${' '.repeat(70)}`];

  it('reads lists of any length, separated in any way, wherever its blocks of bytes end', () => {
    const random = randomFrom(11);
    for (let run = 0; run < 1500; run++) {
      const separator = separators[run % separators.length];
      const tokens = Array.from({ length: 2 + Math.floor(random() ** 4 * 900) }, () => token(random));
      const inside = ['', ' ', '\n', ' '.repeat(63)][run % 4];
      const closing = run % 3 === 0 && separator.includes(',') ? ',' : '';
      same(
        `${' '.repeat(run % 64)}[${inside}${tokens.join(separator)}${closing}${inside}]`,
        [tokens.length],
        tokens,
      );
    }
  });

  it('reads rows of any width, separated in any way, wherever its blocks of bytes end', () => {
    const random = randomFrom(12);
    for (let run = 0; run < 1500; run++) {
      const separator = separators[run % separators.length];
      const between = [', ', ',\n ', '\n ', ' ', ',', '\r\n\r\n'][run % 6];
      const width = 1 + Math.floor(random() ** 3 * 60);
      const height = 1 + Math.floor(random() ** 3 * 60);
      const rows = Array.from({ length: height }, () => Array.from({ length: width }, () => token(random)));
      const inside = ['', ' ', '  '][run % 3];
      const text = `[${rows.map((row) => `[${inside}${row.join(separator)}${inside}]`).join(between)}]`;
      same(text, [height, width], rows.flat());
    }
  });

  it('reads matrices of a tensor as one array, whatever their size', () => {
    const random = randomFrom(13);
    for (let run = 0; run < 300; run++) {
      const shape = [1 + (run % 5), 1 + Math.floor(random() * 40), 1 + Math.floor(random() * 12)];
      const tokens: string[] = [];
      const next = () => {
        tokens.push(token(random));
        return tokens[tokens.length - 1];
      };
      const list = (axis: number): string =>
        axis === 3
          ? next()
          : `[${Array.from({ length: shape[axis] }, () => list(axis + 1)).join(axis === 2 ? ', ' : ',\n\n ')}]`;
      same(list(0), shape, tokens);
    }
  });

  it('reads long runs of numbers written alike, and what differs among them', () => {
    const random = randomFrom(14);
    const others = [
      '0.0',
      '-0.0',
      '0',
      '-7',
      '5.',
      '.5',
      '-.5',
      '12345678901234',
      '123456789012345',
      '9007199254740993',
      '9007199254740993.0',
      '4503599627370497.5',
      '0.50000000000000000',
      '0.00000000000000000',
      '0.000000000000000001',
      '-0.12345678901234567890',
      '123456789012.123456789012',
      '3.0517578125e-05',
      '1.2345678901234567e-20',
    ];
    const written = [
      () => String(Math.trunc(random() * 100 - 50)),
      () => (random() * 20 - 10).toFixed(4),
      () => (random() * 2000 - 1000).toFixed(Math.floor(random() * 12)),
      () => String(Math.fround(random() - 0.5)),
      () => String(random() * 20 - 10),
      () => String((random() - 0.5) * 10 ** Math.trunc(random() * 40 - 30)),
    ];
    for (let run = 0; run < 240; run++) {
      const usual = written[run % written.length];
      const rare = run % 4 === 0 ? 0 : run % 4 === 1 ? 0.002 : 0.1;
      const tokens = Array.from({ length: 1200 }, () =>
        random() < rare ? others[Math.floor(random() * others.length)] : usual(),
      );
      const separator = run % 5 === 0 ? ',' : ', ';
      same(`[${tokens.join(separator)}]`, [1200], tokens);
      const width = [2, 3, 10, 100, 400][run % 5];
      const rows = Array.from({ length: 1200 / width }, (_, i) => tokens.slice(i * width, (i + 1) * width));
      const between = ['],\n [', '],[', '], [', '],\r\n         ['][run % 4];
      same(`[[${rows.map((row) => row.join(separator)).join(between)}]]`, [1200 / width, width], tokens);
    }
  });

  it('reads texts of many windows, wherever a window ends', () => {
    const random = randomFrom(15);
    for (const [count, width] of [
      [60_000, 60_000],
      [60_000, 1000],
      [60_000, 30_000],
      [60_000, 7500],
      [59_999, 1],
    ]) {
      const tokens = Array.from({ length: count }, () => String(random() * 20 - 10));
      const rows = Array.from({ length: count / width }, (_, i) => tokens.slice(i * width, (i + 1) * width));
      same(`[${rows.map((row) => `[${row.join(', ')}]`).join(',\n ')}]`, [count / width, width], tokens);
    }
  });

  it('takes nothing that only looks like numbers between commas', () => {
    for (const wrong of [
      '1-2',
      '1.2.3',
      '1 2',
      '-',
      '.',
      '-.',
      '--1',
      '1/2',
      '1:2',
      '+-1',
      '(1.5',
      '1.5)',
      '[1.5',
      ' ',
      '',
    ])
      for (const place of [0, 1, 2, 3, 5, 40, 198]) {
        const tokens = Array.from({ length: 200 }, (_, i) => `${i % 10}.25`);
        tokens[place] = wrong;
        for (const separator of [', ', ','])
          assert.deepEqual(
            findArrays(`[${tokens.join(separator)}]`).filter(({ array }) => array?.data.length === 200),
            [],
            `${wrong} at ${place}`,
          );
      }
  });

  it('stops at a row that differs, at any place, and reads none of the ragged list', () => {
    for (const place of [0, 1, 7, 63, 200, 999])
      for (const wrong of [
        '[1.5]',
        '[1.5, 2.5, 3.5]',
        '[]',
        '[1.5, [2.5]]',
        '1.5',
        '[1.5, x]',
        '[1..5, 2]',
        '[-, 2]',
      ]) {
        const rows = Array.from({ length: 1000 }, (_, i) => `[${i}.25, -0.5]`);
        rows[place] = wrong;
        assert.deepEqual(
          findArrays(`[${rows.join(', ')}]`).filter(({ shape }) => shape.length > 1),
          [],
          `${wrong} at ${place}`,
        );
      }
  });

  it('takes as numbers of a row what it leaves to the host: long ones, tiny ones, nan', () => {
    for (const special of [
      '1.2345678901234567890123',
      '5e-324',
      'nan',
      '-inf',
      '1e400',
      '123456789012345678901',
    ])
      for (const place of [0, 3, 500, 1999]) {
        const tokens = Array.from({ length: 2000 }, (_, i) => `${i % 10}.5`);
        tokens[place] = special;
        const rows = Array.from({ length: 1000 }, (_, i) => `[${tokens[2 * i]}, ${tokens[2 * i + 1]}]`);
        const [found] = findArrays(`[${rows.join(', ')}]`);
        assert.deepEqual([...found.shape], [1000, 2]);
        const value = special === 'nan' ? NaN : special === '-inf' ? -Infinity : Number(special);
        assert.deepEqual(
          [...found.array!.data],
          tokens.map((one, i) => (i === place ? value : Number(one))),
          `${special} at ${place}`,
        );
      }
  });

  it('takes no ellipsis for a number, nor its points for those of numbers', () => {
    const [ids] = findArrays('labels: tensor([0, 1, ..., 1])');
    assert.equal(ids.reading.kind, 'class-labels');
    assert.equal(ids.decimals, undefined);
  });

  it('says how many decimals were printed, and that there were none', () => {
    assert.equal(findArrays('[[1.5, 2.25], [1.125, 2.]]')[0].decimals, 3);
    assert.equal(findArrays('[[1, 2], [3, 4]]')[0].decimals, undefined);
    assert.equal(findArrays('[0.5, 1.5, ..., 2.5]')[0].decimals, 1);
    assert.equal(findArrays('[1e-3, 2.25]')[0].decimals, 2);
    assert.equal(findArrays('[1.5e-3, 2.25e+0]')[0].decimals, undefined);
    assert.equal(findArrays('[12345678901234567, 1]')[0].decimals, undefined);
    assert.equal(findArrays('[0.123456789012345678, 1]')[0].decimals, 18);
  });
});
