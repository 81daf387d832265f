// Needs the stand-in for the Jupyter extension, test/fixtures/live/jupyter, for the kernel that has the tokenizer.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { openStrip, scrollTo, shownClasses, stripUnder } from './inspector';
import { notebook, plain, printed } from './notebook';
import type { Frame, Locator } from 'playwright-core';
import { until, Workbench } from './workbench';

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
    made = lambda words: tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="<unk>"))
except ImportError:
    import sys, types
    class Tokenizer:
        model = None
        def __init__(self, words): self.words = words
        def get_vocab_size(self, with_added_tokens): return len(self.words)
        def get_vocab(self, with_added_tokens): return dict(self.words)
    Tokenizer.__module__ = "tokenizers"
    sys.modules["tokenizers"] = types.ModuleType("tokenizers")
    sys.modules["tokenizers"].Tokenizer = made = Tokenizer
others = made({"<unk>": 0, **{"other%d" % i: i for i in range(1, 1207)}})
tokenizer = made(vocabulary)`;

/** Of one row, all of its numbers: “ Paris” leads. */
const PRINTED = Array.from({ length: CLASSES }, (_, id) => (id === 1205 ? 9 : Math.sin(id).toFixed(4)));

const LOGITS = `
import numpy as np
input_ids = np.arange(1200, 1207)[None]
logits = np.random.default_rng(1).normal(0, 1, (1, 7, ${CLASSES})).astype(np.float32)
logits[0, np.arange(6), input_ids[0, 1:]] = 9
logits[0, 4]`;

/** What NumPy prints of it. */
const elided = () =>
  execFileSync(
    process.env.LOGITSCOPE_PYTHON!,
    ['-c', `${LOGITS.replace(/(?=logits\[0, 4\]$)/, 'print(repr(')}))`],
    {
      encoding: 'utf8',
    },
  ).trim();

describe('Rows as wide as a vocabulary', function () {
  this.timeout(240_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.shared({
      files: {
        'tokens.ipynb': notebook([
          { source: TOKENIZER },
          { source: LOGITS, outputs: [plain(elided())] },
          { source: 'print("logits", row)', outputs: [printed(`logits [${PRINTED.join(', ')}]\n`)] },
        ]),
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
    await picks()
      .filter({ hasText: /^tokenizer/ })
      .first()
      .click({ timeout: 60_000 });
    await picks().filter({ hasText: 'capital of France' }).first().click();
    const panel = await workbench.panelFrame();
    await panel.getByRole('option', { name: /Paris/ }).click();
    await panel.getByText('the top choice', { exact: true }).waitFor();
    await workbench.screenshot('vocabulary-tokens');
    assert.equal(await panel.getByText('Vocabulary').count(), 0);
  });

  const NAMING = 'Name classes by tokenizer…';
  const shows = async (inspector: Locator, name: string) =>
    (await shownClasses(inspector).catch(() => new Map())).has(name);
  /** Has another tokenizer chosen where an inspector stands. */
  const choose = async (inspector: Locator, within: Frame, tokenizer: RegExp) => {
    await inspector.getByRole('button', { name: 'Copy, save, and more' }).click();
    await within.getByRole('menuitem', { name: NAMING }).click();
    await picks().filter({ hasText: tokenizer }).first().click({ timeout: 60_000 });
  };

  it('get their names from an opened inspector, by a tokenizer of the kernel', async () => {
    await workbench.closeEditors();
    await workbench.openFile('tokens.ipynb');
    const frame = await workbench.notebookFrame();
    const strip = await stripUnder(workbench, frame, '0.8415');
    const inspector = await openStrip(workbench, strip);
    await scrollTo(workbench, inspector);
    await choose(inspector, frame, /^others/);
    await until('the names of one tokenizer', () => shows(inspector, 'other1205'));
    await choose(inspector, frame, /^tokenizer/);
    await until('the names of the other', () => shows(inspector, '·Paris'));
    await workbench.screenshot('vocabulary-inspector');
  });

  it('have the names chosen for the kernel when they are fetched, and can be given others in the panel', async () => {
    const frame = await workbench.notebookFrame();
    const fetch = frame.getByRole('button', { name: 'Fetch whole array' }).first();
    await scrollTo(workbench, fetch);
    await fetch.click();
    await workbench.page.locator('.tab', { hasText: '1,280' }).waitFor({ timeout: 90_000 });
    const panel = await workbench.panelFrame();
    const inspector = panel.getByRole('group', { name: 'Logitscope inspector' });
    await inspector.getByRole('region', { name: 'Classes' }).waitFor({ state: 'attached' });
    assert.ok(await shows(inspector, '·Paris'));
    await choose(inspector, panel, /^others/);
    await until('other names', () => shows(inspector, 'other1205'));
    await workbench.screenshot('vocabulary-panel');
  });
});
