import assert from 'node:assert/strict';
import { className } from '../../../../src/arrays/classNames';
import { findArrays } from '../../../../src/text/find';

/** Every value under its name, row by row. */
const rows = (text: string): Record<string, number>[] => {
  const [found] = findArrays(text);
  const classes = found.shape[found.shape.length - 1];
  const values = [...found.array!.data];
  return Array.from({ length: values.length / classes }, (_, row) =>
    Object.fromEntries<number>(
      Array.from({ length: classes }, (_, id) => [
        className(found, row, id) ?? '',
        values[row * classes + id],
      ]),
    ),
  );
};

describe('names beside scores in each record', () => {
  const FIRST = '{"sequence": "late", "labels": ["work", "food", "travel"], "scores": [0.7, 0.2, 0.1]}';
  it('bring rows sorted by themselves into one order', () => {
    const second = '{"sequence": "lunch", "labels": ["food", "travel", "work"], "scores": [0.8, 0.15, 0.05]}';
    for (const text of [`[${FIRST},\n ${second}]`, `${FIRST}\n${second}`])
      assert.deepEqual(rows(text), [
        { work: 0.7, food: 0.2, travel: 0.1 },
        { work: 0.05, food: 0.8, travel: 0.15 },
      ]);
  });
  it('stay with their row where records have other names', () => {
    const second = "{'labels': ['sun', 'rain', 'snow'], 'scores': [0.5, 0.3, 0.2]}";
    assert.deepEqual(rows(`${FIRST}\n${second}`)[1], { sun: 0.5, rain: 0.3, snow: 0.2 });
  });
  it('of one record are read whichever key comes first', () => {
    assert.deepEqual(rows('{"scores": [0.9, 0.1], "labels": ["no", "yes"]}'), [{ no: 0.9, yes: 0.1 }]);
  });
  it('are no names of another array or record', () => {
    const text = `${FIRST}\n{"sequence": "x", "scores": [0.5, 0.25, 0.25]}\nlogits: [[1.5, -0.5, 0.25], [0.5, 2.5, -1.25]]`;
    for (const found of findArrays(text).slice(1)) assert.equal(found.classNames, undefined);
  });
  it('leave scores that are independent unlike a distribution', () => {
    const text = `${FIRST}\n{"sequence": "x", "labels": ["work", "food", "travel"], "scores": [0.9, 0.8, 0.1]}`;
    assert.equal(findArrays(text)[0].reading.kind, 'sigmoid-scores');
  });
});
