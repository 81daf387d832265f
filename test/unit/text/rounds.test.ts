import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';

const ROWS = Array.from({ length: 12 }, (_, i) => [i / 4 - 1.25, 2.5 - i / 8, -0.125 * (i + 1)]);
const printed = (line: (row: readonly number[], i: number) => string) => ROWS.map(line).join('\n');
const tensor = (row: readonly number[]) => `tensor([[${row.join(', ')}]], grad_fn=<AddmmBackward0>)`;
const shapes = (text: string, source?: string) =>
  findArrays(text, source === undefined ? {} : { source }).map(({ shape }) => shape.join('×'));

describe('rows that a loop prints', () => {
  it('are one array with its places, under a prefix with a counter or without', () => {
    for (const text of [
      printed((row, i) => `sentence ${i}: ${tensor(row)}`),
      printed((row, i) => `epoch ${i} done\nlogits: ${tensor(row)}`),
      printed((row) => `[${row.join(', ')}]`),
    ]) {
      const found = findArrays(text);
      assert.deepEqual(
        found.map(({ shape }) => shape),
        [[12, 3]],
        text,
      );
      assert.deepEqual([...found[0].array!.data], ROWS.flat());
      assert.equal(found[0].places?.length, 12);
      found[0].places.forEach(([start, end], i) =>
        assert.ok(text.slice(start, end).includes(`${ROWS[i][0]}`)),
      );
    }
  });
  it('are one array under any text where the code prints one value there', () => {
    const words = ['ant', 'bee', 'cow', 'dog'];
    const text = words.map((word, i) => `${word}: ${tensor(ROWS[i])}`).join('\n');
    const source = 'for word in words:\n    print(f"{word}: {model(word).logits}")';
    assert.deepEqual(shapes(text, source), ['4×3']);
    assert.equal(findArrays(text, { source })[0].name, 'logits');
  });
  it('are one array behind counters in brackets, a progress bar, and what a logger writes', () => {
    const bare = (row: readonly number[]) => `[${row.join(', ')}]`;
    const counted = findArrays(printed((row, i) => `[${String(i).padStart(3, '0')}] logits[0]=${bare(row)}`));
    assert.deepEqual(counted.find(({ name }) => name === 'logits')?.shape, [12, 3]);
    const [barred] = findArrays(
      `100%|██| 3/3 [00:00<00:00, 31.20it/s]${printed((row) => `logits: ${bare(row)}`)}`,
    );
    assert.deepEqual(barred.shape, [12, 3]);
    const [logged] = findArrays(
      printed((row, i) => `2024-05-01 10:00:${10 + i},123 INFO eval: logits ${bare(row)}`),
    );
    assert.deepEqual([logged.name, logged.shape, logged.reading.kind], ['logits', [12, 3], 'logits']);
  });
  it('are records where a logger writes each behind the same words, with their labels', () => {
    const record = (row: readonly number[], i: number) =>
      `{"id": ${i}, "logits": [${row.join(', ')}], "label": ${i % 3}}`;
    for (const prefix of ['INFO:eval:', '2024-05-01 10:00:0#,123 [INFO] predict - ', 'worker-1  | ', '#> ']) {
      const text = printed(
        (row, i) => `${prefix.replace('#', String(i))}${record(row, i)}\nDEBUG:gc:collected ${i} objects`,
      );
      const found = findArrays(`Starting\n${text}\nDone in 3.2 s`);
      assert.deepEqual(
        found.map(({ name, shape }) => `${name} ${shape.join('×')}`),
        ['logits 12×3'],
        prefix,
      );
      assert.equal(found[0].labels?.name, 'label');
      assert.deepEqual(
        [...found[0].labels.values.data],
        ROWS.map((_, i) => i % 3),
      );
    }
    const twoLoggers = printed((row, i) => `INFO:${['a', 'b'][i % 2]}:${record(row, i)}`);
    assert.deepEqual(shapes(twoLoggers), ['6×3', '6×3']);
    // What code assigns is no record of a log.
    assert.deepEqual(shapes(printed((row, i) => `config_${i} = {"w": [${row.join(', ')}]}`)).length, 12);
  });
  it('stay apart where two values take turns', () => {
    const text = printed((row, i) => `a ${i}: ${tensor(row)}\nb ${i}: ${tensor([...row].reverse())}`);
    assert.deepEqual(shapes(text), ['12×3', '12×3']);
  });
  it('stay themselves where shapes, prefixes or numbers are few or differ', () => {
    assert.deepEqual(shapes('first: [1.5, 2.5]\nsecond: [0.5, 3.5]\nthird: [2.5, 1.25]'), ['2', '2', '2']);
    assert.deepEqual(shapes('x: [1.5, 2.5]\nx: [0.5, 3.5, 1.5]\nx: [2.5, 1.25]'), ['2', '3', '2']);
    assert.deepEqual(shapes('[1.5, 2.5]\n[0.5, 3.5]\n[2.5, 1.25]'), ['2', '2', '2']);
  });
});

describe('rows that stand whole in an elided array', () => {
  it('are summed', () => {
    const [{ reading }] = findArrays(
      'array([[0.75, 0.25],\n       [0.5 , 0.5 ],\n       ...,\n       [0.1 , 0.9 ]])',
    );
    assert.equal(reading.kind, 'probabilities');
    assert.match(reading.evidence[0], /printed rows sum to 1/);
    const text =
      'tensor([[-0.6931, -0.6931],\n        [-0.1054, -2.3026],\n        ...,\n        [-2.3026, -0.1054]])';
    assert.equal(findArrays(text)[0].reading.kind, 'log-probabilities');
  });
  it('are not where columns are left out', () => {
    const [{ reading }] = findArrays(
      'x.shape: (2, 6)\narray([[0.25, 0.25, ..., 0.25, 0.25],\n       [0.5, 0.25, ..., 0.25, 0.]])',
    );
    assert.notEqual(reading.kind, 'probabilities');
  });

  it('have the labels that stand in their lines, and no predictions', () => {
    const lines = (word: string) =>
      printed((row, i) => `${i} tensor([${row.join(', ')}]) ${word}: ${i % 3}`)
        .split('\n')
        .slice(0, 3)
        .join('\n');
    const [rows] = findArrays(lines('label'));
    assert.deepEqual(
      [rows.shape, [...rows.labels!.values.data]],
      [
        [3, 3],
        [0, 1, 2],
      ],
    );
    assert.equal(findArrays(lines('predicted label'))[0].labels, undefined);
  });

  it('have the labels that stand below them, as YAML has them, and none of the row that follows', () => {
    const rows = ['[1.25, -0.5, 0.75]', '[-0.25, 2.5, 1.0]', '[0.5, 0.125, -1.75]'];
    const below = rows.map((row, i) => `- logits: ${row}\n  label: ${i}`).join('\n');
    assert.deepEqual([...findArrays(below)[0].labels!.values.data], [0, 1, 2]);
    const above = rows.map((row, i) => `label: ${i}\nlogits: ${row}`).join('\n');
    assert.equal(findArrays(above)[0].labels, undefined);
  });

  it('are named by what is printed behind the name of a logger', () => {
    const [logits] = findArrays('12:00:01 INFO eval: logits=[2.5, -0.5, 1.25] label=0\n');
    assert.equal(logits.name, 'logits');
    assert.equal(findArrays('scores: Tensor = [2.5, -0.5, 1.25]')[0].name, 'scores');
  });

  it('are models of pydantic, each on its line', () => {
    const text = printed((row, i) => `id='r${i}' logits=[${row.join(', ')}] label=${i % 3}`);
    const [rows] = findArrays(text);
    assert.deepEqual([rows.shape, rows.labels?.name], [[12, 3], 'label']);
  });

  it('is one row with a label beside it that words say', () => {
    const row = 'logits: tensor([1.5, -0.25, 0.125])';
    assert.deepEqual([...findArrays(`${row}\nlabel: 2`)[0].labels!.values.data], [2]);
    for (const other of ['predicted label: 2', 'label: 7', 'best of label: 2'])
      assert.equal(findArrays(`${row}\n${other}`)[0].labels, undefined, other);
  });
});
