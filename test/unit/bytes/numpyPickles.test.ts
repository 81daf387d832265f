import { execFileSync } from 'node:child_process';
import { checkSaved, type Saved } from './savedArrays';

describe('Pickles of NumPy arrays and of lists of numbers', () => {
  it('hold what NumPy finds in them, in protocols 0 to 5, either axis order and either byte order', async () => {
    const script = 'test/fixtures/pickles/make_numpy.py';
    const text = execFileSync(process.env.LOGITSCOPE_PYTHON!, [script], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    for (const saved of JSON.parse(text) as Saved[]) await checkSaved(saved, 'saved.pkl');
  });
});
