import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { h, render } from 'preact';
import { LiveBar } from '../../../src/panel/page/liveBar';
import type { LiveState } from '../../../src/panel/protocol';
import { withPage } from '../inspector/dom';

interface Axe {
  run(
    context: Element,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { html: string }[] }[]; passes: { id: string }[] }>;
}

/** What axe-core finds wrong; colours are no matter of the page alone. */
async function violations(container: Element): Promise<string[]> {
  const source = readFileSync(createRequire(`${process.cwd()}/`).resolve('axe-core'), 'utf8');
  const module = { exports: {} as Axe };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  (new Function('module', 'window', 'document', source) as (...given: unknown[]) => void)(
    module,
    window,
    document,
  );
  const { violations: found, passes } = await module.exports.run(container, {
    rules: { 'color-contrast': { enabled: false } },
  });
  assert.ok(passes.length > 0);
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const RUNS = [
  { loss: 2.3, accuracy: 0.1, entropy: 2.2 },
  { loss: 1.1, accuracy: 0.6, entropy: 1.3 },
];
const STATES: Record<string, LiveState> = {
  'watched, before the first run': { version: 1, watch: { on: true, runs: [] } },
  'watched over two runs': { version: 1, watch: { on: true, runs: RUNS } },
  'no longer watched': { version: 1, watch: { on: false, runs: RUNS } },
  'gone with its kernel': { version: 1, gone: 'The kernel has stopped.', watch: { on: true, runs: RUNS } },
};

describe('the bar of an array that stays in a kernel', () => {
  const page = withPage();

  it('is looked at by rules that find what has no name', async () => {
    const container = page.container();
    render(h('input', { type: 'checkbox' }), container);
    assert.match((await violations(container)).join(), /label/);
  });

  for (const [state, live] of Object.entries(STATES))
    it(`can be used without seeing it while the array is ${state}`, async () => {
      const container = page.container();
      render(h(LiveBar, { live, onWatch: () => undefined }), container);
      assert.deepEqual(await violations(container), []);
    });

  it('says each figure’s last value, of how many runs, and the first one', () => {
    const container = page.container();
    render(h(LiveBar, { live: STATES['watched over two runs'], onWatch: () => undefined }), container);
    const names = [...container.querySelectorAll('[role="img"]')].map((one) =>
      one.getAttribute('aria-label'),
    );
    assert.deepEqual(names, [
      'Mean loss: 1.100 after 2 runs, from 2.300',
      'Accuracy: .600 after 2 runs, from .100',
      'Mean entropy: 1.300 after 2 runs, from 2.200',
    ]);
  });

  it('speaks at once when the array is gone', () => {
    const container = page.container();
    render(h(LiveBar, { live: STATES['gone with its kernel'], onWatch: () => undefined }), container);
    assert.equal(
      container.querySelector('[role="alert"]')!.textContent,
      'The kernel has stopped. The figures below are out of date.',
    );
  });
});
