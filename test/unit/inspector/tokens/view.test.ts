import assert from 'node:assert/strict';
import { mountTokens, type TokenHost, type TokenState } from '../../../../src/inspector/tokens/mount';
import type { Call } from '../../../../src/worker/protocol';
import { until, withPage } from '../dom';
import { madeClient, type Made, type MadeToken } from './made';

const TOKENS: MadeToken[] = [
  { text: 'The', logprob: -0.1, rank: 1 },
  {
    text: ' Lyon',
    logprob: -2.8285,
    rank: 3,
    alternatives: [
      [' Dijon', -0.5598],
      [' Paris', -1.8128],
      [' Lyon', -2.8285],
    ],
  },
  { text: ' Riv', logprob: null, floor: true, rankAtLeast: 6, alternatives: [[' Weight', -0.8867]] },
  { text: '\n\n', logprob: -3, rank: 2 },
  {
    text: ' \\xf0\\x9f\\x98',
    logprob: -3.7,
    rank: 4,
    part: { text: '😀', bytes: 4, from: 0, to: 3, lead: ' ' },
  },
  { text: '\\x80', logprob: 0, rank: 1, part: { text: '😀', bytes: 4, from: 3, to: 4 } },
  { text: '<|end|>', logprob: null, hidden: true },
];

describe('the view of tokens', () => {
  const page = withPage();

  async function show(
    made: readonly Made[] = [{ tokens: TOKENS }],
    host: Partial<TokenHost> = {},
    more: Partial<Parameters<typeof mountTokens>[1]> = {},
  ) {
    const container = page.container();
    const asked: [Call, unknown][] = [];
    const client = madeClient(made, asked);
    const mounted = mountTokens(container, {
      client,
      source: { text: 'response' },
      host: { copy: () => undefined, ...host },
      ...more,
    });
    const text = () => container.querySelector<HTMLElement>('[role="listbox"]')!;
    await until(() => container.querySelector('[role="option"]'), 'tokens');
    const tokens = () => [...container.querySelectorAll<HTMLElement>('[role="option"]')];
    const place = () => container.querySelector('.lt-place')!.textContent.replace(/\s+/g, ' ');
    const chosen = () => container.querySelector('[aria-selected="true"]')?.getAttribute('data-token');
    const press = (key: string, shiftKey = false) => {
      const { KeyboardEvent } = container.ownerDocument.defaultView!;
      text().dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
    };
    const says = (words: RegExp) => until(() => words.test(place()), String(words));
    return { container, mounted, asked, text, tokens, place, chosen, press, says };
  }

  it('shows the text in reading order, each token named with what is known of it', async () => {
    const { container, tokens } = await show();
    const names = tokens().map((token) => token.getAttribute('aria-label'));
    assert.deepEqual(names, [
      '“The”, p .90, .14 bits, rank 1',
      '“·Lyon”, p .059, 4.08 bits, rank 3',
      '“·Riv”, below the alternatives given, rank over 5',
      '“↵↵”, p .050, 4.33 bits, rank 2',
      '“·\\xf0\\x9f\\x98”, p .025, 5.34 bits, rank 4',
      '“\\x80”, p 1, .00 bits, rank 1',
      '“<|end|>”, no log-probability, special token',
    ]);
    const lines = [...container.querySelectorAll('.lt-line')].map((line) => line.textContent);
    assert.deepEqual(lines, ['The Lyon Riv↵↵', '·😀<|end|>']);
  });

  it('comes back as it was left: token, selection, colour, what was typed', async () => {
    let left: TokenState | undefined;
    const first = await show(undefined, {}, { onLeft: (state) => (left = state) });
    first.press('ArrowRight');
    await first.says(/Token 2 of 7/);
    first.press('ArrowRight', true);
    await first.says(/Token 3 of 7/);
    first.press('ArrowLeft');
    await first.says(/Token 2 of 7/);
    const button = (container: HTMLElement) =>
      [...container.querySelectorAll<HTMLButtonElement>('button')].find(
        (one) => one.textContent === 'What if',
      )!;
    await until(() => button(first.container), 'sampling');
    button(first.container).click();
    await until(() => first.container.querySelector('.lt-setting'), 'its fields');
    const field = first.container.querySelector<HTMLInputElement>('.lt-setting')!;
    field.value = '0.7';
    field.dispatchEvent(new field.ownerDocument.defaultView!.Event('input', { bubbles: true }));
    assert.deepEqual(left, {
      sequence: 0,
      chosen: 1,
      range: { from: 1, to: 3 },
      whatIf: { temperature: 0.7 },
    });
    first.mounted.dispose();

    const again = await show(undefined, {}, { left: JSON.parse(JSON.stringify(left)) as TokenState });
    await again.says(/Token 2 of 7/);
    assert.equal(again.chosen(), '1');
    await until(() => again.container.querySelector('.lt-setting'), 'the sampling that was open');
    assert.equal(again.container.querySelector<HTMLInputElement>('.lt-setting')!.value, '0.7');
  });

  it('opens at the beginning where what was left is none of this text’s', async () => {
    const left = { sequence: 9, chosen: 500, range: { from: 3, to: 400 }, other: 4, measure: 'x' as never };
    const { says } = await show(undefined, {}, { left });
    await says(/Token 1 of 7/);
  });

  it('fills by surprisal, underlines what was not the top choice and dashes a floor', async () => {
    const { tokens } = await show();
    const classes = tokens().map(({ className }) => className);
    assert.match(classes[0], /lt-h0/);
    assert.match(classes[1], /lt-h4 lt-not-top/);
    assert.match(classes[2], /lt-h0 lt-not-top lt-floor/);
    assert.match(classes[4], /lt-h4/);
  });

  it('draws a character that two tokens share once, over a fill for each', async () => {
    const { container } = await show();
    const shared = container.querySelector('.lt-shared')!;
    assert.equal(shared.querySelector('b')!.textContent, '😀');
    assert.deepEqual(
      [...shared.querySelectorAll('[data-token]')].map((fill) => fill.getAttribute('data-token')),
      ['4', '5'],
    );
  });

  it('goes from token to token by arrows, to the next not on top by n and to the next surprise by s', async () => {
    const { press, chosen, says } = await show();
    await says(/Token 1 of 7/);
    const walk: [string, boolean, string][] = [
      ['ArrowRight', false, '1'],
      ['n', false, '2'],
      ['n', false, '3'],
      ['s', false, '4'],
      ['S', true, '3'],
      ['End', false, '6'],
      ['ArrowRight', false, '6'],
      ['Home', false, '0'],
    ];
    for (const [key, shift, token] of walk) {
      press(key, shift);
      await until(() => chosen() === token, `token ${token} after ${key}, got ${chosen()}`);
    }
  });

  it('tells of a token its alternatives, the rest and the surprisal, and of a floor that there is no value', async () => {
    const { press, says, place } = await show();
    press('ArrowRight');
    await says(/Token 2 of 7/);
    await says(/the first choice was ·Dijon/);
    assert.match(place(), /Log-probability−2\.8285p\.0591Surprisal4\.08 bitsRank3/);
    assert.match(place(), /◆·Lyon \(the token\)−2\.8285\.0591/);
    assert.match(place(), /outside the top 3\.2064/);
    press('ArrowRight');
    await says(/the server printed its floor/);
    assert.match(place(), /Log-probabilityfloorpnot givenSurprisalnot givenRankover 5/);
    assert.doesNotMatch(place(), /9999/);
  });

  it('selects by Shift and arrows, gives the totals of the selection, and lets go of it by Escape', async () => {
    const { press, container, asked, chosen } = await show();
    const line = () => container.querySelector('.lt-selected')?.textContent;
    press('ArrowRight');
    await until(() => chosen() === '1', 'token 2');
    press('ArrowRight', true);
    await until(() => /tokens 2–3 · 4\.08 bits of 13\.89/.test(line() ?? ''), 'totals of tokens 2 and 3');
    assert.deepEqual(asked.findLast(([call]) => call === 'tokenTotals')![1], {
      handle: 1,
      sequence: 0,
      from: 1,
      to: 3,
    });
    assert.ok(container.querySelector('.lt-first')!.textContent === 'Lyon');
    press('Escape');
    await until(() => line() === undefined, 'no selection');
  });

  it('of scores above 0 shows no probability, no surprisal and no chart', async () => {
    const tokens = [
      { text: 'a', logprob: 12.5, rank: 1 },
      { text: 'b', logprob: 3, rank: 2 },
    ];
    const { container, place, says } = await show([
      { tokens, summary: { values: 'scores', figures: { count: 2, valued: 2 } } },
    ]);
    await says(/Score12\.5000/);
    assert.doesNotMatch(place(), /Surprisal|bits|Log-prob/);
    assert.equal(container.querySelector('.lt-chart'), null);
    assert.match(container.textContent, /token scores/);
    assert.doesNotMatch(container.textContent, /Perplexity/);
  });

  it('offers a choice among several sequences', async () => {
    const { container } = await show([{ tokens: TOKENS }, { tokens: [{ text: 'other', logprob: -1 }] }]);
    container.querySelector<HTMLElement>('[aria-label^="Sequence 1 of 2"]')!.click();
    await until(() => container.querySelectorAll('[role="menuitemradio"]').length === 2, 'two sequences');
    container.querySelectorAll<HTMLElement>('[role="menuitemradio"]')[1].click();
    await until(() => container.querySelector('.lt-line')?.textContent === 'other', 'the other text');
  });

  it('copies the selection, or everything, in several notations', async () => {
    const copied: string[] = [];
    const { container, press } = await show(undefined, { copy: (text) => void copied.push(text) });
    const copy = async (item: string) => {
      container.querySelector<HTMLElement>('[aria-label="Copy, save, and more"]')!.click();
      const found = () =>
        [...container.querySelectorAll<HTMLElement>('[role="menuitem"]')].find(
          (one) => one.textContent === item,
        );
      await until(found, item);
      const before = copied.length;
      found()!.click();
      await until(() => copied.length > before, `${item} copied`);
    };
    await copy('Markdown table');
    await copy('Text');
    press('ArrowRight', true);
    await until(() => container.querySelector('.lt-selected'), 'a selection');
    await copy('JSON');
    await copy('Text');
    assert.deepEqual(copied, ['markdown all ', 'The Lyon Riv\n\n 😀', 'json 0 2', 'The Lyon']);
  });

  it('names the tokens that a finding speaks of, and goes to them', async () => {
    const finding = {
      id: 'floors',
      severity: 'info' as const,
      sentence: 'A floor is no value.',
      places: [2],
    };
    const { container, chosen } = await show([{ tokens: TOKENS, findings: [finding] }]);
    container.querySelector<HTMLElement>('.lt-findings button')!.click();
    await until(() => chosen() === '2', 'token 3');
  });

  it('shows hostile token texts as text in which every character is seen, a megabyte a part at a time', async () => {
    const texts = [
      '<img src=x onerror=alert(1)>',
      '\u202Eevil\u202C',
      '\u0000\u001b[31m',
      'x'.repeat(1_000_000),
      '\ud800',
      '',
    ];
    const tokens = texts.map((text) => ({
      text,
      logprob: -1,
      alternatives: [[text, -1]] as [string, number][],
    }));
    const { container, press, says } = await show([{ tokens }]);
    assert.equal(container.querySelector('img, script'), null);
    assert.match(container.querySelector('.lt-canvas')!.textContent, /\\u202Eevil\\u202C\\x00\\x1B\[31m/);
    assert.ok(container.querySelectorAll('.lt-line').length < 60);
    press('End');
    await says(/Token 6 of 6/);
    press('ArrowLeft');
    await says(/Token 5 of 6.*\\uD800/);
    press('ArrowLeft');
    await says(/Token 4 of 6/);
    assert.ok(container.textContent.length < 20_000);
  });

  it('draws what it is scrolled past, and names it where it rests', async () => {
    const made = Array.from({ length: 3000 }, (_, at): MadeToken => ({
      text: at % 7 === 0 ? `${at}\n` : ` ${at}`,
      logprob: -(at % 9),
    }));
    const { container, text, tokens } = await show([{ tokens: made }]);
    const scroller = text();
    const { Event } = container.ownerDocument.defaultView!;
    const drawn = () => [...container.querySelectorAll<HTMLElement>('[data-token]')];
    const isRight = (token: HTMLElement) =>
      token.textContent.replace(/[↵·]/g, '').trim() === token.dataset.token;
    for (const top of [3000, 6000, 1500]) {
      scroller.scrollTop = top;
      scroller.dispatchEvent(new Event('scroll'));
      await until(() => tokens().length === 0 && drawn().length > 0, 'tokens without names');
      assert.ok(drawn().every(isRight));
    }
    await until(() => tokens().length > 0, 'tokens with names');
    assert.ok(drawn().every(isRight));
    for (const token of tokens()) {
      assert.equal(token.getAttribute('aria-posinset'), String(Number(token.dataset.token) + 1));
      assert.ok(
        token
          .getAttribute('aria-label')
          ?.startsWith(`“${Number(token.dataset.token) % 7 ? '·' : ''}${token.dataset.token}`),
      );
    }
    assert.equal(new Set(tokens().map(({ id }) => id)).size, tokens().length);
  });

  it('says so when there are no tokens, and what went wrong, with a way to try again', async () => {
    const container = page.container();
    let tries = 0;
    const client = {
      call: () =>
        ++tries === 1 ? Promise.reject(new Error('the worker ended')) : Promise.resolve(undefined),
      dispose: () => undefined,
    };
    mountTokens(container, {
      client: client as never,
      source: { text: 'x' },
      host: { copy: () => undefined },
    });
    await until(() => container.textContent.includes('the worker ended'), 'the error');
    container.querySelector('button')!.click();
    await until(() => container.textContent.includes('no token log-probabilities'), 'the sentence');
  });
});
