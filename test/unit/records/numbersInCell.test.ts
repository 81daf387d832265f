import assert from 'node:assert/strict';
import { addNumbersInCell } from '../../../src/records/csv/numbersInCell';
import { FieldValues } from '../../../src/records/fields/fieldValues';
import { listInText } from '../../../src/records/text/listInText';

/** Of a cell with others around it; undefined where it has to be read as a text. */
function numbersIn(cell: string): number[] | undefined {
  const before = '7,';
  const bytes = new TextEncoder().encode(`${before}${cell},8`);
  const into = new FieldValues();
  const isRead = addNumbersInCell(into, bytes, before.length, bytes.length - 2);
  return isRead ? [...into.data.subarray(0, into.count)] : undefined;
}

describe('numbers in a cell of CSV', () => {
  it('are read from its bytes', () => {
    for (const [cell, numbers] of [
      ['[1]', [1]],
      ['"[0.5, -.25,3e2]"', [0.5, -0.25, 300]],
      [' "( 1 2\n  3 )" ', [1, 2, 3]],
      ['[nan -inf +Infinity +4]', [NaN, -Infinity, Infinity, 4]],
    ] as const)
      assert.deepEqual(numbersIn(cell), numbers);
  });

  it('are left to others where they are no plain list', () => {
    for (const cell of [
      '',
      '[',
      '[]',
      '"[1, 2"',
      '[1, 2)',
      '[1,,2]',
      '[,1]',
      '[1,]',
      '[[1, 2]]',
      '[null]',
      "['a']",
      '[1-2]',
      '[1;2]',
    ])
      assert.equal(numbersIn(cell), undefined, cell);
  });

  it('are those that its text holds', () => {
    const pieces = [
      '1',
      '-2.5',
      '.5',
      '1e-3',
      '007',
      'nan',
      '-inf',
      'x',
      ',',
      ', ',
      ' ',
      '\n',
      '[',
      ']',
      '"',
      '12345678901234567890',
    ];
    let seed = 1;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    let read = 0;
    for (let turn = 0; turn < 20_000; turn++) {
      const inside = Array.from({ length: random(8) }, () => pieces[random(pieces.length)]).join('');
      const numbers = numbersIn(`[${inside}]`);
      if (!numbers) continue;
      read++;
      assert.deepEqual(numbers, listInText(`[${inside}]`), inside);
    }
    assert(read > 1000, `${read} were read`);
  });

  it('may be millions, and texts of megabytes in their place are no list', () => {
    const many = `"[${'0.125, '.repeat(1 << 20)}1]"`;
    assert.equal(numbersIn(many)?.length, (1 << 20) + 1);
    assert.equal(listInText(`['${'a word '.repeat(2 << 20)}]`), undefined);
    assert.deepEqual(listInText(String.raw`['it\'s', "two"]`), ["it's", 'two']);
  });
});
