import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { sliceFieldOf } from '../../../../src/loss/evaluation/sliceField';

/** The slices of a field of these texts, of which an empty one is none: each name with the rows that it has. */
function slices(texts: readonly string[]): Record<string, number[]> {
  const all = [...new Set(texts)].filter((text) => text !== '');
  const of = Int32Array.from(texts, (text) => all.indexOf(text));
  const row = Int32Array.from(texts.keys());
  const field = sliceFieldOf({ field: 'f', names: all, of }, { row });
  const rows: Record<string, number[]> = {};
  field.of.forEach((name, at) => {
    if (name >= 0) (rows[field.names[name]] ??= []).push(at);
  });
  return rows;
}

/** As many different numbers as are cut at quartiles. */
const many = Array.from({ length: 100 }, (_, i) => String((i * 37) % 100));

describe('a field that rows are sliced by', () => {
  it('has quartiles of its numbers where some are missing, in the words of any program', () => {
    const whole = slices(many);
    const counts = Object.fromEntries(Object.entries(whole).map(([name, rows]) => [name, rows.length]));
    deepStrictEqual(counts, { '0 … 24': 25, '> 24 … 49': 25, '> 49 … 74': 25, '> 74 … 99': 25 });
    for (const missing of ['', 'NA', 'nan', 'NaN', 'NULL', 'None', 'N/A', '<NA>', 'null']) {
      const some = slices([...many, missing, missing]);
      deepStrictEqual(some, whole, missing);
    }
  });

  it('has each of few numbers once, however they are written', () => {
    deepStrictEqual(slices(['0', '-0.0', '0.0', '1', '1.0', '1e0', 'NaN', '0.50', '.5', '2.50']), {
      '0': [0, 1, 2],
      '1': [3, 4, 5],
      '0.5': [7, 8],
      '2.50': [9],
    });
    deepStrictEqual(slices(['9007199254740992', '9007199254740993']), {
      '9007199254740992': [0],
      '9007199254740993': [1],
    });
  });

  it('has words as they are, those too that could mean a missing number', () => {
    deepStrictEqual(slices(['NA', 'EU', 'NA', 'none']), { NA: [0, 2], EU: [1], none: [3] });
    deepStrictEqual(slices(['NA', 'NA', 'null']), { NA: [0, 1], null: [2] });
    deepStrictEqual(slices(['1', '1.0', 'one']), { '1': [0], '1.0': [1], one: [2] });
  });

  it('has texts that only look like numbers as they are', () => {
    for (const text of [(i: number) => `0x${i + 16}`, (i: number) => `${i + 10}e1`, (i: number) => `${i}d`]) {
      const ids = Array.from({ length: 50 }, (_, i) => text(i));
      strictEqual(Object.keys(slices(ids)).length, 50, ids[0]);
    }
    const numbers = Array.from({ length: 50 }, (_, i) => `${(i % 9) + 1}.${i}e-05`);
    strictEqual(Object.keys(slices(numbers)).length, 4);
  });

  it('has a quartile of one number named by it', () => {
    const rows = slices(Array.from({ length: 100 }, (_, i) => String(i < 40 ? 0 : i)));
    deepStrictEqual(Object.keys(rows), ['0', '> 0 … 49', '> 49 … 74', '> 74 … 99']);
    strictEqual(rows['0'].length, 40);
  });
});
