import assert from 'node:assert/strict';
import type { FoundArray } from '../../../src/arrays/types';
import type { Host } from '../../../src/renderer/host';
import { askingNames } from '../../../src/renderer/tokenNames';
import { followNames, nameActions } from '../../../src/renderer/vocabularyNames';

const found = (classes: number, more: Partial<FoundArray> = {}) =>
  ({ shape: [2, classes], array: {}, ...more }) as FoundArray;

describe('names of a vocabulary under outputs', () => {
  const setUp = () => {
    const asked: [classes: number, choose: boolean][] = [];
    const tokenNames = askingNames((classes, choose) => asked.push([classes, choose]));
    return { asked, tokenNames, host: { tokenNames } as unknown as Host };
  };

  it('are asked for once for each width, and told to every array of it, now and later', () => {
    const { asked, tokenNames, host } = setUp();
    const told: string[] = [];
    const [first, second] = ['a', 'b'].map((name) =>
      followNames(host, (names, from) => told.push(`${name} ${names[0]} ${from}`)),
    );
    first.of(found(5000));
    second.of(found(5000));
    assert.deepEqual(asked, [[5000, false]]);
    tokenNames.told({ classes: 5000, names: ['·Paris'], from: 'tokenizer' });
    // Another editor of the notebook is told the same.
    tokenNames.told({ classes: 5000, names: ['·Paris'], from: 'tokenizer' });
    assert.deepEqual(told, ['a ·Paris tokenizer', 'b ·Paris tokenizer']);
    followNames(host, (names) => told.push(names[0])).of(found(5000));
    first.end();
    tokenNames.told({ classes: 5000, names: ['·Lyon'], from: 'other' });
    assert.deepEqual(told.slice(2), ['·Paris', 'b ·Lyon other', '·Lyon']);
  });

  it('are offered for unnamed rows as wide as a vocabulary alone', () => {
    const { asked, host } = setUp();
    const labels = (array: FoundArray) => nameActions(host, array).map(({ label }) => label);
    assert.deepEqual(labels(found(5000)), ['Name classes by tokenizer…']);
    for (const other of [found(10), found(5000, { classNames: ['a'] }), found(5000, { array: undefined })])
      assert.deepEqual(labels(other), []);
    followNames(host, () => undefined).of(found(10));
    assert.deepEqual(asked, []);
    nameActions(host, found(5000))[0].run();
    assert.deepEqual(asked, [[5000, true]]);
  });
});
