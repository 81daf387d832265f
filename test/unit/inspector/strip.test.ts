import assert from 'node:assert/strict';
import type { FoundArray } from '../../../src/arrays/types';
import type { Preview, Summary } from '../../../src/worker/protocol';
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

const SUMMARY: Summary = { rows: 2, counted: 0, meanConfidence: 0.7308, flagged: 0 };

describe('the strip under an output', () => {
  const page = withPage();

  function mount(props: Partial<StripProps>) {
    const container = page.container();
    const strip = mountStrip(container, {
      offer: { found: FOUND, preview: PREVIEW, summary: SUMMARY },
      onOpen: () => undefined,
      ...props,
    });
    return { container, strip, text: () => container.textContent.replace(/\s+/g, ' ') };
  }

  /** Bars drawn for each row: each begins with a move of the pen. */
  const drawn = (container: Element) =>
    [...container.querySelectorAll('.ls-bars path')].map(
      (path) => path.getAttribute('d')!.split('M').length - 1,
    );

  const withSummary = (summary: Partial<Summary>, more: Partial<StripProps> = {}) =>
    mount({ offer: { found: FOUND, preview: PREVIEW, summary: { ...SUMMARY, ...summary } }, ...more });

  it('says reading, shape and dtype, and without labels how confident all rows are', () => {
    const { text, container } = mount({});
    assert.match(text(), /logits 2×3 float32/);
    assert.match(text(), /2 rows · mean confidence \.73/);
    // One drawing for both rows: of each the most probable class, and the two others.
    assert.equal(container.querySelectorAll('.ls-bars').length, 1);
    assert.deepEqual(drawn(container), [4, 2]);
    assert.equal(container.querySelector('.ls-bars')!.getAttribute('width'), '102');
  });

  it('says what holds for all rows where there are labels', () => {
    const { text } = withSummary({ rows: 32, counted: 32, accuracy: 15 / 32, reduced: 1.7963 });
    assert.match(text(), /32 rows · accuracy 47% · mean loss 1\.80/);
    assert.doesNotMatch(text(), /Loss…|confidence/);
  });

  it('says of one row what it predicts, and its label and loss where there is one', () => {
    const found = { ...FOUND, classNames: ['tabby', 'tiger', 'lynx'] };
    const one: Summary = { rows: 1, counted: 0, meanConfidence: 0.94, flagged: 0 };
    assert.match(mount({ offer: { found, preview: PREVIEW, summary: one } }).text(), /predicted tabby \.94/);
    const labelled = { ...one, counted: 1, accuracy: 0, reduced: 2.5, label: 2 };
    const { text } = mount({ offer: { found, preview: PREVIEW, summary: labelled } });
    assert.match(text(), /predicted tabby \.94 · label lynx · loss 2\.50/);
    assert.doesNotMatch(text(), /accuracy/);
  });

  it('says under which temperature and reduction its figures stand', () => {
    const look = { settings: { temperature: 2, reduction: 'sum' as const } };
    const { text } = withSummary({ counted: 2, accuracy: 1, reduced: 3 }, { look });
    assert.match(text(), /T = 2 · 2 rows · accuracy 100% · total loss 3\.00/);
  });

  it('speaks of examples where each has one score, and draws those side by side', () => {
    const found: FoundArray = { ...FOUND, reading: { kind: 'binary-logits', confidence: 0.9, evidence: [] } };
    const bars = { bins: 6, heights: new Float32Array(6).fill(0.6) };
    const preview = { ...PREVIEW, rows: 6, top: Int32Array.of(-1), bars };
    const summary = { ...SUMMARY, rows: 6, positive: 6 };
    const { text, container } = mount({ offer: { found, preview, summary } });
    assert.match(text(), /binary logits .*6 examples · 6 above \.5/);
    assert.deepEqual(drawn(container), [6]);
  });

  it('marks the label of each row in the same drawing', () => {
    const { container } = mount({
      offer: { found: FOUND, preview: { ...PREVIEW, label: Int32Array.of(1, -1) }, summary: SUMMARY },
    });
    assert.deepEqual(drawn(container), [4, 2, 1]);
    assert.match(
      container.querySelector('.ls-bar-label')!.getAttribute('d')!,
      /^M15\.83 13h14\.33v2h-14\.33z$/,
    );
  });

  it('shows the evidence for its reading as the description of the button that opens the inspector', () => {
    const { container } = mount({});
    assert.match(container.querySelector('button')!.title, /the name “logits” says so/);
  });

  it('opens from the triangle, and at the labels from “Loss…”', () => {
    const opened: unknown[] = [];
    const { container } = mount({ onOpen: (focus) => opened.push(focus) });
    for (const button of container.querySelectorAll('button')) button.click();
    assert.deepEqual(opened, [undefined, 'labels']);
  });

  it('counts the rows it does not draw', () => {
    const { text } = mount({
      offer: { found: { ...FOUND, shape: [1200, 3] }, preview: { ...PREVIEW, rows: 1200 } },
    });
    assert.match(text(), /\+1,198/);
  });

  it('says of an elided array that its values are not in the text, and offers nothing that needs them', () => {
    const found = { ...FOUND, elided: true, array: undefined };
    const { text, container } = mount({ offer: { found } });
    assert.match(text(), /abbreviated with “\.\.\.”: values are not in the text/);
    assert.equal(container.querySelector('button'), null);
    assert.equal(container.querySelector('.ls-bars'), null);
  });

  it('names what the only row ranks, and what a partial list leaves out', () => {
    const entryNames = { texts: [' the', ' a', '\n'], entries: Int32Array.of(0, 1, 2) };
    const found: FoundArray = { ...FOUND, shape: [1, 3], entryNames, partial: true };
    const summary = { ...SUMMARY, rows: 1, meanConfidence: 0.66 };
    const offer = (top: number) => ({
      found,
      preview: { ...PREVIEW, rows: 1, classes: 4, top: Int32Array.of(top) },
      summary,
    });
    assert.match(mount({ offer: offer(3) }).text(), /predicted the rest \.66/);
    assert.match(mount({ offer: offer(0) }).text(), /predicted  ?the \.66/);
  });

  it('says why the inspector did not open, and tries again', () => {
    let tried = 0;
    const { container, text } = mount({
      problem: 'The inspector couldn’t be loaded.',
      onOpen: () => void tried++,
    });
    assert.match(text(), /The inspector couldn’t be loaded\. Try again/);
    container.querySelector<HTMLElement>('[role="alert"] button')!.click();
    assert.equal(tried, 1);
  });

  it('names the reason where the only row has no distribution, and counts such rows among many', () => {
    const flags = { flagged: 1, reason: 'a logit is NaN' };
    const one = { ...flags, rows: 1, meanConfidence: undefined };
    assert.match(withSummary(one).text(), /a logit is NaN/);
    assert.doesNotMatch(withSummary(one).text(), /predicted/);
    assert.match(withSummary({ ...flags, rows: 9 }).text(), /9 rows · .* · 1 row without a distribution/);
  });

  it('shows hostile names, dtypes and class names as the text they are', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const found = { ...FOUND, name: hostile, dtype: hostile, classNames: [hostile, '__proto__', 'c'] };
    const preview = { ...PREVIEW, top: Int32Array.of(1, 1) };
    const { text, container } = mount({ offer: { found, preview, summary: { ...SUMMARY, rows: 1 } } });
    assert.ok(text().includes(hostile));
    assert.match(text(), /predicted __proto__ /);
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
