import assert from 'node:assert/strict';
import { capital } from '../../../../src/arrays/words/capital';

describe('the head of a column', () => {
  it('begins with a capital, whatever it is that begins', () => {
    assert.deepEqual(['mean loss', 'a logit is NaN', 'εs', '95% interval', ''].map(capital), [
      'Mean loss',
      'A logit is NaN',
      'Εs',
      '95% interval',
      '',
    ]);
  });

  it('keeps the case of a probability’s symbol', () => {
    assert.deepEqual(['p', 'p label', 'log p', 'predicted'].map(capital), [
      'p',
      'p label',
      'log p',
      'Predicted',
    ]);
  });
});
