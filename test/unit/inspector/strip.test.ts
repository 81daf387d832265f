import assert from 'node:assert/strict';
import type { FoundArray } from '../../../src/arrays/types';
import type { Preview } from '../../../src/worker/protocol';
import { mountStrip, type StripProps } from '../../../src/inspector/strip';
import { until, withPage } from './dom';

const FOUND: FoundArray = {
  range: [0, 40],
  container: 'torch',
  shape: [2, 3],
  dtype: 'float32',
  elided: false,
  decimals: 4,
  array: { dtype: 'float64', shape: [2, 3], data: Float64Array.of(2, 1, 0.1, 0.5, 2.5, 0.3) },
  reading: { kind: 'logits', confidence: 0.9, evidence: ['the name “logits” says so'] },
};

const PREVIEW: Preview = {
  rows: 2,
  classes: 3,
  top: Int32Array.of(0, 1),
  topProbability: Float64Array.of(0.659, 0.8025),
  entropy: Float64Array.of(0.85, 0.6),
  bars: { bins: 3, heights: Float32Array.of(0.659, 0.242, 0.099, 0.11, 0.8, 0.09) },
  ranking: { classes: Int32Array.of(0, 1, 2), probabilities: Float64Array.of(0.659, 0.242, 0.099) },
  flags: [],
};

describe('the strip under an output', () => {
  const page = withPage();

  function mount(props: Partial<StripProps>) {
    const container = page.container();
    const strip = mountStrip(container, {
      offer: { found: FOUND, preview: PREVIEW },
      onOpen: () => undefined,
      ...props,
    });
    return { container, strip, text: () => container.textContent.replace(/\s+/g, ' ') };
  }

  it('says reading, shape, dtype and the top class of both rows', () => {
    const { text, container } = mount({});
    assert.match(text(), /logits 2×3 float32/);
    assert.match(text(), /top 0 p \.66 · top 1 p \.80/);
    assert.equal(container.querySelectorAll('.ls-bars').length, 2);
  });

  it('shows the evidence for its reading as the description of the button that opens the inspector', () => {
    const { container } = mount({});
    assert.match(container.querySelector('button')!.title, /the name “logits” says so/);
  });

  it('opens from the triangle and from “Softmax”, and at the labels from “Loss…”', () => {
    const opened: unknown[] = [];
    const { container } = mount({ onOpen: (focus) => opened.push(focus) });
    for (const button of container.querySelectorAll('button')) button.click();
    assert.deepEqual(opened, [undefined, undefined, 'labels']);
  });

  it('counts the rows it does not draw and then speaks of the first row alone', () => {
    const { text } = mount({
      offer: { found: { ...FOUND, shape: [1200, 3] }, preview: { ...PREVIEW, rows: 1200 } },
    });
    assert.match(text(), /\+1,198/);
    assert.match(text(), /top 0 p \.66/);
    assert.doesNotMatch(text(), /top 1/);
  });

  it('says of an elided array that its values are not in the text, and offers nothing that needs them', () => {
    const found = { ...FOUND, elided: true, array: undefined };
    const { text, container } = mount({ offer: { found } });
    assert.match(text(), /abbreviated with “\.\.\.”: values are not in the text/);
    assert.equal(container.querySelector('button'), null);
    assert.equal(container.querySelector('.ls-bars'), null);
  });

  it('draws no softmax of what is not a distribution, also when it is handed a preview', () => {
    const found: FoundArray = { ...FOUND, reading: { kind: 'binary-logits', confidence: 0.8, evidence: [] } };
    const { text, container } = mount({ offer: { found, preview: PREVIEW } });
    assert.match(text(), /binary logits/);
    assert.doesNotMatch(text(), / p \./);
    assert.equal(container.querySelector('.ls-bars'), null);
  });

  it('names what each row ranks, and what a partial list leaves out', () => {
    const entryNames = { texts: [' the', ' a', '\n'], entries: Int32Array.of(0, 1, 2, 0, 1, 2) };
    const found: FoundArray = { ...FOUND, entryNames, partial: true };
    const top = Int32Array.of(3, 0);
    const { text } = mount({ offer: { found, preview: { ...PREVIEW, classes: 4, top } } });
    assert.match(text(), /top the rest p \.66 · top the p \.80/);
    const second = { ...FOUND, entryNames: { ...entryNames, entries: Int32Array.of(0, 1, 2, 1, 0, 2) } };
    assert.match(mount({ offer: { found: second, preview: PREVIEW } }).text(), /top the p \.66 · top the p/);
  });

  it('says why the inspector did not open, and tries again', () => {
    let tried = 0;
    const { container, text } = mount({
      problem: 'The inspector could not be loaded.',
      onOpen: () => void tried++,
    });
    assert.match(text(), /The inspector could not be loaded\. Try again/);
    container.querySelector<HTMLElement>('[role="alert"] button')!.click();
    assert.equal(tried, 1);
  });

  it('names the reason where a row has no distribution', () => {
    const preview = { ...PREVIEW, flags: [{ row: 0, reason: 'nan' as const, message: 'a logit is NaN' }] };
    assert.match(mount({ offer: { found: FOUND, preview } }).text(), /row 0: a logit is NaN · top 1 p \.80/);
  });

  it('shows hostile names, dtypes and class names as the text they are', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const found = { ...FOUND, name: hostile, dtype: hostile, classNames: [hostile, '__proto__', 'c'] };
    const { text, container } = mount({ offer: { found, preview: PREVIEW } });
    assert.ok(text().includes(hostile));
    assert.match(text(), /top __proto__ p/);
    assert.equal(container.querySelector('img, script'), null);
  });

  it('opens its menu by keyboard, moves with arrows, runs an item and gives the focus back', async () => {
    const ran: string[] = [];
    const actions = ['Copy probabilities', 'Open in a panel'].map((label) => ({
      label,
      run: () => void ran.push(label),
    }));
    const { container } = mount({ actions });
    const root = container.getRootNode() as ShadowRoot;
    const button = container.querySelector<HTMLButtonElement>('[aria-haspopup="menu"]')!;
    page.press(button, 'ArrowDown');
    await until(() => root.activeElement?.textContent === 'Copy probabilities', 'focus on the first item');
    page.press(root.activeElement!, 'ArrowDown');
    assert.equal(root.activeElement?.textContent, 'Open in a panel');
    page.press(root.activeElement, 'ArrowDown');
    assert.equal(root.activeElement?.textContent, 'Copy probabilities');
    page.press(root.activeElement, 'Escape');
    await until(() => !container.querySelector('[role="menu"]'), 'the menu closed');
    assert.equal(root.activeElement, button);
    button.click();
    await until(() => container.querySelector('[role="menu"]'), 'the menu open again');
    container.querySelectorAll<HTMLElement>('[role="menuitem"]')[1].click();
    assert.deepEqual(ran, ['Open in a panel']);
  });

  it('keeps plain keys from reaching the notebook, where they are commands', () => {
    const { container } = mount({});
    const heard: string[] = [];
    const listen = (event: Event) => void heard.push((event as KeyboardEvent).key);
    document.addEventListener('keydown', listen);
    for (const key of ['d', 'ArrowDown', 'Escape', 'F1']) page.press(container.querySelector('button')!, key);
    document.removeEventListener('keydown', listen);
    assert.deepEqual(heard, ['Escape', 'F1']);
  });

  it('leaves nothing behind when it is disposed of', () => {
    const { container, strip } = mount({});
    strip.dispose();
    assert.equal(container.childNodes.length, 0);
  });
});
