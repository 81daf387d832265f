// Needs the stand-in for the Jupyter extension, test/fixtures/live/jupyter, for the kernel that has the tokenizer.
import assert from 'node:assert/strict';
import { notebook, plain } from './notebook';
import { Workbench } from './workbench';

/** More classes than tokens, as models pad their rows. */
const CLASSES = 1280;
const TEXT = ['The', ' capital', ' of', ' France', ' is', ' Paris', '.'];

/** The tokenizers library's own, where it is installed; else a class of its name that answers what is asked of it. */
const TOKENIZER = `
vocabulary = {"<unk>": 0, **{"word%d" % i: i for i in range(1, 1200)}, **{t: 1200 + i for i, t in enumerate(${JSON.stringify(
  TEXT.map((token) => token.replace(' ', 'Ġ')),
)})}}
try:
    import tokenizers
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="<unk>"))
except ImportError:
    import sys, types
    class Tokenizer:
        model = None
        def get_vocab_size(self, with_added_tokens): return len(vocabulary)
        def get_vocab(self, with_added_tokens): return dict(vocabulary)
    Tokenizer.__module__ = "tokenizers"
    sys.modules["tokenizers"] = types.ModuleType("tokenizers")
    sys.modules["tokenizers"].Tokenizer = Tokenizer
    tokenizer = Tokenizer()`;

const LOGITS = `
import numpy as np
input_ids = np.arange(1200, 1207)[None]
logits = np.random.default_rng(1).normal(0, 1, (1, 7, ${CLASSES})).astype(np.float32)
logits[0, np.arange(6), input_ids[0, 1:]] = 9
logits[0, 4]`;

const ELIDED = 'array([ 0.3455, -0.1234,  0.9876, ...,  0.1111, -0.2222,  0.3333], dtype=float32)';

describe('Rows as wide as a vocabulary', function () {
  this.timeout(240_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.shared({
      files: {
        'tokens.ipynb': notebook([{ source: TOKENIZER }, { source: LOGITS, outputs: [plain(ELIDED)] }]),
      },
    });
    await workbench.openFile('tokens.ipynb');
    await workbench.notebookFrame();
    await workbench.runCommand('Stand-in: run all cells in a kernel');
    await workbench.page.getByText('stand-in: all cells have run').waitFor();
  });

  const picks = () => workbench.page.locator('.quick-input-list .monaco-list-row');

  it('are tokens with the ids beside them in the kernel', async () => {
    await workbench.openFile('tokens.ipynb');
    await workbench.page.evaluate(() => navigator.clipboard.writeText('nothing')).catch(() => undefined);
    await workbench.runCommand('Logitscope: Show token probabilities');
    await picks().filter({ hasText: 'tokenizer' }).first().click({ timeout: 60_000 });
    await picks().filter({ hasText: 'capital of France' }).first().click();
    const panel = await workbench.panelFrame();
    await panel.getByRole('option', { name: /Paris/ }).click();
    await panel.getByText('the top choice', { exact: true }).waitFor();
    await workbench.screenshot('vocabulary-tokens');
    assert.equal(await panel.getByText('Vocabulary').count(), 0);
  });
});
