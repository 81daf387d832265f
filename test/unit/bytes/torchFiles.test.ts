import { readFileSync } from 'node:fs';
import { checkSaved, type Saved } from './savedArrays';

const { files } = JSON.parse(readFileSync('test/fixtures/pickles/torch.json', 'utf8')) as {
  files: Record<string, Saved>;
};

describe('Files of torch.save', () => {
  for (const [name, saved] of Object.entries(files))
    it(`hold what torch finds in them: ${name}`, async () => {
      await checkSaved(saved);
    });
});
