import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';
import type { FoundArray } from '../../../src/arrays/types';
import { randomFrom } from './random';

type Value = number[] | number | string | null | Entry[];
type Entry = [key: string, value: Value];

const KEYS = ['logits', 'out', 'a b', 'ünï 🎉', 'quote " and \\ in it', '', '__proto__', 'label', 'text'];

const values = (found: FoundArray) => [...found.array!.data];
const shapes = (text: string) => findArrays(text).map(({ shape }) => shape.join('×'));
function only(text: string): FoundArray {
  const found = findArrays(text);
  assert.equal(found.length, 1, `${found.length} arrays in ${text}`);
  return found[0];
}

function written(entries: readonly Entry[], space: string): string {
  const value = (one: Value): string =>
    Array.isArray(one) && Array.isArray(one[0])
      ? written(one as Entry[], space)
      : Array.isArray(one)
        ? `[${(one as number[]).map((x) => x.toFixed(2)).join(`,${space}`)}]`
        : JSON.stringify(one);
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${space}${value(one)}`).join(`,${space}`)}}`;
}

/** What is to be found: equal lists under the same keys of all records that have them stacked, others one by one. */
function expected(records: readonly Entry[][]): string[] {
  const lists = new Map<string, number[][]>();
  const collect = (entries: readonly Entry[], path: string) => {
    for (const [key, one] of entries) {
      const below = `${path}\n${JSON.stringify(key)}`;
      if (!Array.isArray(one)) continue;
      if (Array.isArray(one[0])) collect(one as Entry[], below);
      else lists.set(below, [...(lists.get(below) ?? []), one as number[]]);
    }
  };
  for (const record of records) collect(record, '');
  return [...lists.values()]
    .flatMap((members) =>
      members.length > 1 && members[0].length > 0 && members.every((one) => one.length === members[0].length)
        ? [`${members.length}×${members[0].length}: ${members.flat().join()}`]
        : members.filter((one) => one.length > 0).map((one) => `${one.length}: ${one.join()}`),
    )
    .sort();
}

function randomRecords(random: () => number): Entry[][] {
  const below = (n: number) => Math.floor(random() * n);
  const list = () =>
    Array.from({ length: random() < 0.9 ? 2 : below(4) }, () => Math.round(random() * 800) / 100);
  const value = (depth: number): Value => {
    const roll = random();
    if (roll < 0.5) return list();
    if (roll < 0.6) return below(3);
    if (roll < 0.75) return ['no [1.5, 2.5] here', 'a "[b', '', '\\'][below(4)];
    if (roll < 0.8 || depth === 0) return null;
    return record(depth - 1);
  };
  const record = (depth: number): Entry[] => {
    const keys = [...new Set(Array.from({ length: 1 + below(3) }, () => KEYS[below(KEYS.length)]))];
    return keys.map((key) => [key, value(depth)]);
  };
  const model = record(2);
  const again = (entries: readonly Entry[]): Entry[] =>
    entries.map(([key, one]) => [
      key,
      Array.isArray(one) && Array.isArray(one[0]) ? again(one as Entry[]) : Array.isArray(one) ? list() : one,
    ]);
  return Array.from({ length: 1 + below(6) }, () => {
    if (random() < 0.05) return record(2);
    const entries = again(model);
    if (random() < 0.2) entries.reverse();
    if (random() < 0.1 && entries.length > 1) entries.splice(below(entries.length), 1);
    return entries;
  });
}

describe('records', () => {
  it('as lines or in a list give equal lists under the same keys as one matrix and all others one by one, whatever stands between', () => {
    const random = randomFrom(20261122);
    for (let run = 0; run < 1000; run++) {
      const records = randomRecords(random);
      const space = ['', ' ', '\n  '][run % 3];
      const each = records.map((record) => written(record, space));
      for (const text of [each.join('\n'), `x = [${each.join(',\n')}]`])
        assert.deepEqual(
          findArrays(text)
            .map((found) => `${found.shape.join('×')}: ${values(found).join()}`)
            .sort(),
          expected(records),
          text,
        );
    }
  });

  it('of thousands of layouts, keys and lengths are read like few', () => {
    const line = (i: number) =>
      `{"key ${i}": [${i}.5, 1.25], "logits": [0.5, -${i}.25, 2.5], "gold${i}": ${i}}`;
    const found = findArrays(Array.from({ length: 9000 }, (_, i) => line(i)).join('\n'));
    assert.equal(found.length, 5000);
    assert.equal(found[0].name, 'logits');
    assert.deepEqual([...found[0].shape], [9000, 3]);
    assert.equal(found[0].array!.data[8999 * 3 + 1], -8999.25);
    assert.equal(found[0].labels, undefined);
    assert.deepEqual(values(found[2]), [1.5, 1.25]);
  });

  it('with an elided list among them stay apart, and it is marked', () => {
    const text = '{"logits": [1.5, 2.5, 3.5]}\n{"logits": [1.5, ..., 3.5]}\n{"logits": [0.5, 1.5, 2.5]}';
    assert.deepEqual(
      findArrays(text).map(({ elided }) => elided),
      [false, true, false],
    );
  });

  it('keep NaN, Infinity and negative zero', () => {
    const found = only('{"logits": [NaN, -0.0]}\n{"logits": [-Infinity, 1e-5]}\n');
    assert.deepEqual(values(found), [NaN, -0, -Infinity, 1e-5]);
  });

  it('with a key twice are not stacked under it', () => {
    assert.deepEqual(shapes('{"a": [1.5, 2.5], "a": [3.5, 4.5]}\n{"a": [1.5, 2.5], "a": [3.5, 4.5]}'), [
      '2',
      '2',
      '2',
      '2',
    ]);
  });

  it('tell keys with escapes and beyond ASCII apart', () => {
    const keys = ['caf\u00e9', 'caf\u00e8', 'caf\\u00e9', 'a\\"b', 'a\\\\b'];
    const line = (i: number) => `{${keys.map((key, at) => `"${key}": [${i}.5, ${at}.5]`).join(', ')}}`;
    const found = findArrays(`${line(0)}\n${line(1)}`);
    assert.deepEqual(
      found.map(({ name }) => name),
      keys,
    );
    found.forEach((one, at) => assert.deepEqual(values(one), [0.5, at + 0.5, 1.5, at + 0.5]));
  });

  it('do not mix a key with spaces with keys in keys', () => {
    const found = findArrays('{"a b": [1.5, 2.5]}\n{"a": {"b": [3.5, 4.5]}}');
    assert.deepEqual(
      found.map((one) => values(one)),
      [
        [1.5, 2.5],
        [3.5, 4.5],
      ],
    );
  });

  describe('carry the labels of their class', () => {
    const labels = (text: string) => {
      const found = findArrays(text).find(({ name }) => name?.endsWith('logits'));
      return found?.labels && [found.labels.name, ...found.labels.values.data];
    };
    const lines = (...rest: string[]) => rest.map((one) => `{"logits": [1.5, -0.5], ${one}}`).join('\n');

    it('in any place of the record, also inside another, the first of a name', () => {
      assert.deepEqual(labels(lines('"label": 1, "label": 0', '"meta": {"label": 0}')), ['label', 1, 0]);
    });

    it('under the first key that every record has', () => {
      assert.deepEqual(labels(lines('"y": 0, "target": 1', '"target": 0')), ['target', 1, 0]);
      assert.deepEqual(labels(lines('"label": "dog", "target": 1', '"target": 0, "label": 1')), [
        'target',
        1,
        0,
      ]);
    });

    it('not where one is missing, a word, or no class', () => {
      assert.equal(labels(lines('"label": 1', '"x": 0')), undefined);
      assert.equal(labels(lines('"label": 1', '"label": "1"')), undefined);
      assert.deepEqual(labels(lines('"label": 1', '"label": 2')), ['label', 1, 2]);
    });

    it('one by one where the records are ragged', () => {
      const text = '{"logits": [1.5, 0.5], "label": 1}\n{"logits": [1.5, 0.5, 2.5], "label": 2}';
      assert.deepEqual(
        findArrays(text).map((found) => [...found.labels!.values.data]),
        [[1], [2]],
      );
    });
  });
});
