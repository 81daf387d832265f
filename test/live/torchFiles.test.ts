import { execFileSync } from 'node:child_process';
import { checkSaved, type Saved } from '../unit/bytes/savedArrays';

describe('Files that the torch of this machine saves', () => {
  it('hold what it finds in them', async () => {
    const text = execFileSync(process.env.LOGITSCOPE_PYTHON!, ['test/fixtures/pickles/make_torch.py', '-'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const { files } = JSON.parse(text) as { files: Record<string, Saved> };
    for (const saved of Object.values(files)) await checkSaved(saved);
  });
});
