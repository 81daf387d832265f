import assert from 'node:assert/strict';
import type { FoundArray } from '../../../src/arrays/types';
import type { Host } from '../../../src/renderer/host';
import { askingNames } from '../../../src/renderer/tokenNames';
import { followNames, nameActions, namingOf } from '../../../src/renderer/vocabularyNames';

const found = (classes: number, more: Partial<FoundArray> = {}) =>
  ({ shape: [2, classes], array: {}, ...more }) as FoundArray;

describe('names of a vocabulary under outputs', () => {
  const setUp = () => {
    const asked: [classes: number, choose: boolean][] = [];
    const tokenNames = askingNames((classes, choose) => asked.push([classes, choose]));
    return { asked, tokenNames, host: { tokenNames } as unknown as Host };
  };
  const paris = { classes: 5000, names: ['·Paris'], from: 'tokenizer', chosen: false };
  const lyon = { classes: 5000, names: ['·Lyon'], from: 'other', chosen: true };
  const none = { classes: 5000, names: [], from: '', chosen: false };
  const following = (host: Host, name: string, told: string[]) =>
    followNames(host, ({ classNames, namesFrom }, isNow) =>
      told.push(`${name}${isNow ? ', now,' : ''} ${classNames?.[0]} ${namesFrom ?? ''}`.trim()),
    );

  it('are asked for together, and told to every array of as many classes once they are others', () => {
    const { asked, tokenNames, host } = setUp();
    const told: string[] = [];
    const [first, second] = ['a', 'b'].map((name) => following(host, name, told));
    first.of(found(5000));
    second.of(found(5000));
    assert.deepEqual(asked, [[5000, false]]);
    tokenNames.told(paris);
    // Another editor of the notebook is told the same.
    tokenNames.told({ ...paris, names: [...paris.names] });
    assert.deepEqual(told, ['a ·Paris tokenizer', 'b ·Paris tokenizer']);
    first.end();
    tokenNames.told(lyon);
    assert.deepEqual(told.slice(2), ['b ·Lyon other']);
  });

  it('are those of an array that comes later at once, and not told again', () => {
    const { asked, tokenNames, host } = setUp();
    const told: string[] = [];
    const names = following(host, 'a', told);
    names.of(found(5000));
    tokenNames.told(paris);
    // A cell ran again: an opened inspector is not opened anew over it.
    names.of(found(5000));
    assert.equal(asked.length, 2);
    tokenNames.told({ ...paris, names: [...paris.names] });
    assert.deepEqual(told, ['a ·Paris tokenizer', 'a, now, ·Paris tokenizer']);
  });

  it('are not those of an earlier kernel, whose own outputs keep theirs', () => {
    const { tokenNames, host } = setUp();
    const told: string[] = [];
    following(host, 'old', told).of(found(5000));
    tokenNames.told(paris);
    following(host, 'new', told).of(found(5000));
    tokenNames.told(none);
    assert.deepEqual(told, ['old ·Paris tokenizer', 'new, now, ·Paris tokenizer', 'new undefined']);
    following(host, 'later', told).of(found(5000));
    assert.equal(told.length, 3);
  });

  it('are taken back everywhere once a person wants to see ids', () => {
    const { tokenNames, host } = setUp();
    const told: string[] = [];
    const names = following(host, 'a', told);
    names.of(found(5000));
    tokenNames.told(paris);
    names.of(found(5000, { classNames: paris.names }));
    tokenNames.told({ ...none, chosen: true });
    // Another tokenizer can be chosen after that.
    tokenNames.told(lyon);
    assert.deepEqual(told, ['a ·Paris tokenizer', 'a undefined', 'a ·Lyon other']);
  });

  it('are offered for unnamed rows as wide as a vocabulary alone, and for those that were named so', () => {
    const { asked, tokenNames, host } = setUp();
    const labels = (array: FoundArray) => nameActions(host, array).map(({ label }) => label);
    assert.deepEqual(labels(found(5000)), ['Name classes by tokenizer…']);
    for (const other of [found(10), found(5000, { classNames: ['a'] }), found(5000, { array: undefined })])
      assert.deepEqual(labels(other), []);
    followNames(host, () => undefined).of(found(10));
    assert.deepEqual(asked, []);
    nameActions(host, found(5000))[0].run();
    assert.deepEqual(asked, [[5000, true]]);
    tokenNames.told(paris);
    assert.deepEqual(labels(found(5000, { classNames: paris.names })), ['Name classes by tokenizer…']);
    // An opened inspector asks in the same way.
    namingOf(host, found(5000, { classNames: paris.names }))!();
    assert.deepEqual(asked.at(-1), [5000, true]);
  });
});
