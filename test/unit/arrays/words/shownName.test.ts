import assert from 'node:assert/strict';
import { shownName } from '../../../../src/arrays/words/shownName';

describe('the name of an array in a title', () => {
  it('is the keys that lead to it in JSON', () => {
    assert.equal(shownName('$[*].logits', 40), 'logits');
    assert.equal(shownName('$.records[*].logits', 40), 'records.logits');
    assert.equal(shownName('$.results[3].outputs.scores', 40), 'results[3].outputs.scores');
  });

  it('loses keys from the left where it is too long, never half of one', () => {
    assert.equal(shownName('$.a_long_key_of_an_outer_record.model.logits', 20), 'model.logits');
    assert.equal(shownName('$…y_long_key.model.logits', 20), 'model.logits');
  });

  it('is what it is everywhere else', () => {
    assert.equal(shownName('model.head.logits', 40), 'model.head.logits');
    assert.equal(shownName('$cost', 40), '$cost');
    assert.equal(shownName('$[*]', 40), '');
  });
});
