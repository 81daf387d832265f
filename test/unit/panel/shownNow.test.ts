import assert from 'node:assert/strict';
import { fromNested } from '../../../src/arrays/ndarray';
import { overrideKey } from '../../../src/arrays/override';
import type { FoundArray } from '../../../src/arrays/types';
import { ShownNow } from '../../../src/panel/shownNow';

describe('What a page is told that begins anew', () => {
  const array = fromNested([[0.2, 0.8]], 'x');
  const found: FoundArray = {
    ...{ range: [0, 0], name: 'out', container: 'list', shape: array.shape, elided: false, array },
    reading: { kind: 'logits', confidence: 1, evidence: [] },
  };
  const key = overrideKey(found);
  const told = (now: ShownNow) =>
    now.messages.map((message) =>
      message.type === 'show'
        ? `shows ${message.shown.found.reading.kind}`
        : `reads ${(message as { kind: string }).kind}`,
    );

  it('is the array alone, so that it stands as the page before left it', () => {
    assert.deepEqual(told(new ShownNow({ found, origin: 'x' })), ['shows logits']);
  });

  it('is the reading that was chosen elsewhere while no page was there', () => {
    const now = new ShownNow({ found, origin: 'x' });
    assert.deepEqual(now.follow({ [key]: 'probabilities' }), { type: 'reading', kind: 'probabilities' });
    assert.deepEqual(told(now), ['shows probabilities', 'reads probabilities']);
  });

  it('is no longer so once the page chose a reading itself', () => {
    const now = new ShownNow({ found, origin: 'x' });
    now.follow({ [key]: 'probabilities' });
    now.read('log-probabilities');
    assert.equal(now.follow({ [key]: 'log-probabilities' }), undefined);
    assert.deepEqual(told(now), ['shows log-probabilities']);
  });

  it('says nothing of choices for other arrays, and keeps names that were chosen', () => {
    const now = new ShownNow({ found, origin: 'x' });
    now.name(['no', 'yes'], 'a file');
    assert.equal(now.follow({ other: 'probabilities' }), undefined);
    assert.deepEqual(told(now), ['shows logits']);
    assert.deepEqual(now.found.classNames, ['no', 'yes']);
  });
});
