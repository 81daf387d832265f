import assert from 'node:assert/strict';
import { joinRuns } from '../../../../src/inspector/tokens/columns';
import { mountTokens, type TokenHost } from '../../../../src/inspector/tokens/mount';
import { svgOf } from '../../../../src/inspector/tokens/picture';
import { response } from '../../../e2e/response';
import { inProcessClient } from '../../worker/inProcess';
import { until, withPage } from '../dom';
import { runOf } from './made';

const question = (line: number, likelihoods: readonly number[], right: number) =>
  JSON.stringify({
    doc_id: line,
    doc: { question: `Question ${line}?`, choices: ['yes', 'no'] },
    target: right,
    arguments: [
      ['Q', ' yes'],
      ['Q', ' no'],
    ],
    resps: likelihoods.map((x) => [[String(x), 'False']]),
    filtered_resps: likelihoods.map((x) => [String(x), 'False']),
    acc: 1,
  });

describe('the view of real answers', () => {
  const page = withPage();

  async function show(text: string, host: Partial<TokenHost> = {}) {
    const container = page.container();
    const client = inProcessClient();
    mountTokens(container, { client, source: { text }, host: { copy: () => undefined, ...host } });
    const says = (words: RegExp) =>
      until(() => words.test(container.textContent.replace(/\s+/g, ' ')), String(words));
    await until(() => container.querySelector('[role="option"], .lt-choices'), 'the view');
    const click = (selector: string) => container.querySelector<HTMLElement>(selector)!.click();
    return { container, says, click };
  }

  it('shows what the model said, with totals over the tokens that have a value', async () => {
    const { container, says } = await show(JSON.stringify(response()));
    await says(/Perplexity ?1\.398/);
    await says(/over 87 tokens/);
    const lines = [...container.querySelectorAll('.lt-line')].map((line) => line.textContent);
    assert.match(lines.join(''), /^The Eiffel Tower was built.*still! 😀/);
  });

  it('compares two answers, token by token', async () => {
    const { container, says, click } = await show(JSON.stringify(response(2)));
    click('[aria-label="Compare with another sequence"]');
    await until(() => container.querySelector('.ls-item'), 'the other answer');
    click('.ls-item');
    await says(/87 tokens the same, 1 differ/);
    await until(() => container.querySelector('.lt-unlike'), 'the tokens that differ');
    assert.equal(container.querySelector('.lt-unlike')!.textContent, '·Lyon·Dijon');
    click('.lt-compared-head button');
    await until(() => !container.querySelector('.lt-compared'), 'no comparison');
  });

  it('says what other settings would make of a token, as bounds, with code that does the same', async () => {
    const copied: string[] = [];
    const { container, says, click } = await show(JSON.stringify(response()), {
      copy: (text) => void copied.push(text),
    });
    click('[aria-label="Next token"]');
    await says(/Token 2 of 88/);
    await until(() => container.querySelector('.lt-what-if button'), 'What if');
    click('.lt-what-if button');
    const field = await (async () => {
      await until(() => container.querySelectorAll('.lt-settings input').length === 5, 'five settings');
      return container.querySelectorAll<HTMLInputElement>('.lt-settings input')[1];
    })();
    field.value = '1';
    page.input(field);
    await says(/·Eiffel ?yes ?1/);
    [...container.querySelectorAll<HTMLElement>('.lt-what-if .ls-link')][0].click();
    await until(() => copied.length === 1, 'code');
    assert.match(copied[0], /topk|top_k/);
    field.value = '0';
    page.input(field);
    await until(() => field.getAttribute('aria-invalid') === 'true', 'a top-k of 0 refused');
  });

  it('lists questions with the belief in each choice, the worst first', async () => {
    const { container, says } = await show(`${question(1, [-1, -3], 0)}\n${question(2, [-1, -2], 1)}\n`);
    await says(/2 questions/);
    const rows = [...container.querySelectorAll('.lt-canvas [role="row"]')].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    // 1 / (1 + e)
    assert.deepEqual(rows[0], ['2', 'Question 2?', 'yes', '.73', '◆ no', '.27']);
    assert.equal(rows.length, 2);
  });

  it('draws the chart as a picture that needs nothing of the page', async () => {
    const container = page.container();
    const tokens = [
      { text: 'a', logprob: -Math.LN2, rank: 1 },
      { text: 'b', logprob: -8 * Math.LN2, rank: 2 },
      { text: '<', logprob: null, floor: true },
    ];
    const svg = svgOf(joinRuns([runOf(tokens)]), undefined, container);
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="320" height="128">/);
    assert.match(svg, />Surprisal by position, bits<\/text>/);
    assert.doesNotMatch(svg, /var\(|class=/);
    // Eight bits reach the top of the axis, one an eighth of it.
    assert.match(svg, /v74h/);
    assert.match(svg, /v9\.25h/);
    assert.match(svg, /stroke-dasharray/);
  });
});
