import fc from 'fast-check';
import { entries } from '../../fuzz/entries';

describe('Mutated texts, code and files', () => {
  for (const { name, property } of entries())
    it(`are answered or refused with a sentence by ${name}`, async () => {
      await fc.assert(property, { seed: 12, numRuns: 60 });
    });
});
