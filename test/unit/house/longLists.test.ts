import assert from 'node:assert/strict';
import { append, largestOf, smallestOf } from '../../../src/arrays/longLists';
import { DumpReader } from '../../../src/records/dumpReader';
import { probeJson } from '../../../src/records/probe/json';
import { findArrays } from '../../../src/text/find';

/** More than the arguments that a call bears. */
const MANY = 130_000;

describe('Lists longer than the arguments of a call', () => {
  it('have a largest and a smallest number, and are appended', () => {
    const numbers = Array.from({ length: MANY }, (_, i) => i);
    assert.deepEqual([largestOf(numbers), smallestOf(numbers)], [MANY - 1, 0]);
    assert.deepEqual([largestOf([]), smallestOf([])], [-Infinity, Infinity]);
    assert.ok(Number.isNaN(largestOf([1, NaN, 2])));
    const list = [1];
    append(list, numbers);
    assert.equal(list.length, MANY + 1);
  });

  it('are read as one number of a record, or refused with its line', () => {
    const digits = '1'.repeat(MANY);
    const reader = new DumpReader(
      { format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] },
      () => undefined,
    );
    for (const end of ['', '.', 'x'])
      reader.push(new TextEncoder().encode(`{"a":${digits}${end},"logits":[1.5,2.5],"label":0}\n`));
    reader.end();
    assert.deepEqual(
      reader.problems.listed.map(({ line }) => line),
      [3],
    );
  });

  it('are rows of records, of which the fields are told', () => {
    const row = `[9${',1'.repeat(MANY)}]`;
    const head = `{"logits": ${row}, "prediction": 0, "label": 1}\n`.repeat(3);
    const probe = probeJson(new TextEncoder().encode(head), 'a.jsonl');
    assert.deepEqual(probe?.labels[0]?.path, ['label']);
  });

  it('are rows left out of a frame, and columns that go on below', () => {
    const rows = `     a    b\n0  1.5  2.5\n${'..  ...  ...\n'.repeat(MANY)}1  2.5  1.5\n`;
    assert.equal(findArrays(rows)[0]?.elided, true);
    const columns = (index: string, cell: string) => `${index}${`  ${cell}`.repeat(MANY)}\n`;
    const below = columns(' ', 'b') + columns('0', '0.5') + columns('1', '0.5');
    const [wide] = findArrays(`     a    b  \\\n0  1.5  2.5\n1  2.5  1.5\n\n${below}`);
    assert.deepEqual(wide.shape, [2, MANY + 2]);
  });
});
