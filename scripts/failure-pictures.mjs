// What each window shows when a test fails, as a picture in artifacts/.
import path from 'node:path';
import { root } from './bundling.mjs';

/** For mocha's root hooks, which run after a test's own. */
export const failurePictures = (browser) => ({
  async afterEach() {
    const { currentTest: test } = this;
    if (test.state === 'passed') return;
    const name = `failed-${test.title.slice(0, 40).replace(/\W+/g, '-')}`;
    const pages = browser.contexts().flatMap((context) => context.pages());
    for (const [i, page] of pages.entries())
      await page
        .screenshot({ path: path.join(root, 'artifacts', `${name}-${i}.png`), timeout: 10_000 })
        // A window that hangs says so in its test.
        .catch(() => undefined);
  },
});
