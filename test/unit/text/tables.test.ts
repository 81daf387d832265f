import assert from 'node:assert/strict';
import { isOffered } from '../../../src/arrays/offer';
import { findArrays } from '../../../src/text/find';
import type { FoundArray } from '../../../src/arrays/types';

function only(text: string, mime?: string): FoundArray {
  const found = findArrays(text, mime === undefined ? {} : { mime });
  assert.equal(found.length, 1, `${found.length} arrays in ${text}`);
  return found[0];
}
const values = (found: FoundArray) => [...found.array!.data];

describe('tables', () => {
  describe('of pandas, as text', () => {
    const frame = [
      '    text  logit_0  logit_1  label',
      '0    one    1.500      0.5      0',
      '1    two   -2.250      3.0      1',
      '2  three    0.125     -1.0      0',
    ].join('\n');

    it('give the columns of one stem as a matrix, without the index, and the label column as labels', () => {
      const found = only(frame);
      assert.equal(found.container, 'dataframe');
      assert.equal(found.name, 'logit');
      assert.deepEqual([...found.shape], [3, 2]);
      assert.deepEqual(values(found), [1.5, 0.5, -2.25, 3, 0.125, -1]);
      assert.deepEqual(found.classNames, ['logit_0', 'logit_1']);
      assert.deepEqual([...found.labels!.values.data], [0, 1, 0]);
      assert.equal(found.labels!.source, 'the column “label”');
      assert.equal(found.reading.kind, 'logits');
      assert.deepEqual([...found.range], [0, frame.length]);
    });

    it('give all columns with a point where no names share a stem, text as index or not', () => {
      const found = only('    cat  dog\nr1  0.5 -inf\nr2  inf  NaN\nr3 -1.0  2.5');
      assert.deepEqual([...found.shape], [3, 2]);
      assert.deepEqual(values(found), [0.5, -Infinity, Infinity, NaN, -1, 2.5]);
      assert.deepEqual(found.classNames, ['cat', 'dog']);
    });

    it('may have a name for their index on a line of its own', () => {
      const found = only('      cat  dog\nname          \na     0.5  1.5\nb    -2.5  0.5');
      assert.deepEqual(values(found), [0.5, 1.5, -2.5, 0.5]);
    });

    it('wider than the page go on below, where the header ends in a backslash', () => {
      const text = [
        '   logit_0  logit_1  logit_2  logit_3  logit_4  logit_5  \\',
        '0  -0.9217  -0.4577   0.2202  -1.0096  -0.2092  -0.1592   ',
        '1   0.2147   0.3554  -0.6538  -0.1296   0.7840   1.4934   ',
        '',
        '   logit_6  ',
        '0   0.5408  ',
        '1  -1.2591  ',
      ].join('\n');
      const found = only(`before\n${text}\nafter`);
      assert.deepEqual([...found.shape], [2, 7]);
      assert.equal(values(found)[6], 0.5408);
      assert.equal(values(found)[13], -1.2591);
      assert.equal(found.classNames?.length, 7);
      assert.equal(found.elided, false);
    });

    it('with rows left out are elided, and their height is the one printed below', () => {
      const rows =
        '         a       b       c\n0   1.3459  0.7813  0.2645\n1  -0.3139  1.4580  1.9603\n..     ...     ...     ...\n98  0.3204 -1.0726  1.1892\n99 -1.7035 -1.0392  0.2357\n';
      const found = only(`${rows}\n[100 rows x 3 columns]`);
      assert.equal(found.elided, true);
      assert.equal(found.array, undefined);
      assert.deepEqual([...found.shape], [100, 3]);
      assert.deepEqual(found.classNames, ['a', 'b', 'c']);
      assert.deepEqual([...only(rows).shape], [-1, 3]);
    });

    it('with columns left out are elided, and name no classes', () => {
      const found = only(
        '   logit_0  logit_1  ...  logit_12  logit_13\n0   1.4628   0.2781  ...    1.4748   -0.0498\n1  -0.3674   0.2188  ...   -0.7649    0.8113\n\n[2 rows x 14 columns]',
      );
      assert.equal(found.elided, true);
      assert.deepEqual([...found.shape], [2, 14]);
      assert.equal(found.classNames, undefined);
    });

    it('of whole numbers, words, or one column are none', () => {
      for (const text of [
        '   a  b\n0  1  2\n1  3  4',
        '      name      city\n0  Ann 1.x  Oslo 2.y\n1  Bob 3.x  Rome 4.y',
        '   loss\n0  0.5\n1  0.25',
      ])
        assert.deepEqual(findArrays(text), [], text);
    });
  });

  describe('of pandas, as HTML', () => {
    const html = (rows: string[][], head: string[], after = '') =>
      `<div>\n<style scoped>\n  .dataframe tbody tr th { vertical-align: top; }\n</style>\n<table border="1" class="dataframe">\n  <thead>\n    <tr style="text-align: right;">\n      <th></th>\n${head.map((name) => `      <th>${name}</th>\n`).join('')}    </tr>\n  </thead>\n  <tbody>\n${rows
        .map(
          ([index, ...cells]) =>
            `    <tr>\n      <th>${index}</th>\n${cells.map((cell) => `      <td>${cell}</td>\n`).join('')}    </tr>\n`,
        )
        .join('')}  </tbody>\n</table>\n${after}</div>`;

    it('give the same matrix, names with their entities read', () => {
      const text = html(
        [
          ['0', '1.5', '-0.5', '1'],
          ['1', '0.25', '2.5', '0'],
        ],
        ['R&amp;D', '&lt;pad&gt;', 'label'],
      );
      const found = only(text, 'text/html');
      assert.deepEqual(values(found), [1.5, -0.5, 0.25, 2.5]);
      assert.deepEqual(found.classNames, ['R&D', '<pad>']);
      assert.deepEqual([...found.labels!.values.data], [1, 0]);
      assert.equal(text.slice(...found.range).slice(0, 6), '<table');
      assert.equal(text.slice(...found.range).slice(-8), '</table>');
    });

    it('are looked for in HTML only', () => {
      assert.deepEqual(findArrays(html([['0', '1.5', '-0.5']], ['a', 'b'])), []);
    });

    it('with rows or columns left out are elided, with the shape printed below', () => {
      const found = only(
        html(
          [
            ['0', '1.5', '...', '-0.5'],
            ['...', '...', '...', '...'],
            ['99', '0.25', '...', '2.5'],
          ],
          ['a', '...', 'z'],
          '<p>100 rows × 26 columns</p>\n',
        ),
        'text/html',
      );
      assert.equal(found.elided, true);
      assert.equal(found.array, undefined);
      assert.deepEqual([...found.shape], [100, 26]);
    });

    it('broken off anywhere raises nothing', () => {
      const text = html([['0', '1.5', '-0.5']], ['a', 'b']);
      for (let end = 0; end < text.length; end++)
        assert.ok(findArrays(text.slice(0, end), { mime: 'text/html' }).length <= 1);
    });
  });

  describe('of polars', () => {
    const frame = (shape: string, ...rows: string[]) =>
      `shape: ${shape}\n┌───────┬───────┐\n│ cat   ┆ dog   │\n│ ---   ┆ ---   │\n│ f64   ┆ f64   │\n╞═══════╪═══════╡\n${rows.map((row) => `│ ${row} │\n`).join('')}└───────┴───────┘`;

    it('give their columns with a point, null as NaN', () => {
      const text = frame('(2, 2)', '1.5   ┆ -2.5 ', '0.5   ┆ null ');
      const found = only(text);
      assert.equal(found.container, 'polars');
      assert.deepEqual([...found.shape], [2, 2]);
      assert.deepEqual(values(found), [1.5, -2.5, 0.5, NaN]);
      assert.deepEqual(found.classNames, ['cat', 'dog']);
      assert.deepEqual([...found.range], [0, text.length]);
    });

    it('with rows left out are elided and keep the shape above', () => {
      const found = only(frame('(1_000, 2)', '1.5   ┆ -2.5 ', '…     ┆ …    ', '0.5   ┆ 2.25 '));
      assert.equal(found.elided, true);
      assert.deepEqual([...found.shape], [1000, 2]);
    });
  });

  describe('of separated values', () => {
    it('take names, labels and separator from their header', () => {
      for (const separator of [',', ', ', '\t']) {
        const text = ['logit_a,logit_b,label', '1.5,-0.5,0', '0.25,2.5,1']
          .join('\n')
          .replaceAll(',', separator);
        const found = only(text);
        assert.equal(found.container, 'csv');
        assert.deepEqual(values(found), [1.5, -0.5, 0.25, 2.5]);
        assert.deepEqual([...found.labels!.values.data], [0, 1]);
        assert.deepEqual([...found.range], [0, text.length]);
      }
    });

    it('end where a line has another number of cells, also with Windows line ends', () => {
      const found = only('a,b\r\n1.5,2.5\r\n0.5,0.25\r\ndone\r\n');
      assert.deepEqual([...found.shape], [2, 2]);
      assert.deepEqual(values(found), [1.5, 2.5, 0.5, 0.25]);
    });

    it('are no logs', () => {
      for (const text of [
        'epoch 1, loss 0.5, acc 0.75\nepoch 2, loss 0.25, acc 0.8\nepoch 3, loss 0.2, acc 0.9',
        'Time, then\nsome 1.5, prose\nand 2.5, more',
      ])
        assert.deepEqual(findArrays(text), [], text);
    });
  });

  describe('drawn with bars', () => {
    it('are read as Markdown and as shells draw them, with the labels that name a column', () => {
      for (const ruler of ['|---:|---:|---:|---:|:---|', '|----+----+----+----+----|']) {
        const text = [
          '| id | cat | dog | fox | label |',
          ruler,
          '| 0 | 2.10 | -0.31 | 0.44 | cat |',
          '| 1 | -1.02 | 1.73 | 0.25 | fox |',
        ].join('\n');
        const found = only(text);
        assert.deepEqual(values(found), [2.1, -0.31, 0.44, -1.02, 1.73, 0.25]);
        assert.deepEqual([...found.labels!.values.data], [0, 2]);
        assert.deepEqual([found.classNames, found.reading.kind], [['cat', 'dog', 'fox'], 'logits']);
      }
      const grid =
        '+---+---------+---------+\n|   | logit_a | logit_b |\n+---+---------+---------+\n| 0 | 1.5     | -0.5    |\n+---+---------+---------+\n| 1 | 0.25    | 2.5     |\n+---+---------+---------+';
      assert.deepEqual(values(only(grid)), [1.5, -0.5, 0.25, 2.5]);
    });

    it('are of no class where the columns are figures of models', () => {
      const text = '| model | acc | f1 |\n|---|---|---|\n| base | 0.81 | 0.79 |\n| large | 0.86 | 0.85 |';
      assert.ok(findArrays(text).every((one) => !isOffered(one, 'likely')));
    });
  });

  describe('with a row in each cell', () => {
    const drawn =
      'shape: (2, 2)\n┌────────────────────┬───────┐\n│ logits             ┆ label │\n│ ---                ┆ ---   │\n│ list[f64]          ┆ i64   │\n╞════════════════════╪═══════╡\n│ [0.25, -1.5, 0.75] ┆ 2     │\n│ [1.25, 0.5, -0.12] ┆ 0     │\n└────────────────────┴───────┘';
    const printed =
      '                logits  label\n0  [0.25, -1.5, 0.75]      2\n1  [1.25, 0.5, -0.12]      0';

    it('are a matrix of these, in polars and pandas', () => {
      for (const text of [drawn, printed]) {
        const found = only(text);
        assert.deepEqual([found.name, found.shape, found.reading.kind], ['logits', [2, 3], 'logits']);
        assert.deepEqual(values(found), [0.25, -1.5, 0.75, 1.25, 0.5, -0.12]);
        assert.deepEqual([...found.labels!.values.data], [2, 0]);
      }
    });
  });
});
