import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Dialog, Frame, Request } from 'playwright-core';
import { scrollThrough } from './inspector';
import { Workbench } from './workbench';

/** What attacked code would have set, in a frame. */
const pwned = (frame: Frame) => frame.evaluate(() => (globalThis as { pwned?: string }).pwned);

describe('A notebook written to attack', function () {
  this.timeout(240_000);

  it('executes nothing, sends nothing and hangs nothing', async () => {
    const workbench = await Workbench.shared({
      files: { 'hostile.ipynb': readFileSync('test/fixtures/notebooks/hostile.ipynb', 'utf8') },
      settings: {
        'logitscope.detect': 'all',
        'logitscope.notebook.outputs': 'open',
        // Opened, its outputs are long: fewer turns of the wheel lead past all of them.
        'workbench.list.mouseWheelScrollSensitivity': 10,
      },
      size: { width: 1280, height: 2500 },
    });
    const { page } = workbench;
    const dialogs: string[] = [];
    const requests: string[] = [];
    const onDialog = (dialog: Dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    };
    const onRequest = (request: Request) => {
      const { hostname, protocol } = new URL(request.url());
      if (/^https?:$/.test(protocol) && !/^(127\.0\.0\.1|localhost|.*\.localhost)$/.test(hostname))
        requests.push(request.url());
    };
    page.on('dialog', onDialog);
    page.on('request', onRequest);
    try {
      await workbench.openFile('hostile.ipynb');
      const frame = await workbench.notebookFrame();
      await frame.locator('.output').first().waitFor();
      requests.length = 0;
      await scrollThrough(workbench, 250);
      await frame.locator('logitscope-strips').first().waitFor({ state: 'attached' });
      await workbench.screenshot('hostile');
      for (const each of page.frames()) {
        if (each.isDetached()) continue;
        assert.equal(await pwned(each).catch(() => undefined), undefined);
      }
      // Text of an attack stands in the strips as text: no element of theirs came from it.
      const foreign = await frame.evaluate(() =>
        [...document.querySelectorAll('logitscope-strips')].flatMap((strip) =>
          [...strip.shadowRoot!.querySelectorAll('img, script, iframe, object, embed, a[href]')].map((e) =>
            e.outerHTML.slice(0, 200),
          ),
        ),
      );
      assert.deepEqual(foreign, []);
      assert.deepEqual(dialogs, []);
      assert.deepEqual(
        requests.filter((url) => !url.includes('vscode-cdn') && !url.includes('vscode-resource')),
        [],
      );
    } finally {
      page.off('dialog', onDialog);
      page.off('request', onRequest);
    }
  });
});
