import assert from 'node:assert/strict';
import { overrideKey, withOverride } from '../../../src/arrays/override';
import type { FoundArray } from '../../../src/arrays/types';

const found: FoundArray = {
  range: [0, 1],
  name: 'scores',
  container: 'torch',
  shape: [32, 10],
  elided: false,
  reading: { kind: 'other', confidence: 0.4, evidence: ['nothing says what it is'] },
};

describe('a reading that a person chose', () => {
  it('replaces ours and says so before the evidence', () => {
    const { reading } = withOverride(found, { scores: 'logits' });
    assert.equal(reading.kind, 'logits');
    assert.equal(reading.confidence, 1);
    assert.deepEqual(reading.evidence, [
      'you chose logits; detected: not classified',
      'nothing says what it is',
    ]);
  });

  it('is kept by name, and without one by notation and class count, whatever the batch size', () => {
    assert.equal(overrideKey(found), 'scores');
    const nameless = { ...found, name: undefined };
    assert.equal(overrideKey(nameless), overrideKey({ ...nameless, shape: [7, 10] }));
    assert.notEqual(overrideKey(nameless), overrideKey({ ...nameless, shape: [32, 11] }));
  });

  it('is not mistaken for a property that every object has', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      assert.equal(withOverride({ ...found, name }, {}).reading.kind, 'other');
    }
  });
});
