import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import html from '../../src/mcp/page/page.ts?page';
import { violations } from './axe';
import { Workbench } from './workbench';

const HOSTILE = '<img src=x onerror="pwned=1"><script>pwned=1</script>';
const ANSWERS = {
  rows: {
    arrays: [{ name: HOSTILE, shape: [2, 3], reading: 'logits' }],
    count: 2,
    classes: 3,
    rows: [
      { row: 0, top: [{ class: 1, name: HOSTILE, p: 0.75 }], label: { class: 1 }, loss: 0.287682 },
      { row: 1, flag: 'a logit is NaN, so the softmax is NaN' },
    ],
    findings: [{ severity: 'error', sentence: HOSTILE, remedy: 'Mend it.' }],
    assumed: ['The numbers are read as logits.'],
  },
  tokens: {
    sequences: [{ source: 'OpenAI chat', tokens: 2, perplexity: 1.5 }],
    sequence: 0,
    surprises: [{ before: 'a', token: HOSTILE, bits: 7.1, rather: [{ token: 'b' }] }],
  },
  code: { findings: [{ severity: 'warning', message: 'Softmax twice.', line: 4, code: HOSTILE }] },
};

describe('The page of an MCP App', function () {
  this.timeout(120_000);

  it('draws each answer as text in both themes, runs nothing of it, and asks for nothing', async () => {
    const { page: own } = await Workbench.shared();
    const page = await own.context().newPage();
    try {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      for (const theme of ['dark', 'light']) {
        for (const [name, answer] of Object.entries(ANSWERS)) {
          await page.setContent('<!doctype html><title>host</title>');
          await page.evaluate(host, { html, theme, answer });
          const frame = page.frames().at(-1) as Frame;
          await frame.locator('main > *').first().waitFor();
          assert.ok((await frame.locator('main').innerText()).includes('onerror="pwned=1"'), name);
          assert.equal(await frame.evaluate(() => (globalThis as { pwned?: number }).pwned), undefined);
          assert.equal(await frame.locator('main img, main script').count(), 0);
          assert.equal(await frame.evaluate(() => document.documentElement.dataset.theme), theme);
        }
      }
      assert.deepEqual(
        asked.filter((url) => !/^(about|data|blob):/.test(url)),
        [],
      );
    } finally {
      await page.close();
    }
  });

  it('has no fault that axe finds', async () => {
    const { page: own } = await Workbench.shared();
    const page = await own.context().newPage();
    try {
      // The page itself lets no script of a test in: this one is its copy without the policy.
      const open = html.replace(/<meta http-equiv[^>]*>/, '');
      for (const answer of Object.values(ANSWERS)) {
        await page.setContent('<!doctype html><title>host</title>');
        await page.evaluate(host, { html: open, theme: 'dark', answer });
        const frame = page.frames().at(-1) as Frame;
        await frame.locator('main > *').first().waitFor();
        assert.deepEqual(await violations(frame, true), []);
      }
    } finally {
      await page.close();
    }
  });
});

/** A host as the extension of the protocol has it, in as many lines as it takes. */
function host({ html, theme, answer }: { html: string; theme: string; answer: object }): void {
  const frame = document.createElement('iframe');
  frame.sandbox.add('allow-scripts');
  frame.title = 'answer';
  frame.srcdoc = html;
  const tokens = { texts: ['a', 'b'], bits: [0.1, 7] };
  const result = { content: [], structuredContent: answer, _meta: { 'logitscope/tokens': tokens } };
  window.addEventListener('message', ({ source, data }) => {
    const { id, method } = data as { id?: number; method?: string };
    const view = frame.contentWindow!;
    if (source !== view) return;
    const post = (message: object) => view.postMessage({ jsonrpc: '2.0', ...message }, '*');
    if (method === 'ui/initialize')
      post({ id, result: { protocolVersion: '2026-01-26', hostContext: { theme } } });
    if (method === 'ui/notifications/initialized')
      post({ method: 'ui/notifications/tool-result', params: result });
  });
  document.body.append(frame);
}
