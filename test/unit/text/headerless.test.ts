import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inProcessClient } from '../worker/inProcess';
import { findArrays } from '../../../src/text/find';
import { mayHoldArray } from '../../../src/text/mayHoldArray';

const ROWS = [
  [0.3548, 0.2781, 0.3671],
  [0.0928, 0.1331, 0.7741],
  [0.1363, 0.5142, 0.3495],
];
const lines = (separator: string, rows: readonly (readonly (number | string)[])[] = ROWS) =>
  rows.map((row) => row.join(separator)).join('\n');

describe('a table without a header', () => {
  const tables: [what: string, text: string][] = [
    ['tabs', lines('\t')],
    ['commas', `${lines(',')}\n`],
    ['commas and spaces', lines(', ')],
    ['semicolons', lines(';')],
    ['spaces, in columns', lines('   ').replace(/^/gm, '  ')],
    ['a sign after each row', lines(',').replace(/$/gm, ',')],
    ['exponents, as savetxt writes', lines(' ', ROWS.map((row) => row.map((x) => x.toExponential(6))))],
    ['comments before it', `# prob_a prob_b prob_c\n${lines(' ')}`],
    ['Windows line ends', lines('\t').replaceAll('\n', '\r\n')],
    ['numbered rows', lines(',', ROWS.map((row, i) => [i, ...row]))],
  ]; // prettier-ignore
  for (const [what, text] of tables)
    it(`is a matrix, whose rows are seen to sum to 1: ${what}`, () => {
      const [found, ...others] = findArrays(text);
      assert.deepEqual(others, []);
      assert.deepEqual([found.shape, found.reading.kind, found.classNames], [[3, 3], 'probabilities', undefined]);
      assert.deepEqual([...found.array!.data], ROWS.flat());
      assert.ok(mayHoldArray(text));
    }); // prettier-ignore

  const none: [what: string, text: string][] = [
    ['rows of different lengths', '0.5,0.5\n0.25,0.5,0.25'],
    ['one row', '0.5\t0.5'],
    ['one column', '0.5\n0.25\n0.75'],
    ['counts', '1 2 3\n4 5 6\n7 8 9'],
    ['a log around it', `training\n${lines(' ')}`],
    ['words behind it', `${lines(' ')}\ndone`],
    ['words in it', lines(',').replace('0.1331', 'n/a')],
    ['times', '12:30 0.5\n12:31 0.25'],
    ['versions', '1.2.3 4.5.6\n1.2.4 4.5.7'],
    ['a column of ids', '17 0.5 0.5\n25 0.25 0.75'],
  ];
  for (const [what, text] of none) it(`is not made of ${what}`, () => assert.deepEqual(findArrays(text), []));

  it('comes back as it was written', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true });
    const matrix = fc
      .integer({ min: 2, max: 6 })
      .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 8 })); // prettier-ignore
    fc.assert(
      fc.property(matrix, fc.constantFrom('\t', ',', ' ', ';'), (rows, separator) => {
        const text = lines(separator, rows.map((row) => row.map((x) => x.toExponential(16)))); // prettier-ignore
        assert.deepEqual([...findArrays(text)[0].array!.data], rows.flat().map((x) => x + 0)); // prettier-ignore
      }),
    );
  });

  it('in a file is found there', async () => {
    const client = inProcessClient();
    for (const name of ['result.tsv', 'result.csv', 'result.txt']) {
      const text = lines(name.endsWith('csv') ? ',' : '\t');
      const file = { name, bytes: new TextEncoder().encode(text) };
      const [{ found }] = await client.call('explainFile', { file });
      assert.deepEqual([found.shape, found.reading.kind], [[3, 3], 'probabilities'], name);
    }
    client.dispose();
  });
});
